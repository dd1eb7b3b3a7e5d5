// Compiles our WebAssembly (AssemblyScript, in a folder assembly/) into the file of bytes beside it, which is kept in the
// repository: nobody needs a compiler to run the program. A test of each compiles it again and compares.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const compiler = createRequire(import.meta.url).resolve('assemblyscript/bin/asc.js');
const LINE = 132;

export type KernelSource = { readonly folder: string; /** Of bytes, in that folder; and what is exported there. */ readonly file: string; readonly name: string; readonly options: readonly string[] };

const backend = fileURLToPath(new URL('../backend/', import.meta.url));

/** The passes over whole pages. */
export const PAGE_KERNEL: KernelSource = { folder: path.join(backend, 'imaging/kernel'), file: 'kernel-bytes.ts', name: 'KERNEL_BYTES', options: ['--enable', 'simd'] };
/** The recogniser's network, in the memory of its core. */
export const NETWORK_KERNEL: KernelSource = { folder: path.join(backend, 'ocr/network'), file: 'network-bytes.ts', name: 'NETWORK_BYTES', options: ['--enable', 'simd', '--enable', 'relaxed-simd', '--enable', 'bulk-memory', '--importMemory', '--initialMemory', '0'] };

/** The module's bytes. @throws Error with what the compiler said */
export function compileKernel({ folder, options }: KernelSource): Uint8Array {
  const work = mkdtempSync(path.join(tmpdir(), 'sohoa-kernel-'));
  try {
    const out = path.join(work, 'kernel.wasm');
    const sources = readdirSync(path.join(folder, 'assembly')).filter((file) => file.endsWith('.ts')).sort();
    execFileSync(process.execPath, [compiler, ...sources, '--outFile', out, '--optimizeLevel', '3', '--shrinkLevel', '0', '--converge', '--noAssert', '--runtime', 'stub', '--use', 'abort=', ...options], { cwd: path.join(folder, 'assembly'), stdio: 'pipe' });
    return readFileSync(out);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** The file of bytes with this module in it. */
export function kernelText({ name }: KernelSource, bytes: Uint8Array): string {
  const lines = Buffer.from(bytes).toString('base64').match(new RegExp(`.{1,${LINE}}`, 'g')) ?? [];
  return `// Made by scripts/build-kernel.ts from assembly/: not to be edited.\nexport const ${name} = Buffer.from(\n  ${lines.map((line) => `'${line}'`).join(' +\n  ')},\n  'base64',\n);\n`;
}

/** What the repository has. */
export const keptText = ({ folder, file }: KernelSource): string => readFileSync(path.join(folder, file), 'utf8');

if (import.meta.main) for (const kernel of [PAGE_KERNEL, NETWORK_KERNEL]) writeFileSync(path.join(kernel.folder, kernel.file), kernelText(kernel, compileKernel(kernel)));
