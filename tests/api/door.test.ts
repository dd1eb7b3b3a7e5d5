import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { serve, type RunningServer } from '../../backend/serve.ts';
import { asSources, createTempDir, TEXT_STEPS } from '../support/test-backend.ts';

let temp: Awaited<ReturnType<typeof createTempDir>>;
let server: RunningServer;
beforeEach(async () => {
  temp = await createTempDir();
  const staticDir = path.join(temp.dir, 'static');
  await mkdir(path.join(staticDir, 'assets'), { recursive: true });
  await writeFile(path.join(staticDir, 'index.html'), '<p>Sổ Hoá</p>');
  await writeFile(path.join(staticDir, 'assets', 'app.js'), 'let x;');
  await writeFile(path.join(temp.dir, 'secret.txt'), 'secret');
  await symlink(path.join(temp.dir, 'secret.txt'), path.join(staticDir, 'link.txt'));
  server = await serve({ dataDir: path.join(temp.dir, 'ws'), port: 0, staticDir, stepsModule: TEXT_STEPS, steps: { expandSources: asSources }, workers: 1, people: { cost: { n: 1024, r: 8, p: 1 } } });
});
afterEach(async () => {
  await server.close();
  await temp.remove();
});

const get = (address: string, headers: Record<string, string> = {}, init: RequestInit = {}) => fetch(new URL(address, server.url), { headers, redirect: 'manual', ...init });

const FIRST = { login: 'chu.tich', name: 'Chủ tịch', password: 'giếng nước đầu đình' };

async function signIn(): Promise<string> {
  const token = new URL(server.entryUrl).searchParams.get('setup');
  const reply = await get('/api/session/first', {}, { method: 'POST', body: JSON.stringify({ token, ...FIRST }) });
  expect(reply.status).toBe(201);
  const cookie = reply.headers.get('set-cookie') ?? '';
  expect(cookie).toContain('HttpOnly');
  expect(cookie).toContain('SameSite=Strict');
  return cookie.split(';')[0] ?? '';
}

/** Raw: fetch does not let a script choose the Host header. */
function getAsHost(host: string, cookie: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const url = new URL('/api/batches', server.url);
    request({ host: url.hostname, port: url.port, path: url.pathname, headers: { host, cookie } }, (reply) => {
      reply.resume();
      resolve(reply.statusCode ?? 0);
    }).on('error', reject).end();
  });
}

describe('the office server\'s door', () => {
  it('gives the interface to everybody, and data to nobody who is not signed in', async () => {
    expect(await (await get('/')).text()).toContain('Sổ Hoá');
    expect((await get('/assets/app.js')).status).toBe(200);
    const reply = await get('/api/batches');
    expect(reply.status).toBe(401);
    expect(reply.headers.get('content-type')).toBe('application/problem+json');
    expect((await get('/api/batches', { cookie: 'sohoa_1=x; other=y' })).status).toBe(401);
    expect((await get('/api/batches', { authorization: `Bearer ${server.token}` })).status).toBe(401);
  });

  it('takes a session as a strict cookie, or as a bearer for scripts', async () => {
    const cookie = await signIn();
    expect((await get('/api/batches', { cookie })).status).toBe(200);
    expect((await get('/api/batches', { authorization: `Bearer ${cookie.split('=')[1] ?? ''}` })).status).toBe(200);
  });

  it('refuses writes from another site\'s page even with the cookie', async () => {
    const cookie = await signIn();
    const make = (headers: Record<string, string>) => get('/api/batches', { cookie, ...headers }, { method: 'POST', body: '{"name":"x"}' });
    expect((await make({ origin: 'http://evil.example' })).status).toBe(403);
    expect((await make({ origin: 'null' })).status).toBe(403);
    expect((await make({ origin: new URL(server.url).origin })).status).toBe(201);
    expect((await make({})).status).toBe(201);
  });

  it('answers only to loopback names when bound to the loopback', async () => {
    const cookie = await signIn();
    const { port } = new URL(server.url);
    expect(await getAsHost(`127.0.0.1:${port}`, cookie)).toBe(200);
    expect(await getAsHost(`localhost:${port}`, cookie)).toBe(200);
    expect(await getAsHost(`evil.example:${port}`, cookie)).toBe(421);
  });

  it('serves the interface with a strict policy, every unknown address as its first page, and nothing outside', async () => {
    const cookie = await signIn();
    const first = await get('/dot/abc', { cookie });
    expect(first.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(await first.text()).toContain('Sổ Hoá');
    const script = await get('/assets/app.js', { cookie });
    expect(script.headers.get('content-type')).toContain('javascript');
    expect(script.headers.get('cache-control')).toContain('immutable');
    for (const address of ['/assets/none.js', '/link.txt', '/..%2f..%2fsecret.txt', '/%2e%2e/secret.txt', '/%00.js']) {
      const reply = await get(address, { cookie });
      expect([400, 404], address).toContain(reply.status);
      expect(await reply.text()).not.toContain('secret');
    }
  });

  it('streams a large upload without holding it', async () => {
    const cookie = await signIn();
    const made = await (await get('/api/batches', { cookie }, { method: 'POST', body: '{"name":"x"}' })).json() as { id: string };
    const piece = new Uint8Array(1 << 20).fill(120);
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({ pull: (controller) => (sent++ < 64 ? controller.enqueue(piece) : controller.close()) });
    const reply = await get(`/api/batches/${made.id}/files`, { cookie, 'x-file-name': 'to.txt' }, { method: 'POST', body, duplex: 'half' } as RequestInit);
    expect(reply.status).toBe(201);
    await server.backend.parts.runner.idle(made.id);
    const original = await server.backend.parts.db.selectFrom('originals').selectAll().executeTakeFirstOrThrow();
    expect(Number(original.size_bytes)).toBe(64 << 20);
  });

  it('says which port is taken', async () => {
    const port = Number(new URL(server.url).port);
    await expect(serve({ dataDir: path.join(temp.dir, 'ws2'), port, workers: 1 })).rejects.toMatchObject({ code: 'wrong-usage' });
  });

  it('sends events over a real line and ends when the browser leaves', async () => {
    const cookie = await signIn();
    const controller = new AbortController();
    const reply = await get('/api/events', { cookie }, { signal: controller.signal });
    const reader = (reply.body ?? new ReadableStream<Uint8Array>()).getReader();
    const { value } = await reader.read();
    expect(Buffer.from(value ?? []).toString('utf8')).toContain('event: hello');
    controller.abort();
    await expect(reader.read()).rejects.toThrow();
  });
});
