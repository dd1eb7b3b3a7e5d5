// The documents of the general guide (CV 7197) before xmllint, and the BagIt profiles of both package profiles
// before bagit-profile; and what does not keep them, which the judges refuse and so do we.
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { guideXml } from '../../backend/packaging/guide/guide-documents.ts';
import { guideMetadata } from '../../backend/packaging/guide/guide-metadata.ts';
import { verifyPackage } from '../../backend/packaging/verify-package.ts';
import { buildPackage } from '../../backend/pipeline/package.ts';
import { faultsByOwnSchema, needEarkJudges } from '../support/eark-judges.ts';
import { createFolderBlobs, stepContext } from '../support/folder-blobs.ts';
import { bagitProfile, needJudges } from '../support/judges.ts';
import { packageInput, sampleRecord } from '../support/sample-records.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const signal = new AbortController().signal;
const resource = (path: string): string => fileURLToPath(new URL(`../../resources/packaging/${path}`, import.meta.url));
const FULL = { TypeName: 'Quyết định', CodeNumber: '37', CodeNotation: '37/QĐ-UBND', IssuedDate: '18.03.2019', OrganName: 'UBND xã Tam Thanh', Subject: 'Về việc hỗ trợ & cấp <kinh phí>', Keyword: 'hỗ trợ', Mode: 'Công khai' };

async function faults(values: Readonly<Record<string, string>>): Promise<string> {
  const path = join(await makeTempFolder(), 'a.xml');
  await writeFile(path, `<?xml version="1.0" encoding="UTF-8"?>\n${guideXml(guideMetadata({ values, seq: 21, pages: 2, isCorrected: true, agencyCode: 'G06.01' }))}`);
  return faultsByOwnSchema(resource('guide/cv-7197.xsd'), [path]);
}

describe('metadata of the general guide', () => {
  it('are valid by the schema, with all mandatory fields and markup in a subject: xmllint', async (context) => {
    needEarkJudges(context, 'xmllint with schemas');
    expect(await faults(FULL)).toBe('');
  });

  it.for<readonly [string, Readonly<Record<string, string>>]>([
    ['no date', { ...FULL, IssuedDate: '' }], ['half a date', { ...FULL, IssuedDate: '03.2019' }], ['no issuing body', { ...FULL, OrganName: '' }], ['a number too long', { ...FULL, CodeNumber: '123456789012' }], ['a subject of 501 letters', { ...FULL, Subject: 'ờ'.repeat(501) }],
  ])('with %s are refused by the schema and named by our own check', async ([, values], context) => {
    needEarkJudges(context, 'xmllint with schemas');
    expect(await faults(values)).not.toBe('');
    expect(guideMetadata({ values, seq: 21, pages: 2, isCorrected: true, agencyCode: 'G06.01' }).problems.length).toBeGreaterThan(0);
  });
});

describe('a package under its BagIt profile', () => {
  const built: Record<string, string> = {};
  beforeAll(async () => {
    const dir = await mkdtemp(join(tmpdir(), 'sohoa-test-'));
    await mkdir(join(dir, 'blobs'));
    const blobs = createFolderBlobs(join(dir, 'blobs'));
    const records = [await sampleRecord(blobs, 'a')];
    for (const profile of ['ho-tich', 'luu-tru'] as const) {
      built[profile] = join(dir, profile);
      await buildPackage(packageInput(join(dir, profile), records, { profile }), stepContext(blobs));
    }
    return () => rm(dir, { recursive: true, force: true });
  });
  const ruling = (dir: string, profile: string) => bagitProfile(dir, `urn:sohoa:bagit-profile:${profile}:1`, resource(`bagit/${profile}.json`));
  const spoiled = async (profile: string, spoil: (dir: string) => Promise<unknown>): Promise<string> => {
    const dir = join(await makeTempFolder(), 'package');
    await cp(built[profile] ?? '', dir, { recursive: true });
    await spoil(dir);
    return dir;
  };

  it.for(['ho-tich', 'luu-tru'])('keeps it and carries it: %s, bagit-profile', async (profile, context) => {
    needJudges(context, 'bagit-profile', 'bagit-python');
    const dir = built[profile] ?? '';
    const { ok, stderr } = await ruling(dir, profile);
    expect(ok, stderr).toBe(true);
    expect(JSON.parse(await readFile(join(dir, 'bagit-profile.json'), 'utf8'))).toEqual(JSON.parse(await readFile(resource(`bagit/${profile}.json`), 'utf8')));
  });

  it.for<readonly [string, (dir: string) => Promise<unknown>]>([
    ['says no more what it is', async (dir) => writeFile(join(dir, 'bag-info.txt'), (await readFile(join(dir, 'bag-info.txt'), 'utf8')).replace(/^External-Description:.*\n/m, ''))],
    ['lost its second manifest', (dir) => rm(join(dir, 'manifest-sha512.txt'))],
    ['lost the profile itself', (dir) => rm(join(dir, 'bagit-profile.json'))],
  ])('is refused by bagit-profile and by our check when it %s', async ([, spoil], context) => {
    needJudges(context, 'bagit-profile', 'bagit-python');
    const dir = await spoiled('luu-tru', spoil);
    expect((await ruling(dir, 'luu-tru')).ok).toBe(false);
    expect((await verifyPackage(dir, signal)).findings.some(({ ok, code }) => !ok && code === 'bag-profile-differs')).toBe(true);
  });
});
