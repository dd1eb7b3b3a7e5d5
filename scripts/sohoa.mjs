#!/usr/bin/env node
// Starts the sohoa command on a Node that can run it. The sources are TypeScript that Node >= 22.18 runs
// as they are; on an older Node (20 is what Debian and many offices have) the pinned Node 24 of
// node_modules/node takes over. Plain JavaScript that Node 12 can still parse: it must be able to complain.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import module from 'node:module';
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const [major, minor] = process.versions.node.split('.').map(Number);
const canRun = major > 22 || (major === 22 && minor >= 18);

// Each system's place for what can be made again; the user's own, for what lies there is run.
function cacheDir() {
  const { env, platform } = process;
  if (platform === 'win32') return path.join(env.LOCALAPPDATA || path.join(homedir(), 'AppData', 'Local'), 'SoHoa', 'Cache');
  if (platform === 'darwin') return path.join(homedir(), 'Library', 'Caches', 'SoHoa');
  return path.join(env.XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'sohoa');
}

// Half of a start is compiling: what was compiled once is kept. Where it cannot be, it is compiled again.
function keepCompiledCode() {
  if (!module.enableCompileCache || process.env.NODE_COMPILE_CACHE) return;
  const cache = cacheDir();
  const dir = path.join(cache, 'code');
  // One level after the other: asked for all at once, Node tries for ever where a folder can never be made.
  for (const level of [path.dirname(cache), cache, dir]) {
    try {
      mkdirSync(level, { mode: 0o700 });
    } catch (error) {
      if (error.code !== 'EEXIST') return;
    }
  }
  module.enableCompileCache(dir);
}

function runHere() {
  keepCompiledCode();
  // Quiet about TypeScript being run directly: a clerk can do nothing with that warning.
  const emit = process.emitWarning;
  process.emitWarning = (warning, ...rest) => {
    const type = typeof rest[0] === 'string' ? rest[0] : rest[0] && rest[0].type;
    if (type !== 'ExperimentalWarning') emit.call(process, warning, ...rest);
  };
  // Ctrl-C while the program is still loading: nothing is begun, and the exit code says what it always says.
  const stop = () => process.exit(5);
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return import('../backend/cli.ts').then((cli) => {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
    return cli.main(process.argv.slice(2));
  });
}

function runOnPinnedNode(node) {
  const child = spawn(node, process.argv.slice(1), { stdio: 'inherit' });
  // The terminal sends Ctrl-C to both; the child decides when it has kept its work.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('error', complain);
  child.on('exit', (code, signal) => process.exit(signal === null ? code : 70));
}

function complain() {
  process.stderr.write(
    `Sổ Hoá cần Node 22.18 trở lên, máy này có ${process.versions.node}: hãy chạy "npm ci" trong thư mục chương trình (lệnh này mang theo Node 24), rồi thử lại.\n` +
      `Sổ Hoá needs Node 22.18 or later, this is ${process.versions.node}: run "npm ci" in the program's folder (it brings Node 24 along), then try again.\n`,
  );
  process.exit(2);
}

const pinned = `${root}node_modules/node/bin/node${process.platform === 'win32' ? '.exe' : ''}`;
if (canRun) await runHere();
else if (existsSync(pinned) && process.env.SOHOA_NODE_TRIED !== '1') {
  process.env.SOHOA_NODE_TRIED = '1';
  runOnPinnedNode(pinned);
} else complain();
