// What has passed its time: listed, asked for from the list, cleared by itself where nobody needs it.
import { access, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRetention, findDue, yearsAfter } from '../../backend/privacy/retention.ts';
import { verifyTrail } from '../../backend/trail/verify-trail.ts';
import { retentionSchema, type RetentionSettings } from '../../shared/api/retention.ts';
import { openForEachTest } from '../support/for-each-test.ts';
import { openTestBackend, type TestBackend } from '../support/test-backend.ts';

let backend: TestBackend;
openForEachTest((dir) => openTestBackend(dir, { workers: 1 }), (opened) => {
  backend = opened;
});

const SETTINGS: RetentionSettings = { batchYears: { auto: 2 }, binDays: 30, exportDays: 7, signInDays: 90 };
const YEARS_MS = 365.25 * 86_400_000;
const later = (years: number) => createRetention({ db: backend.parts.db, nowMs: () => Date.now() + years * YEARS_MS });
const put = (body: unknown, status = 200): Promise<Response> => backend.request('/api/retention', { method: 'PUT', body: JSON.stringify(body) }).then((reply) => {
  expect(reply.status).toBe(status);
  return reply;
});

describe('the times that an office sets', () => {
  it('keep every batch at first, and keep what was set, with a row in the trail', async () => {
    const first = await backend.json(retentionSchema, '/api/retention');
    expect(first).toMatchObject({ settings: { batchYears: {} }, batches: [], bins: [] });
    await put(SETTINGS);
    await put({ ...SETTINGS, binDays: null });
    expect((await backend.json(retentionSchema, '/api/retention')).settings).toEqual({ ...SETTINGS, binDays: null });
    const rows = await backend.parts.db.selectFrom('trail').select('kind').where('subject_id', '=', 'retention').execute();
    expect(rows.map((row) => row.kind)).toEqual(['settings-changed', 'settings-changed']);
  });

  it.each([
    ['no time', { ...SETTINGS, batchYears: { auto: 0 } }], ['a broken year', { ...SETTINGS, batchYears: { auto: 1.5 } }], ['a type that there is not', { ...SETTINGS, batchYears: { __proto__x: 3 } }],
    ['sign-ins forgotten at once', { ...SETTINGS, signInDays: 1 }], ['a text', { ...SETTINGS, binDays: 'never' }], ['nothing', {}],
  ])('are refused with %s, and stay as they were', async (_what, body) => {
    await put(body, 400);
    expect((await backend.json(retentionSchema, '/api/retention')).settings.batchYears).toEqual({});
  });
});

describe('a batch', () => {
  it('is due so many years after the last work on it, and is only listed', async () => {
    const batch = await backend.readPages({ 'a.txt': 'KS so=1/2019 nksHoTen=AN' });
    await put(SETTINGS);
    expect((await later(1.9).read()).batches).toEqual([]);
    expect((await later(2.1).read()).batches).toMatchObject([{ id: batch.id, name: batch.name, recordType: 'auto' }]);
    await later(2.1).sweep();
    expect(await backend.parts.batches.get(batch.id)).toMatchObject({ id: batch.id });
  });

  it('is no younger because somebody asked to erase it, and younger because somebody worked on it', () => {
    const batch = { id: 'b', name: 'Sổ 1', recordType: 'KS', lastWorkAt: '2020-02-29T08:00:00.000Z', binned: 3 };
    const settings = { ...SETTINGS, batchYears: { KS: 1 } };
    expect(findDue([batch], settings, '2021-03-01T07:59:59.000Z').batches).toEqual([]);
    expect(findDue([batch], settings, '2021-03-01T08:00:00.000Z').batches).toMatchObject([{ dueSince: '2021-03-01T08:00:00.000Z' }]);
    expect(findDue([{ ...batch, recordType: 'KT' }], settings, '2099-01-01T00:00:00.000Z').batches).toEqual([]);
    expect(findDue([], settings, '2099-01-01T00:00:00.000Z')).toEqual({ batches: [], bins: [] });
    expect(yearsAfter('2024-12-31T23:59:59.000Z', 100)).toBe('2124-12-31T23:59:59.000Z');
  });

  it('counts the work in its trail, not the requests about it', async () => {
    const batch = await backend.readPages({ 'a.txt': 'KS so=1/2019 nksHoTen=AN' });
    await put(SETTINGS);
    const before = (await later(3).read()).batches[0]?.lastWorkAt;
    await backend.parts.accounts.people.list();
    const { appendTrail } = await import('../../backend/trail/trail.ts');
    await backend.parts.db.transaction().execute((trx) => appendTrail(trx, { kind: 'consent-requested', subjectType: 'consent', subjectId: 'c', batchId: batch.id, at: '2999-01-01T00:00:00.000Z' }));
    expect((await later(3).read()).batches[0]?.lastWorkAt).toBe(before);
  });

  it('has a bin that is due by days, the longest overdue first among many', () => {
    const at = (day: number): string => `2026-01-${String(day).padStart(2, '0')}T00:00:00.000Z`;
    const batches = [1, 5, 20].map((day) => ({ id: `b${day}`, name: `Sổ ${day}`, recordType: 'KS', lastWorkAt: at(day), binned: day === 5 ? 0 : day }));
    expect(findDue(batches, SETTINGS, '2026-02-10T00:00:00.000Z').bins).toEqual([{ batchId: 'b1', name: 'Sổ 1', pages: 1, lastWorkAt: at(1) }]);
    expect(findDue(batches, { ...SETTINGS, binDays: null }, '2099-01-01T00:00:00.000Z').bins).toEqual([]);
    const years = { ...SETTINGS, batchYears: { KS: 1 } };
    expect(findDue([...batches].reverse(), years, '2028-01-01T00:00:00.000Z').batches.map((batch) => batch.id)).toEqual(['b1', 'b5', 'b20']);
  });
});

describe('what goes by itself', () => {
  const session = { token_sha256: '', created_ms: 0, from: 'desktop', is_locked: 0 };
  const addSessions = async (): Promise<void> => {
    const { db } = backend.parts;
    await db.insertInto('people').values({ id: 'p', login: 'lan', name: 'Lan', roles: '[]', password: '', must_change: 0, state: 'active', revision: 1, created_at: '' }).execute();
    const now = Date.now();
    for (const [id, ended, expiresMs] of [['ended', 'signed-out', now], ['expired', null, now], ['open', null, now + 9 * YEARS_MS]] as const) {
      await db.insertInto('sessions').values({ ...session, id, token_sha256: id, person_id: 'p', seen_ms: now, expires_ms: expiresMs, ended }).execute();
    }
    await db.insertInto('sign_in_failures').values({ key: 'login:x', failures: 3, until_ms: 0, last_ms: now }).execute();
  };

  it('is the sign-in history past its time, never an open session; the trail tells how much and stays sound', async () => {
    await addSessions();
    expect(await later(0.5).sweep()).toEqual({ sessions: 0, failures: 0, files: 0 });
    expect(await later(1.1).sweep()).toEqual({ sessions: 2, failures: 1, files: 0 });
    expect(await later(1.1).sweep()).toEqual({ sessions: 0, failures: 0, files: 0 });
    expect((await backend.parts.db.selectFrom('sessions').select('id').execute()).map((row) => row.id)).toEqual(['open']);
    const rows = await backend.parts.db.selectFrom('trail').select('by').where('kind', '=', 'sign-in-history-cleared').execute();
    expect(rows).toEqual([{ by: 'program' }]);
    expect(await verifyTrail(backend.parts.db)).toMatchObject({ ok: true });
  });

  it('are files of exported personal data, and a file already gone stops nothing', async () => {
    const dir = path.join(backend.dir, 'ws', 'work', 'export-c');
    await mkdir(dir, { recursive: true });
    const file = path.join(dir, 'x.zip');
    await writeFile(file, 'TRẦN GIA BẢO');
    const row = { kind: 'export-person', subject: '{"kind":"export-person","name":"x","identifier":""}', reason: 'đơn', requested_by: 'p', decided_by: 'q', requested_at: '', expires_ms: 0 };
    const { db } = backend.parts;
    for (const [id, path_, state] of [['c', file, 'done'], ['gone', path.join(dir, 'none.zip'), 'done'], ['failed', null, 'failed']] as const) {
      await db.insertInto('consents').values({ ...row, id, state, decided_at: new Date().toISOString(), result: JSON.stringify({ title: 'x', ...(path_ === null ? {} : { file: path_ }) }) }).execute();
    }
    expect((await later(0.001).sweep()).files).toBe(0);
    expect((await later(0.1).sweep()).files).toBe(2);
    await expect(access(file)).rejects.toThrow();
    expect((await later(0.1).sweep()).files).toBe(0);
    expect((await db.selectFrom('consents').select('result').where('id', '=', 'c').executeTakeFirst())?.result).toBe('{"title":"x"}');
  });
});
