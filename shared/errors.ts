// Every failure that a clerk can meet has one code here. The text a person reads is made from the
// code at the edge (renderer/i18n, the command line's messages); `detail` carries the facts that
// the text needs (file name, page, sizes), never a sentence. Anything that is not an AppError is a bug.

export const ERROR_CODES = [
  // import
  'empty-file',
  'file-truncated',
  'file-corrupt',
  'not-an-image',
  'format-not-supported',
  'heic-not-supported',
  'pdf-password',
  'pdf-no-pages',
  'page-too-large',
  'zip-bomb',
  'zip-unsafe-name',
  'zip-password',
  'source-missing',
  'source-unreadable',
  'nothing-to-import',
  // reading
  'page-unreadable',
  'page-timeout',
  'ocr-failed',
  'worker-crashed',
  'out-of-memory',
  // storage
  'disk-full',
  'not-writable',
  'original-damaged',
  'workspace-in-use',
  'workspace-too-new',
  // requests
  'bad-request',
  'not-found',
  'not-allowed',
  // people
  'not-signed-in',
  'wrong-password',
  'locked-out',
  'session-locked',
  'password-change-needed',
  'password-too-weak',
  'set-up-needed',
  'login-taken',
  'consent-needed',
  'no-second-admin',
  'last-admin',
  'own-request',
  'trail-damaged',
  'workspace-sealed',
  'stale-revision',
  'changed-since',
  'wrong-state',
  'held-by-other',
  'four-eyes',
  'records-not-accepted',
  'payload-too-large',
  'cancelled',
  'interrupted',
  'wrong-usage',
  // packages and uploads
  'package-incomplete',
  'package-damaged',
  'package-exists',
  'record-not-packable',
  'names-collide',
  // signing
  'certificate-unreadable',
  'certificate-secret-wrong',
  'certificate-expired',
  'certificate-not-usable',
  'token-missing',
  'token-locked',
  'signing-secret-needed',
  'timestamp-failed',
  'target-unreachable',
  'target-refused',
  'target-damaged',
  'node-too-old',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

export type ErrorDetail = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** What may help: the same again, a new scan of the page, another file, or nothing the program can do. */
export type RetryAdvice = 'again' | 'rescan' | 'other-file' | 'none';

export class AppError extends Error {
  readonly code: ErrorCode;
  readonly detail: ErrorDetail;
  readonly retry: RetryAdvice;

  constructor(code: ErrorCode, detail: ErrorDetail = {}, retry: RetryAdvice = 'none', options?: ErrorOptions) {
    super(`${code} ${JSON.stringify(detail)}`, options);
    this.name = 'AppError';
    this.code = code;
    this.detail = detail;
    this.retry = retry;
  }
}

export const isAppError = (error: unknown): error is AppError => error instanceof AppError;

/** Makes a forgotten case of a discriminated union a type error. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value ${JSON.stringify(value)}`);
}
