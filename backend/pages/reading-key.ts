// The address of a page's reading: a hash over everything that went into it. The same input again is free;
// another engine, another clean-up or other transforms is another address.
import { createHash } from 'node:crypto';
import type { Transform } from '../../shared/domain/transform.ts';
import type { PageMaster } from '../pipeline/page-master.ts';
import { VERSION } from '../version.ts';

export const masterKey = (master: PageMaster): string => `${master.sha256}:${master.frame}:${master.origin}`;

export function readingKey(master: PageMaster, fixed: readonly Transform[] | null, engine: string): string {
  const parts = [masterKey(master), master.dpi, master.orientation, master.existingText ?? null, fixed, engine, VERSION];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
