// The office server's door, in front of everything: a server on the loopback answers only to loopback names
// (DNS rebinding), and writes must come from our own pages (Origin), whatever cookie they carry. Who may do
// what once inside is the guard's business (routes/guard.ts). The interface itself is open: it shows the
// sign-in and holds no data.
import { AppError } from '../../shared/errors.ts';
import { problemOf } from '../problem.ts';

export type DoorFetch = (request: Request, place: { readonly from: string }) => Promise<Response>;
export type OfficeDoorOptions = { /** Bound to this machine only. */ readonly loopbackOnly: boolean; readonly fetch: DoorFetch };

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);
const LOOPBACK_NAMES = new Set(['127.0.0.1', 'localhost', '[::1]']);

const refuse = (reason: string, status: number): Response =>
  new Response(JSON.stringify({ ...problemOf(new AppError('not-allowed', { reason })), status }), { status, headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' } });

function isOwnOrigin(request: Request, url: URL): boolean {
  const origin = request.headers.get('origin');
  if (origin !== null) return origin === url.origin;
  // Browsers name the origin of every write; a client that does not is no browser page.
  const site = request.headers.get('sec-fetch-site');
  return site === null || site === 'same-origin' || site === 'none';
}

export function createOfficeDoor(options: OfficeDoorOptions): DoorFetch {
  return async (request, place) => {
    const url = new URL(request.url);
    if (options.loopbackOnly && !LOOPBACK_NAMES.has(url.hostname)) return refuse('host', 421);
    if (!SAFE_METHODS.has(request.method) && !isOwnOrigin(request, url)) return refuse('origin', 403);
    return options.fetch(request, place);
  };
}
