// sohoa serve: the office server, until Ctrl-C.
import { AppError } from '../../shared/errors.ts';
import { DEFAULT_HOST, serve } from '../serve.ts';
import { ensureRenderer } from './build-renderer.ts';
import { EXIT, type Command, type CommandIo } from './command.ts';
import { dataDirOf } from './data-folder.ts';
import { parseWorkers } from './digitize.ts';

const DEFAULT_PORT = 8080;

export function parsePort(value: unknown, fallback: number, command: string): number {
  const port = Number(value ?? fallback);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new AppError('wrong-usage', { command, reason: '--port 0…65535' });
  return port;
}

export function untilAborted(io: CommandIo): Promise<void> {
  return new Promise((resolve) => {
    if (io.signal.aborted) resolve();
    io.signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

export const serveCommand: Command = {
  name: 'serve',
  summary: 'máy chủ của cơ quan: cùng ứng dụng, mở bằng trình duyệt / the office server: the same application in a browser',
  usage: `sohoa serve [--host ${DEFAULT_HOST}] [--port ${DEFAULT_PORT}] [--data DIR] [--workers N] [--token TOKEN]

  --host     địa chỉ lắng nghe; 0.0.0.0 cho cả mạng cơ quan / address to listen on; 0.0.0.0 for the whole network
  --port     0: lấy cổng trống / 0 takes a free one (${DEFAULT_PORT})
  --data     kho làm việc / the workspace (default: the user's data folder, or SOHOA_DATA)
  --workers  số tiến trình đọc / reading processes
  --token    mã lập tài khoản quản trị đầu tiên; mặc định mỗi lần một mã mới; cũng có thể đặt SOHOA_TOKEN / what the first administrator must bring; default: a new one each start

Chạy đến khi bấm Ctrl-C. Lần đầu, đường dẫn được in ra mang mã lập tài khoản quản trị; sau đó mọi người đăng nhập bằng tài khoản. / Runs until Ctrl-C. The first time the printed address carries the token for the first administrator; afterwards everybody signs in.`,
  options: { host: { type: 'string' }, port: { type: 'string' }, data: { type: 'string' }, workers: { type: 'string' }, token: { type: 'string' } },
  mostWords: 0,
  run: async ({ values, io }) => {
    const port = parsePort(values['port'], DEFAULT_PORT, 'serve');
    const workers = parseWorkers(values['workers'], 'serve');
    const token = typeof values['token'] === 'string' ? values['token'] : process.env['SOHOA_TOKEN'];
    const dataDir = dataDirOf(values);
    await ensureRenderer(io);
    const running = await serve({
      dataDir, port, host: typeof values['host'] === 'string' ? values['host'] : DEFAULT_HOST,
      ...(workers === undefined ? {} : { workers }), ...(token === undefined || token === '' ? {} : { token }),
    });
    io.result({ url: running.url, entryUrl: running.entryUrl, dataDir }, `Mở (open): ${running.entryUrl}\nKho làm việc (workspace): ${dataDir}\nDừng (stop): Ctrl-C`);
    await untilAborted(io);
    await running.close();
    return EXIT.done;
  },
};
