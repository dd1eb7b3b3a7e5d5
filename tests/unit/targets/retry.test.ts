import { describe, expect, it } from 'vitest';
import { createPieceSize } from '../../../backend/targets/piece-size.ts';
import { reasonOf } from '../../../backend/targets/reason-of.ts';
import { isTransient, refusal } from '../../../backend/targets/repository-client.ts';
import { TryAgain, delayMs, retryAfterMs, withRetries } from '../../../backend/targets/retry.ts';
import { AppError } from '../../../shared/errors.ts';

const PACE = { firstDelayMs: 1, longestDelayMs: 8, tries: 4 };
const gone = new AppError('target-unreachable', {}, 'again');
const signal = new AbortController().signal;

describe('trying again', () => {
  it('stops at the first success', async () => {
    let calls = 0;
    expect(await withRetries(() => ((calls += 1) < 3 ? Promise.reject(new TryAgain(gone)) : Promise.resolve('ok')), { pace: PACE, signal })).toBe('ok');
    expect(calls).toBe(3);
  });
  it('gives up after so many tries in a row that brought nothing, with the reason', async () => {
    let calls = 0;
    await expect(withRetries(() => Promise.reject(((calls += 1), new TryAgain(gone))), { pace: PACE, signal })).rejects.toBe(gone);
    expect(calls).toBe(4);
  });
  it('goes on as long as each try brings something', async () => {
    let calls = 0;
    await withRetries(() => ((calls += 1) < 20 ? Promise.reject(new TryAgain(gone)) : Promise.resolve()), { pace: PACE, signal, progressed: () => true });
    expect(calls).toBe(20);
  });
  it('does not repeat what will not change', async () => {
    const refused = refusal(401);
    let calls = 0;
    await expect(withRetries(() => Promise.reject(((calls += 1), refused)), { pace: PACE, signal })).rejects.toBe(refused);
    expect(calls).toBe(1);
  });
  it('ends at once when it is cancelled while it waits', async () => {
    const stop = new AbortController();
    const waiting = withRetries(() => Promise.reject(new TryAgain(gone, 3_600_000)), { pace: PACE, signal: stop.signal });
    setTimeout(() => stop.abort(), 10);
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
  });
});

it('waits longer each time, up to a limit, never all at once, and no less than the server asks', () => {
  const pace = { firstDelayMs: 100, longestDelayMs: 1_000, tries: 10 };
  const many = (fruitless: number): number[] => Array.from({ length: 50 }, () => delayMs(pace, fruitless));
  expect(Math.max(...many(1))).toBeLessThanOrEqual(100);
  expect(Math.min(...many(3))).toBeGreaterThanOrEqual(200);
  expect(Math.max(...many(30))).toBeLessThanOrEqual(1_000);
  expect(new Set(many(2)).size).toBeGreaterThan(10);
  expect(delayMs(pace, 1, 5_000)).toBe(5_000);
});

it('reads Retry-After in seconds and as a date, and believes no more than an hour', () => {
  const now = Date.parse('2026-11-22T08:00:00Z');
  expect(retryAfterMs('120', now)).toBe(120_000);
  expect(retryAfterMs('Sun, 22 Nov 2026 08:00:30 GMT', now)).toBe(30_000);
  expect(retryAfterMs('Sun, 22 Nov 2020 08:00:30 GMT', now)).toBe(0);
  expect(retryAfterMs('99999999', now)).toBe(3_600_000);
  for (const nothing of [null, undefined, 'soon']) expect(retryAfterMs(nothing, now)).toBeUndefined();
});

it('knows which answers may change by themselves', () => {
  expect([408, 423, 429, 500, 502, 503, 504].every(isTransient)).toBe(true);
  expect([400, 401, 403, 404, 409, 413, 422, 460, 501, 507].some(isTransient)).toBe(false);
  expect(refusal(403).detail['reason']).toBe('not-allowed');
  expect(refusal(507)).toMatchObject({ retry: 'again', detail: { reason: 'no-room' } });
  expect(reasonOf(new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: 'ECONNREFUSED' }) }))).toBe('ECONNREFUSED');
});

describe('pieces', () => {
  const MB = 1024 * 1024;
  it('are large on a line that holds, small against the package on one that drops', () => {
    const pieces = createPieceSize(50 * MB);
    const calm = pieces.bytes();
    pieces.cut();
    expect(pieces.bytes() * 20).toBeLessThanOrEqual(0.06 * 50 * MB);
    expect(pieces.bytes()).toBeLessThan(calm);
  });
  it('grow again after a long time without a cut, never beyond where they began', () => {
    const pieces = createPieceSize(1_000 * MB);
    const calm = pieces.bytes();
    pieces.cut();
    for (let count = 0; count < 10_000; count += 1) pieces.arrived();
    expect(pieces.bytes()).toBe(calm);
  });
  it('stay within bounds for any package', () => {
    for (const bytes of [0, 1, 10 * MB, 1e13]) {
      const pieces = createPieceSize(bytes);
      for (const step of [(): void => undefined, pieces.cut]) {
        step();
        expect(pieces.bytes()).toBeGreaterThanOrEqual(64 * 1024);
        expect(pieces.bytes()).toBeLessThanOrEqual(4 * MB);
      }
    }
  });
});

it('pieces grow on a fast line to a twenty-fifth of the package, of a large one to a third, halve on a thin one, and stay small after a cut', () => {
  const GB = 1024 ** 3;
  const fast = createPieceSize(GB);
  for (let at = 0; at < 10; at += 1) fast.arrived(200);
  expect(fast.bytes()).toBe(Math.round(GB / 3));
  const smaller = createPieceSize(GB / 5);
  for (let at = 0; at < 10; at += 1) smaller.arrived(200);
  expect(smaller.bytes()).toBe(Math.round(GB / 125));
  fast.cut();
  expect(fast.bytes()).toBeLessThanOrEqual(1024 ** 2);
  for (let at = 0; at < 10; at += 1) fast.arrived(200);
  expect(fast.bytes()).toBeLessThanOrEqual(1024 ** 2);
  const thin = createPieceSize(GB);
  for (let at = 0; at < 20; at += 1) thin.arrived(20_000);
  expect(thin.bytes()).toBe(16 * 1024);
  expect(createPieceSize(GB, { bytesPerSecond: 8_000 }).bytes()).toBe(64_000);
});
