// tus 1.0.0: core, creation, creation-with-upload, checksum, termination.
import { Hono } from 'hono';
import type { Context } from 'hono';
import type { Upload, UploadStore } from './upload-store.ts';
import type { AppendResult, PieceChecksum } from './write-piece.ts';

const VERSION = '1.0.0';
const MAX_METADATA_LENGTH = 8 * 1024;
const CONTENT_TYPE = 'application/offset+octet-stream';

export type TusLimits = { readonly maxUploadBytes: number };

export function createTusRoutes(uploads: UploadStore, limits: TusLimits): Hono {
  const app = new Hono();
  const turns = createTurns();

  app.use('*', async (c, next) => {
    c.header('Tus-Resumable', VERSION);
    c.header('Cache-Control', 'no-store');
    if (c.req.method !== 'OPTIONS' && c.req.header('tus-resumable') !== VERSION) {
      c.header('Tus-Version', VERSION);
      return c.text('Tus-Resumable: 1.0.0 is required', 412);
    }
    return next();
  });

  app.options('*', (c) => {
    c.header('Tus-Version', VERSION);
    c.header('Tus-Extension', 'creation,creation-with-upload,checksum,termination');
    c.header('Tus-Max-Size', String(limits.maxUploadBytes));
    c.header('Tus-Checksum-Algorithm', 'sha1,sha256');
    return c.body(null, 204);
  });

  app.post('/', async (c) => {
    const sizeBytes = wholeNumber(c.req.header('upload-length'));
    const metadata = parseMetadata(c.req.header('upload-metadata') ?? '');
    if (sizeBytes === undefined || metadata === undefined) return c.text('Upload-Length and a well-formed Upload-Metadata are required', 400);
    if (sizeBytes > limits.maxUploadBytes) return c.text('too large', 413);
    const expected = metadata.get('sha256') ?? null;
    if (expected !== null && !/^[0-9a-f]{64}$/.test(expected)) return c.text('sha256 must be 64 hex digits', 400);
    const upload = await uploads.create({ sizeBytes, expectedSha256: expected });
    // Relative to the host that the sender called, whatever proxy stands between.
    c.header('Location', `${c.req.path.replace(/\/$/, '')}/${upload.id}`);
    if (c.req.header('content-type') !== CONTENT_TYPE || sizeBytes === 0) {
      c.header('Upload-Offset', '0');
      return c.body(null, 201);
    }
    return append(c, upload.id, 0, 201);
  });

  /** Work on an upload when its turn comes; undefined when there is no such upload then. */
  const withUpload = <T>(id: string, work: (upload: Upload, signal: AbortSignal) => Promise<T>): Promise<T | undefined> =>
    turns.take(id, async (signal) => {
      const upload = await uploads.find(id);
      return upload === undefined ? undefined : work(upload, signal);
    });

  const append = async (c: Context, id: string, offset: number, success: 201 | 204): Promise<Response> => {
    const checksum = parseChecksum(c.req.header('upload-checksum'));
    if (checksum === 'unknown') return c.text('unknown checksum algorithm', 400);
    const result = await withUpload(id, (upload, signal) => uploads.append(upload, offset, c.req.raw.body, { signal, ...(checksum === undefined ? {} : { checksum }) }));
    return result === undefined ? c.text('no such upload', 404) : answer(c, result, success);
  };

  app.get('/:id', async (c) => {
    // A sender that asks has lost its line: whatever still holds this upload is talking to nobody.
    const facts = await withUpload(c.req.param('id'), async (upload) => ({ offset: await uploads.offset(upload), sizeBytes: upload.sizeBytes }));
    if (facts === undefined) return c.body(null, 404);
    c.header('Upload-Offset', String(facts.offset));
    c.header('Upload-Length', String(facts.sizeBytes));
    return c.body(null, 200);
  });

  app.patch('/:id', async (c) => {
    if (c.req.header('content-type') !== CONTENT_TYPE) return c.text(`Content-Type must be ${CONTENT_TYPE}`, 415);
    const offset = wholeNumber(c.req.header('upload-offset'));
    if (offset === undefined) return c.text('Upload-Offset is required', 400);
    return append(c, c.req.param('id'), offset, 204);
  });

  app.delete('/:id', async (c) => {
    const removed = await withUpload(c.req.param('id'), async (upload) => {
      await uploads.remove(upload);
      return true;
    });
    return c.body(null, removed === undefined ? 404 : 204);
  });
  return app;
}

function answer(c: Context, result: AppendResult, success: 201 | 204): Response {
  switch (result.kind) {
    case 'appended':
      c.header('Upload-Offset', String(result.offset));
      return c.body(null, success);
    case 'offset-differs':
      c.header('Upload-Offset', String(result.offset));
      return c.text('Upload-Offset differs', 409);
    case 'too-long':
      return c.text('more bytes than Upload-Length', 413);
    case 'checksum-differs':
      // 460 is the tus status for it; Hono's types know only registered ones.
      return new Response('checksum differs', { status: 460, headers: { 'Tus-Resumable': VERSION } });
    case 'cut-off':
      return c.text('the piece was cut off', 408);
  }
}

/** One request at a time per upload; a newer one ends the older. */
function createTurns(): { take<T>(id: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> } {
  const current = new Map<string, { stop: AbortController; done: Promise<unknown> }>();
  return {
    take: async (id, work) => {
      for (let other = current.get(id); other !== undefined; other = current.get(id)) {
        other.stop.abort();
        await other.done;
      }
      const stop = new AbortController();
      const result = work(stop.signal);
      const turn = { stop, done: result.then(() => undefined, () => undefined) };
      current.set(id, turn);
      try {
        return await result;
      } finally {
        if (current.get(id) === turn) current.delete(id);
      }
    },
  };
}

function wholeNumber(text: string | undefined): number | undefined {
  const value = text !== undefined && /^\d{1,16}$/.test(text) ? Number(text) : undefined;
  return value !== undefined && Number.isSafeInteger(value) ? value : undefined;
}

/** "key base64,key2 base64"; undefined when malformed. */
export function parseMetadata(header: string): ReadonlyMap<string, string> | undefined {
  if (header.length > MAX_METADATA_LENGTH) return undefined;
  const metadata = new Map<string, string>();
  for (const pair of header === '' ? [] : header.split(',')) {
    const match = /^ *([^\s,]+)(?: ([A-Za-z0-9+/]*={0,2}))? *$/.exec(pair);
    if (match?.[1] === undefined || metadata.has(match[1])) return undefined;
    metadata.set(match[1], Buffer.from(match[2] ?? '', 'base64').toString('utf8'));
  }
  return metadata;
}

function parseChecksum(header: string | undefined): PieceChecksum | undefined | 'unknown' {
  if (header === undefined) return undefined;
  const [algorithm, base64] = header.split(' ', 2);
  return (algorithm === 'sha1' || algorithm === 'sha256') && base64 !== undefined ? { algorithm, base64 } : 'unknown';
}
