import { AppError } from '../../shared/errors.ts';
import { createFolderTarget } from './folder-target.ts';
import type { RetryPace } from './retry.ts';
import { createTusTarget } from './tus-target.ts';
import { isSendableToken } from './token.ts';
import type { UploadTarget } from './upload-target.ts';

export type TargetOptions = { readonly token?: string; readonly pace?: RetryPace };

type Factory = (url: URL, options: TargetOptions) => UploadTarget;

/** By the scheme of the address; a further kind of target is one more line. */
const FACTORIES: Readonly<Record<string, Factory>> = { 'file:': createFolderTarget, 'http:': createTusTarget, 'https:': createTusTarget };

/** AppError wrong-usage for an address that no target understands. */
export function targetFor(address: string, options: TargetOptions = {}): UploadTarget {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const create = url === undefined ? undefined : FACTORIES[url.protocol];
  if (url === undefined || create === undefined) throw new AppError('wrong-usage', { target: address.slice(0, 200), understood: Object.keys(FACTORIES) });
  // Credentials in an address would end up in logs and lists.
  if (url.username !== '' || url.password !== '') throw new AppError('wrong-usage', { target: `${url.protocol}//${url.host}`, reason: 'credentials-in-address' });
  // A header cannot carry anything else; said here rather than after ten tries.
  if (options.token !== undefined && !isSendableToken(options.token)) throw new AppError('wrong-usage', { target: address.slice(0, 200), reason: 'token-not-ascii' });
  return create(url, options);
}
