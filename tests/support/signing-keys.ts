// Certificates, keys, a token and a time stamp server for tests, made by openssl and SoftHSM2: an authority of
// our own whose root outside judges are given as the one to trust.
import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);
export const SIGNER = 'Ủy ban nhân dân xã Tam Thanh';
export const PASSWORD = 'mật khẩu thử 1';
export const PIN = '123456';
export const TOKEN_LABEL = 'KySo';
const SOFTHSM = ['/usr/lib/softhsm/libsofthsm2.so', '/usr/lib64/softhsm/libsofthsm2.so', '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so', '/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so', '/usr/local/lib/softhsm/libsofthsm2.so'];

export type SigningKeys = { readonly dir: string; readonly root: string; readonly p12: string; readonly legacyP12: string; readonly ecP12: string; readonly expiredP12: string };

const openssl = (dir: string, ...words: readonly string[]): Promise<unknown> => execute('openssl', [...words], { cwd: dir });

async function issue(dir: string, name: string, subject: string, options: { readonly key: readonly string[]; readonly days: string; readonly extensions: string }): Promise<void> {
  await writeFile(join(dir, `${name}.ext`), options.extensions);
  await openssl(dir, 'req', '-new', ...options.key, '-nodes', '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', subject, '-utf8');
  await openssl(dir, 'x509', '-req', '-in', `${name}.csr`, '-CA', 'root.crt', '-CAkey', 'root.key', '-CAcreateserial', '-days', options.days, '-out', `${name}.crt`, '-extfile', `${name}.ext`);
}

const RSA = ['-newkey', 'rsa:2048'] as const;
const FOR_SIGNING = 'basicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature,nonRepudiation\n';

/** Below `dir`: a root, three keys under it as PKCS#12 files, one of them expired, one of a time stamp authority. */
export async function makeSigningKeys(dir: string): Promise<SigningKeys> {
  await mkdir(dir, { recursive: true });
  await openssl(dir, 'req', '-x509', ...RSA, '-nodes', '-keyout', 'root.key', '-out', 'root.crt', '-days', '3650', '-subj', '/CN=CA thử nghiệm', '-utf8');
  await issue(dir, 'signer', `/CN=${SIGNER}`, { key: RSA, days: '365', extensions: FOR_SIGNING });
  await issue(dir, 'ec', `/CN=${SIGNER}`, { key: ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'], days: '365', extensions: FOR_SIGNING });
  await issue(dir, 'expired', '/CN=Chứng thư cũ', { key: RSA, days: '-1', extensions: FOR_SIGNING });
  await issue(dir, 'tsa', '/CN=Máy chủ dấu thời gian', { key: RSA, days: '365', extensions: 'basicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping\n' });
  const pack = (name: string, out: string, password: string, ...more: readonly string[]): Promise<unknown> => openssl(dir, 'pkcs12', '-export', ...more, '-inkey', `${name}.key`, '-in', `${name}.crt`, '-certfile', 'root.crt', '-passout', `pass:${password}`, '-out', out);
  await pack('signer', 'signer.p12', PASSWORD);
  await pack('signer', 'legacy.p12', 'mat-khau', '-legacy');
  await pack('ec', 'ec.p12', PASSWORD);
  await pack('expired', 'expired.p12', PASSWORD);
  return { dir, root: join(dir, 'root.crt'), p12: join(dir, 'signer.p12'), legacyP12: join(dir, 'legacy.p12'), ecP12: join(dir, 'ec.p12'), expiredP12: join(dir, 'expired.p12') };
}

/** A token with the signer's key on it. Sets SOFTHSM2_CONF for this process; returns its driver. */
export async function makeToken({ dir }: SigningKeys): Promise<string> {
  const library = SOFTHSM.find((path) => existsSync(path));
  if (library === undefined) throw new Error('no SoftHSM2 driver where they lie');
  await mkdir(join(dir, 'tokens'), { recursive: true });
  await writeFile(join(dir, 'softhsm2.conf'), `directories.tokendir = ${join(dir, 'tokens')}\nobjectstore.backend = file\nlog.level = ERROR\n`);
  process.env['SOFTHSM2_CONF'] = join(dir, 'softhsm2.conf');
  await execute('softhsm2-util', ['--init-token', '--free', '--label', TOKEN_LABEL, '--pin', PIN, '--so-pin', '12345678']);
  await openssl(dir, 'pkcs8', '-topk8', '-nocrypt', '-in', 'signer.key', '-out', 'signer.p8');
  await openssl(dir, 'x509', '-in', 'signer.crt', '-outform', 'der', '-out', 'signer.der');
  await execute('softhsm2-util', ['--import', join(dir, 'signer.p8'), '--token', TOKEN_LABEL, '--label', 'k', '--id', '01', '--pin', PIN]);
  await execute('pkcs11-tool', ['--module', library, '--token-label', TOKEN_LABEL, '--login', '--pin', PIN, '--write-object', join(dir, 'signer.der'), '--type', 'cert', '--id', '01', '--label', 'k']);
  return library;
}

const TSA_SETTINGS = `[tsa]
default_tsa = own
[own]
serial = ./tsa.serial
crypto_device = builtin
signer_cert = ./tsa.crt
certs = ./root.crt
signer_key = ./tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ordering = no
tsa_name = no
ess_cert_id_chain = no
`;

/** RFC 3161 by `openssl ts`. `spoil` changes the answer before it goes out. */
export async function startTimestampServer({ dir }: SigningKeys, spoil: (reply: Buffer) => { readonly status: number; readonly body: Buffer } = (body) => ({ status: 200, body })): Promise<{ url: string; close(): Promise<void> }> {
  await writeFile(join(dir, 'tsa.cnf'), TSA_SETTINGS);
  await writeFile(join(dir, 'tsa.serial'), '01\n');
  let count = 0;
  const answer = async (query: Buffer): Promise<Buffer> => {
    count += 1;
    const name = `query-${process.pid}-${count}`;
    await writeFile(join(dir, `${name}.tsq`), query);
    await openssl(dir, 'ts', '-reply', '-config', 'tsa.cnf', '-queryfile', `${name}.tsq`, '-out', `${name}.tsr`);
    return readFile(join(dir, `${name}.tsr`));
  };
  const server = createServer((request, response) => {
    void (async () => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      const { status, body } = spoil(await answer(Buffer.concat(parts)));
      response.writeHead(status, { 'content-type': 'application/timestamp-reply' }).end(body);
    })().catch(() => response.writeHead(500).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { url: `http://127.0.0.1:${address.port}/`, close: () => new Promise((resolve) => server.close(() => resolve())) };
}
