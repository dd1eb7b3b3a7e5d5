// Compiles the page kernel (backend/imaging/kernel/assembly, AssemblyScript) into kernel-bytes.ts beside it, which is
// kept in the repository: nobody needs a compiler to run the program. A test compiles it again and compares.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../backend/imaging/kernel/', import.meta.url));
const compiler = createRequire(import.meta.url).resolve('assemblyscript/bin/asc.js');
const LINE = 132;

/** The module's bytes. @throws Error with what the compiler said */
export function compileKernel(): Uint8Array {
  const work = mkdtempSync(path.join(tmpdir(), 'sohoa-kernel-'));
  try {
    const out = path.join(work, 'kernel.wasm');
    const sources = readdirSync(path.join(folder, 'assembly')).filter((file) => file.endsWith('.ts')).sort();
    execFileSync(process.execPath, [compiler, ...sources, '--outFile', out, '--optimizeLevel', '3', '--shrinkLevel', '0', '--converge', '--noAssert', '--runtime', 'stub', '--use', 'abort=', '--enable', 'simd'], { cwd: path.join(folder, 'assembly'), stdio: 'pipe' });
    return readFileSync(out);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** kernel-bytes.ts with this module in it. */
export function kernelSource(bytes: Uint8Array): string {
  const lines = Buffer.from(bytes).toString('base64').match(new RegExp(`.{1,${LINE}}`, 'g')) ?? [];
  return `// Made by scripts/build-kernel.ts from assembly/: not to be edited.\nexport const KERNEL_BYTES = Buffer.from(\n  ${lines.map((line) => `'${line}'`).join(' +\n  ')},\n  'base64',\n);\n`;
}

export const KERNEL_FILE = path.join(folder, 'kernel-bytes.ts');

if (import.meta.main) writeFileSync(KERNEL_FILE, kernelSource(compileKernel()));
