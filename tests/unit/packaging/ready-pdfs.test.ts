import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PackageInput, PackageRecord } from '../../../backend/packaging/package-input.ts';
import { openFolder } from '../../../backend/packaging/package-source.ts';
import { buildPackage, writePdfsAhead } from '../../../backend/pipeline/package.ts';
import type { BlobStore } from '../../../backend/pipeline/step-context.ts';
import { createFolderBlobs, stepContext } from '../../support/folder-blobs.ts';
import { KS_VALUES, packageInput, sampleRecord } from '../../support/sample-records.ts';
import { makeTempFolder } from '../../support/temp-folder.ts';

type Workshop = { dir: string; pdfDir: string; blobs: BlobStore; records: readonly PackageRecord[] };

/** Four records, one of two pages, and between them one that has no page to pack. */
async function workshop(): Promise<Workshop> {
  const dir = await makeTempFolder();
  await mkdir(join(dir, 'blobs'));
  const blobs = createFolderBlobs(join(dir, 'blobs'));
  const numbered = (id: string, so: string, pages?: readonly (readonly string[])[]): Promise<PackageRecord> => sampleRecord(blobs, id, { values: { ...KS_VALUES, so }, ...(pages === undefined ? {} : { pages }) });
  const empty = { ...(await numbered('rỗng', '9/2017')), pages: [] };
  return { dir, pdfDir: join(dir, 'pdfs'), blobs, records: [await numbered('a', '1/2017'), empty, await numbered('b', '2/2017', [['Trang một'], ['Trang hai']]), await numbered('c', '3/2017'), await numbered('d', '4/2017')] };
}

const bytesOf = async (dir: string): Promise<Record<string, string>> =>
  Object.fromEntries(await Promise.all((await openFolder(dir)).entries.map(async ({ path }) => [path, createHash('sha256').update(await readFile(join(dir, path))).digest('hex')] as const)));

const inputOf = ({ dir, records }: Workshop, name: string, more: Partial<PackageInput> = {}): PackageInput => packageInput(join(dir, name), records, more);

describe('PDFs written ahead of their package', () => {
  for (const profile of ['ho-tich', 'luu-tru', 'cv-7197'] as const) {
    it(`give ${profile} the same package, byte for byte, and are taken over`, async () => {
      const shop = await workshop();
      await buildPackage(inputOf(shop, 'alone', { profile }), stepContext(shop.blobs));
      for (const stretch of [{ from: 2, to: 5 }, { from: 0, to: 2 }]) await writePdfsAhead(inputOf(shop, 'x', { profile }), stretch, shop.pdfDir, stepContext(shop.blobs));
      expect((await readdir(shop.pdfDir)).sort()).toEqual(['0.json', '1.pdf', '2.json', '2.pdf', '3.pdf', '4.pdf']);
      await buildPackage(inputOf(shop, 'ahead', { profile, pdfDir: shop.pdfDir }), stepContext(shop.blobs));
      expect(await bytesOf(join(shop.dir, 'ahead'))).toEqual(await bytesOf(join(shop.dir, 'alone')));
      expect((await readdir(shop.pdfDir)).sort()).toEqual(['0.json', '2.json']);
    });
  }

  it('are not used where their list is missing, and what is missing is made', async () => {
    const shop = await workshop();
    await buildPackage(inputOf(shop, 'alone'), stepContext(shop.blobs));
    for (const stretch of [{ from: 0, to: 2 }, { from: 2, to: 4 }]) await writePdfsAhead(inputOf(shop, 'x'), stretch, shop.pdfDir, stepContext(shop.blobs));
    await rm(join(shop.pdfDir, '2.json'));
    await buildPackage(inputOf(shop, 'ahead', { pdfDir: shop.pdfDir }), stepContext(shop.blobs));
    expect(await bytesOf(join(shop.dir, 'ahead'))).toEqual(await bytesOf(join(shop.dir, 'alone')));
    expect((await readdir(shop.pdfDir)).sort()).toEqual(['0.json', '3.pdf', '4.pdf']);
    await buildPackage(inputOf(shop, 'nowhere', { pdfDir: join(shop.dir, 'none') }), stepContext(shop.blobs));
    expect(await bytesOf(join(shop.dir, 'nowhere'))).toEqual(await bytesOf(join(shop.dir, 'alone')));
  });

  it('say how far they are, and leave no list when they are called off', async () => {
    const shop = await workshop();
    const told: (readonly [number, number])[] = [];
    await writePdfsAhead(inputOf(shop, 'x'), { from: 1, to: 4 }, shop.pdfDir, { ...stepContext(shop.blobs), progress: (done, total) => void told.push([done, total]) });
    expect(told).toEqual([[1, 3], [2, 3], [3, 3]]);
    await rm(shop.pdfDir, { recursive: true });
    const off = AbortSignal.abort();
    await expect(writePdfsAhead(inputOf(shop, 'x'), { from: 0, to: 4 }, shop.pdfDir, stepContext(shop.blobs, off))).rejects.toMatchObject({ code: 'cancelled' });
    expect((await readdir(shop.pdfDir)).filter((name) => name.endsWith('.json'))).toEqual([]);
  });
});
