// A remote file read in order with several questions on their way at once: one question at a time would
// take a turn there and back for every 32 KB. Every question's failure is heard, also of those that
// nobody waits for any more when the line goes or the reader has enough.

export type FarFile<Handle> = {
  open(): Promise<Handle>;
  /** Fewer bytes than asked for, or none at the end of the file. */
  readAt(handle: Handle, position: number, bytes: number): Promise<Buffer>;
  close(handle: Handle): Promise<void>;
};

const ASK_BYTES = 32 * 1024;
const ON_THEIR_WAY = 8;

export async function* readAhead<Handle>(file: FarFile<Handle>): AsyncGenerator<Buffer, void, undefined> {
  const handle = await file.open();
  const ask = (position: number): Promise<Buffer> => {
    const answer = readWhole(file, handle, position);
    answer.catch(() => undefined);
    return answer;
  };
  try {
    const asked: Promise<Buffer>[] = [];
    for (let next = 0; ; ) {
      for (; asked.length < ON_THEIR_WAY; next += ASK_BYTES) asked.push(ask(next));
      const part = await asked.shift();
      if (part !== undefined && part.length > 0) yield part;
      if (part === undefined || part.length < ASK_BYTES) return;
    }
  } finally {
    await file.close(handle);
  }
}

/** A server may answer with less than was asked for; only an empty answer is the end. */
async function readWhole<Handle>(file: FarFile<Handle>, handle: Handle, position: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let filled = 0;
  while (filled < ASK_BYTES) {
    const part = await file.readAt(handle, position + filled, ASK_BYTES - filled);
    if (part.length === 0) break;
    parts.push(part);
    filled += part.length;
  }
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
}
