// A tus 1.0 server that knows nothing of packages: tus+https://host/files. Every file goes as an upload of
// its own with its path as metadata; there is no receipt, so each is downloaded again and compared, and a
// server that gives nothing back leaves the package sent but not acknowledged. Such a server cannot know
// that two machines sent the same package.
import { AppError } from '../../shared/errors.ts';
import { hashStream } from './hash-stream.ts';
import type { HttpLine } from './http-line.ts';
import { createHttpLine } from './http-line.ts';
import { lineOptions } from './line-options.ts';
import { createPieceSize } from './piece-size.ts';
import { askOnce, refusal } from './repository-client.ts';
import { DEFAULT_PACE, TryAgain, withRetries } from './retry.ts';
import type { RetryPace } from './retry.ts';
import { sendContent } from './send-content.ts';
import { probeTus } from './probe-tus.ts';
import { createTransport } from './tus-transport.ts';
import { createUploadTracker } from './upload-tracker.ts';
import type { OutgoingFile, TargetOptions, UploadTarget } from './upload-target.ts';
import { stateFor, throwIfCancelled } from './upload-target.ts';

const SILENCE_MS = 60_000;

export function createPlainTusTarget(address: URL, options: TargetOptions): UploadTarget {
  const url = new URL(address.href.replace(/^tus\+/, ''));
  const pace = options.pace ?? DEFAULT_PACE;
  const settings = lineOptions(url, options, SILENCE_MS);
  return {
    send: async (outgoing, context) => {
      const tracker = createUploadTracker(await stateFor(outgoing, address.href, context.state), context.state, context.progress);
      const pieces = createPieceSize(outgoing.files.reduce((sum, file) => sum + file.sizeBytes, 0), options.rate);
      const [transport, line] = [createTransport(settings), createHttpLine(settings)];
      try {
        for (const file of outgoing.files) {
          throwIfCancelled(context.signal);
          const { done, url: there } = tracker.file(file.path);
          if (!done || there === null) await sendContent(file, outgoing.dir, { transport, tracker, pieces, pace, endpoint: url.href, signal: context.signal, metadata: { path: `${outgoing.sha256.slice(0, 12)}/${file.path}` } });
        }
        for (const file of outgoing.files) await compare(line, tracker.file(file.path).url, file, { pace, signal: context.signal });
        const receipt = { identifier: tracker.file('tagmanifest-sha256.txt').url ?? url.href, sha256: outgoing.sha256, at: new Date().toISOString() };
        tracker.finish(receipt);
        return receipt;
      } finally {
        await tracker.flush();
        transport.close();
        line.close();
      }
    },
    read: () => Promise.resolve(undefined),
    list: () => Promise.resolve(undefined),
    probe: async (signal) => {
      const line = createHttpLine(settings);
      try {
        return await probeTus(line, url, signal);
      } finally {
        line.close();
      }
    },
  };
}

async function compare(line: HttpLine, place: string | null, file: OutgoingFile, { pace, signal }: { pace: RetryPace; signal: AbortSignal }): Promise<void> {
  throwIfCancelled(signal);
  // A server of tus creates nothing for an empty file that could be asked for.
  if (place === null || file.sizeBytes === 0) return;
  const there = new URL(place);
  const held = await withRetries(async () => {
    const answer = await askOnce(line, 'GET', there, { signal, headers: { 'Tus-Resumable': '1.0.0' } });
    if (answer.status === 200) return hashStream(answer.body, there.origin).catch((error: unknown) => { throw error instanceof AppError ? new TryAgain(error) : error; });
    answer.body.resume();
    if (answer.status === 404 || answer.status === 405 || answer.status === 501) throw new AppError('target-refused', { status: answer.status, reason: 'gives-no-receipt', target: there.origin }, 'none');
    throw refusal(answer.status, { path: file.path });
  }, { pace, signal });
  if (held !== file.sha256) throw new AppError('target-damaged', { path: file.path, target: there.origin }, 'again');
}
