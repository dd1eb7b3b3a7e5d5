// Type-checks folder by folder: each has its own tsconfig, so that a folder cannot see globals it must not use.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const tsc = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));
const folders = ['shared', 'backend', 'renderer', 'electron', 'scripts', 'tests', 'bench'].filter((folder) => existsSync(`${folder}/tsconfig.json`));
let failed = 0;
for (const folder of folders) {
  const { status } = spawnSync(process.execPath, [tsc, '-p', folder], { stdio: 'inherit' });
  if (status !== 0) failed += 1;
  console.log(`types ${folder}: ${status === 0 ? 'ok' : 'errors'}`);
}
process.exitCode = failed > 0 ? 1 : 0;
