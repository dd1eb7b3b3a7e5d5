// The trail of a batch (what was changed, by whom, when), as a file beside the package's input.
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Db } from '../db/schema.ts';
import { exportTrail } from '../trail/export-trail.ts';

/** One row a line, as trail/export-trail.ts says. Returns the path. */
export async function writeTrail(db: Db, batchId: string, file: string): Promise<string> {
  await pipeline(Readable.from(exportTrail(db, batchId)), createWriteStream(file));
  return file;
}
