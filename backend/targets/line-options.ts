import { AppError } from '../../shared/errors.ts';
import type { LineOptions } from './http-line.ts';
import type { TargetOptions } from './upload-target.ts';

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** AppError wrong-usage 'secret-without-tls': a secret never crosses a network in the clear. */
export function refuseSecretInTheClear(url: URL, hasSecret: boolean): void {
  if (hasSecret && url.protocol === 'http:' && !LOOPBACK.test(url.hostname)) throw new AppError('wrong-usage', { target: url.origin, reason: 'secret-without-tls' });
}

export function lineOptions(url: URL, options: TargetOptions, silenceMs: number): LineOptions {
  refuseSecretInTheClear(url, options.token !== undefined);
  return {
    origin: url.origin, silenceMs, headers: options.token === undefined ? {} : { Authorization: `Bearer ${options.token}` },
    ...(options.trust === undefined ? {} : { trust: options.trust }), ...(options.proxy === undefined ? {} : { proxy: options.proxy }), ...(options.rate === undefined ? {} : { rate: options.rate }),
  };
}
