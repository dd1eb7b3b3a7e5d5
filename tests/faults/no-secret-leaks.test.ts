// Tokens and passwords of a real run: a back end and a repository as processes of their own, places that work,
// refuse, redirect, break and lie. Afterwards no secret stands in anything that was said, logged or written,
// in whatever spelling.
import { execFileSync } from 'node:child_process';
import { mkdir, readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest';
import { startRepositoryProcess } from '../support/repository-process.ts';
import { runChild } from '../support/run-child.ts';
import { runSohoa } from '../support/run-sohoa.ts';
import { startFaulty } from '../support/faulty-repository.ts';
import { createTempDir } from '../support/test-backend.ts';

const officeChild = fileURLToPath(new URL('../support/office-upload-child.ts', import.meta.url));
let temp: Awaited<ReturnType<typeof createTempDir>>;
beforeEach(async () => {
  temp = await createTempDir();
});
afterEach(async () => temp.remove());

/** Every way a program may spell it by accident. */
function spellings(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const inBase64 = ['', 'x', 'xx', ':', `${'a'}:`].map((before) => Buffer.from(`${before}${secret}`).toString('base64').replace(/=+$/, '').slice(4, -4));
  return [...new Set([secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), bytes.toString('hex'), bytes.toString('base64').replace(/=+$/, ''), bytes.toString('base64url'), ...inBase64])].filter((text) => text.length > 8);
}

async function leaksIn(dir: string, secrets: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const bytes = await readFile(file);
    for (const secret of secrets) if (spellings(secret).some((text) => bytes.includes(text))) found.push(`${path.relative(dir, file)}: ${secret}`);
  }
  return found;
}

it('finds no secret in what a real run says, logs and writes, on both sides', async () => {
  const data = path.join(temp.dir, 'kho');
  await mkdir(data);
  const added = await runSohoa(['repository', 'account', 'add', 'xa-01', '--data', data, '--json']);
  const good = /"token":\s*"([^"]+)"/.exec(added.stdout)?.[1] ?? '';
  expect(good.length).toBeGreaterThan(20);
  const repository = await startRepositoryProcess(data);
  onTestFinished(async () => void (await repository.stop()));
  const breaking = await startFaulty(path.join(temp.dir, 'khac', 'hong'), () => Promise.resolve(new Response('<html>', { headers: { 'Content-Type': 'text/html' } })));
  const redirecting = await startFaulty(path.join(temp.dir, 'khac', 'chuyen'), () => Promise.resolve(new Response(null, { status: 302, headers: { Location: repository.url } })));
  const bugs = await startFaulty(path.join(temp.dir, 'khac', 'loi'), (request) => Promise.resolve(Response.json({ error: `bad token ${request.headers.get('authorization') ?? ''}` }, { status: 400 })));
  const secret = (name: string): string => `bi-mat.${name}-9f8e7d6c5b4a`;
  const places = [
    { name: 'Đúng', kind: 'repository', address: repository.url, secret: good },
    { name: 'Sai mã', kind: 'repository', address: repository.url, secret: secret('sai') },
    { name: 'Không có ai', kind: 'repository', address: 'http://127.0.0.1:9/', secret: secret('vang') },
    { name: 'Trả lời lạ', kind: 'repository', address: breaking.url, secret: secret('la') },
    { name: 'Chuyển hướng', kind: 'repository', address: redirecting.url, secret: secret('chuyen') },
    { name: 'Nhắc lại mã', kind: 'repository', address: bugs.url, secret: secret('nhac') },
    { name: 'Tên miền sai', kind: 'repository', address: 'https://khong-co.invalid/', secret: secret('mien') },
    { name: 'Văn bản', kind: 'documents', address: `documents+${repository.url}`, secret: secret('vanban') },
    { name: 'tus khác', kind: 'tus', address: `tus+${bugs.url}`, secret: secret('tus') },
    { name: 'S3', kind: 's3', address: `s3+${bugs.url}kho/xa`, secret: secret('s3'), settings: { user: 'kho' } },
    { name: 'SFTP', kind: 'sftp', address: 'sftp://127.0.0.1:9/kho', secret: secret('sftp'), settings: { user: 'kho', hostKey: `SHA256:${'A'.repeat(43)}` } },
  ];
  const office = runChild(officeChild, [temp.dir, JSON.stringify(places)], { SOHOA_TARGET_TOKEN: secret('env') });
  const said = await office.ended;
  expect(said.stderr).toContain('done');
  const repositorySaid = await repository.stop();
  const secrets = [good, ...places.slice(1).map((place) => place.secret), secret('env')];
  // The run did what it should: one arrived, the others did not.
  expect(said.stdout).toContain('"state":"acknowledged"');
  for (const reason of ['not-allowed', 'redirected', 'ECONNREFUSED']) expect(said.stdout, reason).toContain(reason);
  const everything = Buffer.from([said.stdout, said.stderr, repositorySaid.stdout, repositorySaid.stderr].join('\n'));
  for (const one of secrets) for (const text of spellings(one)) expect(everything.includes(text), `${one} as ${text}`).toBe(false);
  expect(await leaksIn(temp.dir, secrets)).toEqual([]);
});

it('finds no token in what the command line says when it sends, fails and asks', async () => {
  const data = path.join(temp.dir, 'kho');
  await mkdir(data);
  const repository = await startRepositoryProcess(data);
  onTestFinished(async () => void (await repository.stop()));
  const token = 'bi-mat.dong-lenh-1a2b3c4d5e';
  const office = await runChild(officeChild, [temp.dir, JSON.stringify([{ name: 'Không có ai', kind: 'repository', address: 'http://127.0.0.1:9/', secret: 'khac' }])]).ended;
  const pack = /"packageId":"(\w+)"/.exec(office.stdout)?.[1] ?? '';
  const send = (target: string, ...more: string[]) => runSohoa(['upload', pack, target, '--workspace', path.join(temp.dir, 'ws'), ...more], { env: { SOHOA_UPLOAD_TOKEN: token } });
  const runs = [await send(repository.url), await send(`http://ai:${token}@127.0.0.1:9/`), await send(repository.url, '--token', `${token}\u00e9`)];
  expect(runs.map(({ exitCode }) => exitCode === 0), runs.map(({ stderr }) => stderr).join('\n')).toEqual([true, false, false]);
  for (const { stdout, stderr } of runs) expect(`${stdout}${stderr}`).not.toContain(token);
  expect(await leaksIn(temp.dir, [token])).toEqual([]);
});

it('knows a leak when it sees one', async () => {
  const secret = 'bi-mat.rat-de-thay-77';
  const plant = async (name: string, text: string): Promise<void> => void execFileSync('sh', ['-c', 'printf %s "$1" > "$2"', 'sh', text, path.join(temp.dir, name)]);
  await plant('a.log', `Authorization: Bearer ${secret}`);
  await plant('b.log', Buffer.from(`kho:${secret}`).toString('base64'));
  await plant('c.log', encodeURIComponent(`x=${secret}`));
  await plant('d.log', 'không có gì');
  expect((await leaksIn(temp.dir, [secret])).map((line) => line.slice(0, 5)).sort()).toEqual(['a.log', 'b.log', 'c.log']);
});
