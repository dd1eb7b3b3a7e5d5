import { describe, expect, it } from 'vitest';
import { createPasswordQueue, hashPassword, isPassword, isWeakerThan, nobodysPassword, SCRYPT_COST, temporaryPassword } from '../../../backend/accounts/password.ts';
import { createSteadyClock } from '../../../backend/accounts/steady-clock.ts';
import { passwordFault } from '../../../shared/domain/password-rules.ts';

const CHEAP = { n: 1024, r: 8, p: 1 };

describe('the steady clock', () => {
  it('follows the machine forward and never goes back', () => {
    let wall = 1_000_000;
    let count = 0;
    const clock = createSteadyClock(0, { wallMs: () => wall, monotonicMs: () => count });
    const tick = (wallMs: number, countMs: number): number => {
      wall += wallMs;
      count += countMs;
      return clock.nowMs();
    };
    expect(tick(1000, 1000)).toBe(1_001_000);
    expect(tick(-900_000, 500)).toBe(1_001_500);
    expect(tick(500, 500)).toBe(1_002_000);
    // The machine slept: its own time moved, the processor's count did not.
    expect(tick(2_000_000, 0)).toBe(wall);
    expect(tick(0, 0)).toBe(wall);
  });

  it('begins at the latest time that was seen', () => {
    expect(createSteadyClock(5_000_000, { wallMs: () => 1000, monotonicMs: () => 7 }).nowMs()).toBe(5_000_000);
  });
});

describe('passwords', () => {
  it('open with themselves only, each under its own salt', async () => {
    const one = await hashPassword('cây đa bến nước', CHEAP);
    const two = await hashPassword('cây đa bến nước', CHEAP);
    expect(one).not.toBe(two);
    expect(await isPassword('cây đa bến nước', one)).toBe(true);
    expect(await isPassword('cây đa bến nước'.normalize('NFD'), one)).toBe(true);
    expect(await isPassword('cây đa bến nuớc', one)).toBe(false);
    for (const rubbish of ['', 'x', 'scrypt$1024$8$1$$', 'bcrypt$1$2$3$4$5', nobodysPassword(CHEAP)]) expect(await isPassword('', rubbish)).toBe(false);
  });

  it('are made anew when the cost has grown', async () => {
    const old = await hashPassword('cây đa bến nước', CHEAP);
    expect(isWeakerThan(old, SCRYPT_COST)).toBe(true);
    expect(isWeakerThan(old, CHEAP)).toBe(false);
  });

  it('are compared a few at a time, and a long queue is refused', async () => {
    const queue = createPasswordQueue();
    let now = 0;
    let most = 0;
    const results = await Promise.allSettled(Array.from({ length: 60 }, () => queue(async () => {
      now += 1;
      most = Math.max(most, now);
      await new Promise((resolve) => setTimeout(resolve, 1));
      now -= 1;
    })));
    expect(most).toBe(2);
    expect(results.filter((result) => result.status === 'rejected')).toHaveLength(60 - 34);
    await queue(async () => undefined);
  });

  it('given for a first sign-in are long, readable and never the same', () => {
    const made = new Set(Array.from({ length: 200 }, temporaryPassword));
    expect(made.size).toBe(200);
    for (const password of made) expect(password).toMatch(/^[a-hj-km-np-z2-9]{4}(-[a-hj-km-np-z2-9]{4}){3}$/);
  });

  it.each([
    ['ngắn', 'too-short'], ['x'.repeat(201), 'too-long'], ['aaaaaaaaaaaa', 'one-letter'], ['matkhau12345', 'tried-first'], ['Mật khẩu 123', 'tried-first'], ['nguyenlan1', 'has-name'],
    ['cây đa bến nước', undefined], ['Xã Tam Thanh có 12 thôn', undefined],
  ])('%s: %s', (password, fault) => expect(passwordFault(password, { login: 'lan.nt', name: 'Nguyễn Lan' })).toBe(fault));
});
