// CommandIo over the streams of a process: progress as one redrawn line on a terminal, else as a plain
// line at most every five seconds, so that a log stays readable.
import type { CommandIo } from './command.ts';

/** What is asked of a process's stream. */
export type Sink = { write(text: string): unknown; readonly isTTY?: boolean };
export type TerminalOptions = { stdout: Sink; stderr: Sink; json: boolean; quiet: boolean; signal: AbortSignal; nowMs?: () => number };

const BAR_WIDTH = 24;
const PLAIN_INTERVAL_MS = 5000;
const TTY_INTERVAL_MS = 100;

function bar(done: number, total: number): string {
  const filled = total > 0 ? Math.min(BAR_WIDTH, Math.round((done / total) * BAR_WIDTH)) : 0;
  return `[${'█'.repeat(filled)}${'·'.repeat(BAR_WIDTH - filled)}]`;
}

export function createTerminalIo(options: TerminalOptions): CommandIo & { endProgress(): void } {
  const now = options.nowMs ?? Date.now;
  const isTty = options.stderr.isTTY === true;
  let lineOpen = false;
  let lastMs = Number.NEGATIVE_INFINITY;
  let lastText = '';

  const endProgress = (): void => {
    if (lineOpen) options.stderr.write('\n');
    lineOpen = false;
  };
  const progress = (done: number, total: number, note = ''): void => {
    if (options.quiet) return;
    const atEnd = total > 0 && done >= total;
    if (now() - lastMs < (isTty ? TTY_INTERVAL_MS : PLAIN_INTERVAL_MS) && !atEnd) return;
    const text = `${done}/${total}${note === '' ? '' : ` ${note}`}`;
    if (text === lastText) return;
    lastMs = now();
    lastText = text;
    if (isTty) {
      options.stderr.write(`\r\u001b[2K${bar(done, total)} ${text}`);
      lineOpen = true;
    } else options.stderr.write(`${text}\n`);
  };

  return {
    json: options.json,
    quiet: options.quiet,
    signal: options.signal,
    stdout: (text) => {
      endProgress();
      options.stdout.write(text);
    },
    stderr: (text) => {
      if (options.quiet) return;
      endProgress();
      options.stderr.write(text);
    },
    progress,
    endProgress,
    result: (document, text) => {
      endProgress();
      options.stdout.write(options.json ? `${JSON.stringify(document, null, 1)}\n` : `${text}\n`);
    },
  };
}
