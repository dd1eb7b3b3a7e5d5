// What tus-js-client asks of its surroundings, done for long-lived programs: requests over a kept-alive
// agent that end when the line goes silent or is cut in the middle of an answer (its own transport waits
// for ever), no redirects, and a source that reads a package's file piece by piece.
import type { FileHandle } from 'node:fs/promises';
import { AppError } from '../../shared/errors.ts';
import type { HttpRequest, HttpResponse, HttpStack, UploadOptions } from 'tus-js-client';
import type { HttpLine, LineAnswer, LineBody, LineOptions } from './http-line.ts';
import { answerText, createHttpLine } from './http-line.ts';

export type Transport = HttpStack & { close(): void };

export function createTransport(options: LineOptions): Transport {
  const line = createHttpLine(options);
  return { getName: () => 'sohoa', createRequest: (method, url) => createRequest(method, url, options.headers, line), close: line.close };
}

function createRequest(method: string, url: string, standing: Readonly<Record<string, string>>, line: HttpLine): HttpRequest {
  const headers = new Map<string, string>(Object.entries(standing));
  const stop = new AbortController();
  return {
    getMethod: () => method,
    getURL: () => url,
    setHeader: (name, value) => void headers.set(name, value),
    getHeader: (name) => headers.get(name),
    setProgressHandler: () => undefined,
    getUnderlyingObject: () => undefined,
    abort: () => Promise.resolve(stop.abort()),
    send: async (body: unknown) =>
      collect(await line.request(method, new URL(url), { headers: Object.fromEntries(headers), signal: stop.signal, ...(isLineBody(body) ? { body } : {}) })),
  };
}

const MAX_ANSWER_BYTES = 64 * 1024;

async function collect(answer: LineAnswer): Promise<HttpResponse> {
  const body = await answerText(answer, MAX_ANSWER_BYTES);
  return {
    getStatus: () => answer.status,
    getHeader: (name) => {
      const value = answer.headers[name.toLowerCase()];
      return Array.isArray(value) ? value.join(', ') : value;
    },
    getBody: () => body,
    getUnderlyingObject: () => answer,
  };
}

const isLineBody = (body: unknown): body is LineBody => body instanceof Uint8Array || (typeof body === 'object' && body !== null && 'parts' in body && 'length' in body);

/** So much is read at once; the next part while the line carries this one. */
const PART_BYTES = 1024 * 1024;

type Piece = { readonly size: number; readonly length: number; parts(): AsyncIterable<Uint8Array> };

/** A file as tus-js-client's source: a piece is read while it is sent, however large it is. The caller closes the handle. */
export function pieceReader(file: FileHandle, sizeBytes: number): NonNullable<UploadOptions['fileReader']> {
  const slice = (start: number, end: number): Promise<{ value: Piece; done: boolean }> => {
    const length = Math.min(end, sizeBytes) - start;
    return Promise.resolve({ value: { size: length, length, parts: () => readParts(file, start, start + length) }, done: end >= sizeBytes });
  };
  return { openFile: () => Promise.resolve({ size: sizeBytes, slice, close: () => undefined }) };
}

/** One part ahead. Three parts' memory serves in turn, however long the piece: what is on its way, what comes next, what is being read. */
async function* readParts(file: FileHandle, start: number, end: number): AsyncGenerator<Uint8Array> {
  const memory = Array.from({ length: 3 }, () => Buffer.allocUnsafeSlow(Math.min(PART_BYTES, end - start)));
  const partAt = (from: number): Promise<Uint8Array | undefined> => {
    const place = memory[Math.floor((from - start) / PART_BYTES) % memory.length];
    const reading = from < end && place !== undefined ? readFully(file, from, place.subarray(0, end - from)) : Promise.resolve(undefined);
    // Its failure is told when its turn comes, or to nobody when the line went down before.
    reading.catch(() => undefined);
    return reading;
  };
  let from = start;
  let next = partAt(from);
  for (let part = await next; part !== undefined; part = await next) {
    from += part.length;
    next = partAt(from);
    yield part;
  }
}

async function readFully(file: FileHandle, from: number, part: Buffer): Promise<Uint8Array> {
  for (let filled = 0; filled < part.length; ) {
    const { bytesRead } = await file.read(part, filled, part.length - filled, from + filled);
    if (bytesRead === 0) throw new AppError('package-damaged', { reason: 'became-shorter' }, 'none');
    filled += bytesRead;
  }
  return part;
}
