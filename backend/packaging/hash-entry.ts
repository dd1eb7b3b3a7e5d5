// Checksums of files in a package: each file is read once, whatever the number of digests; small files of a
// folder at one go, larger ones several at a time, so that one is read while another is hashed.
import { createHash, hash as digestOf } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { AppError } from '../../shared/errors.ts';
import type { HashName } from './bag-manifest.ts';
import type { PackageSource } from './package-source.ts';

type Readable = Pick<PackageSource, 'open' | 'readSmall'>;

/** How many entries are worth hashing at a time: a zip is read from front to back. */
export const hashedAtATime = (source: Readable): number => (source.readSmall === undefined ? 1 : 8);

const BREATH_MS = 8;
let lastBreathMs = 0;

/** Thousands of small files in a row would keep everything else from running. */
async function takeBreath(): Promise<void> {
  if (performance.now() - lastBreathMs < BREATH_MS) return;
  await setImmediate();
  lastBreathMs = performance.now();
}

/** All `hashes` of one file in one reading, in hex. AppError cancelled when the signal fires. */
export async function hashEntry(source: Readable, path: string, hashes: readonly HashName[], signal: AbortSignal): Promise<ReadonlyMap<HashName, string>> {
  await takeBreath();
  if (signal.aborted) throw new AppError('cancelled', {}, 'again');
  const small = source.readSmall?.(path);
  if (small !== undefined && small !== null) return new Map(hashes.map((name) => [name, digestOf(name, small, 'hex')]));
  const running = hashes.map((name) => [name, createHash(name)] as const);
  for await (const part of await source.open(path)) {
    if (signal.aborted) throw new AppError('cancelled', {}, 'again');
    for (const [, hash] of running) hash.update(part as Uint8Array);
  }
  return new Map(running.map(([name, hash]) => [name, hash.digest('hex')]));
}
