import { AppError } from '../../shared/errors.ts';
import { createDocumentsTarget } from './documents-target.ts';
import { createFolderTarget } from './folder-target.ts';
import { createPlainTusTarget } from './plain-tus-target.ts';
import { createS3Target } from './s3-target.ts';
import { createSftpTarget } from './sftp-target.ts';
import { createTusTarget } from './tus-target.ts';
import { isSendableToken } from './token.ts';
import type { TargetOptions, UploadTarget } from './upload-target.ts';

type Factory = (url: URL, options: TargetOptions) => UploadTarget;

/** By the scheme of the address; a further kind of target is one more line. */
const FACTORIES: Readonly<Record<string, Factory>> = {
  'file:': createFolderTarget, 'http:': createTusTarget, 'https:': createTusTarget, 'documents+http:': createDocumentsTarget, 'documents+https:': createDocumentsTarget, 's3+http:': createS3Target,
  's3+https:': createS3Target, 'tus+http:': createPlainTusTarget, 'tus+https:': createPlainTusTarget, 'sftp:': createSftpTarget,
};

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
