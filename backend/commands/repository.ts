// sohoa repository: a place to send packages to, for trying out and for tests.
import { resolve } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import { codeOf } from '../packaging/package-folder.ts';
import { createRepository } from '../repository/create-repository.ts';
import { serveRepository } from '../repository/serve-repository.ts';
import { isSendableToken } from '../targets/token.ts';
import type { Command } from './command.ts';
import { EXIT } from './command.ts';

export const repositoryCommand: Command = {
  name: 'repository',
  summary: 'a small repository that receives uploads, for trying out',
  usage: `sohoa repository [--host 127.0.0.1] [--port 8088] [--data DIR] [--token TOKEN]

  --host    address to listen on; 0.0.0.0 for the whole network (default 127.0.0.1)
  --port    0 takes a free one (default 8088)
  --data    where packages are kept, as OCFL objects (default ./kho)
  --token   a secret every sender must know; may also stand in SOHOA_REPOSITORY_TOKEN

Runs until Ctrl-C.`,
  options: { host: { type: 'string' }, port: { type: 'string' }, data: { type: 'string' }, token: { type: 'string' } },
  mostWords: 0,
  run: async ({ values, io }) => {
    const host = text(values['host']) ?? '127.0.0.1';
    const port = Number(text(values['port']) ?? '8088');
    if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new AppError('wrong-usage', { option: '--port', value: String(values['port']) });
    const dataDir = resolve(text(values['data']) ?? 'kho');
    const token = text(values['token']) ?? process.env['SOHOA_REPOSITORY_TOKEN'];
    if (token !== undefined && token !== '' && !isSendableToken(token)) throw new AppError('wrong-usage', { option: '--token', reason: 'token-not-ascii' });
    const repository = createRepository({ dataDir, ...(token === undefined || token === '' ? {} : { token }) });
    const running = await serveRepository(repository, { host, port }).catch((error: unknown) => {
      throw new AppError('wrong-usage', { option: '--port', value: `${host}:${port}`, reason: codeOf(error) }, 'none', { cause: error });
    });
    io.result({ url: running.url, dataDir }, `Kho tiếp nhận đang chạy tại ${running.url}\nDữ liệu: ${dataDir}\nDừng: Ctrl-C`);
    await new Promise<void>((done) => {
      if (io.signal.aborted) done();
      io.signal.addEventListener('abort', () => done(), { once: true });
    });
    await running.stop();
    return EXIT.done;
  },
};

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
