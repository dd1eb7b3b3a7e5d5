// A secret for a command: from the environment, so that scripts need no terminal, else typed without being shown.
// Never a word of the command line, which every user of the machine can read.
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { AppError } from '../../shared/errors.ts';

/** 'wrong-usage' where neither is there. */
export async function askSecret(question: string, variable: string, command: string): Promise<string> {
  const given = process.env[variable];
  if (given !== undefined && given !== '') return given;
  if (process.stdin.isTTY !== true) throw new AppError('wrong-usage', { command, reason: `${variable}: chưa đặt / is not set` });
  process.stderr.write(question);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true });
  try {
    return await new Promise<string>((resolve, reject) => {
      lines.once('line', resolve);
      lines.once('close', () => reject(new AppError('interrupted', {}, 'again')));
    });
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
}
