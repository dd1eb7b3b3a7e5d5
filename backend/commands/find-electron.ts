// Whether this machine has an Electron binary: the package is there after npm ci, its binary comes only
// with a download that an office behind a proxy may not get.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const packageDir = fileURLToPath(new URL('../../node_modules/electron', import.meta.url));

/** Path of the executable, or undefined. Never downloads. */
export function findElectron(dir: string = packageDir): string | undefined {
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  try {
    const executable = readFileSync(path.join(dir, 'path.txt'), 'utf8').trim();
    const file = path.join(override ?? path.join(dir, 'dist'), executable);
    return existsSync(file) ? file : undefined;
  } catch {
    return undefined;
  }
}

/** Linux without a display server cannot show a window. */
export const hasDisplay = (env: Readonly<Record<string, string | undefined>> = process.env, platform: NodeJS.Platform = process.platform): boolean =>
  platform !== 'linux' || (env['DISPLAY'] ?? '') !== '' || (env['WAYLAND_DISPLAY'] ?? '') !== '';

/** Tries Electron's own download once; undefined when it does not come in time. */
export async function fetchElectron(timeoutMs: number, signal: AbortSignal, dir: string = packageDir): Promise<string | undefined> {
  const installer = path.join(dir, 'install.js');
  if (!existsSync(installer)) return undefined;
  const child = spawn(process.execPath, [installer], { stdio: 'ignore', signal, timeout: timeoutMs });
  await new Promise<void>((resolve) => {
    child.on('exit', () => resolve());
    child.on('error', () => resolve());
  });
  return findElectron(dir);
}
