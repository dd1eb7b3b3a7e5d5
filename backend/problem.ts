// AppError ↔ problem+json (RFC 9457): at the HTTP border, in job rows, between worker and runner.
// Anything that is not an AppError becomes code 'internal', status 500, without its message: a message
// may hold names and paths; the log has it.
import type { Problem } from '../shared/api/problem.ts';
import { AppError, ERROR_CODES, isAppError, type ErrorCode } from '../shared/errors.ts';

const STATUS: Partial<Record<ErrorCode, number>> = {
  'bad-request': 400,
  'wrong-usage': 400,
  'not-allowed': 403,
  'not-signed-in': 401,
  'wrong-password': 401,
  'locked-out': 429,
  'session-locked': 423,
  'password-change-needed': 403,
  'set-up-needed': 401,
  'login-taken': 409,
  'consent-needed': 403,
  'no-second-admin': 409,
  'last-admin': 409,
  'own-request': 403,
  'trail-damaged': 409,
  'workspace-sealed': 423,
  'not-found': 404,
  'wrong-state': 409,
  'held-by-other': 409,
  'four-eyes': 403,
  'records-not-accepted': 409,
  'stale-revision': 409,
  'changed-since': 409,
  'package-exists': 409,
  'names-collide': 409,
  'payload-too-large': 413,
  'page-too-large': 413,
  cancelled: 409,
  'workspace-in-use': 423,
  'not-writable': 507,
  'disk-full': 507,
  'timestamp-failed': 502,
  'target-unreachable': 502,
  'target-refused': 502,
  'target-damaged': 502,
};

export function problemOf(error: unknown): Problem {
  if (!isAppError(error)) return { type: 'urn:sohoa:problem:internal', title: 'internal', status: 500, code: 'internal', detail: {}, retry: 'again' };
  return {
    type: `urn:sohoa:problem:${error.code}`,
    title: error.code,
    status: STATUS[error.code] ?? 422,
    code: error.code,
    detail: Object.fromEntries(Object.entries(error.detail)),
    retry: error.retry,
  };
}

const isErrorCode = (code: string): code is ErrorCode => (ERROR_CODES as readonly string[]).includes(code);

/** The way back, for a problem kept in a row or sent by a worker. An unknown code (a bug over there) becomes a plain Error. */
export function errorOfProblem(problem: Problem): Error {
  return isErrorCode(problem.code) ? new AppError(problem.code, problem.detail, problem.retry) : new Error(`problem ${problem.code}`);
}
