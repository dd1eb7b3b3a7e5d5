// The few JSON requests beside tus: plan, commit, what is held. Each is safe to repeat, so each is
// repeated when the line drops. What the server says is parsed, never trusted to be a path or a sentence.
import { Readable } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { z } from 'zod';
import { AppError } from '../../shared/errors.ts';
import type { RetryPace } from './retry.ts';
import { TryAgain, retryAfterMs, withRetries } from './retry.ts';
import { receiptSchema } from './upload-state.ts';
import type { HeldPackage, Outgoing, OutgoingFile } from './upload-target.ts';

const hashSchema = z.string().regex(/^[0-9a-f]{64}$/);
const planSchema = z.object({ state: z.enum(['stored', 'wanted']), receipt: receiptSchema.nullable(), missing: z.array(hashSchema) });
const committedSchema = z.object({ receipt: receiptSchema, duplicate: z.boolean() });
const incompleteSchema = z.object({ missing: z.array(hashSchema).min(1) });
const refusedSchema = z.object({ code: z.string().max(60).optional(), findings: z.array(z.object({ code: z.string(), path: z.string().optional() })).optional() });
const heldSchema = z.object({ receipt: receiptSchema, files: z.array(z.object({ path: z.string(), sha256: hashSchema, sizeBytes: z.number().int().nonnegative() })) });

export type Plan = z.infer<typeof planSchema>;
export type Committed = { readonly kind: 'accepted'; readonly receipt: z.infer<typeof receiptSchema> } | { readonly kind: 'missing' };

export type RepositoryClient = {
  plan(outgoing: Outgoing, signal: AbortSignal): Promise<Plan>;
  commit(outgoing: Outgoing, signal: AbortSignal): Promise<Committed>;
  held(sha256: string, signal: AbortSignal): Promise<HeldPackage | undefined>;
};

/** A commit of a large package is checked byte by byte before it is answered. */
const ANSWER_MS = 30 * 60_000;

/** `base` ends in '/'. */
export function createRepositoryClient(base: string, headers: Readonly<Record<string, string>>, pace: RetryPace): RepositoryClient {
  const ask = (path: string, init: RequestInit, signal: AbortSignal): Promise<Response> =>
    withRetries(() => request(new URL(path, base), { ...init, headers: { ...headers, ...init.headers } }, signal), { pace, signal });
  const post = (path: string, outgoing: Outgoing, extra: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Response> =>
    ask(path, { method: 'POST', body: JSON.stringify({ sha256: outgoing.sha256, name: outgoing.name, files: outgoing.files }), headers: { 'Content-Type': 'application/json', ...extra } }, signal);
  return {
    plan: async (outgoing, signal) => {
      const response = await post('packages/plan', outgoing, {}, signal);
      return parse(planSchema, await accepted(response));
    },
    commit: async (outgoing, signal) => {
      // The key makes a repeated commit, whose first answer was lost, the same commit.
      const response = await post('packages/commit', outgoing, { 'Idempotency-Key': outgoing.sha256 }, signal);
      if (response.status === 409 && incompleteSchema.safeParse(await response.clone().json().catch(() => undefined)).success) return { kind: 'missing' };
      return { kind: 'accepted', receipt: parse(committedSchema, await accepted(response)).receipt };
    },
    held: async (sha256, signal) => {
      const response = await ask(`packages/${sha256}`, {}, signal);
      if (response.status === 404) return undefined;
      const { receipt, files } = parse(heldSchema, await accepted(response));
      return { receipt, files, open: (file) => openContent(file, sha256, (path) => ask(path, {}, signal)) };
    },
  };
}

async function openContent(file: OutgoingFile, sha256: string, ask: (path: string) => Promise<Response>): Promise<Readable> {
  const response = await ask(`packages/${sha256}/contents/${file.sha256}`);
  if (!response.ok || response.body === null) throw refusal(response.status, { path: file.path });
  return Readable.fromWeb(response.body as NodeReadableStream<Uint8Array>);
}

async function request(url: URL, init: RequestInit, signal: AbortSignal): Promise<Response> {
  const lastly = (cause?: unknown): AppError => new AppError('target-unreachable', { target: url.origin, reason: reasonOf(cause) }, 'again', { cause });
  const response = await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]) }).catch((error: unknown) => {
    throw new TryAgain(lastly(error));
  });
  if (isTransient(response.status)) {
    await response.body?.cancel();
    throw new TryAgain(lastly(`HTTP ${response.status}`), retryAfterMs(response.headers.get('retry-after'), Date.now()));
  }
  return response;
}

export const isTransient = (status: number): boolean => status === 408 || status === 423 || status === 425 || status === 429 || (status >= 500 && status !== 501 && status !== 505 && status !== 507);

/** What a status that will not change by itself means for a clerk. */
export function refusal(status: number, detail: Readonly<Record<string, string>> = {}): AppError {
  if (status === 507) return new AppError('target-refused', { status, reason: 'no-room', ...detail }, 'again');
  const reason = status === 401 || status === 403 ? 'not-allowed' : status === 413 ? 'too-large' : status >= 300 && status < 400 ? 'redirected' : 'refused';
  return new AppError('target-refused', { status, reason, ...detail }, 'none');
}

async function accepted(response: Response): Promise<unknown> {
  const body: unknown = await response.json().catch(() => undefined);
  if (response.ok) return body;
  const said = refusedSchema.safeParse(body);
  const findings = said.success ? (said.data.findings ?? []).map(({ code, path }) => `${code} ${path ?? ''}`.trim().slice(0, 200)).slice(0, 5) : [];
  if (response.status === 422) throw new AppError('target-refused', { status: 422, reason: 'package-damaged', findings }, 'none');
  throw refusal(response.status);
}

function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new AppError('target-refused', { reason: 'not-a-repository' }, 'none');
  return parsed.data;
}

/** ECONNREFUSED, CERT_HAS_EXPIRED … where the system names it. */
export function reasonOf(error: unknown): string {
  if (typeof error === 'string') return error;
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (cause instanceof Error && 'code' in cause) return String(cause.code);
  return cause instanceof Error ? cause.name : 'unknown';
}
