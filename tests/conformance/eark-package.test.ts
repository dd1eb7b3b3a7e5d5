// The archive package of generated pages before judges that share no code with us: validators of E-ARK
// packages and the published schemas. And spoiled packages, which they refuse and so must we.
import { cp, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { sipName } from '../../backend/packaging/eark/identifiers.ts';
import { verifyPackage } from '../../backend/packaging/verify-package.ts';
import { writeBag } from '../../backend/packaging/write-bag.ts';
import type { PackageRecord } from '../../backend/packaging/package-input.ts';
import { buildPackage } from '../../backend/pipeline/package.ts';
import type { SchemaName } from '../support/eark-judges.ts';
import { commonsIp, earkValidator, faultsByOwnSchema, needEarkJudges, OF_ANOTHER_VERSION, schemaFaults, sipDocuments } from '../support/eark-judges.ts';
import { stepContext } from '../support/folder-blobs.ts';
import { bagitPython, needJudges, pdfToText, veraPdf } from '../support/judges.ts';
import { readPages } from '../support/read-pages.ts';
import { packageInput } from '../support/sample-records.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const SIP = sipName('batch-1');
const signal = new AbortController().signal;
let packageDir = '';
let sip = '';

beforeAll(async () => {
  const work = await mkdtemp(join(tmpdir(), 'sohoa-test-'));
  packageDir = join(work, 'package');
  sip = join(packageDir, 'data', SIP);
  const { records, blobs } = await readPages(work, [{ type: 'KS', seed: 71, preset: 'clean' }, { type: 'KH', seed: 72, preset: 'scan' }, { type: 'VB', seed: 73, preset: 'scan' }]);
  const archive = { agencyName: 'UBND xã Tam Thanh', agencyCode: 'H47.99', fileCode: 'H47.99.2026.01', retention: '01', access: '01' };
  await buildPackage(packageInput(packageDir, [...records.map(corrected), unread(records)], { profile: 'luu-tru', archive }), stepContext(blobs));
  return () => rm(work, { recursive: true, force: true });
}, 300_000);

function corrected(record: PackageRecord, index: number): PackageRecord {
  const name = record.fields['nksHoTen'];
  if (index > 0 || name === undefined) return record;
  return { ...record, fields: { ...record.fields, nksHoTen: { ...name, value: 'NGUYỄN THỊ HẢI YẾN', from: 'clerk' } }, corrections: [{ field: 'nksHoTen', by: 'Lê Thị Hồng', at: '2026-11-20T02:00:00.000Z' }] };
}

const unread = (records: readonly PackageRecord[]): PackageRecord => ({ ...(records[0] as PackageRecord), recordId: 'unread', recordType: null, fields: {}, pages: (records[0]?.pages ?? []).map((page) => ({ ...page, reading: null })) });

describe('the archive package of generated pages', () => {
  it('is sound by our own check', async () => {
    const { findings } = await verifyPackage(packageDir, signal);
    expect(findings.filter(({ ok }) => !ok)).toEqual([]);
    expect(findings.map(({ code }) => code)).toContain('sip-sound');
  });

  it('is a valid bag around the SIP: bagit-python', async (context) => {
    needJudges(context, 'bagit-python');
    expect(await bagitPython(packageDir)).toMatchObject({ ok: true });
  });

  it('is PDF/A-2u throughout, with the clerk’s correction in the text: veraPDF, pdftotext', async (context) => {
    needJudges(context, 'veraPDF', 'pdftotext');
    const data = join(sip, 'representations/rep1/data');
    const pdfs = (await readdir(data)).filter((name) => name.endsWith('.pdf')).toSorted().map((name) => join(data, name));
    const { refused, said } = await veraPdf(pdfs);
    expect(refused, said).toEqual([]);
    expect(await pdfToText(pdfs[0] ?? '')).toContain('NGUYỄN THỊ HẢI YẾN');
    expect(await readFile((await sipDocuments(sip)).alto[0] ?? '', 'utf8')).toMatch(/CONTENT="NGUYỄN" CS="true"/);
  });

  it('meets every requirement of CSIP and SIP 2.2, MUST and SHOULD: commons-ip', async (context) => {
    needEarkJudges(context, 'commons-ip');
    expect(await commonsIp(sip)).toEqual({ result: 'VALID', failed: [] });
  });

  it('is well-formed and valid but for what its rules of 2.1 ask otherwise: eark-validator', async (context) => {
    needEarkJudges(context, 'eark-validator');
    expect(await earkValidator(sip)).toEqual({ structure: 'WellFormed', schema: 'VALID', errors: OF_ANOTHER_VERSION });
  });

  it.for(['mets', 'premis', 'ead3', 'alto'] as const)('has %s documents that the published schema accepts: xmllint', async (name, context) => {
    needEarkJudges(context, 'xmllint with schemas');
    const files = (await sipDocuments(sip))[name];
    expect(files.length).toBeGreaterThan(0);
    expect(await schemaFaults(name, files)).toBe('');
  });

  it('carries the schemas of its METS and PREMIS documents, which accept them', async (context) => {
    needEarkJudges(context, 'xmllint with schemas');
    const { mets, premis } = await sipDocuments(sip);
    expect(await faultsByOwnSchema(join(sip, 'schemas/mets.xsd'), mets)).toBe('');
    expect(await faultsByOwnSchema(join(sip, 'schemas/premis-v3-0.xsd'), premis)).toBe('');
  });
});

type Spoiled = { readonly what: string; readonly spoil: (sip: string) => Promise<unknown>; readonly code: string; readonly judge: 'commons-ip' | 'eark-validator' | SchemaName };

const edit = async (path: string, change: (text: string) => string): Promise<void> => {
  const before = await readFile(path, 'utf8');
  const after = change(before);
  expect(after).not.toBe(before);
  await writeFile(path, after);
};
const firstPdf = async (root: string): Promise<string> => join(root, 'representations/rep1/data', (await readdir(join(root, 'representations/rep1/data'))).filter((name) => name.endsWith('.pdf')).toSorted()[0] ?? '');
const firstAlto = async (root: string): Promise<string> => (await sipDocuments(root)).alto[0] ?? '';
const firstMaster = async (root: string): Promise<string> => join(root, 'representations/rep2/data', (await readdir(join(root, 'representations/rep2/data'))).toSorted()[0] ?? '');
const mets = (root: string): string => join(root, 'METS.xml');
const access = (root: string): string => join(root, 'representations/rep1/METS.xml');

const SPOILED: readonly Spoiled[] = [
  { what: 'another name for the package than its folder', spoil: (root) => edit(mets(root), (text) => text.replace(/OBJID="[^"]+"/, 'OBJID="uuid-other"')), code: 'sip-objid', judge: 'commons-ip' },
  { what: 'a PDF with one byte changed', spoil: async (root) => spoilByte(await firstPdf(root)), code: 'mets-checksum-differs', judge: 'commons-ip' },
  { what: 'a PDF that is missing', spoil: async (root) => rm(await firstPdf(root)), code: 'mets-file-missing', judge: 'commons-ip' },
  { what: 'a file of another size than stated', spoil: (root) => edit(access(root), (text) => text.replace(/SIZE="\d+"/, 'SIZE="7"')), code: 'mets-size-differs', judge: 'commons-ip' },
  { what: 'a false checksum in METS', spoil: (root) => edit(mets(root), (text) => text.replace(/CHECKSUM="[0-9a-f]{8}/, 'CHECKSUM="00000000')), code: 'mets-checksum-differs', judge: 'commons-ip' },
  { what: 'a reference without media type', spoil: (root) => edit(access(root), (text) => text.replace(/ MIMETYPE="[^"]+"/, '')), code: 'mets-reference-incomplete', judge: 'commons-ip' },
  { what: 'a reference without checksum', spoil: (root) => edit(mets(root), (text) => text.replace(/ CHECKSUM="[^"]+"/, '')), code: 'mets-reference-incomplete', judge: 'commons-ip' },
  { what: 'a representation without METS', spoil: (root) => rm(access(root)), code: 'mets-file-missing', judge: 'commons-ip' },
  { what: 'descriptive metadata that is missing', spoil: (root) => rm(join(root, 'metadata/descriptive/ead.xml')), code: 'mets-file-missing', judge: 'commons-ip' },
  { what: 'METS cut short', spoil: (root) => edit(mets(root), (text) => text.slice(0, text.length >> 1)), code: 'xml-not-well-formed', judge: 'mets' },
  { what: 'an id that stands twice', spoil: (root) => edit(mets(root), (text) => text.replace(/<fileSec ID="[^"]+"/, `<fileSec ID="${/<structMap ID="([^"]+)"/.exec(text)?.[1] ?? ''}"`)), code: 'mets-id-twice', judge: 'mets' },
  { what: 'a pointer at nothing', spoil: (root) => edit(mets(root), (text) => text.replace(/FILEID="[^"]+"/, 'FILEID="nothing"')), code: 'mets-pointer-lost', judge: 'commons-ip' },
  { what: 'no package type', spoil: (root) => edit(mets(root), (text) => text.replace(/ csip:OAISPACKAGETYPE="SIP"/, '')), code: 'mets-wrong', judge: 'eark-validator' },
  { what: 'an ALTO page with a tag left open', spoil: async (root) => edit(await firstAlto(root), (text) => text.replace('</PrintSpace>', '')), code: 'xml-not-well-formed', judge: 'alto' },
  { what: 'an ALTO file without a page', spoil: async (root) => edit(await firstAlto(root), (text) => text.replace(/<Page[\s\S]*<\/Page>\n/, '')), code: 'alto-no-page', judge: 'alto' },
  { what: 'PREMIS that is cut short', spoil: (root) => edit(join(root, 'metadata/preservation/premis.xml'), (text) => text.slice(0, -20)), code: 'xml-not-well-formed', judge: 'premis' },
  { what: 'a PREMIS object without its identifier', spoil: (root) => edit(join(root, 'representations/rep2/metadata/preservation/premis.xml'), (text) => text.replace(/<objectIdentifier>.*?<\/objectIdentifier>/s, '')), code: 'premis-unidentified', judge: 'premis' },
  { what: 'a PREMIS event without its identifier', spoil: (root) => edit(join(root, 'metadata/preservation/premis.xml'), (text) => text.replace(/<eventIdentifier>.*?<\/eventIdentifier>/s, '')), code: 'premis-unidentified', judge: 'premis' },
  { what: 'a master with one byte changed', spoil: async (root) => spoilByte(await firstMaster(root)), code: 'mets-checksum-differs', judge: 'commons-ip' },
  { what: 'a master that is missing', spoil: async (root) => rm(await firstMaster(root)), code: 'mets-file-missing', judge: 'commons-ip' },
  { what: 'a checksum by an algorithm that nobody knows', spoil: (root) => edit(mets(root), (text) => text.replace('CHECKSUMTYPE="SHA-256"', 'CHECKSUMTYPE="SHA-257"')), code: 'mets-reference-incomplete', judge: 'mets' },
  { what: 'EAD with an entity of its own', spoil: (root) => edit(join(root, 'metadata/descriptive/ead.xml'), (text) => text.replace('<ead ', '<!DOCTYPE ead [<!ENTITY a "b">]>\n<ead x="y" ')), code: 'xml-not-well-formed', judge: 'ead3' },
];

async function spoilByte(path: string): Promise<void> {
  const bytes = await readFile(path);
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
  await writeFile(path, bytes);
}

describe('a spoiled archive package, in a bag made anew around it', () => {
  it.for(SPOILED)('is refused: $what ($judge)', async ({ spoil, code, judge }, context) => {
    const dir = join(await makeTempFolder(), 'package');
    await cp(packageDir, dir, { recursive: true });
    const root = join(dir, 'data', SIP);
    await spoil(root);
    for (const name of await readdir(dir)) if (name.endsWith('.txt')) await rm(join(dir, name));
    await writeBag(dir, { batchId: 'batch-1', batchName: 'x', createdAt: '2026-11-22T08:30:00.000Z', hashes: ['sha256'] }, signal);
    const { ok, findings } = await verifyPackage(dir, signal);
    expect(ok).toBe(false);
    expect(findings.filter((finding) => !finding.ok).map((finding) => finding.code)).toContain(code);
    needEarkJudges(context, judge === 'commons-ip' || judge === 'eark-validator' ? judge : 'xmllint with schemas');
    expect(await judgeRefuses(judge, root)).toBe(true);
  });

  it('is refused when a PREMIS event speaks of an agent that is nowhere, which no schema sees', async () => {
    const dir = join(await makeTempFolder(), 'package');
    await cp(packageDir, dir, { recursive: true });
    await edit(join(dir, 'data', SIP, 'representations/rep1/metadata/preservation/premis.xml'), (text) => text.replace(/(.*<agentIdentifierValue>)[^<]+/s, '$1ai đó'));
    const { findings } = await verifyPackage(dir, signal);
    expect(findings.map(({ code }) => code)).toContain('premis-link-lost');
  });

  it('is refused when the folder has another name than the package', async () => {
    const dir = join(await makeTempFolder(), 'package');
    await cp(packageDir, dir, { recursive: true });
    await rename(join(dir, 'data', SIP), join(dir, 'data', 'other'));
    const { findings } = await verifyPackage(dir, signal);
    expect(findings.map(({ code }) => code)).toContain('sip-objid');
  });
});

async function judgeRefuses(judge: Spoiled['judge'], root: string): Promise<boolean> {
  if (judge === 'commons-ip') return (await commonsIp(root)).result !== 'VALID';
  if (judge !== 'eark-validator') return (await schemaFaults(judge, (await sipDocuments(root))[judge])) !== '';
  const { structure, schema, errors } = await earkValidator(root);
  return structure !== 'WellFormed' || schema !== 'VALID' || errors.join() !== OF_ANOTHER_VERSION.join();
}
