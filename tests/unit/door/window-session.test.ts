import { describe, expect, it } from 'vitest';
import { createWindowSession } from '../../../backend/door/window-session.ts';

/** A back end that gives a cookie at /in, takes it away at /out, and says which it was sent. */
const backEnd = async (request: Request, place: { from: string }): Promise<Response> => {
  const { pathname } = new URL(request.url);
  const headers: Record<string, string> = pathname === '/in' ? { 'set-cookie': 'sohoa_80=abc; HttpOnly; SameSite=Strict; Path=/' } : pathname === '/out' ? { 'set-cookie': 'sohoa_80=; Max-Age=0' } : {};
  return new Response(JSON.stringify({ cookie: request.headers.get('cookie'), from: place.from, body: await request.text() }), { headers });
};
const ask = async (fetch: (request: Request) => Promise<Response>, path: string, init: RequestInit = {}) => {
  const reply = await fetch(new Request(`app://sohoa${path}`, init));
  return { setCookie: reply.headers.get('set-cookie'), ...((await reply.json()) as { cookie: string | null; from: string; body: string }) };
};

describe('the desktop window\'s session', () => {
  it('is held in the process and never shown to the page', async () => {
    const fetch = createWindowSession(backEnd);
    expect(await ask(fetch, '/')).toMatchObject({ cookie: null, from: 'desktop' });
    expect(await ask(fetch, '/in', { method: 'POST', body: 'x' })).toMatchObject({ setCookie: null, body: 'x' });
    expect(await ask(fetch, '/')).toMatchObject({ cookie: 'sohoa_80=abc' });
    expect(await ask(fetch, '/out', { method: 'POST' })).toMatchObject({ setCookie: null });
    expect(await ask(fetch, '/')).toMatchObject({ cookie: null });
  });

  it('takes no cookie from the page, and two windows share none', async () => {
    const one = createWindowSession(backEnd);
    const two = createWindowSession(backEnd);
    await ask(one, '/in');
    expect(await ask(one, '/', { headers: { cookie: 'sohoa_80=forged' } })).toMatchObject({ cookie: 'sohoa_80=abc' });
    expect(await ask(two, '/')).toMatchObject({ cookie: null });
  });
});
