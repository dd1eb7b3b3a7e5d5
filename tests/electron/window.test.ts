// The desktop shell. What needs no Electron binary is checked everywhere: the built tree runs its back end and its
// worker, the installers' configuration names only what exists. The window itself is opened where a binary is there;
// elsewhere the run says plainly that it was not.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { createBackend as CreateBackend } from '../../backend/backend.ts';
import { renderPage } from '../../scripts/fixtures/render-page.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { writeFile } from 'node:fs/promises';

const root = fileURLToPath(new URL('../../', import.meta.url));
const electronSources = ['main', 'window', 'protocol', 'grants', 'preload', 'worker-host', 'menu', 'notices'].map((name) => readFileSync(path.join(root, `electron/${name}.ts`), 'utf8')).join('\n');

beforeAll(() => {
  execFileSync(process.execPath, [path.join(root, 'scripts/build-electron.mjs')], { cwd: root, stdio: 'pipe' });
});

function electronBinary(): string | undefined {
  const folder = path.join(root, 'node_modules/electron');
  const named = path.join(folder, 'path.txt');
  if (!existsSync(named)) return undefined;
  const binary = path.join(folder, 'dist', readFileSync(named, 'utf8').trim());
  return existsSync(binary) ? binary : undefined;
}

const binary = electronBinary();
if (!binary) process.stderr.write('tests/electron: no Electron binary on this machine, so the window was NOT opened; everything else here was checked.\n');

const backendModule = z.object({ createBackend: z.custom<typeof CreateBackend>((value) => typeof value === 'function') });

describe('the built tree', () => {
  it('runs its back end and its worker and reads a page, from plain JavaScript', async () => {
    const dir = await makeTempFolder();
    const page = await renderPage({ type: 'KS', form: 'certificate', seed: 5 });
    const file = path.join(dir, 'a.jpg');
    await writeFile(file, await page.jpeg());
    const { createBackend } = backendModule.parse(await import(pathToFileURL(path.join(root, 'dist/backend/backend.js')).href));
    const backend = await createBackend({ dataDir: path.join(dir, 'data'), workers: 1 });
    try {
      const { batches } = backend.parts;
      const { id } = await batches.create({ name: 'A', recordType: 'auto', profile: 'ho-tich' });
      await batches.addInputs(id, [file]);
      await expect.poll(async () => (await batches.get(id)).state, { timeout: 90_000 }).toBe('read');
      expect((await batches.get(id)).counts).toMatchObject({ pages: 1, pagesRead: 1, pagesFailed: 0, records: 1 });
    } finally {
      await backend.close();
    }
  });

  it('has the preload as one CommonJS file that asks for nothing but electron', () => {
    const preload = readFileSync(path.join(root, 'dist/electron/preload.cjs'), 'utf8');
    expect([...preload.matchAll(/require\("([^"]+)"\)/g)].map((match) => match[1])).toEqual(['electron']);
    expect(preload).not.toMatch(/^\s*import /m);
  });

  it('has everything that main.js imports', () => {
    const main = readFileSync(path.join(root, 'dist/electron/main.js'), 'utf8');
    for (const [, file] of main.matchAll(/from\s*"(\.[^"]+)"/g)) expect(existsSync(path.join(root, 'dist/electron', file ?? '')), file).toBe(true);
  });
});

describe('the window', () => {
  it('is asked for sandboxed, isolated and without Node, on a scheme without loopholes', () => {
    expect(electronSources).toMatch(/sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false/);
    expect(electronSources).toMatch(/setPermissionRequestHandler\(\(_contents, _permission, decide\) => decide\(false\)\)/);
    expect(electronSources).toMatch(/action: 'deny'/);
    expect(electronSources).not.toMatch(/bypassCSP: true|corsEnabled: true|webSecurity: false|allowRunningInsecureContent|enableRemoteModule/);
  });

  it('gets no path across the bridge: only functions that answer with grants', () => {
    const exposed = /exposeInMainWorld\('sohoa', \{([\s\S]*?)\n\}\)/.exec(readFileSync(path.join(root, 'electron/preload.ts'), 'utf8'))?.[1] ?? '';
    expect([...exposed.matchAll(/^ {2}(\w+):/gm)].map((match) => match[1])).toEqual(['pickFiles', 'pickFolder', 'grantDropped', 'setMenu', 'onCommand', 'reveal']);
  });

  it.runIf(binary !== undefined)('opens and stays open', async () => {
    const dir = await makeTempFolder();
    const child = spawn(binary ?? '', ['--no-sandbox', `--user-data-dir=${dir}`, path.join(root, 'dist/electron/main.js')], { stdio: 'pipe', env: { ...process.env, ELECTRON_DISABLE_SECURITY_WARNINGS: '1' } });
    try {
      await expect.poll(() => existsSync(path.join(dir, 'data')), { timeout: 30_000 }).toBe(true);
      expect(child.exitCode).toBeNull();
    } finally {
      child.kill();
    }
  });
});

describe('the installers\' configuration', () => {
  const config = readFileSync(path.join(root, 'electron-builder.yml'), 'utf8');

  it('builds for Windows, Linux and macOS', () => {
    for (const target of ['nsis', 'portable', 'AppImage', 'deb', 'dmg']) expect(config).toContain(target);
  });

  it('leaves beside the archive what must be a plain file, and every such package exists', () => {
    const unpacked = [...config.matchAll(/- node_modules\/(\S+?)\/\*\*/g)].map((match) => match[1] ?? '');
    expect(unpacked).toContain('better-sqlite3');
    for (const name of unpacked) expect(existsSync(path.join(root, 'node_modules', name)), name).toBe(true);
    for (const pattern of ['*.node', '*.wasm', '*.traineddata*']) expect(config).toContain(pattern);
  });
});
