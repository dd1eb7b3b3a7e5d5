import { RequestFailure } from '../../api/client.ts';

/** The door asks who it is: what was written waits until the same person has said so. */
const WAITS_AT_THE_DOOR: readonly string[] = ['not-signed-in', 'session-locked', 'password-change-needed', 'workspace-sealed'];

/** Trouble that goes by: no connection, a server that is unwell, a locked screen. */
export const isPassing = (error: unknown): boolean =>
  error instanceof RequestFailure && (error.problem.code === 'no-connection' || error.problem.status >= 500 || WAITS_AT_THE_DOOR.includes(error.problem.code));
export const isStale = (error: unknown): boolean => error instanceof RequestFailure && error.problem.code === 'stale-revision';
