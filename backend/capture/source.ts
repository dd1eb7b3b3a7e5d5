// What the import is fed with: local files that may hold pages, and the ones that cannot be had, each with its reason.
import type { ErrorCode, ErrorDetail, RetryAdvice } from '../../shared/errors.ts';

export type SourceFile = {
  readonly kind: 'file';
  /** Local, absolute. */
  readonly path: string;
  /** NFC, relative to the input root, '/' separators; a zip counts as a folder. */
  readonly displayName: string;
};

export type SourceFailure = {
  readonly kind: 'failure';
  readonly displayName: string;
  readonly code: ErrorCode;
  readonly detail: ErrorDetail;
  readonly retry: RetryAdvice;
};

export type Source = SourceFile | SourceFailure;

export function sourceFailure(displayName: string, code: ErrorCode, detail: ErrorDetail = {}, retry: RetryAdvice = 'other-file'): SourceFailure {
  return { kind: 'failure', displayName, code, detail: { name: displayName, ...detail }, retry };
}
