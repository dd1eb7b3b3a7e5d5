// Text ids that sort by age: 9 characters of time, 3 of a counter within the millisecond, 8 of chance.
// Order within one process is strict, so "queued first" needs no extra column.
import { randomBytes } from 'node:crypto';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
let lastMs = 0;
let counter = 0;

function encode(value: number, length: number): string {
  let rest = value;
  let text = '';
  for (let i = 0; i < length; i += 1) {
    text = (ALPHABET[rest % 32] ?? '0') + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}

export function createId(nowMs: number = Date.now()): string {
  // A clock that goes back must not reorder what was queued.
  counter = nowMs > lastMs ? 0 : counter + 1;
  lastMs = Math.max(lastMs, nowMs);
  if (counter >= 32_768) {
    lastMs += 1;
    counter = 0;
  }
  const chance = [...randomBytes(8)].map((byte) => ALPHABET[byte % 32] ?? '0').join('');
  return encode(lastMs, 9) + encode(counter, 3) + chance;
}
