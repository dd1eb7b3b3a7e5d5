// app://sohoa → backend.fetch. The scheme is standard and secure, nothing more: no bypass of the content
// policy, no CORS. Long work is never cancelled through the request (its signal does not fire here) but by
// DELETE /api/jobs/:id.
import { protocol } from 'electron';
import type { Backend } from '../backend/backend.ts';
import { createWindowSession } from '../backend/door/window-session.ts';

const SCHEME = 'app';
export const ORIGIN = `${SCHEME}://sohoa`;

/** Only our own page may ask for anything. */
export const isOurs = (url: string | undefined): boolean => url?.startsWith(`${ORIGIN}/`) === true;

/** Must run before the app is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } }]);
}

export function serveScheme(backend: Pick<Backend, 'fetch'>): void {
  const fetch = createWindowSession(backend.fetch);
  protocol.handle(SCHEME, (request) => {
    const url = new URL(request.url);
    if (url.host !== 'sohoa') return new Response(null, { status: 404 });
    return fetch(request);
  });
}
