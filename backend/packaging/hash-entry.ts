import { createHash } from 'node:crypto';
import { AppError } from '../../shared/errors.ts';
import type { HashName } from './bag-manifest.ts';
import type { PackageSource } from './package-source.ts';

/** All `hashes` of one file in one reading, in hex. AppError cancelled when the signal fires. */
export async function hashEntry(source: Pick<PackageSource, 'open'>, path: string, hashes: readonly HashName[], signal: AbortSignal): Promise<ReadonlyMap<HashName, string>> {
  const running = hashes.map((name) => [name, createHash(name)] as const);
  for await (const part of await source.open(path)) {
    if (signal.aborted) throw new AppError('cancelled', {}, 'again');
    for (const [, hash] of running) hash.update(part as Uint8Array);
  }
  return new Map(running.map(([name, hash]) => [name, hash.digest('hex')]));
}
