// The one door to the back end. Every address is relative to the page, so that app://sohoa and
// http://host:port are the same to the rest of the renderer; every reply is parsed with the schema of
// shared/api, so that inside the renderer its type can be trusted. A refusal of the back end arrives as
// RequestFailure with the problem (code, facts, retry advice); the sentence a person reads is made in
// ui/problem-text.ts.
import type { z } from 'zod';
import { type Problem, problemSchema } from '../../shared/api/problem.ts';

export class RequestFailure extends Error {
  readonly problem: Problem;
  /** The whole reply: a 409 carries members beside the problem's own. */
  readonly body: unknown;

  constructor(problem: Problem, body: unknown) {
    super(problem.code);
    this.name = 'RequestFailure';
    this.problem = problem;
    this.body = body;
  }
}

export const apiUrl = (path: string): string => `./api/${path}`;

/** A problem of our own making, for when no reply came or it could not be understood. */
export const localProblem = (code: string, status = 0): Problem => ({ type: 'about:blank', title: code, status, code, detail: {}, retry: 'again' });

export function failureFrom(status: number, body: unknown): RequestFailure {
  const parsed = problemSchema.safeParse(body);
  return new RequestFailure(parsed.success ? parsed.data : localProblem('unexpected-reply', status), body);
}

const refusalListeners = new Set<(code: string) => void>();
/** Told the code of every refusal: the door listens for "who are you?" (session.ts). */
export const onRefusal = (listener: (code: string) => void): void => void refusalListeners.add(listener);

async function send(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<unknown> {
  const init: RequestInit = { method, credentials: 'same-origin' };
  if (signal) init.signal = signal;
  if (body !== undefined) {
    init.body = JSON.stringify(body);
    init.headers = { 'content-type': 'application/json' };
  }
  const response = await fetch(apiUrl(path), init).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw new RequestFailure(localProblem('no-connection'), null);
  });
  const reply: unknown = response.status === 204 ? null : await response.json().catch(() => null);
  if (!response.ok) {
    const failure = failureFrom(response.status, reply);
    for (const listener of refusalListeners) listener(failure.problem.code);
    throw failure;
  }
  return reply;
}

function parse<T>(schema: z.ZodType<T>, reply: unknown): T {
  const parsed = schema.safeParse(reply);
  if (parsed.success) return parsed.data;
  throw new RequestFailure(localProblem('unexpected-reply'), { reply, issues: parsed.error.issues });
}

/** GET `path` (no leading slash); throws RequestFailure. */
export const getJson = async <T>(schema: z.ZodType<T>, path: string, signal?: AbortSignal): Promise<T> => parse(schema, await send('GET', path, undefined, signal));

/** POST, PUT, PATCH or DELETE with a JSON body; throws RequestFailure. */
export const sendJson = async <T>(schema: z.ZodType<T>, method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown, signal?: AbortSignal): Promise<T> =>
  parse(schema, await send(method, path, body, signal));
