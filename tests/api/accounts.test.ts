// People and bad people against a running office: passwords, lockouts, sessions, roles, consents.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ClockSources } from '../../backend/accounts/steady-clock.ts';
import { serve, type RunningServer } from '../../backend/serve.ts';
import { verifyTrail } from '../../backend/trail/verify-trail.ts';
import { consentSchema, sessionStateSchema, type PersonFacts, type SessionState } from '../../shared/api/people.ts';
import { peopleOf, type Session } from '../support/office.ts';
import { asSources, createTempDir, TEXT_STEPS } from '../support/test-backend.ts';

const CHEAP = { n: 1024, r: 8, p: 1 };

let temp: Awaited<ReturnType<typeof createTempDir>>;
let server: RunningServer;
let people: ReturnType<typeof peopleOf>;
let offsetMs = 0;
const clock: ClockSources = { wallMs: () => Date.now() + offsetMs, monotonicMs: () => performance.now() };

async function start(): Promise<void> {
  server = await serve({ dataDir: path.join(temp.dir, 'ws'), port: 0, staticDir: path.join(temp.dir, 'static'), stepsModule: TEXT_STEPS, steps: { expandSources: asSources }, workers: 1, people: { cost: CHEAP, clock } });
  people = peopleOf(server);
}
beforeEach(async () => {
  offsetMs = 0;
  temp = await createTempDir();
  await mkdir(path.join(temp.dir, 'static'));
  await writeFile(path.join(temp.dir, 'static', 'index.html'), 'Sổ Hoá');
  await start();
});
afterEach(async () => {
  await server.close();
  await temp.remove();
});

type Reply = { status: number; body: Record<string, unknown>; cookie: string; text: string };
async function ask(method: string, address: string, who: Session | string | null = null, body?: unknown): Promise<Reply> {
  const cookie = who === null ? '' : typeof who === 'string' ? who : who.cookie;
  const reply = await fetch(new URL(address, server.url), { method, headers: cookie === '' ? {} : { cookie }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const text = await reply.text();
  return { status: reply.status, text, body: text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {}, cookie: (reply.headers.get('set-cookie') ?? '').split(';')[0] ?? '' };
}
const signIn = (login: string, password: string, cookie: string | null = null) => ask('POST', '/api/session', cookie, { login, password });
const state = async (who: Session | string): Promise<SessionState> => sessionStateSchema.parse((await ask('GET', '/api/session', who)).body);
const trailKinds = async (): Promise<readonly string[]> => (await server.backend.parts.db.selectFrom('trail').select('kind').orderBy('seq').execute()).map((row) => row.kind);
const twoAdmins = async (): Promise<{ an: Session; binh: Session }> => ({ an: await people.lead(), binh: await people.add('binh', ['admin'], 'Bình') });

describe('the first start', () => {
  it('makes the first administrator for whoever has the printed token, once', async () => {
    expect(await state('')).toEqual({ state: 'first-start', needsToken: true });
    const first = { login: 'Lan.NT', name: 'Nguyễn Thị Lan', password: 'giếng nước đầu đình' };
    for (const token of [undefined, '', 'đoán', server.token.slice(1)]) expect((await ask('POST', '/api/session/first', null, { ...first, token })).body).toMatchObject({ code: 'set-up-needed' });
    expect((await ask('POST', '/api/session/first', null, { ...first, token: server.token, password: 'ngắn' })).body).toMatchObject({ code: 'password-too-weak', detail: { fault: 'too-short' } });
    const made = await ask('POST', '/api/session/first', null, { ...first, token: server.token });
    expect(made.body).toMatchObject({ state: 'signed-in', person: { login: 'lan.nt', name: 'Nguyễn Thị Lan', roles: ['clerk', 'reviewer', 'admin'] } });
    expect((await ask('GET', '/api/batches', made.cookie)).status).toBe(200);
    expect((await ask('POST', '/api/session/first', null, { ...first, login: 'khac', token: server.token })).body).toMatchObject({ code: 'wrong-state' });
    expect(await state('')).toEqual({ state: 'signed-out' });
    expect(await trailKinds()).toEqual(['first-admin-made', 'signed-in']);
  });

  it('makes one of two who come at once', async () => {
    const replies = await Promise.all(['a1', 'b2'].map((login) => ask('POST', '/api/session/first', null, { token: server.token, login, name: login, password: 'giếng nước đầu đình' })));
    expect(replies.map((reply) => reply.status).sort()).toEqual([201, 409]);
    expect(await server.backend.parts.accounts.people.list()).toHaveLength(1);
  });

  it('has no password that works by itself', async () => {
    for (const login of ['admin', 'root', 'local', 'sohoa', '']) for (const password of ['admin', 'admin123', 'sohoa', 'password', '123456']) {
      const reply = await signIn(login, password);
      expect([401, 429], `${login}/${password}`).toContain(reply.status);
    }
  });
});

describe('signing in', () => {
  it('takes the right password, tells nothing about the wrong one, and stores neither', async () => {
    await people.lead();
    const unknown = await signIn('ai.do', 'gì cũng được');
    const wrong = await signIn('lanh.dao', 'gì cũng được');
    expect([unknown.status, wrong.status]).toEqual([401, 401]);
    expect(unknown.body).toEqual(wrong.body);
    expect((await signIn('  LANH.DAO ', 'lanh.dao-mật-khẩu-thử')).status).toBe(201);
    const stored = JSON.stringify(await server.backend.parts.db.selectFrom('people').selectAll().execute()) + JSON.stringify(await server.backend.parts.db.selectFrom('sessions').selectAll().execute());
    expect(stored).not.toContain('mật-khẩu');
    expect(stored).toContain('scrypt$1024$8$1$');
  });

  it('takes a password typed with composed or decomposed letters', async () => {
    const lead = await people.lead();
    for (const form of ['NFC', 'NFD', 'NFKC']) expect((await signIn(lead.login, lead.password.normalize(form))).status, form).toBe(201);
  });

  it('makes a wrong password wait longer each time, through a restart and a clock set back', async () => {
    const lead = await people.lead();
    const tries: Reply[] = [];
    for (let n = 0; n < 5; n += 1) tries.push(await signIn(lead.login, 'sai'));
    expect(tries.map((reply) => reply.status)).toEqual([401, 401, 401, 401, 429]);
    expect((await signIn(lead.login, lead.password)).body).toMatchObject({ code: 'locked-out', detail: { seconds: 30 } });
    offsetMs += 31_000;
    const again = await signIn(lead.login, 'sai');
    expect(again.body).toMatchObject({ code: 'locked-out', detail: { seconds: 60 } });
    await server.close();
    offsetMs -= 24 * 3_600_000;
    await start();
    const waiting = await signIn(lead.login, lead.password);
    expect(waiting.body).toMatchObject({ code: 'locked-out' });
    expect(Number((waiting.body['detail'] as { seconds: number }).seconds)).toBeGreaterThan(40);
    expect(await trailKinds()).toContain('clock-set-back');
    offsetMs += 24 * 3_600_000 + 120_000;
    expect((await signIn(lead.login, lead.password)).status).toBe(201);
    expect((await signIn(lead.login, 'sai')).status).toBe(401);
  });

  it('stands ten thousand tries: few passwords are compared, the trail stays short, others can work', async () => {
    const lead = await people.lead();
    const clerk = await people.add('lan', ['clerk']);
    const { sessions } = server.backend.parts.accounts;
    const codes = new Map<string, number>();
    for (let round = 0; round < 100; round += 1) {
      const results = await Promise.allSettled(Array.from({ length: 100 }, (_, n) => sessions.signIn(lead.login, `đoán ${round} ${n}`, { token: undefined, from: '10.0.0.66' })));
      for (const result of results) {
        const code = result.status === 'rejected' ? String((result.reason as { code?: string }).code) : 'in';
        codes.set(code, (codes.get(code) ?? 0) + 1);
      }
    }
    expect(codes.get('in')).toBeUndefined();
    expect([...codes.values()].reduce((sum, count) => sum + count, 0)).toBe(10_000);
    expect(codes.get('wrong-password') ?? 0).toBeLessThanOrEqual(6);
    expect((await trailKinds()).filter((kind) => kind === 'sign-in-blocked').length).toBeLessThanOrEqual(3);
    // From another place the right password still opens, and whoever is signed in goes on.
    expect((await signIn(lead.login, lead.password)).status).toBe(201);
    expect((await ask('GET', '/api/batches', clerk)).status).toBe(200);
    expect(Number((await server.backend.parts.db.selectFrom('sign_in_failures').select((e) => e.fn.countAll().as('n')).executeTakeFirstOrThrow()).n)).toBeLessThan(20);
  }, 120_000);

  it('slows down a place that tries many names', async () => {
    await people.lead();
    const { sessions } = server.backend.parts.accounts;
    let blocked = 0;
    for (let n = 0; n < 40; n += 1) await sessions.signIn(`ten${n}`, 'x', { token: undefined, from: '10.0.0.9' }).catch((error: { code?: string }) => { blocked += error.code === 'locked-out' ? 1 : 0; });
    expect(blocked).toBeGreaterThanOrEqual(15);
  });

  it('must be followed by a new password when the old one is temporary', async () => {
    const lead = await people.lead();
    const added = await ask('POST', '/api/people', lead, { login: 'hoa', name: 'Hoa', roles: ['clerk'] });
    const { temporaryPassword } = added.body as { temporaryPassword: string };
    const { cookie } = await signIn('hoa', temporaryPassword);
    expect(await state(cookie)).toMatchObject({ state: 'signed-in', mustChangePassword: true });
    expect((await ask('GET', '/api/batches', cookie)).body).toMatchObject({ code: 'password-change-needed' });
    for (const [password, fault] of [['ngắn', 'too-short'], ['hoahoahoahoa', 'one-letter'], ['matkhau123', 'tried-first'], ['Hoa 1234', 'too-short'], [temporaryPassword, 'same']]) {
      expect((await ask('POST', '/api/session/password', cookie, { old: temporaryPassword, new: password })).body, password).toMatchObject({ code: 'password-too-weak', detail: { fault } });
    }
    expect((await ask('POST', '/api/session/password', cookie, { old: 'sai', new: 'ruộng bậc thang mùa lúa' })).body).toMatchObject({ code: 'wrong-password' });
    expect((await ask('POST', '/api/session/password', cookie, { old: temporaryPassword, new: 'ruộng bậc thang mùa lúa' })).body).toMatchObject({ mustChangePassword: false });
    expect((await ask('GET', '/api/batches', cookie)).status).toBe(200);
    expect((await signIn('hoa', temporaryPassword)).status).toBe(401);
  });
});

describe('a session', () => {
  it('cannot be forged, guessed, or used again after it ended', async () => {
    const lead = await people.lead();
    const name = lead.cookie.split('=')[0] ?? '';
    const row = await server.backend.parts.db.selectFrom('sessions').selectAll().executeTakeFirstOrThrow();
    for (const forged of ['', 'x'.repeat(43), lead.token.slice(0, -1), `${lead.token}A`, row.token_sha256, row.id, row.person_id, 'null', '%00', lead.token.toLowerCase()]) {
      expect((await ask('GET', '/api/batches', `${name}=${forged}`)).status, forged).toBe(401);
    }
    expect((await ask('GET', '/api/batches', lead)).status).toBe(200);
    expect((await ask('DELETE', '/api/session', lead)).status).toBe(204);
    expect((await ask('GET', '/api/batches', lead)).body).toMatchObject({ code: 'not-signed-in' });
    expect((await ask('DELETE', '/api/session', lead)).status).toBe(204);
    expect(await state(lead)).toEqual({ state: 'signed-out' });
  });

  it('ends by time, and a clock set back does not lengthen it', async () => {
    const lead = await people.lead();
    await server.backend.parts.accounts.setLockAfterMinutes(240);
    for (let hour = 0; hour < 11; hour += 1) {
      offsetMs += 3_600_000;
      expect((await ask('GET', '/api/batches', lead)).status).toBe(200);
    }
    offsetMs -= 10 * 3_600_000;
    expect((await ask('GET', '/api/batches', lead)).status).toBe(200);
    offsetMs += 10 * 3_600_000 + 3_700_000;
    expect((await ask('GET', '/api/batches', lead)).status).toBe(401);
    offsetMs -= 13 * 3_600_000;
    expect((await ask('GET', '/api/batches', lead)).status).toBe(401);
  });

  it('locks when nothing happens, keeps its place, and opens with its own person\'s password only', async () => {
    const lead = await people.lead();
    offsetMs += 11 * 60_000;
    expect((await ask('GET', '/api/batches', lead)).body).toMatchObject({ code: 'session-locked' });
    expect(await state(lead)).toMatchObject({ state: 'signed-in', isLocked: true, person: { login: 'lanh.dao' } });
    expect((await ask('POST', '/api/session/password', lead, { old: lead.password, new: 'một mật khẩu khác hẳn' })).body).toMatchObject({ code: 'session-locked' });
    expect((await ask('POST', '/api/session/unlock', lead, { password: 'sai' })).status).toBe(401);
    expect((await ask('POST', '/api/session/unlock', lead, { password: lead.password })).body).toMatchObject({ isLocked: false });
    expect((await ask('GET', '/api/batches', lead)).status).toBe(200);
    expect((await ask('POST', '/api/session/lock', lead)).body).toMatchObject({ isLocked: true });
    expect((await ask('GET', '/api/records/x', lead)).status).toBe(423);
    await server.close();
    await start();
    expect((await ask('GET', '/api/batches', `sohoa_${new URL(server.url).port}=${lead.token}`)).status).toBe(423);
  });

  it('gives way to another person at the same window, whose session it is then', async () => {
    const lead = await people.lead();
    const clerk = await people.add('lan', ['clerk']);
    const { cookie, body } = await signIn('lan', clerk.password, lead.cookie);
    expect(body).toMatchObject({ person: { login: 'lan', roles: ['clerk'] } });
    expect((await ask('GET', '/api/batches', lead)).status).toBe(401);
    expect((await ask('GET', '/api/batches', cookie)).status).toBe(200);
    expect((await ask('GET', '/api/people', cookie)).status).toBe(403);
  });

  it('ends everywhere when asked, when the password changes elsewhere, and when its person is disabled', async () => {
    const lead = await people.lead();
    const one = await people.add('lan', ['clerk']);
    const two = (await signIn('lan', one.password)).cookie;
    expect((await ask('POST', '/api/session/everywhere', two)).status).toBe(204);
    for (const cookie of [one.cookie, two]) expect((await ask('GET', '/api/batches', cookie)).status).toBe(401);
    const three = (await signIn('lan', one.password)).cookie;
    const four = (await signIn('lan', one.password)).cookie;
    await ask('POST', '/api/session/password', four, { old: one.password, new: 'sân gạch phơi thóc vàng' });
    expect((await ask('GET', '/api/batches', three)).status).toBe(401);
    expect((await ask('GET', '/api/batches', four)).status).toBe(200);
    expect((await ask('PATCH', `/api/people/${one.id}`, lead, { state: 'disabled', revision: 1 })).status).toBe(200);
    expect((await ask('GET', '/api/batches', four)).status).toBe(401);
    expect((await signIn('lan', 'sân gạch phơi thóc vàng')).status).toBe(401);
  });

  it('is not lent to another site\'s page', async () => {
    const lead = await people.lead();
    for (const address of ['/api/session/lock', '/api/session/everywhere', '/api/people']) {
      const reply = await fetch(new URL(address, server.url), { method: 'POST', headers: { cookie: lead.cookie, origin: 'http://evil.example' }, body: '{}' });
      expect(reply.status).toBe(403);
    }
    expect(await state(lead)).toMatchObject({ state: 'signed-in', isLocked: false });
  });
});

describe('roles', () => {
  it('a clerk who calls an administrator\'s addresses is refused and nothing changes', async () => {
    const lead = await people.lead();
    const clerk = await people.add('lan', ['clerk']);
    const before = await server.backend.parts.accounts.people.list();
    const tries: [string, string, unknown?][] = [
      ['GET', '/api/people'], ['POST', '/api/people', { login: 'x9', name: 'X', roles: ['admin'] }], ['PATCH', `/api/people/${clerk.id}`, { roles: ['admin'], revision: 1 }],
      ['PATCH', `/api/people/${lead.id}`, { state: 'disabled', revision: 1 }], ['POST', `/api/people/${lead.id}/password`], ['PUT', '/api/people/settings', { lockAfterMinutes: 240 }],
      ['POST', '/api/consents', { subject: { kind: 'delete-batch', batchId: 'x' }, reason: 'muốn' }], ['POST', '/api/consents/x/agree'], ['DELETE', '/api/batches/x'], ['GET', '/api/consents'],
    ];
    for (const [method, address, body] of tries) expect((await ask(method, address, clerk, body)).status, `${method} ${address}`).toBe(403);
    expect((await server.backend.parts.accounts.people.list()).map((person) => [person.login, person.roles, person.state])).toEqual(before.map((person) => [person.login, person.roles, person.state]));
  });

  it('a name with markup stays a name', async () => {
    const lead = await people.lead();
    const name = '<img src=x onerror=alert(1)> "Lan" & \'Hoa\'';
    expect((await ask('POST', '/api/people', lead, { login: 'lan', name, roles: ['clerk'] })).status).toBe(201);
    const reply = await fetch(new URL('/api/people', server.url), { headers: { cookie: lead.cookie } });
    expect(reply.headers.get('content-type')).toContain('application/json');
    expect(((await reply.json()) as { people: PersonFacts[] }).people.map((person) => person.name)).toContain(name);
    for (const login of ['<b>', 'a b', '../x', "x'--", 'ă', '', 'x'.repeat(41)]) expect((await ask('POST', '/api/people', lead, { login, name: 'X', roles: ['clerk'] })).status, login).toBe(400);
    for (const bad of ['', ' ', 'x'.repeat(101)]) expect((await ask('POST', '/api/people', lead, { login: 'hop.le', name: bad, roles: ['clerk'] })).status).toBe(400);
    expect((await ask('POST', '/api/people', lead, { login: 'LAN', name: 'X', roles: ['clerk'] })).body).toMatchObject({ code: 'login-taken' });
  });

  it('a change that saw an older revision is refused', async () => {
    const lead = await people.lead();
    const clerk = await people.add('lan', ['clerk']);
    expect((await ask('PATCH', `/api/people/${clerk.id}`, lead, { name: 'Lan Anh', revision: 1 })).body).toMatchObject({ name: 'Lan Anh', revision: 2 });
    expect((await ask('PATCH', `/api/people/${clerk.id}`, lead, { roles: ['reviewer'], revision: 1 })).body).toMatchObject({ code: 'stale-revision' });
  });
});

describe('consents', () => {
  const request = (who: Session, subject: unknown, reason = 'việc cần thiết') => ask('POST', '/api/consents', who, { subject, reason });
  const idOf = (reply: Reply): string => consentSchema.parse(reply.body).id;
  const makeBatch = async (who: Session): Promise<string> => ((await ask('POST', '/api/batches', who, { name: 'Quyển 1' })).body as { id: string }).id;

  it('a batch is deleted by two administrators, once', async () => {
    const { an, binh } = await twoAdmins();
    const batchId = await makeBatch(an);
    expect((await ask('DELETE', `/api/batches/${batchId}`, an)).body).toMatchObject({ code: 'consent-needed', detail: { kind: 'delete-batch' } });
    const asked = await request(an, { kind: 'delete-batch', batchId });
    expect(asked.body).toMatchObject({ state: 'waiting', title: 'Quyển 1', requestedBy: an.id });
    expect((await request(an, { kind: 'delete-batch', batchId })).body).toMatchObject({ code: 'wrong-state' });
    expect((await ask('POST', `/api/consents/${idOf(asked)}/agree`, an)).body).toMatchObject({ code: 'own-request' });
    expect((await ask('GET', `/api/batches/${batchId}`, an)).status).toBe(200);
    const agreed = await Promise.all([1, 2, 3].map(() => ask('POST', `/api/consents/${idOf(asked)}/agree`, binh)));
    expect(agreed.map((reply) => reply.status).sort()).toEqual([200, 409, 409]);
    expect((await ask('GET', `/api/batches/${batchId}`, an)).status).toBe(404);
    expect((await trailKinds()).filter((kind) => kind.startsWith('consent'))).toEqual(['consent-requested', 'consent-given', 'consent-carried-out']);
    expect(await verifyTrail(server.backend.parts.db)).toMatchObject({ ok: true });
  });

  it('are refused, withdrawn, or run out, and then nothing happens', async () => {
    const { an, binh } = await twoAdmins();
    const batchId = await makeBatch(an);
    const first = idOf(await request(an, { kind: 'delete-batch', batchId }));
    expect((await ask('POST', `/api/consents/${first}/refuse`, binh)).body).toMatchObject({ state: 'refused', decidedBy: binh.id });
    const second = idOf(await request(an, { kind: 'delete-batch', batchId }));
    expect((await ask('POST', `/api/consents/${second}/withdraw`, binh)).status).toBe(403);
    expect((await ask('POST', `/api/consents/${second}/withdraw`, an)).body).toMatchObject({ state: 'withdrawn' });
    const third = idOf(await request(an, { kind: 'delete-batch', batchId }));
    offsetMs += 4 * 24 * 3_600_000;
    const later = await people.signIn('binh');
    for (const id of [first, second, third]) expect((await ask('POST', `/api/consents/${id}/agree`, later)).status).toBe(409);
    expect((await ask('GET', '/api/consents', later)).body).toMatchObject({ consents: [{ state: 'expired' }, { state: 'withdrawn' }, { state: 'refused' }] });
    expect((await ask('GET', `/api/batches/${batchId}`, later)).status).toBe(200);
  });

  it('a lone administrator is told what to do', async () => {
    const an = await people.lead();
    const batchId = await makeBatch(an);
    expect((await request(an, { kind: 'delete-batch', batchId })).body).toMatchObject({ code: 'no-second-admin' });
    expect((await request(an, { kind: 'delete-batch', batchId: 'không có' })).status).toBe(404);
    expect((await request(an, { kind: 'open-the-safe' })).status).toBe(400);
    expect((await request(an, { kind: 'delete-batch', batchId }, '')).status).toBe(400);
  });

  it('the last administrator stays, and may act alone only while alone', async () => {
    const an = await people.lead();
    expect((await ask('PATCH', `/api/people/${an.id}`, an, { roles: ['clerk'], revision: 1 })).body).toMatchObject({ code: 'last-admin' });
    expect((await ask('PATCH', `/api/people/${an.id}`, an, { state: 'disabled', revision: 1 })).body).toMatchObject({ code: 'own-request' });
    const lan = await people.add('lan', ['clerk']);
    expect((await ask('PATCH', `/api/people/${lan.id}`, an, { roles: ['clerk', 'admin'], revision: 1 })).body).toMatchObject({ roles: ['clerk', 'admin'] });
    expect((await ask('PATCH', `/api/people/${lan.id}`, an, { roles: ['clerk'], revision: 2 })).body).toMatchObject({ code: 'consent-needed' });
  });

  it('roles are changed by two; a new reviewer waits for the second', async () => {
    const { an, binh } = await twoAdmins();
    const added = await ask('POST', '/api/people', an, { login: 'hoa', name: 'Hoa', roles: ['clerk', 'reviewer'] });
    const { person, consentId } = added.body as { person: PersonFacts; consentId: string };
    expect(person.roles).toEqual(['clerk']);
    expect((await ask('PATCH', `/api/people/${person.id}`, an, { roles: ['clerk', 'reviewer'], revision: 1 })).body).toMatchObject({ code: 'consent-needed' });
    expect((await ask('POST', `/api/consents/${consentId}/agree`, binh)).body).toMatchObject({ state: 'done' });
    expect((await server.backend.parts.accounts.people.list()).find((one) => one.login === 'hoa')?.roles).toEqual(['clerk', 'reviewer']);
  });

  it('two administrators who remove each other leave one, whoever agrees first', async () => {
    const { an, binh } = await twoAdmins();
    const against = async (who: Session, whom: Session) => idOf(await request(who, { kind: 'change-person', personId: whom.id, change: { roles: ['clerk'], revision: 1 } }));
    const binhOut = await against(an, binh);
    const anOut = await against(binh, an);
    const replies = await Promise.all([ask('POST', `/api/consents/${binhOut}/agree`, binh), ask('POST', `/api/consents/${anOut}/agree`, an)]);
    expect(replies.map((reply) => reply.status).sort()).toEqual([200, 409]);
    const admins = (await server.backend.parts.accounts.people.list()).filter((person) => person.roles.includes('admin'));
    expect(admins).toHaveLength(1);
  });

  it('an administrator\'s password is reset by two, and only the asker sees the new one, once', async () => {
    const { an, binh } = await twoAdmins();
    const cuong = await people.add('cuong', ['admin']);
    expect((await ask('POST', `/api/people/${binh.id}/password`, an)).body).toMatchObject({ code: 'consent-needed', detail: { kind: 'reset-password' } });
    const id = idOf(await request(an, { kind: 'reset-password', personId: binh.id }));
    const done = await ask('POST', `/api/consents/${id}/agree`, cuong);
    expect(done.body).toMatchObject({ state: 'done', hasSecret: true });
    expect(done.text).not.toMatch(/secret":"/);
    expect((await ask('POST', `/api/consents/${id}/secret`, cuong)).status).toBe(403);
    const { secret } = (await ask('POST', `/api/consents/${id}/secret`, an)).body as { secret: string };
    expect((await ask('POST', `/api/consents/${id}/secret`, an)).status).toBe(404);
    expect((await ask('GET', '/api/batches', binh)).status).toBe(401);
    expect((await signIn('binh', secret)).body).toMatchObject({ mustChangePassword: true });
  });

  it('one that was under way when the program stopped is failed, not forgotten', async () => {
    const { an } = await twoAdmins();
    const id = idOf(await request(an, { kind: 'delete-batch', batchId: await makeBatch(an) }));
    await server.backend.parts.db.updateTable('consents').set({ state: 'agreed' }).where('id', '=', id).execute();
    await server.close();
    await start();
    expect(await server.backend.parts.accounts.consents.list()).toMatchObject([{ state: 'failed', problem: { code: 'interrupted' } }]);
  });
});
