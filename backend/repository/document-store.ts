// Documents that came by the guide's document API: each an OCFL object of its own, `document:<DocCode>`,
// with its metadata and its file; PUT adds a version, nothing is overwritten. What is known of the newest
// version lies in documents/<hash of the code>.json, so no code is ever a path.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { z } from 'zod';
import { addVersion, objectRoot } from './object-store.ts';

const storedDocumentSchema = z.object({
  docCode: z.string(),
  version: z.number().int().positive(),
  fileName: z.string(),
  sha256: z.string(),
  sizeBytes: z.number().int(),
  /** Where the file lies inside the object. */
  content: z.string(),
  at: z.string(),
  account: z.string().optional(),
  metadata: z.record(z.string(), z.unknown()),
});
export type StoredDocument = Readonly<z.infer<typeof storedDocumentSchema>>;
export type NewDocument = { readonly docCode: string; readonly metadata: Readonly<Record<string, unknown>>; readonly bytes: Uint8Array; readonly fileName: string; readonly account?: string };

export type DocumentStore = {
  find(docCode: string): Promise<StoredDocument | undefined>;
  list(): Promise<readonly StoredDocument[]>;
  /** The same again is the same version. */
  put(document: NewDocument): Promise<StoredDocument>;
  open(document: StoredDocument): Readable;
};

const hashOf = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

export async function openDocumentStore(dir: string): Promise<DocumentStore> {
  const index = join(dir, 'documents');
  const staging = join(dir, 'staging');
  const root = join(dir, 'ocfl');
  await mkdir(index, { recursive: true });
  await mkdir(staging, { recursive: true });
  const objectIdOf = (docCode: string): string => `document:${docCode}`;
  const read = async (name: string): Promise<StoredDocument | undefined> => {
    const text = await readFile(join(index, name), 'utf8').catch(() => undefined);
    return text === undefined ? undefined : storedDocumentSchema.parse(JSON.parse(text));
  };
  const put = async ({ docCode, metadata, bytes, fileName, account }: NewDocument): Promise<StoredDocument> => {
    const texts = new Map([[hashOf(bytes), bytes], [hashOf(JSON.stringify(metadata)), Buffer.from(JSON.stringify(metadata))]]);
    const staged = new Map<string, string>();
    try {
      for (const [sha256, content] of texts) {
        const path = join(staging, randomUUID());
        await writeFile(path, content, { flush: true });
        staged.set(sha256, path);
      }
      const files = [{ path: 'metadata.json', sha256: hashOf(JSON.stringify(metadata)), sizeBytes: 0 }, { path: `file/${fileName}`, sha256: hashOf(bytes), sizeBytes: bytes.length }];
      const { version, inventory } = await addVersion(objectRoot(root, objectIdOf(docCode)), { digest: '', objectId: objectIdOf(docCode), name: docCode, files, contentOf: (sha256) => staged.get(sha256) ?? '' });
      const stored: StoredDocument = { docCode, version, fileName, sha256: hashOf(bytes), sizeBytes: bytes.length, content: inventory.manifest[hashOf(bytes)]?.[0] ?? '', at: new Date().toISOString(), metadata, ...(account === undefined ? {} : { account }) };
      const place = join(index, `${hashOf(docCode)}.json`);
      await writeFile(`${place}.new`, JSON.stringify(stored), { flush: true });
      await rename(`${place}.new`, place);
      return stored;
    } finally {
      for (const path of staged.values()) await rm(path, { force: true });
    }
  };
  let queue: Promise<unknown> = Promise.resolve();
  return {
    find: (docCode) => read(`${hashOf(docCode)}.json`),
    list: async () => {
      const all = await Promise.all((await readdir(index)).filter((name) => /^[0-9a-f]{64}\.json$/.test(name)).map(read));
      return all.filter((document) => document !== undefined).sort((a, b) => (a.at < b.at ? 1 : -1));
    },
    put: (document) => {
      const result = queue.then(() => put(document));
      queue = result.catch(() => undefined);
      return result;
    },
    open: (document) => createReadStream(join(objectRoot(root, objectIdOf(document.docCode)), document.content)),
  };
}
