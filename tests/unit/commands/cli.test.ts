import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { runCli } from '../../../backend/cli.ts';
import { exitCodeOf } from '../../../backend/commands/command.ts';
import { defaultDataDir } from '../../../backend/commands/data-folder.ts';
import { parseDigitizeOptions } from '../../../backend/commands/digitize.ts';
import { errorText } from '../../../backend/commands/error-text.ts';
import { findElectron, hasDisplay } from '../../../backend/commands/find-electron.ts';
import { createTerminalIo } from '../../../backend/commands/terminal-io.ts';
import { errorOfProblem, problemOf } from '../../../backend/problem.ts';
import { AppError, ERROR_CODES } from '../../../shared/errors.ts';
import { createTempDir } from '../../support/test-backend.ts';

type Said = { code: number; out: string; err: string };

async function sohoa(...words: string[]): Promise<Said> {
  let out = '';
  let err = '';
  const code = await runCli(words, { stdout: { write: (text) => (out += text) }, stderr: { write: (text) => (err += text) } }, new AbortController().signal);
  return { code, out, err };
}

let temp: Awaited<ReturnType<typeof createTempDir>>;
beforeEach(async () => {
  temp = await createTempDir();
});
afterEach(() => temp.remove());

describe('the command line', () => {
  it('lists its commands, each with help of its own', async () => {
    const overview = await sohoa('--help');
    expect(overview.code).toBe(0);
    for (const name of ['digitize', 'start', 'serve', 'batch', 'package', 'upload', 'verify', 'repository', 'doctor', 'demo']) {
      expect(overview.out).toContain(`  ${name} `);
      const help = await sohoa(name, '--help');
      expect(help, name).toMatchObject({ code: 0, err: '' });
      expect(help.out).toContain('--json');
      const json = await sohoa(name, '--help', '--json');
      expect(z.object({ name: z.string(), usage: z.string() }).parse(JSON.parse(json.out)).name).toBe(name);
    }
  });

  it('ends with 2 for no command, an unknown one, an unknown option and missing words', async () => {
    expect((await sohoa()).code).toBe(2);
    for (const words of [['dance'], ['constructor'], ['digitize', '--nope'], ['digitize'], ['digitize', 'x'], ['digitize', '--out', 'y'], ['batch'], ['batch', 'dance'], ['upload', 'x'], ['serve', '--port', '70000'], ['digitize', 'a', '--out', 'b', '--workers', '0'], ['digitize', 'a', '--out', 'b', '--type', 'XX'], ['digitize', 'a', '--out', 'b', '--profile', 'x']]) {
      const said = await sohoa(...words, ...(words[0] === 'batch' ? ['--workspace', path.join(temp.dir, 'ws')] : []));
      expect(said.code, words.join(' ')).toBe(2);
      expect(said.out).toBe('');
      expect(said.err.split('\n').filter(Boolean)).toHaveLength(2);
    }
  });

  it('with --json puts one document on stdout, also for an error', async () => {
    const said = await sohoa('digitize', path.join(temp.dir, 'none.jpg'), '--json');
    expect(z.object({ error: z.object({ code: z.string() }) }).parse(JSON.parse(said.out)).error.code).toBe('wrong-usage');
  });

  it('works a workspace one step at a time', async () => {
    const workspace = ['--workspace', path.join(temp.dir, 'ws'), '--workers', '1'];
    expect((await sohoa('batch', 'list', ...workspace)).out).toContain('Chưa có đợt nào');
    const made = await sohoa('batch', 'create', 'Quyển', 'một', '--type', 'KS', '--json', ...workspace);
    expect(JSON.parse(made.out)).toMatchObject({ name: 'Quyển một', recordType: 'KS', state: 'empty' });
    expect((await sohoa('batch', 'show', 'Quyển một', ...workspace)).code).toBe(0);
    expect((await sohoa('batch', 'show', 'khác', ...workspace)).code).toBe(3);
    expect((await sohoa('batch', 'create', ...workspace)).code).toBe(2);
    const failed = await sohoa('batch', 'import', 'Quyển một', path.join(temp.dir, 'none.jpg'), '--json', ...workspace);
    expect(failed.code).toBe(1);
    expect(JSON.parse(failed.out)).toMatchObject({ failures: [{ name: 'none.jpg', problem: { code: 'source-missing' } }] });
    expect((await sohoa('package', 'khác', ...workspace)).code).toBe(3);
    expect((await sohoa('upload', 'none', 'http://127.0.0.1:9/', ...workspace)).code).toBe(3);
  });

  it('names an input that is not there and one that holds nothing, with exit 3', async () => {
    const out = path.join(temp.dir, 'out');
    expect((await sohoa('digitize', path.join(temp.dir, 'none'), '--out', out, '--workers', '1', '--quiet')).code).toBe(3);
    const report = z.object({ pagesIn: z.number(), pagesFailed: z.number(), failures: z.array(z.object({ code: z.string(), message: z.string() })) }).parse(JSON.parse(await readFile(path.join(out, 'report.json'), 'utf8')));
    expect(report).toMatchObject({ pagesIn: 1, pagesFailed: 1, failures: [{ code: 'source-missing' }] });
    await mkdir(path.join(temp.dir, 'empty'));
    const said = await sohoa('digitize', path.join(temp.dir, 'empty'), '--out', out, '--workers', '1');
    expect(said.code).toBe(3);
    expect(said.err).toContain('Không có tệp');
  });

  it('lets a broken file fail by name and exits 3 when nothing at all could be read', async () => {
    await writeFile(path.join(temp.dir, 'a.jpg'), 'a letter, not a picture');
    const said = await sohoa('digitize', path.join(temp.dir, 'a.jpg'), '--out', path.join(temp.dir, 'out'), '--workers', '1', '--json');
    expect(said.code).toBe(3);
    expect(JSON.parse(said.out)).toMatchObject({ pagesIn: 1, pagesOut: 0, pagesFailed: 1, package: null, failures: [{ file: 'a.jpg', code: 'not-an-image' }] });
    expect(await readFile(path.join(temp.dir, 'out', 'records.jsonl'), 'utf8')).toBe('');
  });

  it('tells what this machine has, as text and as data', async () => {
    const said = await sohoa('doctor', '--json', '--data', path.join(temp.dir, 'not', 'there'));
    const { checks } = z.object({ checks: z.array(z.object({ name: z.string(), ok: z.boolean(), needed: z.boolean(), howTo: z.string() })) }).parse(JSON.parse(said.out));
    expect(checks.map((check) => check.name)).toEqual(['node', 'memory', 'disk', 'sqlite', 'images', 'pdf', 'ocr', 'forms', 'interface', 'browser', 'electron']);
    expect(checks.filter((check) => !check.ok).every((check) => check.howTo !== '')).toBe(true);
    await expect(readFile(path.join(temp.dir, 'not'))).rejects.toThrow();
  });
});

describe('error texts', () => {
  it('say for every code what happened, what is safe and what to do, in both languages', () => {
    for (const code of ERROR_CODES) {
      const { vi, en } = errorText(code, { name: 'sổ-1.pdf', page: 12, path: '/x', pid: '7' });
      for (const text of [vi, en]) {
        expect(text.split(/\.(?:\s|$)/).filter((part) => part.trim() !== '').length, `${code}: ${text}`).toBeGreaterThanOrEqual(3);
        expect(text, code).not.toMatch(/undefined|\[object|{|}/);
      }
      expect(vi, code).toMatch(/[ạảãàáâậầấẩẫăắằặẳẵóòọõỏôộổỗồốơờớợởỡéèẻẹẽêếềệểễúùụủũưựữửừứíìịỉĩýỳỷỵỹđ]/i);
      const bare = errorText(code, {});
      expect(bare.vi, code).not.toMatch(/undefined| {2}/);
    }
  });

  it('name page and file', () => {
    expect(errorText('file-truncated', { page: 12, name: 'sổ-1.pdf' }).vi).toBe('Không đọc được trang 12 của sổ-1.pdf: tệp bị cụt. Bản gốc vẫn được giữ. Quét lại trang này rồi nhập lại.');
    expect(errorText('from-the-future', {}).vi).toContain('from-the-future');
  });

  it('go over the wire and back', () => {
    const error = new AppError('page-timeout', { name: 'a', page: 3 }, 'again');
    expect(errorOfProblem(problemOf(error))).toMatchObject({ code: 'page-timeout', detail: { name: 'a', page: 3 }, retry: 'again' });
    expect(problemOf(new TypeError('secret path /home/lan'))).toMatchObject({ status: 500, code: 'internal', detail: {} });
    expect(errorOfProblem(problemOf(new TypeError('x')))).not.toBeInstanceOf(AppError);
  });

  it('have an exit code each', () => {
    expect(ERROR_CODES.map((code) => exitCodeOf(new AppError(code))).every((code) => [2, 3, 4, 5].includes(code))).toBe(true);
    expect(exitCodeOf(new AppError('interrupted'))).toBe(5);
    expect(exitCodeOf(new AppError('package-damaged'))).toBe(4);
    expect(exitCodeOf(new Error('bug'))).toBe(70);
  });
});

describe('progress', () => {
  const record = (isTTY: boolean, quiet = false) => {
    const written: string[] = [];
    let now = 0;
    const io = createTerminalIo({ stdout: { write: (text) => written.push(`out:${text}`) }, stderr: { write: (text) => written.push(text), isTTY }, json: false, quiet, signal: new AbortController().signal, nowMs: () => now });
    return { io, written, pass: (ms: number) => (now += ms) };
  };

  it('is one redrawn line on a terminal, closed before other text', () => {
    const { io, written, pass } = record(true);
    for (let n = 1; n <= 10; n += 1) {
      io.progress(n, 10, 'trang');
      pass(60);
    }
    io.result({}, 'xong');
    expect(written.filter((text) => text.startsWith('\r')).length).toBeLessThan(8);
    expect(written.at(-2)).toBe('\n');
    expect(written.at(-1)).toBe('out:xong\n');
  });

  it('is a plain line now and then elsewhere, and nothing with --quiet', () => {
    const { io, written, pass } = record(false);
    for (let n = 1; n <= 100; n += 1) {
      io.progress(n, 100);
      pass(100);
    }
    expect(written).toEqual(['1/100\n', '51/100\n', '100/100\n']);
    const silent = record(false, true);
    silent.io.progress(1, 1);
    silent.io.stderr('x');
    expect(silent.written).toEqual([]);
  });
});

describe('what a command is given', () => {
  it('reads the options of digitize', () => {
    expect(parseDigitizeOptions({ out: 'o' }, ['a'])).toEqual({ inputs: ['a'], outDir: 'o', recordType: 'auto', profile: 'ho-tich', keepImages: false });
    expect(parseDigitizeOptions({ out: 'o', type: 'KS', profile: 'none', workers: '3', workspace: 'w', keep: true }, ['a', 'b'])).toEqual({ inputs: ['a', 'b'], outDir: 'o', recordType: 'KS', profile: 'none', workers: 3, workspaceDir: 'w', keepImages: true });
  });

  it('knows each system\'s place for data', () => {
    expect(defaultDataDir('win32', { APPDATA: 'C:/Users/lan/AppData/Roaming' })).toContain('SoHoa');
    expect(defaultDataDir('linux', { XDG_DATA_HOME: '/data' })).toBe(path.join('/data', 'sohoa'));
    expect(defaultDataDir('darwin', {})).toContain('Application Support');
  });

  it('finds an Electron binary only where there is one', async () => {
    expect(findElectron(temp.dir)).toBeUndefined();
    await writeFile(path.join(temp.dir, 'path.txt'), 'electron');
    expect(findElectron(temp.dir)).toBeUndefined();
    await mkdir(path.join(temp.dir, 'dist'));
    await writeFile(path.join(temp.dir, 'dist', 'electron'), '');
    expect(findElectron(temp.dir)).toBe(path.join(temp.dir, 'dist', 'electron'));
    expect(hasDisplay({}, 'linux')).toBe(false);
    expect(hasDisplay({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toBe(true);
    expect(hasDisplay({}, 'win32')).toBe(true);
  });
});
