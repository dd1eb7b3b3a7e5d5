// A file overwritten with chance and then removed. What that proves depends on the disk: on a magnetic disk the
// bytes are gone; a solid-state disk or a copy-on-write file system may keep an old block until it is reused,
// which is why an encrypted workspace (storage/vault.ts) is the stronger answer: there the old block is noise.
import { randomBytes } from 'node:crypto';
import { open, rm, stat } from 'node:fs/promises';
import { guardStorage } from '../storage/storage-error.ts';

const CHUNK_BYTES = 1 << 20;

/** Returns the size it had; 0 when it was not there (an erasing that was interrupted begins again). */
export async function eraseFile(file: string): Promise<number> {
  const facts = await stat(file).catch(() => undefined);
  if (facts === undefined || !facts.isFile()) return 0;
  await guardStorage(file, async () => {
    const handle = await open(file, 'r+');
    try {
      for (let at = 0; at < facts.size; at += CHUNK_BYTES) {
        const chunk = randomBytes(Math.min(CHUNK_BYTES, facts.size - at));
        await handle.write(chunk, 0, chunk.length, at);
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rm(file);
  });
  return facts.size;
}
