// A package that comes back is worked on under the profile it was made by, and its documents are sent by the
// codes that stand beside them.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PackageInput } from '../../backend/packaging/package-input.ts';
import { buildPackage } from '../../backend/pipeline/package.ts';
import { prepareOutgoing } from '../../backend/pipeline/upload.ts';
import { packageDocuments } from '../../backend/targets/package-documents.ts';
import { openAsBatch } from '../../backend/uploads/bring-back.ts';
import { createFolderBlobs, stepContext } from '../support/folder-blobs.ts';
import { packageInput, sampleRecord } from '../support/sample-records.ts';
import { createTempDir, openTestBackend, type TestBackend } from '../support/test-backend.ts';

let temp: Awaited<ReturnType<typeof createTempDir>>;
let backend: TestBackend;
beforeEach(async () => {
  temp = await createTempDir();
  backend = await openTestBackend(temp.dir, { workers: 1 });
});
afterEach(async () => {
  await backend.close();
  await temp.remove();
});

const DECISION = { TypeName: 'Quyết định', CodeNumber: '37', CodeNotation: '37/QĐ-UBND', IssuedDate: '18.03.2019', OrganName: 'UBND xã Tam Thanh', Subject: 'Về việc hỗ trợ' };

async function made(profile: PackageInput['profile'], archive: PackageInput['archive'] = { agencyCode: 'H47.99', agencyName: 'UBND xã Tam Thanh' }) {
  const blobDir = path.join(temp.dir, 'blobs');
  await mkdir(blobDir, { recursive: true });
  const blobs = createFolderBlobs(blobDir);
  const records = [await sampleRecord(blobs, 'a'), await sampleRecord(blobs, 'b', { recordType: 'VB', values: DECISION })];
  const { dir } = await buildPackage(packageInput(path.join(temp.dir, 'package'), records, { profile, archive }), stepContext(blobs));
  return { dir, outgoing: await prepareOutgoing(dir, new AbortController().signal) };
}

describe('a package that is brought back', () => {
  it.each(['ho-tich', 'luu-tru', 'cv-7197'] as const)('opens as a batch under its own profile: %s', async (profile) => {
    const { dir, outgoing } = await made(profile);
    const { db } = backend.parts;
    const pack = { id: 'bringback0001', name: 'Gói cũ', dir, outgoing, by: 'x', origin: { profile: 'Kho tỉnh', identifier: 'i', sha256: outgoing.sha256, at: '2026-11-22T08:30:00.000Z' } };
    const batchId = await db.transaction().execute((trx) => openAsBatch(trx, pack));
    expect(await db.selectFrom('batches').select(['profile', 'name']).where('id', '=', batchId).executeTakeFirst()).toEqual({ profile, name: 'Gói cũ' });
  });
});

describe('documents of a package by the general guide', () => {
  it('go by the codes and metadata beside them, civil-status records too', async () => {
    const { outgoing } = await made('cv-7197');
    const documents = await packageDocuments(outgoing);
    expect(documents.map(({ docCode }) => docCode)).toEqual(['H47.99_VB_000001_V1', 'H47.99_QĐ_000002_V1']);
    expect(documents[1]?.metadata).toMatchObject({ TypeName: 'Quyết định', OrganName: 'UBND xã Tam Thanh', IssuedDate: '2019-03-18', PageAmount: 1 });
  });

  it('are not sent as long as no code can be made: the check before it names the field', async () => {
    await expect(made('cv-7197', {})).rejects.toMatchObject({ code: 'package-damaged' });
  });

  it('of another profile go by the names of their files', async () => {
    const [first] = await packageDocuments((await made('ho-tich')).outgoing);
    expect(first?.docCode).toBe('KS.2017.01.2017-02-03.05');
  });
});
