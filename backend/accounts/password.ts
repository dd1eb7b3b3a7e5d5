// Passwords: scrypt with its parameters beside it, so that the cost can grow and old ones still open; a
// sign-in with an old cost is hashed anew. A few at a time, because each takes tens of megabytes, and a
// short queue: ten thousand tries at once must not stop the office.
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { normalisePassword } from '../../shared/domain/password-rules.ts';
import { AppError } from '../../shared/errors.ts';

export type ScryptCost = { readonly n: number; readonly r: number; readonly p: number };
/** OWASP's choice for 32 MB of memory; about a quarter of a second on an office machine. */
export const SCRYPT_COST: ScryptCost = { n: 2 ** 15, r: 8, p: 3 };

const KEY_BYTES = 32;
const SALT_BYTES = 16;
const AT_ONCE = 2;
const LONGEST_QUEUE = 32;
const BUSY_SECONDS = 3;

const derive = (password: string, salt: Buffer, { n, r, p }: ScryptCost): Promise<Buffer> => new Promise((resolve, reject) => {
  scrypt(normalisePassword(password), salt, KEY_BYTES, { N: n, r, p, maxmem: 256 * n * r }, (error, key) => (error === null ? resolve(key) : reject(error)));
});

/** scrypt$N$r$p$salt$key, the last two in base64url. */
export async function hashPassword(password: string, cost: ScryptCost = SCRYPT_COST): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const key = await derive(password, salt, cost);
  return `scrypt$${cost.n}$${cost.r}$${cost.p}$${salt.toString('base64url')}$${key.toString('base64url')}`;
}

function parse(stored: string): { cost: ScryptCost; salt: Buffer; key: Buffer } | undefined {
  const [kind, n, r, p, salt, key] = stored.split('$');
  if (kind !== 'scrypt' || salt === undefined || key === undefined || key === '') return undefined;
  return { cost: { n: Number(n), r: Number(r), p: Number(p) }, salt: Buffer.from(salt, 'base64url'), key: Buffer.from(key, 'base64url') };
}

/** What is stored for nobody: comparing with it takes as long and never succeeds. */
export const nobodysPassword = (cost: ScryptCost): string => `scrypt$${cost.n}$${cost.r}$${cost.p}$${'A'.repeat(22)}$${'A'.repeat(43)}`;

export async function isPassword(password: string, stored: string): Promise<boolean> {
  const parsed = parse(stored);
  if (parsed === undefined) return false;
  const key = await derive(password, parsed.salt, parsed.cost);
  return key.length === parsed.key.length && timingSafeEqual(key, parsed.key);
}

export function isWeakerThan(stored: string, cost: ScryptCost): boolean {
  const parsed = parse(stored);
  return parsed === undefined || parsed.cost.n * parsed.cost.r * parsed.cost.p < cost.n * cost.r * cost.p;
}

export type PasswordQueue = <T>(work: () => Promise<T>) => Promise<T>;

/** Runs few at a time; refuses with 'locked-out' when too many wait. */
export function createPasswordQueue(): PasswordQueue {
  const waiting: (() => void)[] = [];
  let busy = 0;
  return async (work) => {
    if (waiting.length >= LONGEST_QUEUE) throw new AppError('locked-out', { seconds: BUSY_SECONDS }, 'again');
    if (busy >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
    else busy += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) busy -= 1;
      else next();
    }
  };
}

const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
/** Easy to read out: four groups of four, no letters that look alike. */
export function temporaryPassword(): string {
  const letters = [...randomBytes(64)].filter((byte) => byte < LETTERS.length * 8).slice(0, 16).map((byte) => LETTERS[byte % LETTERS.length] ?? '');
  return letters.length < 16 ? temporaryPassword() : [0, 4, 8, 12].map((at) => letters.slice(at, at + 4).join('')).join('-');
}
