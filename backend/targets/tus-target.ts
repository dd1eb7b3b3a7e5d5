// A repository over HTTP(S): plan (which contents does it lack?), each missing content by tus 1.0 in
// pieces, commit, receipt. Upload addresses and offsets are kept in the caller's state, so a killed
// process goes on at the byte the server acknowledged. Certificates, proxy and redirects: http-line.ts.
import { AppError } from '../../shared/errors.ts';
import { createHttpLine } from './http-line.ts';
import { lineOptions } from './line-options.ts';
import { probeTus } from './probe-tus.ts';
import { createRepositoryClient } from './repository-client.ts';
import type { RepositoryClient } from './repository-client.ts';
import { createPieceSize } from './piece-size.ts';
import type { PieceSize } from './piece-size.ts';
import type { RetryPace } from './retry.ts';
import { DEFAULT_PACE } from './retry.ts';
import { sendContent } from './send-content.ts';
import { createTransport } from './tus-transport.ts';
import type { Transport } from './tus-transport.ts';
import type { Receipt } from './upload-state.ts';
import { createUploadTracker } from './upload-tracker.ts';
import type { UploadTracker } from './upload-tracker.ts';
import type { Outgoing, OutgoingFile, SendContext, TargetOptions, UploadTarget } from './upload-target.ts';
import { stateFor, throwIfCancelled } from './upload-target.ts';

/** Small files go side by side, for each costs several turns there and back; of the large ones one at a time fills the line. */
const SMALL_AT_ONCE = 3;
const SMALL_BYTES = 512 * 1024;
/** A server may lose a content between plan and commit; one that keeps losing them is broken. */
const ROUNDS = 3;
const SILENCE_MS = 60_000;

export function createTusTarget(url: URL, options: TargetOptions): UploadTarget {
  const base = url.href.endsWith('/') ? url.href : `${url.href}/`;
  const pace = options.pace ?? DEFAULT_PACE;
  const settings = lineOptions(url, options, SILENCE_MS);
  const withClient = async <T>(work: (client: RepositoryClient) => Promise<T>): Promise<T> => {
    const line = createHttpLine(settings);
    try {
      return await work(createRepositoryClient(base, line, pace));
    } finally {
      line.close();
    }
  };
  // What is read back is read by streams that outlive the call; its line closes by its own silence.
  const reader = (): RepositoryClient => createRepositoryClient(base, createHttpLine(settings), pace);
  return {
    send: (outgoing, context) => withClient(async (client) => {
      const tracker = createUploadTracker(await stateFor(outgoing, url.href, context.state), context.state, context.progress);
      const pieces = createPieceSize(outgoing.files.reduce((sum, file) => sum + file.sizeBytes, 0), options.rate);
      const transport = createTransport(settings);
      try {
        const receipt = await sendPackage(outgoing, { client, transport, tracker, pieces, pace, base, signal: context.signal });
        tracker.finish(receipt);
        return receipt;
      } finally {
        await tracker.flush();
        transport.close();
      }
    }),
    read: (sha256, signal) => reader().held(sha256, signal),
    list: (signal) => withClient((client) => client.list(signal)),
    probe: async (signal) => {
      const line = createHttpLine(settings);
      try {
        return await probeTus(line, new URL('files', base), signal);
      } finally {
        line.close();
      }
    },
  };
}

type Sending = { readonly client: RepositoryClient; readonly transport: Transport; readonly tracker: UploadTracker; readonly pieces: PieceSize; readonly pace: RetryPace; readonly base: string; readonly signal: SendContext['signal'] };

async function sendPackage(outgoing: Outgoing, sending: Sending): Promise<Receipt> {
  for (let round = 0; round < ROUNDS; round += 1) {
    throwIfCancelled(sending.signal);
    const plan = await sending.client.plan(outgoing, sending.signal);
    if (plan.state === 'stored' && plan.receipt !== null) return plan.receipt;
    const missing = new Set(plan.missing);
    markHeld(outgoing, missing, sending.tracker);
    await sendAll(outgoing, missing, sending);
    const committed = await sending.client.commit(outgoing, sending.signal);
    if (committed.kind === 'accepted') return committed.receipt;
  }
  throw new AppError('target-damaged', { target: sending.base, reason: 'forgets-what-it-received' }, 'again');
}

/** What the server has needs no sending; what we thought it had and it lacks starts anew. */
function markHeld(outgoing: Outgoing, missing: ReadonlySet<string>, tracker: UploadTracker): void {
  for (const { path, sha256 } of outgoing.files) {
    const { done } = tracker.file(path);
    if (!missing.has(sha256) && !done) tracker.update(path, { done: true });
    if (missing.has(sha256) && done) tracker.update(path, { done: false, url: null, offset: 0 });
  }
}

/** One file for each content, the large ones first, so that the end is not one long wait. */
function contentsOf(outgoing: Outgoing, missing: ReadonlySet<string>): OutgoingFile[] {
  const byHash = new Map(outgoing.files.filter(({ sha256 }) => missing.has(sha256)).map((file) => [file.sha256, file]));
  return [...byHash.values()].sort((a, b) => b.sizeBytes - a.sizeBytes);
}

async function sendAll(outgoing: Outgoing, missing: ReadonlySet<string>, sending: Sending): Promise<void> {
  const contents = contentsOf(outgoing, missing);
  const large = contents.filter(({ sizeBytes }) => sizeBytes > SMALL_BYTES).values();
  const small = contents.filter(({ sizeBytes }) => sizeBytes <= SMALL_BYTES).values();
  const sharing = Map.groupBy(outgoing.files, ({ sha256 }) => sha256);
  const failed = new AbortController();
  const signal = AbortSignal.any([sending.signal, failed.signal]);
  const lane = async (waiting: Iterable<OutgoingFile>): Promise<void> => {
    for (const file of waiting) {
      if (signal.aborted) return;
      await sendContent(file, outgoing.dir, { ...sending, endpoint: new URL('files', sending.base).href, signal });
      for (const { path } of sharing.get(file.sha256) ?? []) sending.tracker.update(path, { done: true });
    }
  };
  const lanes = [large, ...Array.from({ length: SMALL_AT_ONCE }, () => small)].map((waiting) =>
    lane(waiting).catch((error: unknown) => {
      failed.abort();
      throw error;
    }),
  );
  const results = await Promise.allSettled(lanes);
  const reasons: unknown[] = results.flatMap((result): unknown[] => (result.status === 'rejected' ? [result.reason] : []));
  throwIfCancelled(sending.signal);
  // The lanes that only stopped because another failed say 'cancelled'; the cause is the other one.
  const cause = reasons.find((reason) => !(reason instanceof AppError && reason.code === 'cancelled')) ?? reasons[0];
  if (cause !== undefined) throw cause;
}
