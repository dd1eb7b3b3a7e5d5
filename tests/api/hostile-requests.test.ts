// Every route of the running back end asked with what nobody should send: ids that are paths, bodies that are none,
// numbers out of the world. Each is refused in words (problem+json with a known code) or harmlessly answered; none is
// a bug of the program, and the data stand as before.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyTrail } from '../../backend/trail/verify-trail.ts';
import { problemSchema } from '../../shared/api/problem.ts';
import { ERROR_CODES } from '../../shared/errors.ts';
import { createTempDir, openTestBackend, type TestBackend } from '../support/test-backend.ts';

const bugs: unknown[] = [];
/** How often each status was the answer: a test that only ever meets 404 tests nothing. */
const statuses = new Map<number, number>();
let temp: Awaited<ReturnType<typeof createTempDir>>;
let backend: TestBackend;
const real: Record<string, string> = {};
beforeAll(async () => {
  temp = await createTempDir();
  backend = await openTestBackend(temp.dir, { workers: 1, onBug: (error) => bugs.push(error) });
  real['batch'] = (await backend.readPages({ 'a.txt': 'KS so=1 nksHoTen=LÊ_B' })).id;
  const { records, pages } = backend.parts;
  real['record'] = (await records.list(real['batch'], 0, 1)).records[0]?.id ?? '';
  real['page'] = (await pages.list(real['batch'], 'table', 0, 1)).pages[0]?.id ?? '';
});
afterAll(async () => {
  await backend.close();
  await temp.remove();
});

/** Ids as a stranger would try them: out of the folder, into SQL, into markup, too long, no text at all. */
const IDS = ['none', '..%2f..%2fetc%2fpasswd', '%00', `'%20or%201=1--`, '<script>', 'x'.repeat(5000), '%F0%9F%8F%A0', '__proto__', '-1', '%'];
const BODIES = ['', '{', 'null', '[]', '"chữ"', '0', '1e999', '{"__proto__":{"roles":["admin"]}}', `{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`, JSON.stringify({ name: null, value: {}, revision: 'x', ids: 7, pageIds: [{}], kind: 'dance' }), JSON.stringify({ name: ' \u0000￿', value: 'x'.repeat(100_000), revision: -1, roles: ['king'] })];
const QUERIES = ['', '?limit=-1&after=x', '?limit=1e9&after=-5', '?batchId[]=1&batchId=2', `?q=${'%25'.repeat(60)}`, '?kind=dance&state=gone&since=never&before=NaN', '?width=0&kind=original&level=9999999999999'];
/** Streams without end. */
const isLeftOut = (path: string): boolean => path === '/api/events';

/** With the id's own kind first: what exists meets the strange body, what is strange meets a plain one. */
const realIdFor = (path: string): string => real[path.startsWith('/api/records') ? 'record' : path.startsWith('/api/pages') ? 'page' : 'batch'] ?? '';
const withIds = (path: string, id: string): string => path.replaceAll(/:\w+/g, id);

async function complaintsOf(method: string, address: string, body?: string): Promise<readonly string[]> {
  const said = `${method} ${address.slice(0, 80)} ${body?.slice(0, 60) ?? ''}`;
  const before = bugs.length;
  const reply = await backend.request(address, { method, ...(body === undefined ? {} : { body }) });
  const text = await reply.text();
  statuses.set(reply.status, (statuses.get(reply.status) ?? 0) + 1);
  if (bugs.length > before) return [`${said}: a bug: ${String(bugs.at(-1)).slice(0, 200)}`];
  if (reply.status < 400 || reply.status === 404) return [];
  const problem = problemSchema.safeParse(reply.headers.get('content-type') === 'application/problem+json' ? JSON.parse(text) : null);
  if (!problem.success) return [`${said}: ${reply.status} without words`];
  return (ERROR_CODES as readonly string[]).includes(problem.data.code) ? [] : [`${said}: ${problem.data.code}`];
}

const routesOf = (isReading: boolean) => backend.parts.routes().filter(({ method, path }) => (method === 'GET') === isReading && !isLeftOut(path));

describe('whatever is sent', () => {
  it('as an id, every address answers', async () => {
    const complaints: string[] = [];
    for (const { method, path } of [...routesOf(true), ...routesOf(false)]) {
      if (!path.includes(':')) continue;
      for (const id of IDS) complaints.push(...(await complaintsOf(method, withIds(path, id), method === 'GET' ? undefined : '{}')));
    }
    expect(complaints).toEqual([]);
  });

  it('as a query, every reading address answers', async () => {
    const complaints: string[] = [];
    for (const { method, path } of routesOf(true)) for (const query of QUERIES) complaints.push(...(await complaintsOf(method, `${withIds(path, realIdFor(path))}${query}`)));
    expect(complaints).toEqual([]);
  });

  it('as a body, every writing address answers', async () => {
    const complaints: string[] = [];
    for (const { method, path } of routesOf(false)) for (const body of BODIES) complaints.push(...(await complaintsOf(method, withIds(path, realIdFor(path)), body)));
    expect(complaints).toEqual([]);
  });

  it('much of it met its route and was refused there', () => {
    expect(statuses.get(400)).toBeGreaterThan(200);
    expect(statuses.get(200)).toBeGreaterThan(30);
  });

  it('the book, its record and the trail are as before', async () => {
    expect((await backend.parts.records.get(real['record'] ?? '')).fields['nksHoTen']?.value).toBe('LÊ B');
    expect(({} as { roles?: unknown }).roles).toBeUndefined();
    expect(await verifyTrail(backend.parts.db)).toMatchObject({ ok: true });
  });
});

describe('a body that is too large', () => {
  it('is refused before it is held, whatever it says of its own length', async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        sent += 1;
        controller.enqueue(new Uint8Array(1 << 20).fill(32));
      },
    });
    const reply = await backend.request('/api/batches', { method: 'POST', body: endless, duplex: 'half' } as RequestInit);
    expect(reply.status).toBe(413);
    expect(await reply.json()).toMatchObject({ code: 'payload-too-large' });
    expect(sent).toBeLessThan(20);
  });
});
