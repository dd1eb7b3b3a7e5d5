// What the reader's evidence says about each field of a record: the letters that may be wrong, and what else the
// value may be. Found out for a field when it is first asked for, and kept as long as the record stays as it is.
import type { RecordDetail } from '../../../shared/api/records.ts';
import { area } from '../../../shared/domain/geometry.ts';
import type { PageReading } from '../../../shared/domain/reading.ts';
import { textDistance } from '../../../shared/domain/text-distance.ts';
import { doubtfulRuns, wordRivals, type Run } from './doubtful-runs.ts';
import { fieldOptions, type FieldOption } from './field-options.ts';
import { kindOf } from './typed-value.ts';
import { nearInList, valueListOf } from './value-lists.ts';
import { alignWords, wordsIn, type Token } from './word-evidence.ts';

const SAME_NAME_SHARE = 0.25;

export type FieldEvidence = Readonly<{ runs: readonly Run[]; options: readonly FieldOption[]; /** The value's words on the page. */ tokens: readonly Token[] }>;
const NOTHING: FieldEvidence = { runs: [], options: [], tokens: [] };

/** Dates and times are typed anew as a whole: 15081992. */
const isTypedWhole = (recordType: string | null, key: string): boolean => ['date', 'partialDate', 'timeOfDay'].includes(kindOf(recordType, key));

/** `readings`: of the record's pages, in their order; undefined while one is not there yet. */
export function createFieldEvidence({ recordType, fields }: Pick<RecordDetail, 'recordType' | 'fields'>, readings: readonly (PageReading | null | undefined)[]): (key: string) => FieldEvidence {
  const found = new Map<string, FieldEvidence>();
  /** Names elsewhere in the record that may be the same person's: who asks for the paper is most often one of the parents. */
  const sameNames = (key: string): readonly string[] => {
    if (kindOf(recordType, key) !== 'personName') return [];
    const value = fields[key]?.value ?? '';
    return Object.keys(fields).filter((other) => other !== key && kindOf(recordType, other) === 'personName').flatMap((other) => {
      const name = fields[other]?.value ?? '';
      return value !== '' && name !== value && textDistance(value, name, SAME_NAME_SHARE * value.length) < Infinity ? [name] : [];
    });
  };
  const find = (key: string): FieldEvidence => {
    const field = fields[key];
    if (!field) return NOTHING;
    const reading = readings[field.page - 1];
    const tokens = field.value === '' || area(field.box) === 0 ? [] : alignWords(field.value, wordsIn(reading, field.box));
    const ofList = nearInList(valueListOf(recordType, key), field.value).map((value): FieldOption => ({ value, from: 'list' }));
    const ofRecord = sameNames(key).map((value): FieldOption => ({ value, from: 'record' }));
    const ofWords = wordRivals(field.value, tokens).map((value): FieldOption => ({ value, from: 'reading' }));
    const [rival] = fieldOptions(field, ofList);
    return { tokens, options: fieldOptions(field, [...ofRecord, ...ofList, ...ofWords]), runs: isTypedWhole(recordType, key) ? [] : doubtfulRuns(field.value, rival?.value, tokens, kindOf(recordType, key) === 'personName') };
  };
  return (key) => {
    const known = found.get(key) ?? find(key);
    found.set(key, known);
    return known;
  };
}
