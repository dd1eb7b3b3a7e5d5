import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { askingOf, cookieName, setCookie } from '../../../backend/accounts/session-cookie.ts';
import { countFailure, forgetFailures, waitOf } from '../../../backend/accounts/sign-in-limits.ts';
import { openDatabase } from '../../../backend/db/open-database.ts';
import type { Db } from '../../../backend/db/schema.ts';
import { openForEachTest } from '../../support/for-each-test.ts';

let db: Db;
openForEachTest(async (dir) => {
  const opened = await openDatabase(path.join(dir, 'a.db'));
  return { db: opened, close: () => opened.destroy() };
}, (opened) => {
  db = opened.db;
});

const SECOND = 1000;
const HOUR = 3_600_000;
async function fail(times: number, login: string, from: string, nowMs = 0): Promise<number> {
  let wait = 0;
  for (let n = 0; n < times; n += 1) wait = await countFailure(db, login, from, nowMs);
  return wait;
}

describe('wrong passwords', () => {
  it('wait from the fifth on, twice as long each time, at most an hour', async () => {
    expect(await fail(4, 'lan', 'a')).toBe(0);
    expect([await fail(1, 'lan', 'a'), await fail(1, 'lan', 'a'), await fail(1, 'lan', 'a')]).toEqual([30 * SECOND, 60 * SECOND, 120 * SECOND]);
    expect(await fail(40, 'lan', 'a')).toBe(HOUR);
    expect(await waitOf(db, 'lan', 'a', HOUR - 1)).toBe(1);
    expect(await waitOf(db, 'lan', 'a', HOUR)).toBe(0);
  });

  it('of one name from many places stop the name, of one place with many names the place', async () => {
    for (let n = 0; n < 15; n += 1) await fail(1, 'lan', `a${n}`);
    expect(await waitOf(db, 'lan', 'somewhere-new', 0)).toBeGreaterThan(0);
    expect(await waitOf(db, 'minh', 'a1', 0)).toBe(0);
    for (let n = 0; n < 25; n += 1) await fail(1, `người ${n}`, 'b');
    expect(await waitOf(db, 'minh', 'b', 0)).toBeGreaterThan(0);
    expect(await waitOf(db, 'minh', 'c', 0)).toBe(0);
  });

  it('are forgotten by the right one for its own name, not for the place; and by a day without any', async () => {
    await fail(24, 'lan', 'a');
    await forgetFailures(db, 'lan', 'a');
    expect(await fail(1, 'minh', 'a')).toBeGreaterThan(0);
    expect(await fail(1, 'minh', 'a', 25 * HOUR)).toBe(0);
    expect(await db.selectFrom('sign_in_failures').select('failures').execute()).toEqual([{ failures: 1 }, { failures: 1 }, { failures: 1 }]);
  });

  it('keep one name from passing for another, whatever signs are in it', async () => {
    await fail(5, 'lan|a', '');
    expect(await waitOf(db, 'lan', 'a|', 0)).toBe(0);
    await fail(5, `' or 1=1 --`, 'a');
    expect(await waitOf(db, 'lan', 'z', 0)).toBe(0);
  });
});

const TOKEN = 'x'.repeat(43);
const asked = (headers: Record<string, string>, url = 'http://kho.local:8087/api/batches') => askingOf(new Request(url, { headers }), 'here').token;

describe('the session on the wire', () => {
  it('is found among other cookies, and is that of its own port only', () => {
    expect(asked({ cookie: `a=1; sohoa_8087=${TOKEN}; sohoa_80=khac` })).toBe(TOKEN);
    expect(asked({ cookie: `sohoa_80=${TOKEN}` })).toBeUndefined();
    expect(asked({ cookie: `xsohoa_8087=${TOKEN}` })).toBeUndefined();
    expect(asked({ cookie: 'sohoa_8087' })).toBe('');
    expect(asked({})).toBeUndefined();
    expect(cookieName(new URL('https://kho.local/'))).toBe('sohoa_80');
  });

  it('may be a bearer of a sensible length, nothing else', () => {
    expect(asked({ authorization: `Bearer ${TOKEN}` })).toBe(TOKEN);
    for (const bad of ['Bearer ', 'Bearer ngan', `Bearer ${'x'.repeat(101)}`, `Basic ${TOKEN}`, `Bearer ${TOKEN} ${TOKEN}`, `Bearer ${TOKEN.slice(1)};`]) expect(asked({ authorization: bad }), bad).toBeUndefined();
  });

  it('is set so that no script reads it and no other site sends it; over TLS only there', () => {
    expect(setCookie(new Request('http://127.0.0.1:9/'), TOKEN)).toBe(`sohoa_9=${TOKEN}; HttpOnly; SameSite=Strict; Path=/`);
    expect(setCookie(new Request('https://kho.local/'), TOKEN)).toContain('; Secure');
    expect(setCookie(new Request('http://127.0.0.1:9/'), null)).toBe('sohoa_9=; HttpOnly; SameSite=Strict; Path=/; Max-Age=0');
  });
});
