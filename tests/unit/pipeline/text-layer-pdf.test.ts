// A scan in a PDF of another program, whose invisible text is in an old encoding: from the file to the record.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodePage } from '../../../backend/imaging/decode-page.ts';
import { createOcrEngine } from '../../../backend/ocr/ocr-engine.ts';
import { cleanPage } from '../../../backend/pipeline/clean.ts';
import { extractRecords } from '../../../backend/pipeline/extract.ts';
import { importSource } from '../../../backend/pipeline/import.ts';
import { recognisePage } from '../../../backend/pipeline/recognise.ts';
import { isDoubtful } from '../../../shared/domain/field.ts';
import type { PageReading, QualityFacts } from '../../../shared/domain/reading.ts';
import { renderPage } from '../../../scripts/fixtures/render-page.ts';
import { createFolderBlobs, stepContext } from '../../support/folder-blobs.ts';
import { cp1258, tcvn3, viqr, vni } from '../../support/legacy-text.ts';
import { image, pdfBytes } from '../../support/pdf-bytes.ts';
import { makeTempFolder } from '../../support/temp-folder.ts';

const engine = createOcrEngine({ timeoutMs: 120_000 });
afterAll(() => engine.close());

/** One line of text under another, each byte as Latin-1 has it, in a font that says nothing of its encoding but WinAnsi. */
function layered(jpeg: Uint8Array, size: { widthPx: number; heightPx: number }, text: string): Buffer {
  const bytes = (line: string): string => `<${Buffer.from(line, 'latin1').toString('hex')}>`;
  const lines = text.split('\n').map((line) => `${bytes(line)} Tj 0 -14 Td`).join('\n');
  return pdfBytes(
    [{ width: 595, height: 842, content: `q 595 0 0 842 0 0 cm /I Do Q BT 3 Tr /F 10 Tf 40 800 Td ${lines} ET`, objects: { I: image(size.widthPx, size.heightPx, '/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode', jpeg) } }],
    { 1: '<</Type/Catalog/Pages 2 0 R/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>' },
  );
}

describe('the text layer of a PDF', () => {
  let [jpeg, text]: [Uint8Array, string] = [new Uint8Array(), ''];
  let size = { widthPx: 0, heightPx: 0 };
  let scan: { reading: PageReading; quality: QualityFacts } | undefined;

  beforeAll(async () => {
    const page = await renderPage({ type: 'KS', seed: 4, form: 'certificate', degrade: { dpi: 200 } });
    [jpeg, text, size] = [await page.jpeg(), page.truth.text, page.raster];
  }, 60_000);

  async function recordOf(layer: string) {
    const dir = await makeTempFolder();
    const file = path.join(dir, 'old.pdf');
    await writeFile(file, layered(jpeg, size, layer));
    const blobs = createFolderBlobs(dir);
    const context = stepContext(blobs);
    const [page] = (await importSource({ path: file, displayName: 'old.pdf' }, context)).pages;
    if (!page?.ok) throw new Error('the page was not imported');
    // the picture is the same whatever the layer says: it is read once
    if (scan === undefined) {
      const clean = await cleanPage({ raster: await decodePage(page.master, blobs), master: page.master }, context.signal);
      scan = { reading: await recognisePage(clean, engine, context.signal), quality: clean.quality };
    }
    const [draft] = extractRecords([{ pageId: 'p1', reading: { ...scan.reading, ...(page.master.existingText === undefined ? {} : { existingText: page.master.existingText }) }, quality: scan.quality }], { recordType: 'auto' });
    return draft?.reading;
  }

  const ENCODINGS = [['TCVN3', tcvn3], ['VNI', vni], ['VIQR', viqr], ['CP1258', cp1258]] as const;

  it.each(ENCODINGS)('in %s makes a name that it spells alike the surer', { timeout: 300_000 }, async (_, encode) => {
    const [alone, heard] = [await recordOf(''), await recordOf(encode(text))];
    expect(heard?.fields['nksHoTen']?.value).toBe('NGUYỄN THẾ NGHĨA');
    // the child's name has readings that differ in a mark, and is never sure whoever speaks for it; the mother's has none
    expect(heard?.fields['meHoTen']?.value).toBe('HỒ THỊ THU HÀ');
    expect(heard?.fields['meHoTen']?.confidence).toBeGreaterThan(alone?.fields['meHoTen']?.confidence ?? 1);
  });

  it.each(ENCODINGS)('in %s that differs in a mark leaves the name in doubt, whoever is right, and is heard in Unicode', { timeout: 300_000 }, async (_, encode) => {
    const father = (await recordOf(encode(text.replaceAll('PHƯỚC', 'PHƯỢC'))))?.fields['chaHoTen'];
    expect([father?.value, ...(father?.warnings ?? []).map(({ suggestion }) => suggestion)]).toContain('NGUYỄN BÁ PHƯỢC');
    expect(father && isDoubtful(father)).toBe(true);
  });

  it('is in Unicode, composed, wherever the record keeps words of it', { timeout: 300_000 }, async () => {
    expect(JSON.stringify(await recordOf(tcvn3(text)))).toBe(JSON.stringify(await recordOf(tcvn3(text))).normalize('NFC'));
  });
});
