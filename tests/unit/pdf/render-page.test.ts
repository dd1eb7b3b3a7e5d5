import { describe, expect, it } from 'vitest';
import { AppError } from '../../../shared/errors.ts';
import { buildCcittTiff } from '../../../backend/pdf/lift-ccitt.ts';
import { classifyJbig2, readJbig2Segments } from '../../../backend/pdf/lift-jbig2-segments.ts';
import { buildJb2File } from '../../../backend/pdf/lift-jbig2.ts';
import { buildPng } from '../../../backend/pdf/lift-png.ts';
import { chooseRenderSize, withDocument } from '../../../backend/pdf/render-page.ts';
import { decodeJbig2 } from '../../../backend/imaging/decode-jbig2.ts';
import { FAX, jbig2Segments } from '../../support/coded-images.ts';
import { pdfBytes } from '../../support/pdf-bytes.ts';
import { pixelAt } from '../../support/test-pictures.ts';

describe('the size of a drawn page', () => {
  it('is 300 dpi for office paper, coarser for sheets, never unreadable', () => {
    expect(chooseRenderSize({ widthPt: 612, heightPt: 792 })).toEqual({ widthPx: 2550, heightPx: 3300, dpi: 300 });
    expect(chooseRenderSize({ widthPt: 306, heightPt: 396 }, 2)).toEqual({ widthPx: 2550, heightPx: 3300, dpi: 300 });
    const sheet = chooseRenderSize({ widthPt: 2384, heightPt: 3370 });
    expect(sheet.widthPx * sheet.heightPx).toBeLessThan(61_000_000);
    expect(() => chooseRenderSize({ widthPt: 14_400, heightPt: 14_400 })).toThrow(/page-too-large/);
    expect(chooseRenderSize({ widthPt: 0.1, heightPt: 0.1 })).toMatchObject({ widthPx: 1, heightPx: 1 });
  });

  it('of a page without one is damage', () => {
    for (const size of [{ widthPt: 0, heightPt: 792 }, { widthPt: -5, heightPt: 5 }, { widthPt: Number.NaN, heightPt: 5 }]) expect(() => chooseRenderSize(size)).toThrow(/file-corrupt/);
  });
});

describe('the open document', () => {
  it('is loaded once for calls in a row, again after a failure', async () => {
    let loads = 0;
    const load = (): Promise<Uint8Array> => {
      loads++;
      return Promise.resolve(pdfBytes([{ content: '' }, { content: '' }]));
    };
    expect(await withDocument('one', load, (document) => document.pageCount)).toBe(2);
    expect(await withDocument('one', load, (document) => document.pageCount)).toBe(2);
    expect(loads).toBe(1);
    await expect(withDocument('one', load, (document) => document.drawPage(9, 5, 5))).rejects.toMatchObject({ code: 'file-corrupt' });
    await withDocument('one', load, (document) => document.pageCount);
    expect(loads).toBe(2);
  });

  it('that fails to load does not block the next caller', async () => {
    const gone = withDocument('gone', () => Promise.reject(new AppError('original-damaged')), (document) => document.pageCount);
    const next = withDocument('next', () => Promise.resolve(pdfBytes([{ content: '' }])), (document) => document.pageCount);
    await expect(gone).rejects.toMatchObject({ code: 'original-damaged' });
    expect(await next).toBe(1);
  });
});

describe('JBIG2', () => {
  const region = (x: number, y: number, operator: number, isMmr: boolean, code: Buffer): Buffer => {
    const head = Buffer.alloc(18);
    head.writeUInt32BE(FAX.widthPx, 0);
    head.writeUInt32BE(FAX.heightPx, 4);
    head.writeUInt32BE(x, 8);
    head.writeUInt32BE(y, 12);
    head[16] = operator;
    head[17] = isMmr ? 1 : 0;
    return Buffer.concat([head, code]);
  };
  const segment = (number: number, type: number, data: Buffer, referred: readonly number[] = []): Buffer => {
    const head = Buffer.alloc(6 + referred.length + 5);
    head.writeUInt32BE(number, 0);
    head[4] = type;
    head[5] = referred.length << 5;
    head.set(referred, 6);
    head[6 + referred.length] = 1;
    head.writeUInt32BE(data.length, 7 + referred.length);
    return Buffer.concat([head, data]);
  };
  const code = async (): Promise<Buffer> => (await jbig2Segments()).subarray(30 + 11 + 18);

  it('is told from its segments: fax, other, or both', async () => {
    const page = segment(0, 48, Buffer.alloc(19));
    const fax = segment(1, 38, region(0, 0, 0, true, await code()));
    expect(classifyJbig2(Buffer.concat([page, fax]))).toMatchObject({ kind: 'mmr', isBlackFirst: false });
    expect(classifyJbig2(Buffer.concat([page, segment(1, 38, region(0, 0, 0, false, Buffer.alloc(4)))]))).toEqual({ kind: 'other' });
    expect(classifyJbig2(Buffer.concat([page, fax, segment(2, 6, Buffer.alloc(30), [0, 1])]))).toEqual({ kind: 'mixed' });
    expect(classifyJbig2(Buffer.alloc(0))).toEqual({ kind: 'other' });
  });

  it('segments are read with the segments they refer to, and end where the bytes do', async () => {
    const bytes = Buffer.concat([segment(0, 48, Buffer.alloc(19)), segment(3, 6, Buffer.from('abc'), [0, 1, 2])]);
    expect(readJbig2Segments(bytes).map(({ type, data }) => [type, data.length])).toEqual([[48, 19], [6, 3]]);
    for (let length = 0; length < bytes.length; length++) expect(readJbig2Segments(bytes.subarray(0, length)).length).toBeLessThan(2);
    const long = Buffer.from([0, 0, 0, 9, 6, 0xff, 0xff, 0xff, 0xff, 1, 0, 0, 0, 0, 0, 0]);
    expect(readJbig2Segments(long)).toEqual([]);
  });

  it('regions coded as fax meet on the page as they say, cut at its edge', async () => {
    const page = segment(0, 48, Buffer.alloc(19));
    const build = async (operator: number): Promise<Buffer> => Buffer.from(buildJb2File(Buffer.concat([page, segment(1, 38, region(0, 0, 0, true, await code())), segment(2, 38, region(40, 0, operator, true, await code()))]), undefined));
    const or = await decodeJbig2(await build(0), FAX);
    const xor = await decodeJbig2(await build(2), FAX);
    expect([pixelAt(or, 10, 10)[0], pixelAt(or, 0, 0)[0], pixelAt(or, 50, 10)[0]]).toEqual([255, 0, 0]);
    expect([pixelAt(xor, 10, 10)[0], pixelAt(xor, 50, 30)[0], pixelAt(xor, 50, 10)[0]]).toEqual([255, 255, 0]);
  });

  it('that mixes codings is refused, not shown half', async () => {
    const bytes = Buffer.concat([segment(0, 48, Buffer.alloc(19)), segment(1, 38, region(0, 0, 0, true, await code())), segment(2, 38, region(0, 0, 0, false, Buffer.alloc(9)))]);
    await expect(decodeJbig2(Buffer.from(buildJb2File(bytes, undefined)), FAX)).rejects.toMatchObject({ code: 'format-not-supported' });
  });
});

describe('containers', () => {
  it('TIFF says which fax coding it holds', () => {
    const tag = (k: number, number: number): number | undefined => {
      const tiff = Buffer.from(buildCcittTiff(Buffer.from([1, 2, 3]), { widthPx: 8, heightPx: 8, k, blackIsWhite: false }));
      for (let i = 0; i < tiff.readUInt16LE(8); i++) if (tiff.readUInt16LE(10 + 12 * i) === number) return tiff.readUInt32LE(18 + 12 * i) & 0xffff;
      return undefined;
    };
    expect([tag(-1, 259), tag(0, 259), tag(4, 259)]).toEqual([4, 3, 3]);
    expect([tag(-1, 292), tag(0, 292), tag(4, 292)]).toEqual([undefined, 0, 1]);
  });

  it('PNG is refused for samples that are too few, too deep, or predicted otherwise', () => {
    const base = { widthPx: 4, heightPx: 4, bits: 8, colour: { kind: 'grey' }, isInverted: false, data: Buffer.alloc(16), isDeflated: false, predictor: undefined } as const;
    expect(buildPng(base)).not.toBeNull();
    expect(buildPng({ ...base, data: Buffer.alloc(15) })).toBeNull();
    expect(buildPng({ ...base, bits: 12 })).toBeNull();
    expect(buildPng({ ...base, isDeflated: true, data: Buffer.from('junk') })).toBeNull();
    expect(buildPng({ ...base, isDeflated: true, predictor: { kind: 2, colours: 1, bits: 8, columns: 4 } })).toBeNull();
    expect(buildPng({ ...base, isDeflated: true, predictor: { kind: 15, colours: 3, bits: 8, columns: 4 } })).toBeNull();
    expect(buildPng({ ...base, widthPx: 100_000, heightPx: 100_000 })).toBeNull();
  });
});
