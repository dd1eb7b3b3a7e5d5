// What scanners and people hand over that is no good page: each is flagged with a reason, and whatever is read
// from it without a doubt is right. From pixels to records.
import { afterAll, describe, expect, it } from 'vitest';
import sharp from 'sharp';
import type { RgbRaster } from '../../../backend/imaging/raster.ts';
import { createOcrEngine } from '../../../backend/ocr/ocr-engine.ts';
import { cleanPage } from '../../../backend/pipeline/clean.ts';
import { extractRecords } from '../../../backend/pipeline/extract.ts';
import { recognisePage } from '../../../backend/pipeline/recognise.ts';
import { isDoubtful, type RecordReading } from '../../../shared/domain/field.ts';
import { createRandom } from '../../../scripts/fixtures/random.ts';
import { renderForeign } from '../../../scripts/fixtures/foreign-pages.ts';
import { keepHalf, nearlyBlack, photograph } from '../../../scripts/fixtures/spoil.ts';
import { renderPage, type RenderOptions } from '../../../scripts/fixtures/render-page.ts';

const engine = createOcrEngine({ timeoutMs: 60_000 });
const signal = new AbortController().signal;
afterAll(() => engine.close());

type Picture = { readonly data: Uint8Array; readonly widthPx: number; readonly heightPx: number };
type Truth = Readonly<Record<string, string>>;

async function draw(options: RenderOptions): Promise<{ picture: Picture; truth: Truth }> {
  const page = await renderPage(options);
  return { picture: { ...page.raster, data: new Uint8Array(page.raster.data) }, truth: page.truth.fields };
}

async function read(picture: Picture, dpi: number, recordType = 'auto'): Promise<readonly RecordReading[]> {
  const raster: RgbRaster = { ...picture, channels: 3 };
  const page = await cleanPage({ raster, master: { dpi, orientation: 1 } }, signal);
  const reading = await recognisePage(page, engine, signal);
  return extractRecords([{ pageId: 'p1', reading, quality: page.quality }], { recordType }).map((draft) => draft.reading);
}

const plain = (text: string): string => text.normalize('NFC').toLocaleLowerCase('vi').replace(/[\s.,;:]+/g, ' ').trim();

/** Fields that nothing puts in doubt and that do not say what the paper says. */
const silentlyWrong = (record: RecordReading | undefined, truth: Truth): readonly string[] =>
  Object.entries(record?.fields ?? {}).filter(([key, field]) => truth[key] !== undefined && !isDoubtful(field) && plain(field.value) !== plain(truth[key] ?? '')).map(([key, field]) => `${key}: ${field.value}`);

const codes = (record: RecordReading | undefined): readonly string[] => record?.warnings.map((warning) => warning.code) ?? [];

async function crop(picture: Picture, box: { left: number; top: number; width: number; height: number }): Promise<Picture> {
  const { data, info } = await sharp(picture.data, { raw: { width: picture.widthPx, height: picture.heightPx, channels: 3 } }).extract(box).raw().toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data), widthPx: info.width, heightPx: info.height };
}

async function beside(left: Picture, rightHand: Picture): Promise<Picture> {
  const [widthPx, heightPx] = [left.widthPx + rightHand.widthPx, Math.max(left.heightPx, rightHand.heightPx)];
  const raw = (picture: Picture) => ({ input: Buffer.from(picture.data), raw: { width: picture.widthPx, height: picture.heightPx, channels: 3 as const } });
  const data = await sharp({ create: { width: widthPx, height: heightPx, channels: 3, background: '#fff' } }).composite([{ ...raw(left), left: 0, top: 0 }, { ...raw(rightHand), left: left.widthPx, top: 0 }]).removeAlpha().raw().toBuffer();
  return { data: new Uint8Array(data), widthPx, heightPx };
}

const SCAN = { dpi: 200, noise: 2, blurMm: 0.03 } as const;

describe('a bad page', () => {
  it('upside down is turned and read', { timeout: 60_000 }, async () => {
    const { picture, truth } = await draw({ type: 'KS', seed: 811, form: 'certificate', degrade: { ...SCAN, turnDeg: 180 } });
    const [record] = await read(picture, 200);
    expect(record?.recordType).toBe('KS');
    expect(record?.fields['nksHoTen']?.value).toBe(truth['nksHoTen']);
    expect(silentlyWrong(record, truth)).toEqual([]);
    expect(codes(record)).toContain('page-turned');
  });

  it('of another form than the batch\'s says so, and nothing on it is certain', { timeout: 60_000 }, async () => {
    const { picture } = await draw({ type: 'KH', seed: 812, form: 'certificate', degrade: SCAN });
    const [asKnown] = await read(picture, 200);
    const [asBirth] = await read(picture, 200, 'KS');
    expect(asKnown?.recordType).toBe('KH');
    expect(asBirth?.recordType).toBe('KS');
    expect(codes(asBirth)).toContain('title-of-other-form');
    expect(Object.values(asBirth?.fields ?? {}).filter((field) => !isDoubtful(field))).toEqual([]);
  });

  it('with two certificates on it gives two records, both told', { timeout: 60_000 }, async () => {
    const [one, two] = [await draw({ type: 'KS', seed: 813, form: 'extract', degrade: SCAN }), await draw({ type: 'KS', seed: 814, form: 'extract', degrade: SCAN })];
    const records = await read(await beside(one.picture, two.picture), 200);
    expect(records.map((record) => record.recordType)).toEqual(['KS', 'KS']);
    for (const record of records) expect(codes(record)).toContain('several-records-on-page');
    expect(silentlyWrong(records[0], one.truth)).toEqual([]);
    expect(silentlyWrong(records[1], two.truth)).toEqual([]);
  });

  it('cut in half through its lines says so, and doubts what the cut goes through', { timeout: 60_000 }, async () => {
    const { picture, truth } = await draw({ type: 'KS', seed: 815, form: 'certificate', degrade: SCAN });
    const [record] = await read(await crop(picture, { left: 0, top: 0, width: Math.round(picture.widthPx * 0.55), height: picture.heightPx }), 200);
    expect(codes(record)).toContain('page-cut-off');
    expect(silentlyWrong(record, truth)).toEqual([]);
  });

  it('as a fax of 72 dpi is told to be too coarse', { timeout: 60_000 }, async () => {
    const { picture, truth } = await draw({ type: 'KS', seed: 816, form: 'certificate', degrade: { ...SCAN, bilevel: false } });
    const { data, info } = await sharp(picture.data, { raw: { width: picture.widthPx, height: picture.heightPx, channels: 3 } }).resize({ width: Math.round((picture.widthPx * 72) / 200) }).greyscale().threshold(150).toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
    const rgb = info.channels === 3 ? new Uint8Array(data) : Uint8Array.from({ length: data.length * 3 }, (_, at) => data[Math.floor(at / 3)] ?? 255);
    const [record] = await read({ data: rgb, widthPx: info.width, heightPx: info.height }, 72);
    expect(codes(record)).toContain('low-dpi');
    expect(silentlyWrong(record, truth)).toEqual([]);
    // 5 and 6 are the same dots
    expect(Object.values(record?.fields ?? {}).filter((field) => !isDoubtful(field))).toEqual([]);
  });

  it('as a negative is read, and told', { timeout: 60_000 }, async () => {
    const { picture, truth } = await draw({ type: 'KT', seed: 817, form: 'extract', degrade: SCAN });
    const [record] = await read({ ...picture, data: picture.data.map((level) => 255 - level) }, 200);
    expect(codes(record)).toContain('negative');
    expect(record?.recordType).toBe('KT');
    expect(silentlyWrong(record, truth)).toEqual([]);
  });

  it('of pure noise is of no type and has no field', { timeout: 60_000 }, async () => {
    let state = 7;
    const data = Uint8Array.from({ length: 1654 * 2339 * 3 }, () => (state = (state * 1103515245 + 12345) & 0x7fffffff) >> 16);
    const [record] = await read({ data, widthPx: 1654, heightPx: 2339 }, 200);
    expect(record?.recordType ?? null).toBeNull();
    expect(Object.keys(record?.fields ?? {})).toEqual([]);
    expect(codes(record)).toContain('type-unknown');
    expect(codes(record)).not.toContain('page-turned');
  });

  it('of which only the upper half lay on the glass says that its end is missing, and no number of an extract stands for that of the entry', { timeout: 60_000 }, async () => {
    const { picture, truth } = await draw({ type: 'KT', seed: 8_500_102, form: 'extract', degrade: SCAN });
    const [record] = await read(await keepHalf({ ...picture, channels: 3 }, 'top', 0.5), 200);
    expect(record?.recordType).toBe('KT');
    expect(codes(record)).toContain('page-incomplete');
    expect(silentlyWrong(record, truth)).toEqual([]);
    const [whole] = await read(picture, 200);
    expect(codes(whole)).not.toContain('page-incomplete');
    expect(whole?.fields['so']?.value).toBe(truth['so']);
  });

  it('scanned with hardly any light is told, and never taken for an empty sheet', { timeout: 60_000 }, async () => {
    const { picture, truth } = await draw({ type: 'KH', seed: 818, form: 'certificate', degrade: SCAN });
    const [record] = await read(nearlyBlack({ ...picture, channels: 3 }, createRandom(818)), 200);
    expect(codes(record)).toContain('dark');
    expect(silentlyWrong(record, truth)).toEqual([]);
    const black = await cleanPage({ raster: { data: new Uint8Array(600 * 800 * 3), widthPx: 600, heightPx: 800, channels: 3 }, master: { dpi: 100, orientation: 1 } }, signal);
    expect(black.quality.isBlank).toBe(false);
    expect(black.quality.findings).toContain('dark');
  });

  it('photographed with a shadow over it is read, and the shadow told', { timeout: 60_000 }, async () => {
    const { picture, truth } = await draw({ type: 'HN', seed: 821, form: 'certificate', degrade: SCAN });
    const [record] = await read(await photograph({ ...picture, channels: 3 }, createRandom(821)), 200);
    expect(record?.recordType).toBe('HN');
    expect(codes(record)).toContain('uneven-light');
    expect(silentlyWrong(record, truth)).toEqual([]);
  });

  it('filled in by hand keeps its type and what is printed; where the hand wrote stands no invented word', { timeout: 60_000 }, async () => {
    const { picture } = await draw({ type: 'KS', seed: 819, form: 'certificate', style: { valueInk: 'handwriting' }, degrade: SCAN });
    const [record] = await read(picture, 200);
    expect(record?.recordType).toBe('KS');
    expect(codes(record)).toContain('handwritten');
    expect(Object.values(record?.fields ?? {}).filter((field) => field.value !== '' && field.confidence < 0.5)).toEqual([]);
    expect(record?.fields['nksHoTen']).toMatchObject({ value: '', warnings: [{ code: 'handwritten' }] });
    expect(record?.fields['nksHoTen']?.box[2]).toBeGreaterThan(0);
  });

  it.each(['invoice', 'english-letter'] as const)('that is no paper of ours (%s) has no type and no field', { timeout: 60_000 }, async (kind) => {
    const [record] = await read({ ...renderForeign(kind, 820), data: new Uint8Array(renderForeign(kind, 820).data) }, 200);
    expect(record?.recordType ?? null).toBeNull();
    expect(codes(record)).toContain('type-unknown');
    expect(Object.keys(record?.fields ?? {})).toEqual([]);
  });
});
