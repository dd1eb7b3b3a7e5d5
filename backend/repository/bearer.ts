import { createHash, timingSafeEqual } from 'node:crypto';

/** The token of an Authorization header: Bearer, or the password of Basic (for a browser); '' when there is none. */
export function tokenOf(header: string | undefined): string {
  const [scheme = '', value = ''] = (header ?? '').split(' ', 2);
  return scheme.toLowerCase() === 'bearer' ? value : scheme.toLowerCase() === 'basic' ? passwordOf(value) : '';
}

/** Whether the Authorization header carries the token. In constant time. */
export function carriesToken(header: string | undefined, token: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(tokenOf(header)), digest(token));
}

const passwordOf = (base64: string): string => Buffer.from(base64, 'base64').toString('utf8').replace(/^[^:]*:/, '');
