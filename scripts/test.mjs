// npm test: types, lint and structure; then every test, the browser stories included. Ends with a line
// "N passed, N failed". Options are passed on to the runner (npm test -- tests/unit/ocr).
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { findBrowser } from './find-browser.mjs';

const root = path.dirname(import.meta.dirname);
const require = createRequire(import.meta.url);
const filters = process.argv.slice(2);

const node = (args, env = {}) => spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } }).status ?? 1;

/** Each check counts as one test: a red one must show in the last line too. */
function runChecks() {
  const checks = {
    types: ['scripts/types.mjs'],
    lint: [path.join(path.dirname(require.resolve('eslint/package.json')), 'bin/eslint.js'), '.', '--max-warnings', '0'],
    structure: ['scripts/check-structure.mjs'],
  };
  return Object.entries(checks).map(([name, args]) => {
    const ok = node(args) === 0;
    console.log(`${name}: ${ok ? 'ok' : 'FAILED'}`);
    return ok;
  });
}

function buildRenderer() {
  const vite = path.join(path.dirname(require.resolve('vite/package.json')), 'bin/vite.js');
  return node([vite, 'build', '--config', 'renderer/vite.config.ts', '--logLevel', 'warn']) === 0;
}

/** One run of the runner over some projects: its output as it comes, or (`quietly`) in one piece at its end. */
async function runVitest(projects, browserPath, { quietly = false } = {}) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'sohoa-test-'));
  const report = path.join(folder, 'report.json');
  const vitest = path.join(path.dirname(require.resolve('vitest/package.json')), 'vitest.mjs');
  const args = [vitest, 'run', '--passWithNoTests', ...projects.flatMap((name) => ['--project', name]), '--reporter', 'default', '--reporter', 'json', `--outputFile.json=${report}`, ...filters];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', quietly ? 'pipe' : 'inherit', quietly ? 'pipe' : 'inherit'], env: { ...process.env, ...(browserPath ? { SOHOA_BROWSER: browserPath } : {}) } });
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => said.push(chunk));
  const status = await new Promise((resolve) => child.on('close', (code) => resolve(code ?? 1)));
  if (quietly) process.stdout.write(Buffer.concat(said));
  try {
    return { status, ...JSON.parse(readFileSync(report, 'utf8')) };
  } catch {
    return { status: status || 1, numPassedTests: 0, numFailedTests: 1, numPendingTests: 0 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The quick tests first; then browser stories beside faults and judges, which mostly wait for others. */
async function runAll(browserPath) {
  const quick = await runVitest(['unit', 'api'], browserPath);
  const slow = await Promise.all([...(browserPath ? [runVitest(['e2e'], browserPath)] : []), runVitest(['faults'], browserPath, { quietly: true })]);
  const runs = [quick, ...slow];
  const sum = (key) => runs.reduce((total, run) => total + (run[key] ?? 0), 0);
  const broken = runs.filter((run) => run.status !== 0 && run.numFailedTests === 0).length;
  return { passed: sum('numPassedTests'), failed: sum('numFailedTests') + broken, skipped: sum('numPendingTests') };
}

async function main() {
  const checks = filters.length > 0 ? [] : [...runChecks(), buildRenderer()];
  const browser = await findBrowser();
  const inCi = process.env.CI === 'true';
  if (browser) console.log(`browser stories: with ${browser.path} (${browser.how})`);
  else console.log(`browser stories: LEFT OUT — no browser found. Install one (Debian: apt install chromium) or set SOHOA_BROWSER.${inCi ? ' In CI this is a failure.' : ''}`);

  const result = await runAll(browser?.path);
  const failed = result.failed + checks.filter((ok) => !ok).length + (!browser && inCi ? 1 : 0);
  const passed = result.passed + checks.filter(Boolean).length;
  const { skipped } = result;
  console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  process.exitCode = failed > 0 ? 1 : 0;
}

await main();
