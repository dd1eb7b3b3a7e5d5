import { RequestFailure } from '../../api/client.ts';

/** Trouble that goes by: no connection, or a server that is unwell. */
export const isPassing = (error: unknown): boolean => error instanceof RequestFailure && (error.problem.code === 'no-connection' || error.problem.status >= 500);
export const isStale = (error: unknown): boolean => error instanceof RequestFailure && error.problem.code === 'stale-revision';
