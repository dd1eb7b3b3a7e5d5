// Signed archive packages before judges that share no code with us: pyHanko for the signatures, veraPDF for
// what the files are afterwards, qpdf for their syntax. Keys from files and from a token; our own authority.
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { verifyPackage } from '../../backend/packaging/verify-package.ts';
import type { SigningRequest } from '../../backend/packaging/package-input.ts';
import { buildPackage } from '../../backend/pipeline/package.ts';
import { createFolderBlobs, stepContext } from '../support/folder-blobs.ts';
import { commonsIp, needEarkJudges } from '../support/eark-judges.ts';
import { bagitPython, needJudges, pdfToText, pyHanko, qpdfCheck, veraPdf } from '../support/judges.ts';
import { packageInput, sampleRecord } from '../support/sample-records.ts';
import type { SigningKeys } from '../support/signing-keys.ts';
import { makeSigningKeys, makeToken, PASSWORD, PIN, SIGNER, startTimestampServer, TOKEN_LABEL } from '../support/signing-keys.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const signal = new AbortController().signal;
let work = '';
let keys: SigningKeys;
let library = '';

beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'sohoa-test-'));
  keys = await makeSigningKeys(join(work, 'keys'));
  library = await makeToken(keys).catch(() => '');
  return () => rm(work, { recursive: true, force: true });
}, 120_000);

async function signedPackage(signing: SigningRequest): Promise<{ dir: string; pdfs: string[]; sip: string }> {
  const dir = await makeTempFolder();
  await mkdir(join(dir, 'blobs'));
  const blobs = createFolderBlobs(join(dir, 'blobs'));
  const records = [await sampleRecord(blobs, 'a'), await sampleRecord(blobs, 'b', { pages: [['một'], ['hai']] })];
  await buildPackage(packageInput(join(dir, 'package'), records, { profile: 'luu-tru', signing }), stepContext(blobs));
  const [name = ''] = await readdir(join(dir, 'package/data'));
  const sip = join(dir, 'package/data', name);
  const data = join(sip, 'representations/rep1/data');
  return { dir: join(dir, 'package'), sip, pdfs: (await readdir(data)).filter((each) => each.endsWith('.pdf')).toSorted().map((each) => join(data, each)) };
}

const fromFile = (more: Partial<SigningRequest> = {}): SigningRequest => ({ key: { kind: 'pkcs12', path: keys.p12 }, secret: PASSWORD, role: 'Người duyệt', ...more });

describe('a signed archive package', () => {
  it('carries signatures that pyHanko finds valid over the whole file, and stays PDF/A-2u: PKCS#12, B-B', async (context) => {
    needJudges(context, 'pyHanko', 'veraPDF', 'qpdf', 'openssl');
    const { pdfs, dir } = await signedPackage(fromFile());
    expect(pdfs).toHaveLength(2);
    for (const pdf of pdfs) {
      const { ok, stdout } = await pyHanko(pdf, keys.root);
      expect(ok, stdout).toBe(true);
      expect(stdout).toContain('The signature is judged VALID');
      expect(stdout).toContain('covers the entire file');
      expect(await qpdfCheck(pdf)).toMatchObject({ ok: true });
    }
    const { refused, said } = await veraPdf(pdfs);
    expect(refused, said).toEqual([]);
    const { ok, findings } = await verifyPackage(dir, signal);
    expect(findings.filter((finding) => !finding.ok)).toEqual([]);
    expect(ok).toBe(true);
  });

  it.for(['legacy', 'ec'] as const)('is signed with a key of another make as well: %s', async (make, context) => {
    needJudges(context, 'pyHanko', 'openssl');
    const key = make === 'legacy' ? { path: keys.legacyP12, secret: 'mat-khau' } : { path: keys.ecP12, secret: PASSWORD };
    const { pdfs } = await signedPackage(fromFile({ key: { kind: 'pkcs12', path: key.path }, secret: key.secret }));
    expect((await pyHanko(pdfs[0] ?? '', keys.root)).stdout).toContain('The signature is judged VALID');
  });

  it('carries a time stamp of a trusted authority where one is set: B-T', async (context) => {
    needJudges(context, 'pyHanko', 'veraPDF', 'openssl');
    const server = await startTimestampServer(keys);
    try {
      const { pdfs } = await signedPackage(fromFile({ timestampUrl: server.url }));
      const { stdout } = await pyHanko(pdfs[0] ?? '', keys.root);
      expect(stdout).toContain('The signature is judged VALID');
      expect(stdout).toMatch(/timestamp token|time ?stamp/i);
      expect((await veraPdf(pdfs)).refused).toEqual([]);
      expect((await verifyPackage(pdfs[0] ?? '', signal)).findings.map(({ code }) => code)).toContain('signature-sound-timed');
    } finally {
      await server.close();
    }
  });

  it('is signed by a token: PKCS#11', async (context) => {
    needJudges(context, 'pyHanko', 'veraPDF', 'SoftHSM2', 'openssl');
    const { pdfs } = await signedPackage({ key: { kind: 'pkcs11', library, label: TOKEN_LABEL }, secret: PIN });
    expect((await pyHanko(pdfs[0] ?? '', keys.root)).stdout).toContain('The signature is judged VALID');
    expect((await veraPdf(pdfs)).refused).toEqual([]);
  });

  it('shows name and time with the zone of Vietnam on page 1, and says so in its documents', async (context) => {
    needJudges(context, 'pdftotext', 'openssl');
    const { pdfs, sip } = await signedPackage(fromFile());
    const shown = (await pdfToText(pdfs[1] ?? '')).split('\f');
    expect(shown[0]).toContain(`Ký bởi: ${SIGNER}`);
    expect(shown[0]).toMatch(/Thời gian ký: \d{2}\/\d{2}\/\d{4} \d{2}:\d{2}:\d{2} \+07:00/);
    expect(shown[1]).not.toContain('Ký bởi');
    expect(await readFile(join(sip, 'documentation/README.txt'), 'utf8')).toContain(`${SIGNER} ký (PAdES B-B; Người duyệt`);
    expect(await readFile(join(sip, 'representations/rep1/metadata/preservation/premis.xml'), 'utf8')).toContain('digital signature generation');
  });

  it('is still a valid bag and SIP: bagit-python, commons-ip', async (context) => {
    needJudges(context, 'bagit-python', 'openssl');
    needEarkJudges(context, 'commons-ip');
    const { dir, sip } = await signedPackage(fromFile());
    expect(await bagitPython(dir)).toMatchObject({ ok: true });
    expect(await commonsIp(sip)).toEqual({ result: 'VALID', failed: [] });
  });
});

describe('a signed PDF that was touched is refused by pyHanko and by our check:', () => {
  it.for<readonly [string, (pdf: string) => Promise<unknown>, string]>([
    ['one byte changed', async (pdf) => { const bytes = await readFile(pdf); bytes[400] = (bytes[400] ?? 0) ^ 1; await writeFile(pdf, bytes); }, 'signature-changed'],
    ['a signature value changed', async (pdf) => writeFile(pdf, (await readFile(pdf, 'latin1')).replace(/(\/Contents <[0-9A-F]{1000})([0-9A-F]{8})/, (_, before: string, digits: string) => before + (digits === '00000000' ? '11111111' : '00000000')), 'latin1'), 'signature-'],
    ['something written behind it', (pdf) => appendFile(pdf, '\n% thêm\n%%EOF\n'), 'signature-bytes-after'],
  ])('%s', async ([, spoil, code], context) => {
    needJudges(context, 'pyHanko', 'openssl');
    const { pdfs } = await signedPackage(fromFile());
    const pdf = pdfs[0] ?? '';
    await spoil(pdf);
    expect((await pyHanko(pdf, keys.root)).stdout).not.toContain('The signature is judged VALID');
    expect((await verifyPackage(pdf, signal)).findings.some((finding) => !finding.ok && finding.code.startsWith(code))).toBe(true);
  });
});

describe('what keeps a package from being signed is told, and nothing is left behind:', () => {
  const refusal = async (signing: SigningRequest): Promise<unknown> => signedPackage(signing).then(() => 'signed', (error: unknown) => error);
  it('a wrong password', async () => expect(await refusal(fromFile({ secret: 'sai' }))).toMatchObject({ code: 'certificate-secret-wrong' }));
  it('an expired certificate, with its owner and day', async () => expect(await refusal(fromFile({ key: { kind: 'pkcs12', path: keys.expiredP12 } }))).toMatchObject({ code: 'certificate-expired', detail: { owner: 'Chứng thư cũ', validTo: expect.stringMatching(/^\d{2}\/\d{2}\/\d{4}$/) } }));
  it('a file that is none', async () => expect(await refusal(fromFile({ key: { kind: 'pkcs12', path: keys.root } }))).toMatchObject({ code: 'certificate-unreadable' }));
  it('a file that is not there', async () => expect(await refusal(fromFile({ key: { kind: 'pkcs12', path: join(work, 'none.p12') } }))).toMatchObject({ code: 'source-missing' }));
  it('a driver that is not there', async () => expect(await refusal({ key: { kind: 'pkcs11', library: join(work, 'none.so') }, secret: PIN })).toMatchObject({ code: 'token-missing' }));
  it('a wrong PIN, and a token that is not plugged in', async (context) => {
    needJudges(context, 'SoftHSM2', 'openssl');
    expect(await refusal({ key: { kind: 'pkcs11', library, label: TOKEN_LABEL }, secret: '999999' })).toMatchObject({ code: 'certificate-secret-wrong' });
    expect(await refusal({ key: { kind: 'pkcs11', library, label: 'khác' }, secret: PIN })).toMatchObject({ code: 'token-missing' });
  });
  it('a time stamp server that is away, that refuses, and that answers another question', async () => {
    expect(await refusal(fromFile({ timestampUrl: 'http://127.0.0.1:9/' }))).toMatchObject({ code: 'timestamp-failed', detail: { reason: 'unreachable' } });
    for (const [reply, reason] of [[{ status: 403, body: Buffer.alloc(0) }, 'status-403'], [{ status: 200, body: Buffer.from('không phải') }, 'reply-not-understood']] as const) {
      const server = await startTimestampServer(keys, () => reply);
      expect(await refusal(fromFile({ timestampUrl: server.url }))).toMatchObject({ code: 'timestamp-failed', detail: { reason } });
      await server.close();
    }
    let first: Buffer | undefined;
    const replaying = await startTimestampServer(keys, (body) => ({ status: 200, body: (first ??= body) }));
    expect(await refusal(fromFile({ timestampUrl: replaying.url }))).toMatchObject({ code: 'timestamp-failed', detail: { reason: 'reply-of-another-request' } });
    await replaying.close();
  });
  it('the civil-status profile, which is not signed', async () => {
    const dir = await makeTempFolder();
    await mkdir(join(dir, 'blobs'));
    const blobs = createFolderBlobs(join(dir, 'blobs'));
    const built = buildPackage(packageInput(join(dir, 'package'), [await sampleRecord(blobs, 'a')], { signing: fromFile() }), stepContext(blobs));
    await expect(built).rejects.toMatchObject({ code: 'bad-request' });
    expect(await readdir(dir)).toEqual(['blobs']);
  });
});
