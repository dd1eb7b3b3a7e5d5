// Who may call what: one row a route, enforced before any handler runs (guard.ts). A route without a row is
// not there; an unknown address neither. tests/api/route-rights.test.ts holds this list against the routes
// and tries every other role on every row; docs/route-rights.md is made from it (npm run rights).
import type { Role } from '../../shared/domain/roles.ts';

/** 'anyone' needs no sign-in; else any one of these roles. */
export type Callers = 'anyone' | readonly Role[];
export type RouteRight = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly callers: Callers;
  /** What it answers to those who need no identifiers: masked in text (the default), hidden in the picture, or nothing to mask. */
  readonly masking: 'text' | 'picture' | 'none';
  /** Carries work out of the house or makes it final: only while the trail is sound. */
  readonly needsSoundTrail: boolean;
};

const EVERYONE: readonly Role[] = ['clerk', 'reviewer', 'admin', 'auditor'];
const WORKERS: readonly Role[] = ['clerk', 'reviewer', 'admin'];
const CLERKS: readonly Role[] = ['clerk', 'admin'];
const ADMINS: readonly Role[] = ['admin'];
const WATCHERS: readonly Role[] = ['admin', 'auditor'];

const FINAL: ReadonlySet<string> = new Set(['POST /api/batches/:id/packages', 'POST /api/packages/:id/uploads', 'POST /api/consents', 'POST /api/consents/:id/agree']);

type Row = readonly [RouteRight['method'], string, Callers, RouteRight['masking']?];

const ROWS: readonly Row[] = [
  ['GET', '/api/health', 'anyone', 'none'],
  ['GET', '/api/events', EVERYONE, 'none'],
  ['GET', '/api/search', EVERYONE],

  // sessions: the handlers ask the token themselves
  ['GET', '/api/session', 'anyone', 'none'],
  ['POST', '/api/session', 'anyone', 'none'],
  ['POST', '/api/session/first', 'anyone', 'none'],
  ['DELETE', '/api/session', 'anyone', 'none'],
  ['POST', '/api/session/everywhere', 'anyone', 'none'],
  ['POST', '/api/session/lock', 'anyone', 'none'],
  ['POST', '/api/session/unlock', 'anyone', 'none'],
  ['POST', '/api/session/password', 'anyone', 'none'],

  // the trail
  ['GET', '/api/trail', WATCHERS],
  ['GET', '/api/trail/kinds', WATCHERS, 'none'],
  ['POST', '/api/trail/verify', WATCHERS, 'none'],

  // people and consents
  ['GET', '/api/people', WATCHERS],
  ['GET', '/api/people/names', EVERYONE, 'none'],
  ['POST', '/api/people', ADMINS],
  ['PATCH', '/api/people/:id', ADMINS],
  ['POST', '/api/people/:id/password', ADMINS],
  ['GET', '/api/people/settings', EVERYONE, 'none'],
  ['PUT', '/api/people/settings', ADMINS],
  ['GET', '/api/consents', WATCHERS],
  ['POST', '/api/consents', ADMINS],
  ['POST', '/api/consents/:id/agree', ADMINS],
  ['POST', '/api/consents/:id/refuse', ADMINS],
  ['POST', '/api/consents/:id/withdraw', ADMINS],
  ['POST', '/api/consents/:id/secret', ADMINS],
  ['GET', '/api/consents/:id/file', ADMINS, 'none'],

  // how long things are held
  ['GET', '/api/retention', WATCHERS],
  ['PUT', '/api/retention', ADMINS],

  // batches
  ['GET', '/api/batches', EVERYONE],
  ['POST', '/api/batches', CLERKS],
  ['GET', '/api/batches/:id', EVERYONE],
  ['PATCH', '/api/batches/:id', CLERKS],
  ['DELETE', '/api/batches/:id', ADMINS],
  ['POST', '/api/batches/:id/files', CLERKS],
  ['POST', '/api/batches/:id/samples', CLERKS],
  ['POST', '/api/batches/:id/imports', CLERKS],
  ['POST', '/api/batches/:id/pause', CLERKS],
  ['POST', '/api/batches/:id/resume', CLERKS],
  ['POST', '/api/batches/:id/cancel', CLERKS],
  ['POST', '/api/batches/:id/retry-failed', CLERKS],
  ['GET', '/api/batches/:id/failures', EVERYONE],
  ['GET', '/api/batches/:id/pages', EVERYONE],
  ['GET', '/api/batches/:id/records', EVERYONE],
  ['GET', '/api/batches/:id/values', WORKERS],
  ['POST', '/api/batches/:id/actions', CLERKS],
  ['GET', '/api/batches/:id/actions', EVERYONE],
  ['POST', '/api/batches/:id/undo', CLERKS],
  ['POST', '/api/batches/:id/redo', CLERKS],
  ['GET', '/api/batches/:id/proposals', EVERYONE],
  ['DELETE', '/api/batches/:id/bin', ADMINS],
  ['POST', '/api/batches/:id/packages', CLERKS],
  ['GET', '/api/batches/:id/package-check', WORKERS],
  ['GET', '/api/batches/:id/package-settings', WORKERS],
  ['PUT', '/api/batches/:id/package-settings', ADMINS],

  // pages
  ['GET', '/api/pages/:id', EVERYONE],
  ['GET', '/api/pages/:id/image', EVERYONE, 'picture'],
  ['POST', '/api/pages/:id/reveal', WATCHERS, 'none'],
  ['POST', '/api/pages/:id/retry', CLERKS],
  ['PUT', '/api/pages/:id/transforms', CLERKS],
  ['POST', '/api/pages/:id/read-region', WORKERS],

  // records
  ['GET', '/api/records/:id', EVERYONE],
  ['PUT', '/api/records/:id/fields/:key', ['clerk', 'reviewer']],
  ['POST', '/api/records/:id/undo', ['clerk', 'reviewer']],
  ['POST', '/api/records/:id/redo', ['clerk', 'reviewer']],
  ['GET', '/api/records/:id/edits', EVERYONE],
  ['GET', '/api/records/:id/history', EVERYONE],

  // review
  ['GET', '/api/review/settings', EVERYONE, 'none'],
  ['POST', '/api/review/next', WORKERS],
  ['GET', '/api/batches/:id/review', EVERYONE],
  ['PUT', '/api/batches/:id/review/plan', ADMINS],
  ['GET', '/api/batches/:id/work', EVERYONE],
  ['POST', '/api/batches/:id/hand-out', ADMINS],
  ['POST', '/api/batches/:id/take-back', ADMINS],
  ['POST', '/api/batches/:id/lots', ['reviewer', 'admin']],
  ['POST', '/api/lots/:id/verdicts', ['reviewer', 'admin']],
  ['GET', '/api/records/:id/claim', WORKERS],
  ['PUT', '/api/records/:id/claim', WORKERS],
  ['DELETE', '/api/records/:id/claim', WORKERS],
  ['POST', '/api/records/:id/finish', ['clerk', 'reviewer']],
  ['GET', '/api/records/:id/review', EVERYONE],
  ['POST', '/api/records/:id/verdict', ['reviewer']],
  ['GET', '/api/records/:id/remarks', EVERYONE],
  ['GET', '/api/records/:id/steps', EVERYONE],
  ['GET', '/api/records/:id/second-keying', ['clerk', 'reviewer']],
  ['POST', '/api/records/:id/second-keying', ['clerk', 'reviewer']],
  ['GET', '/api/records/:id/arbitration', ['reviewer', 'admin']],
  ['POST', '/api/records/:id/arbitration', ['reviewer', 'admin']],

  // reports
  ['GET', '/api/batches/:id/book-report', EVERYONE],
  ['GET', '/api/batches/:id/book-report/file', WORKERS],
  ['GET', '/api/batches/:id/handovers', EVERYONE, 'none'],
  ['POST', '/api/batches/:id/handovers', WORKERS],
  ['GET', '/api/batches/:id/handovers/:handover/file', EVERYONE, 'none'],
  ['GET', '/api/batches/:id/target', EVERYONE, 'none'],
  ['PUT', '/api/batches/:id/target', ADMINS],
  ['GET', '/api/reports/quality', ['reviewer', 'admin', 'auditor'], 'none'],
  ['GET', '/api/reports/progress', EVERYONE, 'none'],
  ['GET', '/api/reports/people/:id', EVERYONE, 'none'],

  // jobs
  ['GET', '/api/jobs', EVERYONE],
  ['GET', '/api/jobs/:id', EVERYONE],
  ['DELETE', '/api/jobs/:id', CLERKS],
  ['POST', '/api/jobs/:id/retry', CLERKS],

  // packages and uploads
  ['GET', '/api/packages', EVERYONE],
  ['GET', '/api/packages/:id', EVERYONE],
  ['GET', '/api/packages/:id/findings', WORKERS],
  ['POST', '/api/packages/tokens', ADMINS, 'none'],
  ['POST', '/api/packages/:id/verify', EVERYONE],
  ['POST', '/api/packages/:id/uploads', CLERKS],
  ['GET', '/api/uploads', EVERYONE],
  ['GET', '/api/uploads/:id', EVERYONE],
  ['POST', '/api/uploads', CLERKS],
  ['PUT', '/api/uploads/queue', CLERKS, 'none'],
  ['GET', '/api/uploads/brought-back', EVERYONE],
  ['PATCH', '/api/uploads/:id', CLERKS],
  ['DELETE', '/api/uploads/:id', CLERKS],
  ['POST', '/api/uploads/:id/retry', CLERKS],
  ['GET', '/api/uploads/:id/receipt', EVERYONE],

  // where uploads go; a profile holds credentials, so only administrators make one
  ['GET', '/api/upload-profiles', EVERYONE, 'none'],
  ['POST', '/api/upload-profiles', ADMINS, 'none'],
  ['POST', '/api/upload-profiles/try', ADMINS, 'none'],
  ['PUT', '/api/upload-profiles/:id', ADMINS, 'none'],
  ['DELETE', '/api/upload-profiles/:id', ADMINS, 'none'],
  ['POST', '/api/upload-profiles/:id/try', CLERKS, 'none'],
  ['GET', '/api/upload-profiles/:id/reconciliation', EVERYONE, 'none'],
  ['POST', '/api/upload-profiles/:id/reconciliation', CLERKS, 'none'],
  ['POST', '/api/upload-profiles/:id/resend', CLERKS, 'none'],
  ['GET', '/api/upload-profiles/:id/packages', CLERKS],
  ['POST', '/api/upload-profiles/:id/bring-back', CLERKS],
];

export const ROUTE_RIGHTS: readonly RouteRight[] = ROWS.map(([method, path, callers, masking = 'text']) => ({ method, path, callers, masking, needsSoundTrail: FINAL.has(`${method} ${path}`) }));

const segmentsOf = (path: string): readonly string[] => path.split('/').filter((part) => part !== '');
const fits = (pattern: readonly string[], given: readonly string[]): boolean => pattern.length === given.length && pattern.every((part, at) => part.startsWith(':') || part === given[at]);
const PATTERNS = ROUTE_RIGHTS.map((right) => ({ right, pattern: segmentsOf(right.path), fixed: segmentsOf(right.path).filter((part) => !part.startsWith(':')).length }))
  .sort((a, b) => b.fixed - a.fixed);

/** The row for a request, the one with most words in common first; undefined: nobody may. */
export function rightOf(method: string, path: string): RouteRight | undefined {
  const given = segmentsOf(path);
  const asked = method === 'HEAD' ? 'GET' : method;
  return PATTERNS.find(({ right, pattern }) => right.method === asked && fits(pattern, given))?.right;
}
