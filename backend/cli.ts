// The `sohoa` command. Finds the command, parses its words, runs it, prints what it throws, exits.
// Commands are loaded only when asked for: `sohoa --help` must not wait for the OCR engine.
// Ctrl-C aborts the command's signal once; a second Ctrl-C ends the process at once. Exit codes: command.ts.
import { parseArgs } from 'node:util';
import { AppError, isAppError } from '../shared/errors.ts';
import { EXIT, exitCodeOf, type Command, type ExitCode } from './commands/command.ts';
import { errorText } from './commands/error-text.ts';
import { createTerminalIo, type Sink } from './commands/terminal-io.ts';
import { describeBug } from './privacy/describe-bug.ts';
import { problemOf } from './problem.ts';
import { VERSION } from './version.ts';

type Loader = () => Promise<Command>;

const COMMANDS: Readonly<Record<string, Loader>> = {
  digitize: async () => (await import('./commands/digitize.ts')).digitizeCommand,
  start: async () => (await import('./commands/start.ts')).startCommand,
  serve: async () => (await import('./commands/serve.ts')).serveCommand,
  batch: async () => (await import('./commands/batch.ts')).batchCommand,
  package: async () => (await import('./commands/package.ts')).packageCommand,
  upload: async () => (await import('./commands/upload.ts')).uploadCommand,
  verify: async () => (await import('./commands/verify.ts')).verifyCommand,
  repository: async () => (await import('./commands/repository.ts')).repositoryCommand,
  people: async () => (await import('./commands/people.ts')).peopleCommand,
  encrypt: async () => (await import('./commands/encrypt.ts')).encryptCommand,
  doctor: async () => (await import('./commands/doctor.ts')).doctorCommand,
  demo: async () => (await import('./commands/demo.ts')).demoCommand,
};

const COMMON_OPTIONS = { help: { type: 'boolean', short: 'h' }, json: { type: 'boolean' }, quiet: { type: 'boolean', short: 'q' } } as const;
const COMMON_HELP = `
  --json     một tài liệu JSON trên stdout, không gì khác / one JSON document on stdout, nothing else
  --quiet    không báo tiến độ / no progress
  --help     bản hướng dẫn này / this help`;

type Streams = { stdout: Sink; stderr: Sink };

async function listCommands(): Promise<{ name: string; summary: string }[]> {
  const list = [];
  for (const [name, load] of Object.entries(COMMANDS)) {
    const command = await load().catch(() => undefined);
    if (command !== undefined) list.push({ name, summary: command.summary });
  }
  return list;
}

async function printOverview(streams: Streams, json: boolean): Promise<ExitCode> {
  const commands = await listCommands();
  if (json) streams.stdout.write(`${JSON.stringify({ version: VERSION, commands }, null, 1)}\n`);
  else {
    const lines = commands.map((command) => `  ${command.name.padEnd(11)} ${command.summary}`);
    streams.stdout.write(`sohoa ${VERSION}\n\nsohoa <lệnh / command> [--help] [--json] [--quiet]\n\n${lines.join('\n')}\n`);
  }
  return EXIT.done;
}

/** Prints an error as a person needs it and returns the exit code it stands for. */
function printError(error: unknown, streams: Streams, json: boolean): ExitCode {
  if (json) streams.stdout.write(`${JSON.stringify({ error: problemOf(error) }, null, 1)}\n`);
  if (isAppError(error)) {
    const text = errorText(error.code, error.detail);
    streams.stderr.write(`${text.vi}\n${text.en}\n`);
  } else {
    streams.stderr.write(`Lỗi của chương trình, không phải của bạn. Bản gốc vẫn được giữ. Xin gửi đoạn dưới đây cho nhóm phát triển.\nA bug in the program, not your fault. Originals are kept. Please report the lines below.\n${describeBug(error)}\n`);
  }
  return exitCodeOf(error);
}

const tooMuch = 'thừa / too many words';
/** Options that every command has may also stand before its name. */
const LEADING: readonly string[] = ['--json', '--quiet', '-q'];

/** Node says it in English and at length; the option's name is what matters. */
function parseReason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const option = /'([^']+)'/.exec(message)?.[1] ?? '';
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return `không có / there is no ${option}`;
  if (code !== 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') return message;
  return /does not take/.test(message) ? `${option} không nhận giá trị / takes no value` : `${option}: thiếu giá trị / value missing`;
}

function parseWords(command: Command, words: readonly string[]): { values: Record<string, unknown>; positionals: string[] } {
  try {
    return parseArgs({ args: [...words], options: { ...command.options, ...COMMON_OPTIONS }, allowPositionals: true, strict: true });
  } catch (error) {
    throw new AppError('wrong-usage', { command: command.name, reason: parseReason(error) }, 'none', { cause: error });
  }
}

async function findCommand(name: string): Promise<Command> {
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (load === undefined) throw new AppError('wrong-usage', { reason: `không có lệnh / unknown command: ${name}` });
  return load();
}

/** Runs one command line (without `node` and the script). Never throws, never exits the process. */
export async function runCli(words: readonly string[], streams: Streams, signal: AbortSignal): Promise<ExitCode> {
  const json = words.includes('--json');
  const name = words.find((word) => !LEADING.includes(word));
  const leading = words.slice(0, name === undefined ? words.length : words.indexOf(name));
  try {
    if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
      const code = await printOverview(streams, json);
      return words.length === 0 || (name === undefined && !json) ? EXIT.wrongUsage : code;
    }
    if (name === '--version' || name === '-v') {
      streams.stdout.write(`${VERSION}\n`);
      return EXIT.done;
    }
    const command = await findCommand(name);
    const { values, positionals } = parseWords(command, [...leading, ...words.slice(leading.length + 1)]);
    if (values['help'] !== true && positionals.length > (command.mostWords ?? Number.POSITIVE_INFINITY)) throw new AppError('wrong-usage', { command: command.name, reason: `${tooMuch}: ${positionals[command.mostWords ?? 0] ?? ''}` });
    if (values['help'] === true) {
      const help = { name: command.name, summary: command.summary, usage: command.usage };
      streams.stdout.write(json ? `${JSON.stringify(help, null, 1)}\n` : `${command.summary}\n\n${command.usage.trimEnd()}\n${COMMON_HELP}\n`);
      return EXIT.done;
    }
    const io = createTerminalIo({ ...streams, json, quiet: values['quiet'] === true, signal });
    try {
      return await command.run({ values, positionals, io });
    } finally {
      io.endProgress();
    }
  } catch (error) {
    return printError(signal.aborted && !isAppError(error) ? new AppError('interrupted', {}, 'again', { cause: error }) : error, streams, json);
  }
}

/** The process entry, called by scripts/sohoa.mjs. */
export async function main(words: readonly string[]): Promise<void> {
  const controller = new AbortController();
  const onSignal = (): void => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted);
    controller.abort(new AppError('interrupted', {}, 'again'));
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  // A closed pipe (`sohoa … | head`) is not a bug.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  const code = await runCli(words, process, controller.signal);
  process.exitCode = code;
  // Handles that a library leaves open must not keep the command alive; output is flushed first.
  await new Promise<void>((resolve) => process.stdout.write('', () => resolve()));
  process.exit(code);
}
