// sohoa start: the desktop window where an Electron binary can be had; else the same application in the
// system browser, and it says so.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { serve } from '../serve.ts';
import { ensureRenderer } from './build-renderer.ts';
import { EXIT, type Command, type CommandIo, type ExitCode } from './command.ts';
import { dataDirOf } from './data-folder.ts';
import { parseWorkers } from './digitize.ts';
import { fetchElectron, findElectron, hasDisplay } from './find-electron.ts';
import { openBrowser } from './open-browser.ts';
import { parsePort, untilAborted } from './serve.ts';

const DOWNLOAD_TIMEOUT_MS = 60_000;
const desktopEntry = fileURLToPath(new URL('../../dist/electron/main.js', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));

type Desktop = { readonly electron: string } | { readonly why: string };

async function findDesktop(io: CommandIo): Promise<Desktop> {
  if (!hasDisplay()) return { why: 'máy không có màn hình đồ hoạ / no display' };
  if (!existsSync(desktopEntry)) return { why: 'cửa sổ máy tính chưa được dựng (npm run build) / the desktop shell is not built' };
  const electron = findElectron() ?? (await fetchElectron(DOWNLOAD_TIMEOUT_MS, io.signal));
  return electron === undefined ? { why: 'không có chương trình Electron trên máy này / no Electron binary on this machine' } : { electron };
}

/** The window lives as long as this command; Ctrl-C closes it. */
async function runDesktop(electron: string, dataDir: string, io: CommandIo): Promise<ExitCode> {
  const child = spawn(electron, [root], { stdio: 'inherit', env: { ...process.env, SOHOA_DATA: dataDir } });
  io.signal.addEventListener('abort', () => child.kill('SIGTERM'), { once: true });
  const code = await new Promise<number>((resolve, reject) => {
    child.on('exit', (exit) => resolve(exit ?? 0));
    child.on('error', reject);
  });
  return code === 0 ? EXIT.done : EXIT.bug;
}

export const startCommand: Command = {
  name: 'start',
  summary: 'mở ứng dụng: cửa sổ máy tính, hoặc trình duyệt nếu máy không có Electron / opens the application',
  usage: `sohoa start [--data DIR] [--browser] [--port N] [--no-open] [--workers N]

  --data     kho làm việc / the workspace (default: the user's data folder, or SOHOA_DATA)
  --browser  dùng trình duyệt dù có Electron / use the browser even where Electron is there
  --port     cổng ở chế độ trình duyệt; mặc định lấy cổng trống / port in browser mode; default: a free one
  --no-open  chỉ in đường dẫn / only print the address
  --workers  số tiến trình đọc / reading processes`,
  options: { data: { type: 'string' }, browser: { type: 'boolean' }, port: { type: 'string' }, 'no-open': { type: 'boolean' }, workers: { type: 'string' } },
  mostWords: 0,
  run: async ({ values, io }) => {
    const dataDir = dataDirOf(values);
    const port = parsePort(values['port'], 0, 'start');
    const workers = parseWorkers(values['workers'], 'start');
    const inBrowser = values['browser'] === true || values['no-open'] === true;
    const desktop: Desktop = inBrowser ? { why: 'theo yêu cầu / as asked' } : await findDesktop(io);
    if ('electron' in desktop) return runDesktop(desktop.electron, dataDir, io);
    await ensureRenderer(io);
    const running = await serve({ dataDir, port, ...(workers === undefined ? {} : { workers }) });
    const opened = values['no-open'] === true ? false : await openBrowser(running.entryUrl);
    const how = opened ? 'Sổ Hoá đã mở trong trình duyệt / opened in the browser' : 'Hãy mở đường dẫn này trong trình duyệt / open this address in a browser';
    io.result({ mode: 'browser', why: desktop.why, url: running.url, entryUrl: running.entryUrl, opened, dataDir: path.resolve(dataDir) },
      `${how} (${desktop.why}): ${running.entryUrl}\nKho làm việc (workspace): ${dataDir}\nDừng (stop): Ctrl-C`);
    await untilAborted(io);
    await running.close();
    return EXIT.done;
  },
};
