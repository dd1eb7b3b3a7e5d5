// The one way that targets speak HTTP: kept-alive connections, certificates always verified (against the
// system's list, or only a private authority, or one pinned certificate), an optional proxy, a speed
// limit, no redirects, no other host than the one of the profile, and an end when the line goes silent.
import * as http from 'node:http';
import * as https from 'node:https';
import { checkServerIdentity } from 'node:tls';
import { AppError } from '../../shared/errors.ts';
import type { RateLimit } from './rate-limit.ts';

/** What makes a server believable beyond the system's own list. Both only ever narrow. */
export type Trust = {
  /** PEM: the only authorities believed; a self-signed certificate is its own. */
  readonly ca?: string;
  /** SHA-256 of the server's certificate, hex, colons allowed. */
  readonly pinSha256?: string;
};

export type LineOptions = {
  /** Nothing goes anywhere else, whatever address a server gives. */
  readonly origin: string;
  /** Go with every request. */
  readonly headers: Readonly<Record<string, string>>;
  readonly silenceMs: number;
  readonly trust?: Trust;
  /** http://host:port, credentials included where it wants them. */
  readonly proxy?: string;
  readonly rate?: RateLimit;
};

/** Bytes, or parts read while the line carries those before; what fails in reading ends the request with that error. A part is used no more once the second one after it is asked for. */
export type LineBody = Uint8Array | { readonly length: number; parts(): AsyncIterable<Uint8Array> };
export type LineRequest = { readonly headers?: Readonly<Record<string, string>>; readonly body?: LineBody; readonly signal?: AbortSignal; readonly silenceMs?: number };
export type LineAnswer = { readonly status: number; readonly headers: http.IncomingHttpHeaders; readonly body: http.IncomingMessage };

export type HttpLine = {
  /** Errors are those of the socket (ECONNREFUSED, CERT_HAS_EXPIRED …), 'target-refused' (other-host), or the signal's. */
  request(method: string, url: URL, request?: LineRequest): Promise<LineAnswer>;
  close(): void;
};

export const plainPin = (pin: string): string => pin.replace(/[:\s]/g, '').toLowerCase();

/** Thrown by the handshake when the certificate is sound but not the pinned one. */
export const PIN_DIFFERS = 'PINNED_CERTIFICATE_DIFFERS';

function tlsOptions({ ca, pinSha256 }: Trust): https.AgentOptions {
  return {
    minVersion: 'TLSv1.2',
    ...(ca === undefined ? {} : { ca }),
    ...(pinSha256 === undefined ? {} : {
      checkServerIdentity: (host, certificate) => {
        const wrong = checkServerIdentity(host, certificate);
        if (wrong !== undefined) return wrong;
        if (plainPin(certificate.fingerprint256) === plainPin(pinSha256)) return undefined;
        return Object.assign(new Error('the certificate is not the pinned one'), { code: PIN_DIFFERS });
      },
    }),
  };
}

function openAgents({ trust = {}, proxy }: LineOptions): { 'http:': http.Agent; 'https:': https.Agent } {
  const common = { keepAlive: true, maxSockets: 8, ...(proxy === undefined ? {} : { proxyEnv: { HTTP_PROXY: proxy, HTTPS_PROXY: proxy } }) };
  return { 'http:': new http.Agent(common), 'https:': new https.Agent({ ...common, ...tlsOptions(trust) }) };
}

const THINNEST_BYTES_PER_MS = 4;
const LONGEST_DRAIN_MS = 180_000;

/** What the system has taken and a thin line still carries is not silence: at 32 kbit/s a piece may be long on its way. */
const drainMs = (bytes: number): number => Math.min(LONGEST_DRAIN_MS, bytes / THINNEST_BYTES_PER_MS);

export function createHttpLine(options: LineOptions): HttpLine {
  const agents = openAgents(options);
  return {
    request: async (method, url, { headers = {}, body, signal, silenceMs = options.silenceMs } = {}) => {
      if (url.origin !== options.origin) throw new AppError('target-refused', { reason: 'other-host', target: url.origin }, 'none');
      signal?.throwIfAborted();
      const isSecure = url.protocol === 'https:';
      const withLength = body !== undefined || method === 'POST' || method === 'PUT' || method === 'PATCH';
      const request = (isSecure ? https : http).request(url, {
        method, agent: isSecure ? agents['https:'] : agents['http:'], ...(signal === undefined ? {} : { signal }),
        headers: { ...options.headers, ...headers, ...(withLength ? { 'Content-Length': String(body?.length ?? 0) } : {}) },
      });
      request.setTimeout(silenceMs + drainMs(body?.length ?? 0), () => request.destroy(Object.assign(new Error('the line went silent'), { code: 'SILENT' })));
      const answered = new Promise<LineAnswer>((resolve, reject) => {
        request.on('error', reject);
        request.on('response', (response) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: response }));
      });
      void write(request, body, options.rate, signal).catch((error: unknown) => request.destroy(error instanceof Error ? error : new Error('not written')));
      return answered;
    },
    close: () => Object.values(agents).forEach((agent) => agent.destroy()),
  };
}

/** At the pace of the profile and of the socket; a server that has answered already needs no more. */
async function write(request: http.ClientRequest, body: LineBody | undefined, rate: RateLimit | undefined, signal: AbortSignal | undefined): Promise<void> {
  if (body === undefined || (rate === undefined && body instanceof Uint8Array)) return void request.end(body);
  const closed = new Promise<void>((resolve) => request.once('close', resolve));
  let gone = Promise.resolve();
  for await (const part of body instanceof Uint8Array ? [body] : body.parts()) {
    const sliceBytes = rate?.sliceBytes ?? part.length;
    for (let at = 0; at < part.length; at += sliceBytes) {
      const slice = part.subarray(at, at + sliceBytes);
      await rate?.take(slice.length, signal);
      // One slice is on its way from this process, no more: its memory is then free for another.
      await gone;
      if (request.destroyed) return;
      gone = Promise.race([closed, new Promise<void>((resolve) => void request.write(slice, () => resolve()))]);
    }
  }
  await gone;
  request.end();
}

/** A small answer as text; what is longer than `mostBytes` is cut off unread. */
export async function answerText(answer: LineAnswer, mostBytes: number): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of answer.body) {
    const piece = part as Buffer;
    if (bytes < mostBytes) parts.push(piece);
    bytes += piece.length;
    if (bytes > mostBytes) answer.body.destroy();
    if (bytes > mostBytes) break;
  }
  return Buffer.concat(parts).toString('utf8');
}
