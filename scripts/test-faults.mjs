// npm run test:faults: the whole fault table of uploads, which prints its counts. CI runs its short form
// with all other tests.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);
const vitest = path.join(path.dirname(require.resolve('vitest/package.json')), 'vitest.mjs');
const args = [vitest, 'run', '--project', 'faults', 'tests/faults/upload-faults.test.ts', ...process.argv.slice(2)];
const { status } = spawnSync(process.execPath, args, { cwd: path.dirname(import.meta.dirname), stdio: 'inherit', env: { ...process.env, SOHOA_FAULTS: 'full' } });
process.exitCode = status ?? 1;
