// The desktop window's door: cookies do not work on its scheme, so the session's cookie is held here, in the
// process, for the one window, and never reaches the page.
import type { DoorFetch } from './office-door.ts';

const pairOf = (setCookie: string): { name: string; value: string } => {
  const [pair = ''] = setCookie.split(';');
  const at = pair.indexOf('=');
  return { name: pair.slice(0, at).trim(), value: pair.slice(at + 1).trim() };
};

export function createWindowSession(fetch: DoorFetch): (request: Request) => Promise<Response> {
  let cookie = '';
  return async (request) => {
    const headers = new Headers(request.headers);
    headers.delete('cookie');
    if (cookie !== '') headers.set('cookie', cookie);
    const reply = await fetch(new Request(request, { headers }), { from: 'desktop' });
    const given = reply.headers.get('set-cookie');
    if (given === null) return reply;
    const { name, value } = pairOf(given);
    cookie = value === '' ? '' : `${name}=${value}`;
    const kept = new Headers(reply.headers);
    kept.delete('set-cookie');
    return new Response(reply.body, { status: reply.status, headers: kept });
  };
}
