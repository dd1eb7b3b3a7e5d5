// The session's token on the wire: an HttpOnly cookie that no other site can send and no script can read, or
// `Authorization: Bearer` for a script of the office. Ports of one host share cookies: each has its own name.
import type { Asking } from './session-service.ts';

export const cookieName = (url: URL): string => `sohoa_${url.port === '' ? '80' : url.port}`;

function cookieOf(request: Request, name: string): string | undefined {
  for (const part of (request.headers.get('cookie') ?? '').split(';')) {
    const [key, ...value] = part.trim().split('=');
    if (key === name) return value.join('=');
  }
  return undefined;
}

export function askingOf(request: Request, from: string): Asking {
  const bearer = /^Bearer ([\w-]{20,100})$/.exec(request.headers.get('authorization') ?? '')?.[1];
  return { token: bearer ?? cookieOf(request, cookieName(new URL(request.url))), from };
}

/** null takes the cookie away. */
export function setCookie(request: Request, token: string | null): string {
  const url = new URL(request.url);
  const secure = url.protocol === 'https:' ? '; Secure' : '';
  return `${cookieName(url)}=${token ?? ''}; HttpOnly; SameSite=Strict; Path=/${secure}${token === null ? '; Max-Age=0' : ''}`;
}
