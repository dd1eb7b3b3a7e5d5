// What an installer would hold: dist/ and the packages of "dependencies", nothing else. Put together in a folder of
// its own, it must read the demo batch with its own back end and worker processes. The installers' configuration is
// held against electron-builder's own schema, and every native file against the patterns that keep it out of the archive.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

const root = fileURLToPath(new URL('../../', import.meta.url));
const MINUTES = 60_000;
let packed = '';

beforeAll(() => {
  packed = mkdtempSync(path.join(os.tmpdir(), 'sohoa-packed-'));
  execFileSync(process.execPath, [path.join(root, 'scripts/build-electron.mjs')], { cwd: root, stdio: 'pipe' });
  for (const name of ['package.json', 'package-lock.json']) cpSync(path.join(root, name), path.join(packed, name));
  for (const name of ['backend', 'shared', 'electron', 'resources', 'package.json']) cpSync(path.join(root, 'dist', name), path.join(packed, 'dist', name), { recursive: true });
  execFileSync('npm', ['ci', '--omit=dev', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel', 'error'], { cwd: packed, stdio: 'pipe', shell: process.platform === 'win32' });
}, 4 * MINUTES);

afterAll(() => rmSync(packed, { recursive: true, force: true }));

const configModule = z.object({ getConfig: z.custom<(dir: string, file: string | null, options: null) => Promise<unknown>>((value) => typeof value === 'function'), validateConfiguration: z.custom<(config: unknown, log: unknown) => Promise<void>>((value) => typeof value === 'function') });
const configSchema = z.object({ asarUnpack: z.array(z.string()), files: z.array(z.unknown()), fileAssociations: z.unknown() });
const builder = async () => configModule.parse(await import('app-builder-lib/out/util/config/config.js'));
const debugLog = { isEnabled: false, add: () => undefined };
const readConfig = async (): Promise<unknown> => (await builder()).getConfig(root, 'electron-builder.yml', null);

/** `**` stands for any folders, `*` for any letters of one name. */
const toPattern = (glob: string): RegExp => new RegExp(`^${glob.split(/(\*\*\/|\*\*|\*)/).map((part) => (part === '**/' ? '(.*/)?' : part === '**' ? '.*' : part === '*' ? '[^/]*' : part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))).join('')}$`);
const NATIVE = /\.(node|wasm|dll|dylib|traineddata(\.gz)?)$|\.so(\.[\d.]+)?$/;

describe('the installers\' configuration', () => {
  it('is valid by electron-builder\'s own schema', async () => {
    await expect((await builder()).validateConfiguration(await readConfig(), debugLog)).resolves.toBeUndefined();
  });

  it('would be refused with a word that the schema does not know', async () => {
    const config = z.record(z.string(), z.unknown()).parse(await readConfig());
    await expect((await builder()).validateConfiguration({ ...config, asarUnpacked: [] }, debugLog)).rejects.toThrow(/asarUnpacked/);
  });

  it('keeps every native file of the shipped packages outside the archive', async () => {
    const patterns = configSchema.parse(await readConfig()).asarUnpack.map(toPattern);
    const native = readdirSync(path.join(packed, 'node_modules'), { recursive: true, encoding: 'utf8' }).map((file) => `node_modules/${file.replaceAll('\\', '/')}`).filter((file) => NATIVE.test(file));
    expect(native.length).toBeGreaterThan(3);
    expect(native.filter((file) => !patterns.some((pattern) => pattern.test(file)))).toEqual([]);
  });

  it('opens .sohoa files', async () => {
    expect(configSchema.parse(await readConfig()).fileAssociations).toMatchObject([{ ext: 'sohoa' }]);
  });
});

describe('the packed tree', () => {
  it('has no package that is only for building', () => {
    const names = readdirSync(path.join(packed, 'node_modules'));
    for (const name of ['electron', 'vite', 'vitest', 'typescript', 'playwright', 'react']) expect(names).not.toContain(name);
    const shipped = Object.keys(z.object({ dependencies: z.record(z.string(), z.string()) }).parse(JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))).dependencies);
    for (const name of shipped) expect(readdirSync(path.join(packed, 'node_modules', path.dirname(name))), name).toContain(path.basename(name));
  });

  // The demo ends with 1 where a sample page is told as unreadable; it has done its work when the copies are compared.
  it('reads, packages, sends and compares the demo batch with its own back end and workers', { timeout: 9 * MINUTES }, () => {
    const dir = path.join(packed, 'try');
    mkdirSync(dir);
    const program = `await (await import(${JSON.stringify(pathToFileURL(path.join(packed, 'dist/backend/cli.js')).href)})).main(['demo'])`;
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { cwd: dir, env: { ...process.env, SOHOA_DATA: '' }, encoding: 'utf8' });
    expect([0, 1], stderr).toContain(status);
    expect(stdout).toMatch(/đạt kiểm tra/);
    expect(stdout).toMatch(/tệp giống hệt/);
    expect(readdirSync(dir, { recursive: true, encoding: 'utf8' }).some((file) => file.endsWith('bagit.txt'))).toBe(true);
  });
});
