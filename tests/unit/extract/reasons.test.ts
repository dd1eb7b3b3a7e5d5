// Why a field is in doubt, from the reader to the line of records.jsonl and to the words on the desk.
import i18next from 'i18next';
import { describe, expect, it } from 'vitest';
import { recordLine } from '../../../backend/packaging/record-text.ts';
import { extractRecords } from '../../../backend/pipeline/extract.ts';
import type { PageReading } from '../../../shared/domain/reading.ts';
import { recordReadingSchema, type RecordReading } from '../../../shared/domain/field.ts';
import { doubtText } from '../../../renderer/features/correction/doubt-text.ts';
import desk from '../../../renderer/i18n/vi/desk.json' with { type: 'json' };
import reading from '../../../renderer/i18n/vi/reading.json' with { type: 'json' };
import { BIRTH, QUALITY, readingFrom } from './page-from-text.ts';

const t = await i18next.createInstance().init({ lng: 'vi', resources: { vi: { translation: { common: { dot: ' · ', percent: '{{value}} %' }, reason: { ...desk.reason, ...reading.reason } } } } });

const record = (page: PageReading): RecordReading | undefined => extractRecords([{ pageId: 'p1', reading: page, quality: QUALITY }], { recordType: 'auto' })[0]?.reading;

/** A second reading of one word, as the vote leaves it. */
function secondReading(word: string, other: string): PageReading {
  const page = readingFrom(BIRTH);
  return { ...page, lines: page.lines.map((line) => ({ ...line, words: line.words.map((one) => (one.text === word ? { ...one, confidence: 0.6, alternatives: [{ text: other, confidence: 0.4 }] } : one)) })) };
}

/** Through JSON and back, as a line of records.jsonl is read by somebody else. */
const lineOf = (reading_: RecordReading) => recordReadingSchema.pick({ fields: true }).parse(JSON.parse(JSON.stringify(recordLine({ ...reading_, pages: [], sourceFiles: ['a.jpg'], ms: { clean: 1, recognise: 1, extract: 1 } }))));

describe('the reason of a doubt', () => {
  it('says that two readings disagree on a mark, in the line and on the desk', () => {
    const found = record(secondReading('TUYẾT', 'TUYỀT'));
    const field = found && lineOf(found).fields['meHoTen'];
    expect(field?.reasons).toContain('tone-mark-differs');
    expect(field && doubtText(t, { ...field, reasons: ['tone-mark-differs'] })).toMatch(/^hai lần đọc khác dấu/);
  });

  it('says that two readings disagree when more than marks differ', () => {
    const reasons = record(secondReading('TUYẾT', 'TUYỂN'))?.fields['meHoTen']?.reasons;
    expect(reasons).toContain('readings-differ');
    expect(reasons).not.toContain('tone-mark-differs');
  });

  it('says that a place stands in no list', () => {
    const found = record(readingFrom(BIRTH.replaceAll('Quảng Ninh', 'Quảng Nính Tây')));
    const fields = found ? Object.values(lineOf(found).fields) : [];
    const unlisted = fields.find((field) => field.reasons?.includes('not-in-gazetteer'));
    expect(unlisted && doubtText(t, { ...unlisted, reasons: ['not-in-gazetteer'] })).toMatch(/^không có trong danh mục/);
  });
});

describe('a field that could not be read', () => {
  const FORM = BIRTH.replace(/: [^\n]*/gu, ':').replace(/\nnghìn[^\n]*|\n26\/09[^\n]*|\nQuảng Ninh/gu, '');
  const byHand = extractRecords([{ pageId: 'p1', reading: readingFrom(FORM), quality: { ...QUALITY, findings: ['handwritten'] } }], { recordType: 'auto' })[0]?.reading;

  it('stands in the line of records.jsonl, empty, with its reason and its box', () => {
    const field = byHand && lineOf(byHand).fields['nksHoTen'];
    expect(field).toMatchObject({ value: '', confidence: 0, warnings: [{ code: 'handwritten' }] });
    expect(field?.box[2]).toBeGreaterThan(500);
  });

  it('is absent once a person says that nothing is written there', () => {
    const field = byHand?.fields['nksHoTen'];
    expect(byHand && field && lineOf({ ...byHand, fields: { nksHoTen: { ...field, warnings: [], reasons: ['blank-on-paper'] } } }).fields['nksHoTen']).toBeUndefined();
  });
});
