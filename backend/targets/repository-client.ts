// The few JSON requests beside tus: plan, commit, what is held. Each is safe to repeat, so each is
// repeated when the line drops. What the server says is parsed, never trusted to be a path or a sentence.
import { z } from 'zod';
import { AppError, isAppError } from '../../shared/errors.ts';
import type { HttpLine, LineAnswer, LineRequest } from './http-line.ts';
import { answerText } from './http-line.ts';
import { reasonOf } from './reason-of.ts';
import type { RetryPace } from './retry.ts';
import { TryAgain, retryAfterMs, withRetries } from './retry.ts';
import { receiptSchema } from './upload-state.ts';
import type { HeldPackage, ListedPackage, Outgoing, OutgoingFile } from './upload-target.ts';

const hashSchema = z.string().regex(/^[0-9a-f]{64}$/);
const planSchema = z.object({ state: z.enum(['stored', 'wanted']), receipt: receiptSchema.nullable(), missing: z.array(hashSchema) });
const committedSchema = z.object({ receipt: receiptSchema, duplicate: z.boolean() });
const incompleteSchema = z.object({ missing: z.array(hashSchema).min(1) });
const refusedSchema = z.object({ code: z.string().max(60).optional(), findings: z.array(z.object({ code: z.string(), path: z.string().optional() })).optional() });
const listedSchema = z.object({ packages: z.array(z.object({ receipt: receiptSchema, name: z.string().max(500), bytes: z.number() })) });
const heldSchema = z.object({ receipt: receiptSchema, files: z.array(z.object({ path: z.string(), sha256: hashSchema, sizeBytes: z.number().int().nonnegative() })) });

export type Plan = z.infer<typeof planSchema>;
export type Committed = { readonly kind: 'accepted'; readonly receipt: z.infer<typeof receiptSchema> } | { readonly kind: 'missing' };

export type RepositoryClient = {
  plan(outgoing: Outgoing, signal: AbortSignal): Promise<Plan>;
  commit(outgoing: Outgoing, signal: AbortSignal): Promise<Committed>;
  held(sha256: string, signal: AbortSignal): Promise<HeldPackage | undefined>;
  list(signal: AbortSignal): Promise<readonly ListedPackage[]>;
};

/** A commit of a large package is checked byte by byte before it is answered. */
const ANSWER_MS = 30 * 60_000;

/** `base` ends in '/'. */
export function createRepositoryClient(base: string, line: HttpLine, pace: RetryPace): RepositoryClient {
  const ask = (path: string, signal: AbortSignal): Promise<LineAnswer> => withRetries(() => askOnce(line, 'GET', new URL(path, base), { signal }), { pace, signal });
  const askJson = (method: string, path: string, signal: AbortSignal, request: LineRequest = {}): Promise<JsonAnswer> =>
    withRetries(() => askJsonOnce(line, method, new URL(path, base), { ...request, signal }), { pace, signal });
  const post = (path: string, outgoing: Outgoing, extra: Readonly<Record<string, string>>, signal: AbortSignal): Promise<JsonAnswer> =>
    askJson('POST', path, signal, {
      body: Buffer.from(JSON.stringify({ sha256: outgoing.sha256, name: outgoing.name, files: outgoing.files })), headers: { 'Content-Type': 'application/json', ...extra }, silenceMs: ANSWER_MS,
    });
  return {
    plan: async (outgoing, signal) => parse(planSchema, accepted(await post('packages/plan', outgoing, {}, signal))),
    commit: async (outgoing, signal) => {
      // The key makes a repeated commit, whose first answer was lost, the same commit.
      const answer = await post('packages/commit', outgoing, { 'Idempotency-Key': outgoing.sha256 }, signal);
      if (answer.status === 409 && incompleteSchema.safeParse(answer.body).success) return { kind: 'missing' };
      return { kind: 'accepted', receipt: parse(committedSchema, accepted(answer)).receipt };
    },
    held: async (sha256, signal) => {
      const answer = await askJson('GET', `packages/${sha256}?fixity=1`, signal, { silenceMs: ANSWER_MS });
      if (answer.status === 404) return undefined;
      const { receipt, files } = parse(heldSchema, accepted(answer));
      return { receipt, files, open: (file) => openContent(file, (path) => ask(path, signal), sha256) };
    },
    list: async (signal) => {
      const { packages } = parse(listedSchema, accepted(await askJson('GET', 'packages', signal)));
      return packages.map(({ receipt, name, bytes }) => ({ sha256: receipt.sha256, identifier: receipt.identifier, at: receipt.at, name, bytes }));
    },
  };
}

async function openContent(file: OutgoingFile, ask: (path: string) => Promise<LineAnswer>, sha256: string): Promise<LineAnswer['body']> {
  const answer = await ask(`packages/${sha256}/contents/${file.sha256}`);
  if (answer.status === 200) return answer.body;
  answer.body.destroy();
  throw refusal(answer.status, { path: file.path });
}

/** One try; what may pass by itself is thrown as TryAgain. */
export async function askOnce(line: HttpLine, method: string, url: URL, request: LineRequest): Promise<LineAnswer> {
  const lastly = (cause?: unknown): AppError => new AppError('target-unreachable', { target: url.origin, reason: reasonOf(cause) }, 'again', { cause });
  const answer = await line.request(method, url, request).catch((error: unknown) => {
    throw isAppError(error) ? error : new TryAgain(lastly(error));
  });
  if (!isTransient(answer.status)) return answer;
  answer.body.resume();
  throw new TryAgain(lastly(`HTTP ${answer.status}`), retryAfterMs(answer.headers['retry-after'], Date.now()));
}

export const isTransient = (status: number): boolean => status === 408 || status === 423 || status === 425 || status === 429 || (status >= 500 && status !== 501 && status !== 505 && status !== 507);

/** What a status that will not change by itself means for a clerk. */
export function refusal(status: number, detail: Readonly<Record<string, string>> = {}): AppError {
  if (status === 507) return new AppError('target-refused', { status, reason: 'no-room', ...detail }, 'again');
  const reason = status === 401 || status === 403 ? 'not-allowed' : status === 413 ? 'too-large' : status >= 300 && status < 400 ? 'redirected' : 'refused';
  return new AppError('target-refused', { status, reason, ...detail }, 'none');
}

const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

export type JsonAnswer = { readonly status: number; /** undefined when it is no JSON. */ readonly body: unknown; readonly headers: LineAnswer['headers'] };

/** An answer that was cut in its middle counts as none: the request is repeated. */
export async function askJsonOnce(line: HttpLine, method: string, url: URL, request: LineRequest): Promise<JsonAnswer> {
  const answer = await askOnce(line, method, url, request);
  const text = await answerText(answer, MAX_ANSWER_BYTES).catch((error: unknown) => {
    throw new TryAgain(new AppError('target-unreachable', { target: url.origin, reason: reasonOf(error) }, 'again', { cause: error }));
  });
  return { status: answer.status, headers: answer.headers, body: jsonOf(text) };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function accepted({ status, body }: JsonAnswer): unknown {
  if (status >= 200 && status < 300) return body;
  const said = refusedSchema.safeParse(body);
  const findings = said.success ? (said.data.findings ?? []).map(({ code, path }) => `${code} ${path ?? ''}`.trim().slice(0, 200)).slice(0, 5) : [];
  if (status === 422) throw new AppError('target-refused', { status: 422, reason: 'package-damaged', findings }, 'none');
  if (status === 507 && said.success && said.data.code === 'quota-exceeded') throw new AppError('target-refused', { status, reason: 'quota' }, 'none');
  throw refusal(status);
}

function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new AppError('target-refused', { reason: 'not-a-repository' }, 'none');
  return parsed.data;
}
