// sohoa repository: a place to send packages to, for trying out and for tests; and who may send to it.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import { codeOf } from '../packaging/package-folder.ts';
import { addAccount, readAccounts, revokeAccount } from '../repository/accounts.ts';
import { createRepository, prepareDataDir } from '../repository/create-repository.ts';
import { serveRepository } from '../repository/serve-repository.ts';
import { isSendableToken } from '../targets/token.ts';
import type { Command, CommandCall } from './command.ts';
import type { ExitCode } from './command.ts';
import { EXIT } from './command.ts';

export const repositoryCommand: Command = {
  name: 'repository',
  summary: 'a small repository that receives uploads, for trying out',
  usage: `sohoa repository [--host 127.0.0.1] [--port 8088] [--data DIR] [--token TOKEN] [--tls-cert FILE --tls-key FILE]
sohoa repository account add <name> [--quota GB] [--data DIR]
sohoa repository account revoke <name> [--data DIR]
sohoa repository account list [--data DIR]

  --host      address to listen on; 0.0.0.0 for the whole network (default 127.0.0.1)
  --port      0 takes a free one (default 8088)
  --data      where packages are kept, as OCFL objects (default ./kho)
  --token     a secret that opens everything; may also stand in SOHOA_REPOSITORY_TOKEN
  --tls-cert  certificate and key in PEM: HTTPS only
  --quota     gigabytes that an account may fill

An account's token is shown once, when it is added; only its hash is kept. With the first account
or a token, nobody comes in without one. Runs until Ctrl-C.`,
  options: { host: { type: 'string' }, port: { type: 'string' }, data: { type: 'string' }, token: { type: 'string' }, 'tls-cert': { type: 'string' }, 'tls-key': { type: 'string' }, quota: { type: 'string' } },
  mostWords: 3,
  run: (call) => (call.positionals[0] === undefined ? serve(call) : account(call)),
};

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const dataDirOf = ({ values }: CommandCall): string => resolve(text(values['data']) ?? 'kho');

async function account(call: CommandCall): Promise<ExitCode> {
  const [noun, verb, name] = call.positionals;
  const dataDir = dataDirOf(call);
  if (noun !== 'account') throw new AppError('wrong-usage', { command: 'repository', reason: String(noun) });
  await prepareDataDir(dataDir);
  if (verb === 'list' && name === undefined) {
    const accounts = (await readAccounts(dataDir)).map(({ name: who, quotaBytes, createdAt, revokedAt }) => ({ name: who, quotaBytes, createdAt, revokedAt }));
    call.io.result(accounts, accounts.map((one) => `${one.name}\t${one.quotaBytes === null ? '—' : `${one.quotaBytes / 1e9} GB`}\t${one.createdAt}${one.revokedAt === null ? '' : `\tđã thu hồi ${one.revokedAt}`}`).join('\n'));
    return EXIT.done;
  }
  if (name === undefined || (verb !== 'add' && verb !== 'revoke')) throw new AppError('wrong-usage', { command: 'repository account', reason: 'add|revoke|list' });
  if (verb === 'revoke') {
    await revokeAccount(dataDir, name);
    call.io.result({ name, revoked: true }, `Đã thu hồi mã truy cập của ${name}.`);
    return EXIT.done;
  }
  const quota = text(call.values['quota']);
  const quotaBytes = quota === undefined ? null : Math.round(Number(quota) * 1e9);
  if (quotaBytes !== null && !(quotaBytes > 0)) throw new AppError('wrong-usage', { option: '--quota', value: String(quota) });
  const token = await addAccount(dataDir, name, quotaBytes);
  call.io.result({ name, token }, `Mã truy cập của ${name} (chỉ hiện một lần, hãy chép lại ngay):\n${token}`);
  return EXIT.done;
}

async function readPem(call: CommandCall): Promise<{ cert: string; key: string } | undefined> {
  const [cert, key] = [text(call.values['tls-cert']), text(call.values['tls-key'])];
  if (cert === undefined && key === undefined) return undefined;
  if (cert === undefined || key === undefined) throw new AppError('wrong-usage', { option: '--tls-cert', reason: '--tls-key' });
  const read = (path: string): Promise<string> => readFile(path, 'utf8').catch((error: unknown) => {
    throw new AppError('source-missing', { name: path }, 'other-file', { cause: error });
  });
  return { cert: await read(cert), key: await read(key) };
}

async function serve(call: CommandCall): Promise<ExitCode> {
  const { values, io } = call;
  const host = text(values['host']) ?? '127.0.0.1';
  const port = Number(text(values['port']) ?? '8088');
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new AppError('wrong-usage', { option: '--port', value: String(values['port']) });
  const dataDir = dataDirOf(call);
  const token = text(values['token']) ?? process.env['SOHOA_REPOSITORY_TOKEN'];
  if (token !== undefined && token !== '' && !isSendableToken(token)) throw new AppError('wrong-usage', { option: '--token', reason: 'token-not-ascii' });
  const tls = await readPem(call);
  await prepareDataDir(dataDir);
  const isOpen = (token === undefined || token === '') && (await readAccounts(dataDir)).length === 0;
  if (isOpen && !/^(127\.|::1$|localhost$)/.test(host)) io.stderr('Chú ý: ai trong mạng cũng gửi được vào kho này. Thêm tài khoản: sohoa repository account add <tên>\n');
  const repository = createRepository({ dataDir, ...(token === undefined || token === '' ? {} : { token }) });
  const running = await serveRepository(repository, { host, port, ...(tls === undefined ? {} : { tls }) }).catch(async (error: unknown) => {
    // It opens its folders while the port is asked for: nothing may be written after the refusal.
    await repository.close();
    throw new AppError('wrong-usage', { option: '--port', value: `${host}:${port}`, reason: codeOf(error) }, 'none', { cause: error });
  });
  io.result({ url: running.url, dataDir }, `Kho tiếp nhận đang chạy tại ${running.url}\nDữ liệu: ${dataDir}\nDừng: Ctrl-C`);
  await new Promise<void>((done) => {
    if (io.signal.aborted) done();
    io.signal.addEventListener('abort', () => done(), { once: true });
  });
  await running.stop();
  return EXIT.done;
}
