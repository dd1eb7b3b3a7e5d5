// What tus-js-client asks of its surroundings, done for long-lived programs: requests over a kept-alive
// agent that end when the line goes silent or is cut in the middle of an answer (its own transport waits
// for ever), no redirects, and a source that reads a package's file piece by piece.
import * as http from 'node:http';
import * as https from 'node:https';
import type { FileHandle } from 'node:fs/promises';
import { AppError } from '../../shared/errors.ts';
import type { HttpRequest, HttpResponse, HttpStack, UploadOptions } from 'tus-js-client';

export type Transport = HttpStack & { close(): void };

/** `headers` go with every request, and no request goes anywhere but to `origin`, whatever address the server gave. */
export function createTransport(options: { headers: Readonly<Record<string, string>>; silenceMs: number; origin: string }): Transport {
  const agents = { 'http:': new http.Agent({ keepAlive: true, maxSockets: 8 }), 'https:': new https.Agent({ keepAlive: true, maxSockets: 8 }) };
  return {
    getName: () => 'sohoa',
    createRequest: (method, url) => createRequest(method, url, { ...options, agents }),
    close: () => Object.values(agents).forEach((agent) => agent.destroy()),
  };
}

type RequestOptions = { headers: Readonly<Record<string, string>>; silenceMs: number; origin: string; agents: { 'http:': http.Agent; 'https:': https.Agent } };

function createRequest(method: string, url: string, options: RequestOptions): HttpRequest {
  const headers = new Map<string, string>(Object.entries(options.headers));
  let request: http.ClientRequest | undefined;
  return {
    getMethod: () => method,
    getURL: () => url,
    setHeader: (name, value) => void headers.set(name, value),
    getHeader: (name) => headers.get(name),
    setProgressHandler: () => undefined,
    getUnderlyingObject: () => request,
    abort: () => Promise.resolve(void request?.destroy()),
    send: (body: unknown) =>
      new Promise<HttpResponse>((resolve, reject) => {
        const target = new URL(url);
        if (target.origin !== options.origin) throw new AppError('target-refused', { reason: 'other-host', target: target.origin }, 'none');
        const bytes = body instanceof Uint8Array ? body : undefined;
        const secure = target.protocol === 'https:';
        if (bytes !== undefined || method === 'POST' || method === 'PATCH') headers.set('Content-Length', String(bytes?.length ?? 0));
        request = (secure ? https : http).request(target, { method, headers: Object.fromEntries(headers), agent: secure ? options.agents['https:'] : options.agents['http:'] });
        request.setTimeout(options.silenceMs, () => request?.destroy(new Error('the line went silent')));
        request.on('error', reject);
        request.on('response', (response) => collect(response).then(resolve, reject));
        request.end(bytes);
      }),
  };
}

const MAX_ANSWER_BYTES = 64 * 1024;

async function collect(response: http.IncomingMessage): Promise<HttpResponse> {
  let body = '';
  for await (const part of response) if (body.length < MAX_ANSWER_BYTES) body += String(part);
  return {
    getStatus: () => response.statusCode ?? 0,
    getHeader: (name) => {
      const value = response.headers[name.toLowerCase()];
      return Array.isArray(value) ? value.join(', ') : value;
    },
    getBody: () => body,
    getUnderlyingObject: () => response,
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
