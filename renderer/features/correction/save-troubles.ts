import { RequestFailure } from '../../api/client.ts';

/** Trouble that goes by: no connection, a server that is unwell, a screen that locked before the value was through. */
export const isPassing = (error: unknown): boolean => error instanceof RequestFailure && (['no-connection', 'session-locked', 'not-signed-in'].includes(error.problem.code) || error.problem.status >= 500);
export const isStale = (error: unknown): boolean => error instanceof RequestFailure && error.problem.code === 'stale-revision';
