// The trail of a batch (what was changed, by whom, when), as a file beside the package's input.
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Db } from '../db/schema.ts';

const CHUNK = 500;

/** Corrections as they were made, undone ones too, one JSON object a line. Returns the path. */
export async function writeTrail(db: Db, batchId: string, file: string): Promise<string> {
  await pipeline(Readable.from(lines(db, batchId)), createWriteStream(file));
  return file;
}

async function* lines(db: Db, batchId: string): AsyncGenerator<string> {
  for (let after = 0; ; ) {
    const rows = await db.selectFrom('trail').selectAll().where('batch_id', '=', batchId).where('seq', '>', after).orderBy('seq').limit(CHUNK).execute();
    for (const row of rows) yield `${JSON.stringify(row)}\n`;
    const last = rows.at(-1);
    if (last === undefined) return;
    after = Number(last.seq);
  }
}
