import { describe, expect, it } from 'vitest';
import { createTransferSpeed } from '../../../backend/uploads/transfer-speed.ts';
import { BIG_BYTES, closedUntil, isCheckDue, nextTryAt, whyWaiting } from '../../../backend/uploads/why-waiting.ts';

const at = (hour: number, minute = 0): Date => new Date(2026, 10, 22, hour, minute);
const free = { isPaused: false, running: [], slots: 6 };
const small = { isPaused: false, notBefore: null, bytes: 300_000 };

describe('hours', () => {
  it('over midnight and within a day', () => {
    const night = { from: '22:00', until: '06:00' };
    expect(closedUntil(night, at(23))).toBeNull();
    expect(closedUntil(night, at(5, 59))).toBeNull();
    expect(closedUntil(night, at(6))).toEqual(at(22));
    expect(closedUntil({ from: '08:00', until: '17:00' }, at(17))).toEqual(new Date(2026, 10, 23, 8));
    expect(closedUntil({ from: '08:00', until: '17:00' }, at(7, 59))).toEqual(at(8));
  });
  it('none, or from a time to itself, is always', () => {
    expect(closedUntil(undefined, at(3))).toBeNull();
    expect(closedUntil({ from: '00:00', until: '00:00' }, at(3))).toBeNull();
  });
});

describe('why an upload waits', () => {
  it('nothing holds it back', () => expect(whyWaiting(small, undefined, free, at(9))).toBeNull());
  it('the queue is paused before all else, then itself, then the hours, then the time of its next try', () => {
    const hours = { from: '22:00', until: '23:00' };
    const later = at(10).toISOString();
    const all = { isPaused: true, notBefore: later, bytes: 1 };
    expect(whyWaiting(all, hours, { ...free, isPaused: true }, at(9))).toEqual({ code: 'queue-paused' });
    expect(whyWaiting(all, hours, free, at(9))).toEqual({ code: 'paused' });
    expect(whyWaiting({ ...all, isPaused: false }, hours, free, at(9))).toEqual({ code: 'off-hours', until: at(22).toISOString() });
    expect(whyWaiting({ ...all, isPaused: false }, undefined, free, at(9))).toEqual({ code: 'again-later', until: later });
    expect(whyWaiting({ ...all, isPaused: false }, undefined, free, at(10, 1))).toBeNull();
  });
  it('small ones go side by side, big ones one at a time', () => {
    const big = { ...small, bytes: BIG_BYTES };
    expect(whyWaiting(small, undefined, { ...free, running: Array.from({ length: 5 }, () => small) }, at(9))).toBeNull();
    expect(whyWaiting(small, undefined, { ...free, running: Array.from({ length: 6 }, () => small) }, at(9))).toEqual({ code: 'busy' });
    expect(whyWaiting(big, undefined, { ...free, running: [big] }, at(9))).toEqual({ code: 'busy' });
    expect(whyWaiting(small, undefined, { ...free, running: [big] }, at(9))).toBeNull();
  });
});

it('tries again later each time, never all at once, at most an hour later, also after days', () => {
  const minutes = (tries: number, chance: number): number => (nextTryAt(tries, at(9), chance).getTime() - at(9).getTime()) / 60_000;
  expect([minutes(1, 1), minutes(2, 1), minutes(3, 1)]).toEqual([0.5, 1, 2]);
  expect(minutes(1, 0)).toBe(0.25);
  expect(minutes(50, 1)).toBe(60);
  expect(minutes(5_000, 0)).toBe(30);
});

describe('speed', () => {
  it('is that of the last half minute, with the time that is left', () => {
    let now = 0;
    const speed = createTransferSpeed(() => now);
    speed.note('a', 0, 1_000_000);
    expect(speed.of('a')).toMatchObject({ bytesPerSecond: null, secondsLeft: null });
    for (now = 1_000; now <= 60_000; now += 1_000) speed.note('a', now < 30_000 ? 0 : (now - 30_000) * 10, 1_000_000);
    now = 60_000;
    const seen = speed.of('a');
    expect(seen?.bytesPerSecond).toBeGreaterThan(9_000);
    expect(seen?.secondsLeft).toBeGreaterThan(60);
    speed.forget('a');
    expect(speed.of('a')).toBeUndefined();
  });
  it('of a line that stands still has no end', () => {
    let now = 0;
    const speed = createTransferSpeed(() => now);
    speed.note('a', 500, 1_000);
    now = 10_000;
    speed.note('a', 500, 1_000);
    expect(speed.of('a')).toMatchObject({ bytesPerSecond: 0, secondsLeft: null });
  });
});

describe('the nightly check', () => {
  const noon = new Date(2026, 10, 22, 12);
  const iso = (hour: number, day = 22): string => new Date(2026, 10, day, hour).toISOString();
  const due = (lastStartedAt: string | null, firstAcknowledgedAt: string | null, now = noon, hours?: { from: string; until: string }): boolean => isCheckDue({ lastStartedAt, firstAcknowledgedAt, hours }, now);
  it('is due once after each one o’clock', () => {
    expect(due(null, iso(10, 20))).toBe(true);
    expect(due(iso(2, 21), iso(10, 20))).toBe(true);
    expect(due(iso(2), iso(10, 20))).toBe(false);
    expect(due(iso(2, 21), iso(10, 20), new Date(2026, 10, 22, 0, 59))).toBe(false);
    expect(due(iso(0), iso(10, 20), new Date(2026, 10, 22, 1, 1))).toBe(true);
  });
  it('is not due for a place that acknowledged nothing before that night', () => {
    expect(due(null, null)).toBe(false);
    expect(due(null, iso(11))).toBe(false);
  });
  it('waits for the hours of the place', () => {
    expect(due(null, iso(10, 20), noon, { from: '18:00', until: '06:00' })).toBe(false);
    expect(due(null, iso(10, 20), new Date(2026, 10, 22, 19), { from: '18:00', until: '06:00' })).toBe(true);
  });
});
