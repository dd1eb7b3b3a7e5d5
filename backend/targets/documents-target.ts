// The national guide's document API (CV 7197, minimum interface of a repository): documents+https://host/.
// One request for each document: POST /api/v1/documents/import with its metadata and file, asked for with
// GET /api/v1/documents/{DocCode}, changed with PUT, and downloaded again to compare. The code is the
// idempotency key: a document that is there with our bytes is a success, with others becomes a new version.
// The guide leaves the wire format open; ours is multipart/form-data with `metadata` (JSON) and `file`.
import { createHash, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../shared/errors.ts';
import { clockStep } from './clock-step.ts';
import type { HttpLine, LineRequest } from './http-line.ts';
import { answerText, createHttpLine } from './http-line.ts';
import { hashStream } from './hash-stream.ts';
import { lineOptions } from './line-options.ts';
import type { PackageDocument } from './package-documents.ts';
import { packageDocuments } from './package-documents.ts';
import type { JsonAnswer } from './repository-client.ts';
import { askJsonOnce, askOnce, refusal } from './repository-client.ts';
import { DEFAULT_PACE, TryAgain, withRetries } from './retry.ts';
import type { RetryPace } from './retry.ts';
import type { Receipt } from './upload-state.ts';
import type { UploadTracker } from './upload-tracker.ts';
import { createUploadTracker } from './upload-tracker.ts';
import type { Outgoing, SendContext, TargetOptions, TrialStep, UploadTarget } from './upload-target.ts';
import { stateFor, throwIfCancelled } from './upload-target.ts';

const SILENCE_MS = 120_000;
const AT_ONCE = 3;
const metadataSchema = z.record(z.string(), z.unknown());

export function createDocumentsTarget(address: URL, options: TargetOptions): UploadTarget {
  const url = new URL(address.href.replace(/^documents\+/, ''));
  const base = new URL('api/v1/documents/', url.href.endsWith('/') ? url.href : `${url.href}/`);
  const pace = options.pace ?? DEFAULT_PACE;
  const withLine = async <T>(work: (api: DocumentApi) => Promise<T>): Promise<T> => {
    const line = createHttpLine(lineOptions(url, options, SILENCE_MS));
    try {
      return await work(documentApi(line, base, pace));
    } finally {
      line.close();
    }
  };
  return {
    send: (outgoing, context) => withLine(async (api) => {
      const tracker = createUploadTracker(await stateFor(outgoing, address.href, context.state), context.state, context.progress);
      try {
        const receipt = await sendDocuments(outgoing, { api, tracker, context });
        tracker.finish(receipt);
        return receipt;
      } finally {
        await tracker.flush();
      }
    }),
    // The interface knows documents, not packages: a package cannot be asked for.
    read: () => Promise.resolve(undefined),
    list: () => Promise.resolve(undefined),
    probe: (signal) => withLine((api) => api.probe(signal)),
  };
}

type DocumentApi = {
  readonly target: string;
  metadata(code: string, signal: AbortSignal): Promise<Readonly<Record<string, unknown>> | undefined>;
  /** undefined when it is not there. */
  hashOfHeld(code: string, signal: AbortSignal): Promise<string | undefined>;
  send(method: 'POST' | 'PUT', document: PackageDocument, bytes: Uint8Array, signal: AbortSignal): Promise<JsonAnswer>;
  probe(signal: AbortSignal): Promise<readonly TrialStep[]>;
};

/** A name in a header is plain letters; the true one is in the metadata. */
function multipart(document: PackageDocument, bytes: Uint8Array): Pick<LineRequest, 'headers' | 'body'> {
  const boundary = `sohoa-${randomUUID()}`;
  const name = basename(document.file.path).replace(/[^A-Za-z0-9._-]/g, '_');
  const metadata = { ...document.metadata, FileName: basename(document.file.path), Sha256: document.file.sha256 };
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="metadata"\r\nContent-Type: application/json\r\n\r\n${JSON.stringify(metadata)}\r\n--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: application/pdf\r\n\r\n`;
  return { body: Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]), headers: { 'Content-Type': `multipart/form-data; boundary=${boundary}`, 'Idempotency-Key': document.file.sha256 } };
}

function documentApi(line: HttpLine, base: URL, pace: RetryPace): DocumentApi {
  const at = (path: string): URL => new URL(path, base);
  return {
    target: base.origin,
    metadata: async (code, signal) => {
      const { status, body } = await withRetries(() => askJsonOnce(line, 'GET', at(encodeURIComponent(code)), { signal }), { pace, signal });
      if (status === 404) return undefined;
      if (status !== 200) throw refusal(status);
      const parsed = metadataSchema.safeParse(body);
      if (!parsed.success) throw new AppError('target-refused', { reason: 'not-a-repository' });
      return parsed.data;
    },
    hashOfHeld: (code, signal) => withRetries(async () => {
      const answer = await askOnce(line, 'GET', at(`download/${encodeURIComponent(code)}`), { signal });
      if (answer.status === 200) {
        return hashStream(answer.body, base.origin).catch((error: unknown) => {
          throw error instanceof AppError ? new TryAgain(error) : error;
        });
      }
      answer.body.resume();
      if (answer.status === 404) return undefined;
      throw refusal(answer.status);
    }, { pace, signal }),
    send: (method, document, bytes, signal) =>
      withRetries(() => askJsonOnce(line, method, method === 'POST' ? at('import') : at(encodeURIComponent(document.docCode)), { ...multipart(document, bytes), signal }), { pace, signal }),
    probe: async (signal) => {
      // A code that nobody has: 404 in JSON is the answer of this interface, anything else is another place.
      const answer = await withRetries(() => askOnce(line, 'GET', at('SOHOA.THU_VB_000000_V1'), { signal }), { pace: { ...pace, tries: 1 }, signal });
      await answerText(answer, 64 * 1024);
      if (answer.status === 401 || answer.status === 403) throw refusal(answer.status);
      if (answer.status !== 404 && answer.status !== 200) throw refusal(answer.status);
      if (!/json/.test(answer.headers['content-type'] ?? '')) throw new AppError('target-refused', { reason: 'not-a-repository' });
      return [{ ok: true, code: 'trial-reached', detail: { target: base.origin } }, ...clockStep(answer.headers.date)];
    },
  };
}

type Sending = { readonly api: DocumentApi; readonly tracker: UploadTracker; readonly context: SendContext };

async function sendDocuments(outgoing: Outgoing, sending: Sending): Promise<Receipt> {
  const documents = await packageDocuments(outgoing);
  const failed = new AbortController();
  const signal = AbortSignal.any([sending.context.signal, failed.signal]);
  const waiting = documents.values();
  const lane = async (): Promise<void> => {
    for (const document of waiting) {
      if (signal.aborted) return;
      await sendDocument(document, outgoing.dir, { ...sending, context: { ...sending.context, signal } });
    }
  };
  const results = await Promise.allSettled(Array.from({ length: AT_ONCE }, () => lane().catch((error: unknown) => {
    failed.abort();
    throw error;
  })));
  throwIfCancelled(sending.context.signal);
  const reasons: unknown[] = results.flatMap((result): unknown[] => (result.status === 'rejected' ? [result.reason] : []));
  const cause = reasons.find((reason) => !(reason instanceof AppError && reason.code === 'cancelled')) ?? reasons[0];
  if (cause !== undefined) throw cause;
  for (const file of outgoing.files) sending.tracker.update(file.path, { done: true });
  // Every document was downloaded and compared; the interface has no word for the whole, so the hash is ours.
  const first = documents[0]?.docCode ?? '';
  return { identifier: documents.length === 1 ? first : `${first} (+${documents.length - 1})`, sha256: outgoing.sha256, at: new Date().toISOString() };
}

async function sendDocument(document: PackageDocument, dir: string, { api, tracker, context: { signal } }: Sending): Promise<void> {
  const { file, docCode } = document;
  if (tracker.file(file.path).done && (await api.hashOfHeld(docCode, signal)) === file.sha256) return;
  const there = (await api.metadata(docCode, signal)) !== undefined;
  if (!there || (await api.hashOfHeld(docCode, signal)) !== file.sha256) {
    const bytes = await readFile(join(dir, file.path));
    if (createHash('sha256').update(bytes).digest('hex') !== file.sha256) throw new AppError('package-damaged', { path: file.path }, 'none');
    const first = await api.send(there ? 'PUT' : 'POST', document, bytes, signal);
    // Somebody was faster, or the answer to our own first try was lost: then it is there now.
    const answer = !there && first.status === 409 && (await api.hashOfHeld(docCode, signal)) !== file.sha256 ? await api.send('PUT', document, bytes, signal) : first;
    if (answer.status !== 409 && (answer.status < 200 || answer.status >= 300)) throw refusal(answer.status, { path: file.path });
    if ((await api.hashOfHeld(docCode, signal)) !== file.sha256) throw new AppError('target-damaged', { path: file.path, target: api.target }, 'again');
  }
  tracker.update(file.path, { done: true, offset: file.sizeBytes });
}
