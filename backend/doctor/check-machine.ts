// What this machine has and lacks, one check per line: each says what was found and, where something is
// missing, how to get it. `needed` checks decide the exit code; the others only make something nicer.
import { constants, existsSync } from 'node:fs';
import { access, readdir, statfs } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { availableParallelism, freemem, totalmem } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { defaultWorkers } from '../backend.ts';
import { rendererIsBuilt } from '../commands/build-renderer.ts';
import { findElectron, hasDisplay } from '../commands/find-electron.ts';

export type Check = {
  readonly name: string;
  readonly ok: boolean;
  readonly needed: boolean;
  readonly found: string;
  /** Vietnamese / English; empty when there is nothing to do. */
  readonly howTo: string;
};

const require = createRequire(import.meta.url);
const root = fileURLToPath(new URL('../..', import.meta.url));
const NPM_CI = 'chạy "npm ci" trong thư mục chương trình / run "npm ci" in the program\'s folder';
const MIN_FREE_MEMORY_BYTES = 700e6;
const MIN_FREE_DISK_BYTES = 2e9;
const giga = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;

const check = (name: string, ok: boolean, needed: boolean, found: string, howTo: string): Check => ({ name, ok, needed, found, howTo: ok ? '' : howTo });

function onPath(names: readonly string[]): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  for (const name of names) {
    const file = folders.map((folder) => path.join(folder, process.platform === 'win32' ? `${name}.exe` : name)).find((candidate) => existsSync(candidate));
    if (file !== undefined) return file;
  }
  return undefined;
}

function resolvable(specifier: string): string | undefined {
  try {
    return require.resolve(specifier);
  } catch {
    return undefined;
  }
}

function checkNode(): Check {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return check('node', major > 22 || (major === 22 && minor >= 18), true, process.versions.node, NPM_CI);
}

function checkMemory(): Check {
  const free = freemem();
  return check('memory', free >= MIN_FREE_MEMORY_BYTES, true, `trống (free) ${giga(free)} / ${giga(totalmem())} · ${availableParallelism()} nhân (cores) → ${defaultWorkers()} tiến trình (workers)`, 'đóng bớt chương trình / close other programs');
}

async function checkDisk(dataDir: string): Promise<Check> {
  const howTo = 'giải phóng chỗ trống hoặc chọn --data khác / free some space or choose another --data';
  try {
    // Looking must not make anything: the nearest folder that is there tells.
    let folder = path.resolve(dataDir);
    while (!existsSync(folder) && path.dirname(folder) !== folder) folder = path.dirname(folder);
    await access(folder, constants.W_OK);
    const facts = await statfs(folder);
    const free = facts.bavail * facts.bsize;
    return check('disk', free >= MIN_FREE_DISK_BYTES, true, `trống (free) ${giga(free)} · ${dataDir}`, howTo);
  } catch (error) {
    return check('disk', false, true, `${dataDir}: ${error instanceof Error ? error.message : String(error)}`, howTo);
  }
}

async function checkSqlite(): Promise<Check> {
  try {
    const { default: Database } = await import('better-sqlite3');
    const db = new Database(':memory:');
    const row: unknown = db.prepare('select sqlite_version() as version').get();
    db.close();
    return check('sqlite', true, true, z.object({ version: z.string() }).parse(row).version, '');
  } catch (error) {
    return check('sqlite', false, true, error instanceof Error ? error.message : String(error), NPM_CI);
  }
}

async function checkSharp(): Promise<Check> {
  const wanted = ['jpeg', 'png', 'webp', 'tiff'] as const;
  try {
    const { default: sharp } = await import('sharp');
    const missing = wanted.filter((format) => !sharp.format[format].input.buffer);
    return check('images', missing.length === 0, true, `libvips ${sharp.versions.vips} · ${wanted.filter((format) => !missing.includes(format)).join(', ')}`, NPM_CI);
  } catch (error) {
    return check('images', false, true, error instanceof Error ? error.message : String(error), NPM_CI);
  }
}

function checkOcr(): Check {
  const data = resolvable('@tesseract.js-data/vie/4.0.0_best_int/vie.traineddata.gz');
  const core = resolvable('tesseract.js-core/package.json');
  return check('ocr', data !== undefined && core !== undefined, true, data === undefined ? 'thiếu dữ liệu tiếng Việt / Vietnamese data missing' : 'tiếng Việt (Vietnamese), best_int', NPM_CI);
}

function checkPdf(): Check {
  const found = resolvable('@hyzyla/pdfium');
  return check('pdf', found !== undefined, true, found === undefined ? 'thiếu PDFium / PDFium missing' : 'PDFium', NPM_CI);
}

async function checkForms(): Promise<Check> {
  const forms = await readdir(path.join(root, 'resources', 'forms')).catch(() => [] as string[]);
  return check('forms', forms.length > 0, true, `${forms.length} mẫu (form files)`, NPM_CI);
}

function checkInterface(): Check {
  const canBuild = existsSync(path.join(root, 'node_modules', 'vite'));
  return check('interface', rendererIsBuilt(), false, rendererIsBuilt() ? 'dist/renderer' : `chưa dựng / not built${canBuild ? ', "sohoa start" sẽ dựng / will build it' : ''}`, 'chạy "npm run build" / run "npm run build"');
}

function checkBrowser(): Check {
  const opener = process.platform === 'linux' ? onPath(['xdg-open']) : 'có sẵn trong hệ điều hành / part of the system';
  const browser = process.platform === 'linux' ? onPath(['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge', 'firefox', 'firefox-esr']) : opener;
  return check('browser', browser !== undefined, false, browser ?? 'không thấy / none found', 'Debian: apt install firefox-esr xdg-utils; hoặc mở đường dẫn từ máy khác / or open the address from another machine');
}

function checkElectron(): Check {
  const file = findElectron();
  const display = hasDisplay() ? '' : ' · không có màn hình / no display';
  return check('electron', file !== undefined && hasDisplay(), false, `${file ?? 'chưa tải / not downloaded'}${display}`, 'npx install-electron (cần mạng / needs the network); không có thì "sohoa start" dùng trình duyệt / without it "sohoa start" uses the browser');
}

/** In the order in which a person would read them. */
export async function checkMachine(dataDir: string): Promise<readonly Check[]> {
  return [
    checkNode(), checkMemory(), await checkDisk(dataDir), await checkSqlite(), await checkSharp(), checkPdf(), checkOcr(), await checkForms(),
    checkInterface(), checkBrowser(), checkElectron(),
  ];
}
