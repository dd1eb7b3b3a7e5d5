// The structure check over small trees of its own: what it must find, and what it must leave alone.
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTempDir } from '../../support/test-backend.ts';

const run = promisify(execFile);
const SCRIPT = fileURLToPath(new URL('../../../scripts/check-structure.mjs', import.meta.url));

let temp: Awaited<ReturnType<typeof createTempDir>>;
beforeEach(async () => {
  temp = await createTempDir();
  await run('git', ['init', '-q'], { cwd: temp.dir });
});
afterEach(() => temp.remove());

async function check(files: Readonly<Record<string, string>>): Promise<{ code: number; findings: readonly string[] }> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(temp.dir, name)), { recursive: true });
    await writeFile(path.join(temp.dir, name), text);
  }
  const said = await run(process.execPath, [SCRIPT], { cwd: temp.dir }).then(({ stderr }) => ({ code: 0, stderr }), (error: { code: number; stderr: string }) => error);
  return { code: said.code, findings: said.stderr.split('\n').filter((line) => line !== '') };
}

describe('the structure check', () => {
  it('is content with a tree without faults, and with an empty one', async () => {
    expect(await check({})).toEqual({ code: 0, findings: [] });
    expect(await check({ 'shared/a.ts': 'export const a = 1;', 'backend/b.ts': `import { a } from '../shared/a.ts';\nimport path from 'node:path';\nexport const b = [a, path];` })).toEqual({ code: 0, findings: [] });
  });

  it.each([
    ['of values', `import { b } from './y/b.ts';\nexport const a = b;`, `import { a } from '../a.ts';\nexport const b = a;`],
    ['of types alone', `import type { B } from './y/b.ts';\nexport type A = B;`, `import type { A } from '../a.ts';\nexport type B = A;`],
    ['of one re-export', `export * from './y/b.ts';`, `import type { A } from '../a.ts';\nexport type B = A;`],
    ['of an import when it is needed', `export const a = () => import('./y/b.ts');`, `import {\n  a,\n} from '../a.ts';\nexport const b = a;`],
  ])('finds a circle %s', async (_kind, a, b) => {
    const found = await check({ 'backend/a.ts': a, 'backend/y/b.ts': b });
    expect(found.code).toBe(1);
    expect(found.findings).toEqual(['import cycle: backend/a.ts → backend/y/b.ts → backend/a.ts']);
  });

  it('finds who imports what is not theirs', async () => {
    const found = await check({ 'renderer/a.tsx': `import type { B } from '../backend/b.ts';\nexport type A = B;`, 'backend/b.ts': 'export type B = 1;', 'shared/c.ts': `import '../renderer/a.tsx';` });
    expect(found.code).toBe(1);
    expect(found.findings).toHaveLength(2);
    expect(found.findings.join(' ')).toMatch(/renderer\/a\.tsx imports backend\/b\.ts.*shared\/c\.ts imports renderer\/a\.tsx/);
  });

  it('finds an electron/ that grows, and a path of one machine', async () => {
    const found = await check({ 'electron/main.ts': 'export {};\n'.repeat(301), 'scripts/x.mjs': `read('/${'home'}/somebody/pages');` });
    expect(found.findings).toEqual(['electron/ has 302 lines, at most 300', 'scripts/x.mjs names a path of one machine']);
  });
});
