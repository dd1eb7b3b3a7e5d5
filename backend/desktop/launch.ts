// What the desktop program was started with: kept here, where it can be tested without a window.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { BATCH_LINK_ENDING, parseBatchLink } from '../../shared/api/batch-link.ts';

const MOST_LINK_CHARS = 4096;

/** The workspace folder: --data, else SOHOA_DATA, else the user's own place. Absolute. */
export function dataDirOf(args: readonly string[], env: NodeJS.ProcessEnv, ownPlace: string): string {
  const { values } = parseArgs({ args: [...args], options: { data: { type: 'string' } }, strict: false });
  const named = typeof values['data'] === 'string' && values['data'] !== '' ? values['data'] : env['SOHOA_DATA'];
  return path.resolve(named === undefined || named === '' ? ownPlace : named);
}

/** The batch of a .sohoa file among these words; undefined when there is none, or when it cannot be read. */
export function linkedBatch(words: readonly string[]): string | undefined {
  const file = words.find((word) => word.toLowerCase().endsWith(BATCH_LINK_ENDING));
  if (file === undefined) return undefined;
  try {
    return parseBatchLink(readFileSync(file, 'utf8').slice(0, MOST_LINK_CHARS))?.batchId;
  } catch {
    return undefined;
  }
}
