import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { sipName } from '../../../../backend/packaging/eark/identifiers.ts';
import { openFolder } from '../../../../backend/packaging/package-source.ts';
import { verifyPackage } from '../../../../backend/packaging/verify-package.ts';
import { writeBag } from '../../../../backend/packaging/write-bag.ts';
import { buildPackage } from '../../../../backend/pipeline/package.ts';
import type { BlobStore } from '../../../../backend/pipeline/step-context.ts';
import { createFolderBlobs, stepContext } from '../../../support/folder-blobs.ts';
import { field, fieldsOf, KS_VALUES, packageInput, sampleRecord } from '../../../support/sample-records.ts';
import { makeTempFolder } from '../../../support/temp-folder.ts';

const SIP = sipName('batch-1');
const signal = new AbortController().signal;
const VB = { TypeName: 'Quyết định', CodeNumber: '12', CodeNotation: 'QĐ-UBND', IssuedDate: '03.02.2020', OrganName: 'UBND xã', Subject: 'Về đất' };
let work = '';
let blobs: BlobStore;
let original = '';

beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'sohoa-test-'));
  await mkdir(join(work, 'blobs'));
  blobs = createFolderBlobs(join(work, 'blobs'));
  original = join(work, 'package');
  await build(original);
  return () => rm(work, { recursive: true, force: true });
});

async function build(out: string, more: Parameters<typeof packageInput>[2] = {}): Promise<Awaited<ReturnType<typeof buildPackage>>> {
  const fields = { ...fieldsOf(KS_VALUES), nksHoTen: field('TRẦN GIA BẢO', { from: 'clerk', box: [260, 150, 300, 40] }) };
  const records = [
    { ...await sampleRecord(blobs, 'a', { pages: [['Một'], ['Họ, chữ đệm, tên: TRẦN GIA BẢ0']], fields }), corrections: [{ field: 'nksHoTen', by: 'Lan', at: '2026-11-20T02:00:00.000Z' }] },
    await sampleRecord(blobs, 'b', { recordType: 'VB', values: VB }), await sampleRecord(blobs, 'c', { recordType: null, values: {}, unread: true }),
  ];
  return buildPackage(packageInput(out, records, { profile: 'luu-tru', ...more }), stepContext(blobs));
}

const wrong = async (dir: string): Promise<string[]> => (await verifyPackage(dir, signal)).findings.filter(({ ok }) => !ok).map(({ code }) => code);

/** A copy with a change inside the SIP and a bag made anew: only the check of the SIP can tell. */
async function spoiled(change: (sip: string) => Promise<unknown>): Promise<string[]> {
  const dir = join(await makeTempFolder(), 'package');
  await cp(original, dir, { recursive: true });
  await change(join(dir, 'data', SIP));
  for (const name of await readdir(dir)) if (name.endsWith('.txt')) await rm(join(dir, name));
  await writeBag(dir, { batchId: 'batch-1', batchName: 'x', createdAt: '2026-11-22T08:30:00.000Z', hashes: ['sha256'] }, signal);
  return wrong(dir);
}
const edit = async (path: string, change: (text: string) => string): Promise<void> => writeFile(path, change(await readFile(path, 'utf8')));

describe('the SIP of a batch', () => {
  it('has one folder named as its OBJID, with everything CSIP asks for', async () => {
    expect(await readdir(join(original, 'data'))).toEqual([SIP]);
    expect((await openFolder(join(original, 'data', SIP))).entries.map(({ path }) => path)).toEqual([
      'METS.xml', 'documentation/README.txt', 'documentation/index.html', 'metadata/descriptive/ead.xml', 'metadata/descriptive/guide/So-khai-sinh-2017.0000002.json', 'metadata/descriptive/guide/So-khai-sinh-2017.0000002.xml',
      'metadata/other/records.jsonl', 'metadata/preservation/premis.xml', 'representations/rep1/METS.xml', 'representations/rep1/data/So-khai-sinh-2017.0000001.pdf', 'representations/rep1/data/So-khai-sinh-2017.0000002.pdf',
      'representations/rep1/data/So-khai-sinh-2017.0000003.pdf', 'representations/rep1/data/alto/So-khai-sinh-2017.0000001.p0001.xml', 'representations/rep1/data/alto/So-khai-sinh-2017.0000001.p0002.xml',
      'representations/rep1/data/alto/So-khai-sinh-2017.0000002.p0001.xml', 'representations/rep1/metadata/preservation/premis.xml', 'representations/rep2/METS.xml', 'representations/rep2/data/So-khai-sinh-2017.0000001.p0001.jpg',
      'representations/rep2/data/So-khai-sinh-2017.0000001.p0002.jpg', 'representations/rep2/data/So-khai-sinh-2017.0000002.p0001.jpg', 'representations/rep2/metadata/preservation/premis.xml',
      'schemas/DILCISExtensionMETS.xsd', 'schemas/DILCISExtensionSIPMETS.xsd', 'schemas/mets.xsd', 'schemas/premis-v3-0.xsd', 'schemas/xlink.xsd',
    ]);
    expect(await wrong(original)).toEqual([]);
  });

  it('has the same bytes when built again, from the time in the input alone', async () => {
    const again = join(work, 'again');
    await build(again);
    const bytes = async (dir: string): Promise<string[]> => Promise.all((await openFolder(dir)).entries.map(async ({ path }) => `${path} ${createHash('sha256').update(await readFile(join(dir, path))).digest('hex')}`));
    expect(await bytes(again)).toEqual(await bytes(original));
  });

  it('links from the list of contents to the PDFs beside it', async () => {
    const html = await readFile(join(original, 'data', SIP, 'documentation/index.html'), 'utf8');
    const links = [...html.matchAll(/href="([^"]+)"/g)].map(([, href]) => decodeURIComponent(href ?? ''));
    expect(links).toHaveLength(3);
    for (const link of links) expect((await readFile(join(original, 'data', SIP, 'documentation', link))).subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('says who corrected what, in PREMIS and in ALTO', async () => {
    const premis = await readFile(join(original, 'data', SIP, 'representations/rep1/metadata/preservation/premis.xml'), 'utf8');
    expect(premis).toContain('<agentName>Lan</agentName>');
    expect(premis).toContain('Corrected: nksHoTen');
  });

  it('bears the office’s code and names the guide’s findings with their record', async () => {
    const out = join(work, 'coded');
    const built = await build(out, { archive: { fileCode: 'H47.99.2026.01', agencyCode: 'H47.99', agencyName: 'UBND xã Tam Thanh' } });
    expect(built.warnings).toEqual([]);
    const paths = (await openFolder(join(out, 'data', SIP))).entries.map(({ path }) => path);
    expect(paths).toContain('representations/rep1/data/H47.99.2026.01.0000001.pdf');
    expect(paths).toContain('metadata/descriptive/guide/H47.99_QD_000002_V1_20200203_VeDat.json');
    expect(await wrong(out)).toEqual([]);
    expect((await build(join(work, 'uncoded'))).warnings).toEqual([{ code: 'guide-missing', detail: { recordId: 'b', field: 'DocCode' } }]);
  });

  it('puts a scan of many pages in once, and a PDF that came as one under its own type', async () => {
    const record = await sampleRecord(blobs, 'pdf', { pages: [['Một'], ['Hai']] });
    const bytes = Buffer.from('%PDF-1.4 as it came');
    const sha256 = await blobs.put(bytes);
    const pages = record.pages.map((page, frame) => ({ ...page, master: { ...page.master, sha256, mediaType: 'application/pdf' as const, origin: 'rendered' as const, frame } }));
    const out = join(work, 'pdf');
    await buildPackage(packageInput(out, [{ ...record, pages }], { profile: 'luu-tru' }), stepContext(blobs));
    const masters = join(out, 'data', SIP, 'representations/rep2/data');
    expect(await readdir(masters)).toEqual(['So-khai-sinh-2017.0000001.p0001.pdf']);
    expect(await readFile(join(masters, 'So-khai-sinh-2017.0000001.p0001.pdf'))).toEqual(bytes);
    expect(await wrong(out)).toEqual([]);
  });

  it('is not made when an original is no longer what was stored, and leaves nothing behind', async () => {
    const record = await sampleRecord(blobs, 'damaged', { pages: [['Khác hẳn']] });
    const damaged: BlobStore = { ...blobs, pathOf: async () => { const path = join(work, 'damaged.jpg'); await writeFile(path, 'x'); return path; } };
    const out = join(await makeTempFolder(), 'out', 'package');
    await expect(buildPackage(packageInput(out, [record], { profile: 'luu-tru' }), stepContext(damaged))).rejects.toMatchObject({ code: 'original-damaged' });
    expect(await readdir(dirname(out))).toEqual([]);
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    stop.abort();
    const out = join(await makeTempFolder(), 'out', 'package');
    await expect(buildPackage(packageInput(out, [await sampleRecord(blobs, 'a')], { profile: 'luu-tru' }), stepContext(blobs, stop.signal))).rejects.toMatchObject({ code: 'cancelled' });
    expect(await readdir(dirname(out))).toEqual([]);
  });

  it('takes titles, names and codes full of markup and control characters', async () => {
    const out = join(work, 'odd');
    const record = { ...await sampleRecord(blobs, 'odd', { recordType: 'VB', values: { ...VB, Subject: '<script>&\u0001"😀', OrganName: ']]>' } }), sourceFiles: ['a/<b>&.jpg'] };
    await buildPackage(packageInput(out, [record], { profile: 'luu-tru', batchName: '<x> & "y"', archive: { agencyName: '<a>&', physicalState: '\u0000' } }), stepContext(blobs));
    expect(await wrong(out)).toEqual([]);
  });
});

describe('a spoiled SIP in a sound bag', () => {
  const mets = (sip: string): string => join(sip, 'METS.xml');
  const rep1 = (sip: string): string => join(sip, 'representations/rep1/METS.xml');

  it.each([
    ['a file that nobody names', (sip: string) => writeFile(join(sip, 'metadata/notes.txt'), 'x'), 'mets-file-unlisted'],
    ['a file that is missing', (sip: string) => rm(join(sip, 'schemas/xlink.xsd')), 'mets-file-missing'],
    ['a changed file', (sip: string) => edit(join(sip, 'documentation/README.txt'), (text) => text.replace('GÓI', 'GOI')), 'mets-checksum-differs'],
    ['a reference out of the package', (sip: string) => edit(mets(sip), (text) => text.replace('documentation/README.txt', '../../../../etc/passwd')), 'mets-reference-outside'],
    ['a reference to the network', (sip: string) => edit(mets(sip), (text) => text.replace('"schemas/mets.xsd"', '"http://x/mets.xsd"')), 'mets-reference-outside'],
    ['METS that is none', (sip: string) => writeFile(mets(sip), '<html/>'), 'mets-wrong'],
    ['METS that is empty', (sip: string) => writeFile(mets(sip), ''), 'xml-not-well-formed'],
    ['METS with entities that multiply', (sip: string) => edit(mets(sip), (text) => text.replace('<mets', '<!DOCTYPE m [<!ENTITY a "aaaa">]><mets')), 'xml-not-well-formed'],
    ['PREMIS with another checksum', (sip: string) => edit(join(sip, 'representations/rep2/metadata/preservation/premis.xml'), (text) => text.replace(/<messageDigest>[0-9a-f]{4}/, '<messageDigest>0000')), 'premis-digest-differs'],
    ['a word off its page', (sip: string) => edit(join(sip, 'representations/rep1/data/alto/So-khai-sinh-2017.0000001.p0001.xml'), (text) => text.replace(/(<String [^>]*HPOS=")\d+/, '$19999')), 'alto-word-off-page'],
    ['an unknown kind of checksum', (sip: string) => edit(rep1(sip), (text) => text.replace('CHECKSUMTYPE="SHA-256"', 'CHECKSUMTYPE=""')), 'mets-reference-incomplete'],
  ])('is refused for %s', async (_, change, code) => {
    expect(await spoiled(change)).toContain(code);
  });

  it('is read with other checksums than SHA-256', async () => {
    const path = 'documentation/README.txt';
    const md5 = async (sip: string): Promise<string> => createHash('md5').update(await readFile(join(sip, path))).digest('hex');
    const change = (digest: (sip: string) => Promise<string>) => async (sip: string): Promise<void> => {
      const wanted = await digest(sip);
      await edit(mets(sip), (text) => text.replace(/CHECKSUM="[0-9a-f]+" CHECKSUMTYPE="SHA-256"(?=>\n<FLocat[^>]*README)/, `CHECKSUM="${wanted}" CHECKSUMTYPE="MD5"`));
    };
    expect(await spoiled(change(md5))).toEqual([]);
    expect(await spoiled(change(async () => '0'.repeat(32)))).toEqual(['mets-checksum-differs']);
  });
});
