// Records as the pipeline hands them to packaging, with small drawn pages and readings whose words lie on them.
import sharp from 'sharp';
import type { PackageInput, PackageRecord } from '../../backend/packaging/package-input.ts';
import type { BlobStore } from '../../backend/pipeline/step-context.ts';
import type { FieldReading } from '../../shared/domain/field.ts';
import type { PageReading, TextLine } from '../../shared/domain/reading.ts';

export const WIDTH_PX = 827;
export const HEIGHT_PX = 1169;
export const DPI = 100;
const LINE_PX = 26;

/** A4 at 100 dpi with the lines printed on it, and the reading that finds them. */
export async function drawnPage(lines: readonly string[]): Promise<{ jpeg: Buffer; reading: PageReading }> {
  const escaped = lines.map((line) => line.replace(/\p{Cc}/gu, '').replace(/&/g, '&amp;').replace(/</g, '&lt;'));
  const texts = escaped.map((line, index) => `<text x="60" y="${120 + index * 60}" font-size="${LINE_PX}" font-family="sans-serif">${line}</text>`);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH_PX}" height="${HEIGHT_PX}"><rect width="100%" height="100%" fill="#fdfcf7"/>${texts.join('')}</svg>`;
  const jpeg = await sharp(Buffer.from(svg)).removeAlpha().jpeg({ quality: 90 }).withMetadata({ density: DPI }).toBuffer();
  return { jpeg, reading: { widthPx: WIDTH_PX, heightPx: HEIGHT_PX, dpi: DPI, lines: lines.map(readLine), marks: [], engine: 'test' } };
}

function readLine(text: string, index: number): TextLine {
  let x = 60;
  const y = 120 + index * 60 - LINE_PX;
  const words = text.split(' ').map((word) => {
    const width = word.length * 13;
    const box = [x, y, width, LINE_PX] as const;
    x += width + 13;
    return { text: word, confidence: 0.95, box };
  });
  return { box: [60, y, x - 60, LINE_PX], words, block: 1 };
}

export const field = (value: string, more: Partial<FieldReading> = {}): FieldReading => ({ value, confidence: 0.97, page: 1, box: [0, 0, 0, 0], from: 'ocr', warnings: [], ...more });

export const fieldsOf = (values: Readonly<Record<string, string>>): Record<string, FieldReading> => Object.fromEntries(Object.entries(values).map(([key, value]) => [key, field(value)]));

export const KS_VALUES = {
  so: '05/2017', quyenSo: '01/2017', trangSo: '5', ngayDangKy: '03.02.2017', loaiDangKy: 'Đăng ký đúng hạn', noiDangKy: 'UBND xã Tam Thanh', nksHoTen: 'TRẦN GIA BẢO',
  nksGioiTinh: 'Nam', nksNgaySinh: '05.01.2017', nksDanToc: 'Kinh',
} as const;

export type RecordOptions = { readonly recordType?: string | null; readonly values?: Readonly<Record<string, string>>; readonly fields?: Record<string, FieldReading>; readonly pages?: readonly (readonly string[])[]; readonly unread?: boolean };

export async function sampleRecord(blobs: BlobStore, recordId: string, options: RecordOptions = {}): Promise<PackageRecord> {
  const pages = [];
  for (const [index, lines] of (options.pages ?? [['GIẤY KHAI SINH', 'Họ, chữ đệm, tên: TRẦN GIA BẢO']]).entries()) {
    const { jpeg, reading } = await drawnPage(lines);
    const sha256 = await blobs.put(jpeg);
    pages.push({
      pageId: `${recordId}-${index + 1}`,
      master: { sha256, mediaType: 'image/jpeg' as const, frame: 0, origin: 'file' as const, widthPx: WIDTH_PX, heightPx: HEIGHT_PX, dpi: DPI, orientation: 1 },
      transforms: [], deliveredSha256: sha256, reading: options.unread === true ? null : reading,
    });
  }
  return {
    recordId, recordType: options.recordType === undefined ? 'KS' : options.recordType, recordTypeConfidence: 0.99, fields: options.fields ?? fieldsOf(options.values ?? KS_VALUES), warnings: [],
    pages, sourceFiles: [`scans/${recordId}.jpg`], ms: { clean: 1, recognise: 2, extract: 3 },
  };
}

export const packageInput = (outDir: string, records: readonly PackageRecord[], more: Partial<PackageInput> = {}): PackageInput => ({
  batchId: 'batch-1', batchName: 'Sổ khai sinh 2017', profile: 'ho-tich', records, outDir, createdAt: '2026-11-22T08:30:00.000Z', ...more,
});
