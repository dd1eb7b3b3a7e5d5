// The few things we ask of an S3-compatible storage, over our own HTTP line: the client signs, the line
// verifies certificates, keeps to the proxy and the speed limit. Each is safe to repeat, so each is.
import type { Readable } from 'node:stream';
import { z } from 'zod';
import { AppError, isAppError } from '../../shared/errors.ts';
import { hashStream } from './hash-stream.ts';
import type { HttpLine } from './http-line.ts';
import { createHttpLine } from './http-line.ts';
import { lineOptions, refuseSecretInTheClear } from './line-options.ts';
import { DEFAULT_PACE, TryAgain, withRetries } from './retry.ts';
import { asS3Error, isNotFound } from './s3-errors.ts';
import type { TargetOptions } from './upload-target.ts';

export type S3Access = {
  readonly origin: string;
  readonly bucket: string;
  /** '' or ends in '/'. */
  readonly prefix: string;
  listKeys(prefix: string, signal: AbortSignal): Promise<readonly { key: string; sizeBytes: number; modifiedAt: string }[]>;
  head(key: string, signal: AbortSignal): Promise<{ sizeBytes: number; sha256Base64: string | undefined; modifiedAt: string } | undefined>;
  get(key: string, signal: AbortSignal): Promise<Readable>;
  /** SHA-256 (hex) of what is there, read back. */
  hash(key: string, signal: AbortSignal): Promise<string>;
  put(key: string, bytes: Uint8Array, sha256Base64: string, signal: AbortSignal): Promise<void>;
  begin(key: string, signal: AbortSignal): Promise<string>;
  parts(key: string, upload: string, signal: AbortSignal): Promise<ReadonlyMap<number, { sizeBytes: number; etag: string; sha256Base64: string | undefined }>>;
  /** Returns the part's ETag. */
  putPart(part: { key: string; upload: string; number: number; bytes: Uint8Array; sha256Base64: string }, signal: AbortSignal): Promise<string>;
  complete(key: string, upload: string, parts: readonly { number: number; etag: string; sha256Base64: string }[], signal: AbortSignal): Promise<void>;
  /** Writes and removes a trial object; the Date of the storage. */
  touch(key: string, signal: AbortSignal): Promise<string | undefined>;
  close(): void;
};

const SILENCE_MS = 120_000;
const requestSchema = z.object({ method: z.string(), path: z.string(), query: z.record(z.string(), z.unknown()).optional(), headers: z.record(z.string(), z.string()), body: z.unknown() });

/** What the client wants of its surroundings (smithy's HttpHandler), done by our line. */
function handlerOver(line: HttpLine, origin: string, seen: { date?: string | undefined }) {
  return {
    handle: async (raw: unknown, options: { abortSignal?: unknown } = {}) => {
      const request = requestSchema.parse(raw);
      const url = new URL(request.path, origin);
      for (const [name, value] of Object.entries(request.query ?? {})) for (const one of Array.isArray(value) ? value : [value]) url.searchParams.append(name, one === null || one === undefined ? '' : String(one));
      // '+' for a space is the form's spelling, not the signature's.
      url.search = url.search.replaceAll('+', '%20');
      const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !['host', 'content-length'].includes(name.toLowerCase())));
      const body = request.body instanceof Uint8Array ? request.body : typeof request.body === 'string' ? Buffer.from(request.body) : undefined;
      const answer = await line.request(request.method, url, { headers, ...(body === undefined ? {} : { body }), ...(options.abortSignal instanceof AbortSignal ? { signal: options.abortSignal } : {}) });
      seen.date = answer.headers.date;
      const flat = Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]));
      return { response: { statusCode: answer.status, headers: flat, body: answer.body } };
    },
  };
}

/** AppErrors: wrong-usage for an address without a bucket or a profile without keys. */
export async function openS3(address: URL, options: TargetOptions): Promise<S3Access> {
  const url = new URL(address.href.replace(/^s3\+/, ''));
  const [bucket = '', ...folders] = decodeURIComponent(url.pathname).split('/').filter(Boolean);
  if (bucket === '') throw new AppError('wrong-usage', { target: address.href, reason: 'no-bucket' });
  if (options.user === undefined || options.password === undefined) throw new AppError('wrong-usage', { target: address.href, reason: 'no-credentials' });
  refuseSecretInTheClear(url, true);
  // Requests are signed; a bearer token has no business here.
  const line = createHttpLine({ ...lineOptions(url, options, SILENCE_MS), headers: {} });
  const seen: { date?: string | undefined } = {};
  // Loaded only by those who send there: it is larger than the rest of the program.
  const {
    CompleteMultipartUploadCommand, CreateMultipartUploadCommand, DeleteObjectCommand, GetObjectCommand, HeadObjectCommand, ListObjectsV2Command, ListPartsCommand,
    PutObjectCommand, S3Client, UploadPartCommand,
  } = await import('@aws-sdk/client-s3');
  const client = new S3Client({
    endpoint: url.origin, region: options.region ?? 'us-east-1', forcePathStyle: true, maxAttempts: 1, credentials: { accessKeyId: options.user, secretAccessKey: options.password },
    requestHandler: handlerOver(line, url.origin, seen), requestChecksumCalculation: 'WHEN_REQUIRED', responseChecksumValidation: 'WHEN_REQUIRED',
  });
  const pace = options.pace ?? DEFAULT_PACE;
  const once = <T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> => withRetries(() => work().catch((error: unknown) => {
    throw asS3Error(error, url.origin);
  }), { pace, signal });
  const at = (key: string): { Bucket: string; Key: string } => ({ Bucket: bucket, Key: key });
  return {
    origin: url.origin, bucket, prefix: folders.length === 0 ? '' : `${folders.join('/')}/`,
    listKeys: async (prefix, signal) => {
      const keys: { key: string; sizeBytes: number; modifiedAt: string }[] = [];
      for (let token: string | undefined; ;) {
        const page = await once(() => client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ...(token === undefined ? {} : { ContinuationToken: token }) }), { abortSignal: signal }), signal);
        for (const { Key: key = '', Size: sizeBytes = 0, LastModified } of page.Contents ?? []) keys.push({ key, sizeBytes, modifiedAt: (LastModified ?? new Date(0)).toISOString() });
        token = page.NextContinuationToken;
        if (token === undefined) return keys;
      }
    },
    head: (key, signal) => once(async () => {
      try {
        const facts = await client.send(new HeadObjectCommand({ ...at(key), ChecksumMode: 'ENABLED' }), { abortSignal: signal });
        return { sizeBytes: facts.ContentLength ?? 0, sha256Base64: facts.ChecksumSHA256, modifiedAt: (facts.LastModified ?? new Date(0)).toISOString() };
      } catch (error) {
        if (isNotFound(error)) return undefined;
        throw error;
      }
    }, signal),
    get: (key, signal) => once(async () => {
      const { Body: body } = await client.send(new GetObjectCommand(at(key)), { abortSignal: signal });
      return body as Readable;
    }, signal),
    hash: (key, signal) => once(async () => {
      const { Body: body } = await client.send(new GetObjectCommand(at(key)), { abortSignal: signal });
      return hashStream(body as Readable, url.origin).catch((error: unknown) => {
        throw isAppError(error) ? new TryAgain(error) : error;
      });
    }, signal),
    put: (key, bytes, sha256Base64, signal) => once(async () => void (await client.send(new PutObjectCommand({ ...at(key), Body: bytes, ChecksumSHA256: sha256Base64 }), { abortSignal: signal })), signal),
    begin: (key, signal) => once(async () => (await client.send(new CreateMultipartUploadCommand({ ...at(key), ChecksumAlgorithm: 'SHA256' }), { abortSignal: signal })).UploadId ?? '', signal),
    parts: async (key, upload, signal) => {
      const parts = new Map<number, { sizeBytes: number; etag: string; sha256Base64: string | undefined }>();
      for (let marker: string | undefined; ;) {
        const page = await once(() => client.send(new ListPartsCommand({ ...at(key), UploadId: upload, ...(marker === undefined ? {} : { PartNumberMarker: marker }) }), { abortSignal: signal }), signal);
        for (const { PartNumber: number = 0, Size: sizeBytes = 0, ETag: etag = '', ChecksumSHA256 } of page.Parts ?? []) parts.set(number, { sizeBytes, etag, sha256Base64: ChecksumSHA256 });
        if (page.IsTruncated !== true || page.NextPartNumberMarker === undefined) return parts;
        marker = page.NextPartNumberMarker;
      }
    },
    putPart: ({ key, upload, number, bytes, sha256Base64 }, signal) =>
      once(async () => (await client.send(new UploadPartCommand({ ...at(key), UploadId: upload, PartNumber: number, Body: bytes, ChecksumSHA256: sha256Base64 }), { abortSignal: signal })).ETag ?? '', signal),
    complete: (key, upload, parts, signal) => once(async () => {
      const list = parts.map(({ number, etag, sha256Base64 }) => ({ PartNumber: number, ETag: etag, ChecksumSHA256: sha256Base64 }));
      try {
        await client.send(new CompleteMultipartUploadCommand({ ...at(key), UploadId: upload, MultipartUpload: { Parts: list } }), { abortSignal: signal });
      } catch (error) {
        // The answer to an earlier try was lost: it is complete.
        if (!(isNotFound(error) && (await client.send(new HeadObjectCommand(at(key)), { abortSignal: signal }).then(() => true, () => false)))) throw error;
      }
    }, signal),
    touch: (key, signal) => once(async () => {
      await client.send(new PutObjectCommand({ ...at(key), Body: Buffer.from('thử') }), { abortSignal: signal });
      await client.send(new DeleteObjectCommand(at(key)), { abortSignal: signal });
      return seen.date;
    }, signal),
    close: () => {
      line.close();
      client.destroy();
    },
  };
}
