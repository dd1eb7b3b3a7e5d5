// Scores fields that were read against the truth. Comparison folds case, spaces, quotes, the separator of
// dates and closing punctuation, as the public scorer of the data set does; letters and marks must be equal.
import { DOUBT_BELOW } from '../../shared/domain/field.ts';
import type { Truth } from './pages.ts';

export type ReadField = { readonly value: string; readonly confidence: number; readonly warnings: readonly unknown[] };
export type ReadRecord = { readonly file: string; readonly recordType: string | null; readonly fields: Readonly<Record<string, ReadField>> };

/** What a peer's reading of one page gives through our extraction. */
export type PeerPage = { readonly record: ReadRecord; readonly text: string };

export type Outcome = {
  readonly file: string; readonly type: string; readonly level: string; readonly key: string;
  readonly want: string; readonly got: string | null; readonly exact: boolean; readonly exceptMarks: boolean;
  readonly confidence: number; readonly flagged: boolean;
  /** How much of the value's ink can be told from the paper, 0 to 1; null where the set does not say. */
  readonly ink: number | null;
  /** How much of its most hidden letter something opaque covers, 0 to 1. */
  readonly covered: number;
};

export type Score = { readonly outcomes: readonly Outcome[]; readonly typesRight: number; readonly recordsRight: number; readonly pages: number };

export const fold = (text: string): string => text.normalize('NFC').toLocaleLowerCase('vi').replace(/[“”"']/g, '').replace(/\s+/g, ' ')
  .replace(/(\d{2})[./-](\d{2})[./-](\d{4})/g, '$1.$2.$3').replace(/\s*([,;:.])\s*/g, '$1 ').replace(/^[\s.,;:_-]+|[\s.,;:_-]+$/g, '').trim();
const bare = (text: string): string => fold(text).normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/g, 'd').replace(/[^\p{L}\p{N}]/gu, '');

function outcomeOf(page: Truth[number], record: ReadRecord | undefined, key: string, want: string): Outcome {
  const field = record?.fields[key];
  const got = field?.value ?? null;
  return {
    file: page.file, type: page.type, level: page.level, key, want, got,
    exact: fold(got ?? '') === fold(want), exceptMarks: bare(got ?? '') === bare(want),
    confidence: field?.confidence ?? 0,
    ink: page.ink?.[key] ?? null,
    covered: page.covered?.[key] ?? 0,
    // An absent or empty field stands out on the screen as much as a doubtful one.
    flagged: field === undefined || field.value === '' || field.confidence < DOUBT_BELOW || field.warnings.length > 0,
  };
}

/** Below this a person sees no letters: half of the ink is gone, or the paper is as black as it. */
const LEAST_INK = 0.7;

/** A letter that is covered further than this is no longer told from others by what is seen of it. */
const MOST_COVERED = 0.7;

/** Fields that a person could read: not lost by a one-bit scan, not covered; all of those whose set does not say. */
export const withInk = (outcomes: readonly Outcome[]): readonly Outcome[] => outcomes.filter(({ ink, covered }) => (ink === null || ink >= LEAST_INK) && covered <= MOST_COVERED);

/** Pages whose truth names no fields (blank, unknown) count for the type only. */
export function scoreRecords(truth: Truth, records: readonly ReadRecord[]): Score {
  const byFile = new Map(records.map((record) => [record.file, record]));
  const outcomes: Outcome[] = [];
  let typesRight = 0;
  let recordsRight = 0;
  for (const page of truth) {
    const record = byFile.get(page.file);
    if (record?.recordType === page.type) typesRight += 1;
    const own = Object.entries(page.fields).map(([key, want]) => outcomeOf(page, record, key, want));
    if (own.every((outcome) => outcome.exact)) recordsRight += 1;
    outcomes.push(...own);
  }
  return { outcomes, typesRight, recordsRight, pages: truth.length };
}
