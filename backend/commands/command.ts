// What a command of the command line is. A command parses nothing and exits nothing: cli.ts parses the
// words, gives it a CommandIo, prints what it throws and turns its result into the exit code. So a test
// can run a command in its own process and read what it wrote.
import type { ParseArgsConfig } from 'node:util';
import { isAppError, type ErrorCode } from '../../shared/errors.ts';

export const EXIT = { done: 0, somePagesFailed: 1, wrongUsage: 2, inputUnreadable: 3, notVerified: 4, interrupted: 5, bug: 70 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export type CommandIo = {
  /** Raw text, no line end added. With --json a command writes nothing here but its one document: use `result`. */
  stdout(text: string): void;
  /** Raw text, no line end added. Silent with --quiet, except for errors, which cli.ts prints. */
  stderr(text: string): void;
  readonly json: boolean;
  readonly quiet: boolean;
  /** A bar on a terminal, plain lines otherwise; nothing with --quiet. */
  progress(done: number, total: number, note?: string): void;
  /** The command's outcome: the document with --json, else the text (a line end is added). Once per run. */
  result(document: unknown, text: string): void;
  /** Fires on Ctrl-C and SIGTERM; the command then keeps its work and throws AppError('interrupted') or returns 5. */
  readonly signal: AbortSignal;
};

export type CommandCall = { values: Record<string, unknown>; positionals: readonly string[]; io: CommandIo };

export type Command = {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** The whole help text below the summary: words, options, examples. */
  readonly usage: string;
  /** Options beside --help, --json and --quiet, which every command has. */
  readonly options: ParseArgsConfig['options'];
  /** More words than these are a mistake; absent: no limit. */
  readonly mostWords?: number;
  run(call: CommandCall): Promise<ExitCode>;
};

const EXIT_OF_CODE: Partial<Record<ErrorCode, ExitCode>> = {
  'wrong-usage': EXIT.wrongUsage,
  'node-too-old': EXIT.wrongUsage,
  'bad-request': EXIT.wrongUsage,
  'package-incomplete': EXIT.notVerified,
  'package-damaged': EXIT.notVerified,
  'target-unreachable': EXIT.notVerified,
  'target-refused': EXIT.notVerified,
  'target-damaged': EXIT.notVerified,
  cancelled: EXIT.interrupted,
  interrupted: EXIT.interrupted,
};

/** Every AppError that is not listed is about something that could not be read or written: 3. Anything else is a bug: 70. */
export function exitCodeOf(error: unknown): ExitCode {
  if (!isAppError(error)) return EXIT.bug;
  return EXIT_OF_CODE[error.code] ?? EXIT.inputUnreadable;
}
