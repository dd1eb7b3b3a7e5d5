// Zip files whose bytes depend on their content only: fixed time, fixed mode, the order given.
import { fromBufferPromise } from 'yauzl';
import { ZipFile } from 'yazl';

/** The zip epoch, taken as local time as the format does, so that it is the same in every time zone. */
const entryFacts = (): { mtime: Date; mode: number; forceDosTimestamp: boolean } => ({ mtime: new Date(1980, 0, 1), mode: 0o100644, forceDosTimestamp: true });

/** Files of a folder, stored without compression (PDFs do not shrink); constant memory. `names` are paths below `dir`. */
export async function zipFiles(dir: string, names: readonly string[], write: (bytes: Uint8Array) => Promise<void>, signal: AbortSignal): Promise<void> {
  const zip = new ZipFile();
  // yazl reports an unreadable file on itself, not on its stream.
  const failed = new Promise<never>((_, reject) => zip.once('error', reject));
  for (const name of names) zip.addFile(`${dir}/${name}`, name, { ...entryFacts(), compress: false });
  zip.end();
  const written = (async () => {
    for await (const part of zip.outputStream) {
      signal.throwIfAborted();
      await write(Buffer.from(part));
    }
  })();
  await Promise.race([written, failed]);
}

/** The same zip with its times taken out. For small ones: it is held in memory. */
export async function withoutTimes(bytes: Uint8Array): Promise<Buffer> {
  const source = await fromBufferPromise(Buffer.from(bytes), { lazyEntries: true });
  const zip = new ZipFile();
  for await (const entry of source.eachEntry()) {
    const content = await (await source.openReadStreamPromise(entry)).toArray();
    zip.addBuffer(Buffer.concat(content as Buffer[]), entry.fileName, { ...entryFacts(), compress: true, compressionLevel: 6 });
  }
  zip.end();
  return Buffer.concat(await collect(zip.outputStream));
}

async function collect(stream: NodeJS.ReadableStream): Promise<Buffer[]> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(Buffer.from(part));
  return parts;
}
