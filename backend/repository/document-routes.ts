// The minimum document interface of the national guide (CV 7197): import, get, put, download. Metadata and
// file come as multipart/form-data; a code that is there with other bytes answers 409 to import: change it
// with PUT, which adds a version.
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { Hono } from 'hono';
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import { GUIDE_RULES } from '../packaging/guide/guide-rules.ts';
import type { RepositoryEnv } from './accounts.ts';
import type { DocumentStore, NewDocument, StoredDocument } from './document-store.ts';

const MAX_DOCUMENT_BYTES = 256 * 1024 * 1024;
const MAX_METADATA_LENGTH = 64 * 1024;
const metadataSchema = z.looseObject({ DocCode: z.string().min(1).max(100), Sha256: z.string().regex(/^[0-9a-f]{64}$/).optional() });

export function createDocumentRoutes(documents: DocumentStore): Hono<RepositoryEnv> {
  const app = new Hono<RepositoryEnv>();
  const findOwn = async (c: Context<RepositoryEnv>, code: string): Promise<StoredDocument | undefined> => {
    const stored = await documents.find(code);
    return stored !== undefined && isOwn(c, stored) ? stored : undefined;
  };
  app.use('*', bodyLimit({ maxSize: MAX_DOCUMENT_BYTES, onError: (c) => c.json({ code: 'payload-too-large' }, 413) }));
  app.post('/import', async (c) => {
    const incoming = await parseDocument(c);
    if (incoming instanceof Response) return incoming;
    const there = await documents.find(incoming.docCode);
    // Of another sender's document no more is told than that the code is taken.
    if (there !== undefined && !isOwn(c, there)) return c.json({ code: 'document-exists' }, 409);
    if (there !== undefined && there.sha256 !== sha256Of(incoming.bytes)) return c.json({ code: 'document-exists', ...shown(there) }, 409);
    if (there !== undefined) return c.json(shown(there), 200);
    return c.json(shown(await documents.put(incoming)), 201);
  });
  app.get('/download/:code', async (c) => {
    const stored = await findOwn(c, c.req.param('code'));
    if (stored === undefined) return c.json({ code: 'not-found' }, 404);
    return new Response(Readable.toWeb(documents.open(stored)) as ReadableStream<Uint8Array>, {
      headers: { 'Content-Type': 'application/pdf', 'Content-Length': String(stored.sizeBytes), ETag: `"${stored.sha256}"`, 'X-Content-Type-Options': 'nosniff', 'Content-Disposition': 'attachment' },
    });
  });
  app.get('/:code', async (c) => {
    const stored = await findOwn(c, c.req.param('code'));
    return stored === undefined ? c.json({ code: 'not-found' }, 404) : c.json(shown(stored));
  });
  app.put('/:code', async (c) => {
    const incoming = await parseDocument(c);
    if (incoming instanceof Response) return incoming;
    if (incoming.docCode !== c.req.param('code')) return c.json({ code: 'bad-request', field: 'DocCode' }, 400);
    if ((await findOwn(c, incoming.docCode)) === undefined) return c.json({ code: 'not-found' }, 404);
    return c.json(shown(await documents.put(incoming)));
  });
  return app;
}

const isOwn = (c: Context<RepositoryEnv>, stored: StoredDocument): boolean => {
  const account = c.get('account');
  return account === undefined || stored.account === account.name;
};
const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const shown = ({ docCode, version, sha256, sizeBytes, at, metadata }: StoredDocument): Record<string, unknown> => ({ ...metadata, DocCode: docCode, Version: version, Sha256: sha256, SizeBytes: sizeBytes, ReceivedAt: at });

/** Plain letters, whatever the sender called it. */
const safeName = (name: string): string => name.replace(/[^A-Za-z0-9._-]/g, '_').replace(/^\.+/, '_').slice(0, 100) || 'file.pdf';

async function parseDocument(c: Context<RepositoryEnv>): Promise<NewDocument | Response> {
  const form = await c.req.formData().catch(() => undefined);
  const [text, file] = [form?.get('metadata'), form?.get('file')];
  const metadataText = text instanceof File ? await text.text() : (text ?? '');
  if (!(file instanceof File) || metadataText.length > MAX_METADATA_LENGTH) return c.json({ code: 'bad-request', field: file instanceof File ? 'metadata' : 'file' }, 400);
  const metadata = metadataSchema.safeParse(jsonOf(metadataText));
  if (!metadata.success) return c.json({ code: 'bad-request', field: 'metadata' }, 400);
  const tooLong = Object.entries({ ...GUIDE_RULES.mandatory, ...GUIDE_RULES.optional }).find(([field, most]) => field !== 'DocCode' && String(metadata.data[field] ?? '').length > most);
  if (tooLong !== undefined) return c.json({ code: 'metadata-too-long', field: tooLong[0] }, 422);
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (metadata.data.Sha256 !== undefined && metadata.data.Sha256 !== sha256Of(bytes)) return c.json({ code: 'checksum-differs', field: 'Sha256' }, 422);
  const account = c.get('account');
  return { docCode: metadata.data.DocCode, metadata: metadata.data, bytes, fileName: safeName(file.name), ...(account === undefined ? {} : { account: account.name }) };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
