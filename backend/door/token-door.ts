// The lock on the office server's door. Each start has its own secret: the address that is printed carries
// it once, the browser then holds it as an HttpOnly, SameSite=Strict cookie. So another program's page in
// the same browser, or another user of the same machine, cannot drive the server. Writes must come from
// our own pages (Origin), and a server on the loopback answers only to loopback names (DNS rebinding).
// Scripts may send `Authorization: Bearer <token>` instead.
import { createHash, timingSafeEqual } from 'node:crypto';
import { AppError } from '../../shared/errors.ts';
import { problemOf } from '../problem.ts';

export type TokenDoor = (request: Request) => Promise<Response>;
export type TokenDoorOptions = { readonly token: string; /** Bound to this machine only. */ readonly loopbackOnly: boolean; fetch(request: Request): Promise<Response> };

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);
const LOOPBACK_NAMES = new Set(['127.0.0.1', 'localhost', '[::1]']);
const PAGE_HEADERS = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'" } as const;

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
const sameSecret = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));

// Cookies are shared between ports of one host: two servers must not log each other out.
const cookieName = (url: URL): string => `sohoa_${url.port === '' ? '80' : url.port}`;

function cookieOf(request: Request, name: string): string {
  for (const part of (request.headers.get('cookie') ?? '').split(';')) {
    const [key, ...value] = part.trim().split('=');
    if (key === name) return value.join('=');
  }
  return '';
}

const refuse = (reason: string, status: number): Response =>
  new Response(JSON.stringify({ ...problemOf(new AppError('not-allowed', { reason })), status }), { status, headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' } });

const page = (status: number, body: string, headers: Record<string, string> = {}): Response =>
  new Response(`<!doctype html><html lang="vi"><meta charset="utf-8"><title>Sổ Hoá</title><body style="font:16px system-ui;margin:3rem">${body}`, { status, headers: { ...PAGE_HEADERS, ...headers } });

/** A page and not a redirect: after a redirect from another site the Strict cookie would not be sent. */
function letIn(url: URL, token: string): Response {
  return page(200, '<p>Đang mở Sổ Hoá… / Opening…<meta http-equiv="refresh" content="0;url=/">', {
    'set-cookie': `${cookieName(url)}=${token}; HttpOnly; SameSite=Strict; Path=/`,
  });
}

function isOwnOrigin(request: Request, url: URL): boolean {
  const origin = request.headers.get('origin');
  if (origin !== null) return origin === url.origin;
  // Browsers name the origin of every write; a client that does not is no browser page.
  const site = request.headers.get('sec-fetch-site');
  return site === null || site === 'same-origin' || site === 'none';
}

export function createTokenDoor(options: TokenDoorOptions): TokenDoor {
  return async (request) => {
    const url = new URL(request.url);
    if (options.loopbackOnly && !LOOPBACK_NAMES.has(url.hostname)) return refuse('host', 421);
    const given = url.searchParams.get('token');
    if (given !== null && request.method === 'GET' && url.pathname === '/') return sameSecret(given, options.token) ? letIn(url, options.token) : page(401, notIn);
    const bearer = /^Bearer (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1];
    const isKnown = bearer === undefined ? sameSecret(cookieOf(request, cookieName(url)), options.token) : sameSecret(bearer, options.token);
    if (!isKnown) return url.pathname.startsWith('/api/') ? refuse('sign-in', 401) : page(401, notIn);
    if (!SAFE_METHODS.has(request.method) && bearer === undefined && !isOwnOrigin(request, url)) return refuse('origin', 403);
    return options.fetch(request);
  };
}

const notIn = '<h1>Chưa đăng nhập</h1><p>Mở lại bằng đường dẫn mà chương trình đã in ra khi khởi động.<p>Not signed in. Open the address that the program printed when it started.';
