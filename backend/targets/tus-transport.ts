// What tus-js-client asks of its surroundings, done for long-lived programs: requests over a kept-alive
// agent that end when the line goes silent or is cut in the middle of an answer (its own transport waits
// for ever), no redirects, and a source that reads a package's file piece by piece.
import type { FileHandle } from 'node:fs/promises';
import { AppError } from '../../shared/errors.ts';
import type { HttpRequest, HttpResponse, HttpStack, UploadOptions } from 'tus-js-client';
import type { HttpLine, LineAnswer, LineOptions } from './http-line.ts';
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
      collect(await line.request(method, new URL(url), { headers: Object.fromEntries(headers), signal: stop.signal, ...(body instanceof Uint8Array ? { body } : {}) })),
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

/** A file as tus-js-client's source; the caller closes the handle. */
export function pieceReader(file: FileHandle, sizeBytes: number): NonNullable<UploadOptions['fileReader']> {
  const slice = async (start: number, end: number): Promise<{ value: Buffer & { size: number }; done: boolean }> => {
    const piece = Buffer.alloc(Math.min(end, sizeBytes) - start);
    let filled = 0;
    while (filled < piece.length) {
      const { bytesRead } = await file.read(piece, filled, piece.length - filled, start + filled);
      if (bytesRead === 0) throw new AppError('package-damaged', { reason: 'became-shorter' }, 'none');
      filled += bytesRead;
    }
    return { value: Object.assign(piece, { size: piece.length }), done: end >= sizeBytes };
  };
  return { openFile: () => Promise.resolve({ size: sizeBytes, slice, close: () => undefined }) };
}
