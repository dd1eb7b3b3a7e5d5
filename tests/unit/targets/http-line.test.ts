import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { clockStep } from '../../../backend/targets/clock-step.ts';
import { answerText, createHttpLine, type LineOptions } from '../../../backend/targets/http-line.ts';
import { lineOptions } from '../../../backend/targets/line-options.ts';
import { createRateLimit } from '../../../backend/targets/rate-limit.ts';

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => (server.closeAllConnections(), void server.close()));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
const lineTo = (origin: string, more: Partial<LineOptions> = {}) => {
  const line = createHttpLine({ origin, headers: {}, silenceMs: 2_000, ...more });
  onTestFinished(line.close);
  return line;
};
const bodyOf = async (request: IncomingMessage): Promise<number> => {
  let bytes = 0;
  for await (const part of request) bytes += (part as Buffer).length;
  return bytes;
};

describe('the line', () => {
  it('goes to its own host only, whatever address it is given', async () => {
    await expect(lineTo('http://127.0.0.1:9').request('GET', new URL('http://127.0.0.1:10/'))).rejects.toMatchObject({ code: 'target-refused', detail: { reason: 'other-host' } });
  });
  it('does not follow a redirect: the token stays here', async () => {
    let asked = 0;
    const origin = await serve((_, response) => void ((asked += 1), response.writeHead(302, { Location: '/x' }).end()));
    const answer = await lineTo(origin, { headers: { Authorization: 'Bearer a' } }).request('GET', new URL(`${origin}/`));
    answer.body.resume();
    expect([answer.status, asked]).toEqual([302, 1]);
  });
  it('keeps to its speed, and what it sends is whole', async () => {
    let got = 0;
    const origin = await serve((request, response) => void bodyOf(request).then((bytes) => ((got = bytes), response.end())));
    let waitedMs = 0;
    const rate = createRateLimit(10_000, { nowMs: () => waitedMs, wait: (ms) => Promise.resolve(void (waitedMs += ms)) });
    const answer = await lineTo(origin, { rate }).request('PUT', new URL(`${origin}/`), { body: Buffer.alloc(50_000) });
    answer.body.resume();
    expect(got).toBe(50_000);
    expect(waitedMs).toBeGreaterThan(4_000);
    expect(waitedMs).toBeLessThan(6_000);
  });
  it('goes through the proxy of the profile, with its credentials', async () => {
    const origin = await serve((_, response) => response.end('qua'));
    const seen: string[] = [];
    const proxy = createServer((request, response) => {
      seen.push(`${request.method} ${request.url} ${request.headers['proxy-authorization'] ?? ''}`);
      void fetch(request.url ?? '').then(async (answer) => response.end(await answer.text()));
    });
    proxy.on('connect', (request: IncomingMessage, socket: net.Socket) => {
      seen.push(`CONNECT ${request.url ?? ''} ${request.headers['proxy-authorization'] ?? ''}`);
      const upstream = net.connect(Number(new URL(origin).port), '127.0.0.1', () => (socket.write('HTTP/1.1 200 OK\r\n\r\n'), socket.pipe(upstream).pipe(socket)));
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => (proxy.closeAllConnections(), void proxy.close()));
    const answer = await lineTo(origin, { proxy: `http://an:mat@127.0.0.1:${(proxy.address() as AddressInfo).port}` }).request('GET', new URL(`${origin}/a`));
    expect(await answerText(answer, 100)).toBe('qua');
    expect(seen).toHaveLength(1);
    expect(seen[0]).toContain(`Basic ${Buffer.from('an:mat').toString('base64')}`);
  });
  it('reads no more of an answer than it asked for', async () => {
    const origin = await serve((_, response) => response.end(Buffer.alloc(5_000_000, 'a')));
    expect((await answerText(await lineTo(origin).request('GET', new URL(`${origin}/`)), 1_000)).length).toBeLessThan(200_000);
  });
  it('ends with the signal', async () => {
    const origin = await serve(() => undefined);
    const stop = new AbortController();
    const asked = lineTo(origin).request('GET', new URL(`${origin}/`), { signal: stop.signal });
    setTimeout(() => stop.abort(), 20);
    await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
  });
});

it('a secret never goes over plain http beyond this machine', () => {
  expect(() => lineOptions(new URL('http://kho.example.vn/'), { token: 'a' }, 1)).toThrow(expect.objectContaining({ code: 'wrong-usage' }) as Error);
  expect(lineOptions(new URL('http://127.0.0.1:1/'), { token: 'a' }, 1).headers).toEqual({ Authorization: 'Bearer a' });
  expect(lineOptions(new URL('http://kho.example.vn/'), {}, 1).headers).toEqual({});
});

it('a speed limit keeps order, and does not make up for a sleep', async () => {
  let now = 0;
  const waits: number[] = [];
  const rate = createRateLimit(1_000, { nowMs: () => now, wait: (ms) => Promise.resolve(void waits.push(Math.round(ms))) });
  for (let at = 0; at < 3; at += 1) await rate.take(1_000);
  expect(waits).toEqual([1_000, 2_000]);
  now = 3_600_000;
  waits.length = 0;
  for (let at = 0; at < 3; at += 1) await rate.take(1_000);
  expect(waits).toEqual([750, 1_750]);
});

it('tells a clock that is off by more than five minutes, and only that', () => {
  const now = Date.parse('2026-11-22T10:00:00Z');
  expect(clockStep('Sun, 22 Nov 2026 09:57:00 GMT', now)).toEqual([]);
  expect(clockStep('Sun, 22 Nov 2026 09:00:00 GMT', now)).toEqual([{ ok: false, code: 'trial-clock-skew', detail: { minutes: 60 } }]);
  expect([clockStep(undefined, now), clockStep('hôm qua', now)]).toEqual([[], []]);
});
