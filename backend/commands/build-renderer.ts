// The interface's files for browser mode: built once, with the Vite of the repository, when missing.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CommandIo } from './command.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const vite = path.join(root, 'node_modules', 'vite', 'bin', 'vite.js');

export const rendererIsBuilt = (): boolean => existsSync(path.join(root, 'dist', 'renderer', 'index.html'));

/** True when the interface is there afterwards. The server runs without it too: it then says what to do. */
export async function ensureRenderer(io: CommandIo): Promise<boolean> {
  if (rendererIsBuilt()) return true;
  if (!existsSync(vite)) return false;
  io.stderr('Dựng giao diện lần đầu… (building the interface)\n');
  const child = spawn(process.execPath, [vite, 'build', '--config', path.join(root, 'renderer', 'vite.config.ts'), '--logLevel', 'error'], { cwd: root, stdio: ['ignore', 'ignore', io.quiet ? 'ignore' : 'inherit'], signal: io.signal });
  await new Promise<void>((resolve) => {
    child.on('exit', () => resolve());
    child.on('error', () => resolve());
  });
  return rendererIsBuilt();
}
