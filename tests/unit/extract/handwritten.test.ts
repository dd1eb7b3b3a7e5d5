// Handwriting and cut edges: empty with a reason and a box, ready to be keyed; never a guess.
import { describe, expect, it } from 'vitest';
import { extractRecords } from '../../../backend/pipeline/extract.ts';
import { isDoubtful } from '../../../shared/domain/field.ts';
import type { PageReading, QualityFacts } from '../../../shared/domain/reading.ts';
import { BIRTH, QUALITY, readingFrom } from './page-from-text.ts';

const record = (reading: PageReading, quality: QualityFacts = QUALITY, recordType = 'auto') => extractRecords([{ pageId: 'p1', reading, quality }], { recordType })[0]?.reading;
const BY_HAND: QualityFacts = { ...QUALITY, findings: ['handwritten'] };

/** The form as printed, with nothing beside its labels. */
const FORM = BIRTH.replace(/: [^\n]*/gu, ':').replace(/\nnghìn[^\n]*|\n26\/09[^\n]*|\nQuảng Ninh/gu, '');

describe('a page filled in by hand', () => {
  it('keeps its type from the print, with every value empty, its reason and its box', () => {
    const found = record(readingFrom(FORM), BY_HAND);
    expect(found?.recordType).toBe('KS');
    expect(found?.warnings).toContainEqual({ code: 'handwritten' });
    const { nksHoTen, meHoTen } = found?.fields ?? {};
    for (const field of [nksHoTen, meHoTen]) {
      expect(field).toMatchObject({ value: '', confidence: 0, warnings: [{ code: 'handwritten' }] });
      expect(field?.box[2]).toBeGreaterThan(500);
    }
  });

  it('of which nothing was read has no field, and the reason', () => {
    expect(record(readingFrom(''), BY_HAND)).toMatchObject({ recordType: null, fields: {}, warnings: [{ code: 'type-unknown' }, { code: 'handwritten' }] });
    expect(record(readingFrom(''), BY_HAND, 'KS')?.fields).toEqual({});
  });

  it('leaves empty what is empty when the rest is printed', () => {
    expect(record(readingFrom(FORM))?.fields['nksHoTen']).toBeUndefined();
  });
});

describe('handwriting on a printed page', () => {
  it('that was read as print is not kept', () => {
    const reading = readingFrom(BIRTH.replace('CAO THANH ĐỨC', 'Oaotthan~30 0uc~20'));
    const words = reading.lines.flatMap((line) => line.words).filter((word) => word.text === 'Oaotthan' || word.text === '0uc');
    const marks = words.map((word) => ({ kind: 'handwriting' as const, box: word.box }));
    const name = record({ ...reading, marks })?.fields['nksHoTen'];
    expect(name).toMatchObject({ value: '', warnings: [{ code: 'handwritten' }] });
    expect(name?.box[0]).toBe(words[0]?.box[0]);
  });

  it('elsewhere changes nothing', () => {
    const reading = readingFrom(BIRTH);
    expect(record({ ...reading, marks: [{ kind: 'handwriting', box: [1500, 3200, 600, 200] }] })?.fields['nksHoTen']?.value).toBe('CAO THANH ĐỨC');
  });
});

describe('a cut edge', () => {
  it('puts every value that runs into it in doubt, and no other', () => {
    const reading = readingFrom(BIRTH);
    const place = record(reading)?.fields['nksNoiSinh'];
    const cut = record({ ...reading, widthPx: (place?.box[0] ?? 0) + (place?.box[2] ?? 0) + 6 }, { ...QUALITY, clippedEdges: ['right'] });
    expect(cut?.warnings).toContainEqual({ code: 'page-cut-off' });
    expect(cut?.fields['nksNoiSinh']?.reasons).toContain('cut-off');
    expect(cut?.fields['nksNoiSinh'] && isDoubtful(cut.fields['nksNoiSinh'])).toBe(true);
    expect(cut?.fields['nksGioiTinh']?.reasons ?? []).not.toContain('cut-off');
  });

  it('puts a value in doubt that goes over two of its lines, whole as its words may look', () => {
    const reading = readingFrom(BIRTH);
    const whole = record(reading)?.fields ?? {};
    const lineHeightPx = whole['nksGioiTinh']?.box[3] ?? 0;
    const [key] = Object.entries(whole).find(([, field]) => field.box[3] > 2 * lineHeightPx) ?? [];
    expect(key).toBeDefined();
    const cut = record({ ...reading, widthPx: 2480 }, { ...QUALITY, clippedEdges: ['right'] });
    expect(cut?.fields[key ?? '']?.reasons).toContain('cut-off');
  });
});
