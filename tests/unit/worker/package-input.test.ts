import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPackageInput, writePackageInput, type RecordToStore } from '../../../backend/worker/package-input.ts';
import { drawnPage, fieldsOf, KS_VALUES } from '../../support/sample-records.ts';
import { makeTempFolder } from '../../support/temp-folder.ts';

const SHA = 'a'.repeat(64);
const HEAD = { batchId: 'b', batchName: 'đợt', profile: 'ho-tich', createdAt: '2026-11-22T08:30:00.000Z' } as const;
const SMALL = { madeBy: 1, sha256: 'b'.repeat(64), dpi: 200, widthPx: 1654, heightPx: 2339 };

async function* records(readings: readonly (string | null)[]): AsyncGenerator<RecordToStore> {
  for (const [index, readingJson] of readings.entries()) {
    yield {
      recordId: `r${index}`, recordType: 'KS', recordTypeConfidence: 0.99, fields: fieldsOf(KS_VALUES), warnings: [], sourceFiles: ['a.jpg'], ms: { clean: 1, recognise: 2, extract: 3 },
      pages: [{ pageId: `p${index}`, master: { sha256: SHA, mediaType: 'image/jpeg', frame: 0, origin: 'file', widthPx: 10, heightPx: 10, dpi: 200, orientation: 1 }, transforms: [], deliveredSha256: SHA, readingJson, ...(index === 0 ? { smallPicture: SMALL } : {}) }],
    };
  }
}

async function passedOn(readings: readonly (string | null)[]): Promise<Awaited<ReturnType<typeof readPackageInput>>> {
  const file = path.join(await makeTempFolder(), 'records.input');
  expect(await writePackageInput(file, HEAD, records(readings))).toBe(readings.length);
  return readPackageInput(file);
}

describe('a package’s input, passed on in a file', () => {
  it('keeps records, readings and where small pictures lie', async () => {
    const { reading } = await drawnPage(['Họ, chữ đệm, tên: TRẦN GIA BẢO']);
    const input = await passedOn([JSON.stringify(reading), null]);
    try {
      expect(input.head).toEqual(HEAD);
      expect(input.records.map((record) => record.pages.map((page) => page.smallPicture))).toEqual([[SMALL], [undefined]]);
      expect(input.records[0]?.pages[0]?.reading).toEqual(reading);
      expect(input.records[1]?.pages[0]?.reading).toBeNull();
    } finally {
      input.close();
    }
  });

  it('is parsed once for those who look again at once', async () => {
    const { reading } = await drawnPage(['Dân tộc: Kinh']);
    const input = await passedOn([JSON.stringify(reading)]);
    try {
      const page = input.records[0]?.pages[0];
      const first = page?.reading;
      expect(page?.reading).toBe(first);
    } finally {
      input.close();
    }
  });
});
