import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether the Authorization header carries the token, as Bearer or as the password of Basic (for a browser). In constant time. */
export function carriesToken(header: string | undefined, token: string): boolean {
  const [scheme = '', value = ''] = (header ?? '').split(' ', 2);
  const given = scheme.toLowerCase() === 'bearer' ? value : scheme.toLowerCase() === 'basic' ? passwordOf(value) : '';
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(token));
}

const passwordOf = (base64: string): string => Buffer.from(base64, 'base64').toString('utf8').replace(/^[^:]*:/, '');
