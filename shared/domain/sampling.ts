// Acceptance sampling by attributes, single sampling, indexed by AQL (ISO 2859-1, tables 1, 2-A and 2-B; the
// same cells as MIL-STD-105E and TCVN 7790-1). A lot of records is judged by a sample: at most `accept`
// defective records pass it, `reject` or more send it back whole. The master tables are regular: along a
// column the acceptance numbers run down the code letters in one series, so a column is its first letter
// and the series. AQLs above 10 count faults per hundred units, not defective units, and are left out.
export const INSPECTION_LEVELS = ['S1', 'S2', 'S3', 'S4', 'I', 'II', 'III'] as const;
export type InspectionLevel = (typeof INSPECTION_LEVELS)[number];
export const SEVERITIES = ['normal', 'tightened'] as const;
export type Severity = (typeof SEVERITIES)[number];
/** Percent defective. */
export const AQLS = [0.01, 0.015, 0.025, 0.04, 0.065, 0.1, 0.15, 0.25, 0.4, 0.65, 1, 1.5, 2.5, 4, 6.5, 10] as const;
export type Aql = (typeof AQLS)[number];

const LETTERS = 'ABCDEFGHJKLMNPQRS';
export const SAMPLE_SIZES: Readonly<Record<string, number>> = {
  A: 2, B: 3, C: 5, D: 8, E: 13, F: 20, G: 32, H: 50, J: 80, K: 125, L: 200, M: 315, N: 500, P: 800, Q: 1250, R: 2000, S: 3150,
};

/** Table 1: the greatest lot of each row, and its letters for S1, S2, S3, S4, I, II, III. */
const LOT_ROWS: readonly (readonly [number, string])[] = [
  [8, 'AAAAAAB'], [15, 'AAAAABC'], [25, 'AABBBCD'], [50, 'ABBCCDE'], [90, 'BBCCCEF'], [150, 'BBCDDFG'], [280, 'BCDEEGH'], [500, 'BCDEFHJ'],
  [1200, 'CCEFGJK'], [3200, 'CDEGHKL'], [10_000, 'CDFGJLM'], [35_000, 'CDFHKMN'], [150_000, 'DEGJLNP'], [500_000, 'DEGJMPQ'], [Infinity, 'DEHKNQR'],
];

/** Where a series begins: the letter whose plan for that AQL accepts none. */
const FIRST_LETTER: Readonly<Record<Severity, string>> = {
  // In the order of AQLS: 0.01 … 10.
  normal: 'QPNMLKJHGFEDCBA-',
  tightened: 'RQPNMLKJHGFEDCBA',
};
/** 'up' and 'down' are the tables' arrows: the first plan above or below holds, with its own sample size. */
const SERIES: Readonly<Record<Severity, readonly (number | 'up' | 'down')[]>> = {
  normal: [0, 'up', 'down', 1, 2, 3, 5, 7, 10, 14, 21],
  tightened: [0, 'down', 'down', 1, 2, 3, 5, 8, 12, 18],
};

export type SamplingScheme = Readonly<{ level: InspectionLevel; aql: Aql; severity: Severity }>;
export type SamplingPlan = Readonly<{
  /** As the lot's size and the level give it; arrows may lead to the plan of another letter. */
  codeLetter: string;
  planLetter: string;
  /** Records to look at; never more than the lot has. */
  sampleSize: number;
  accept: number;
  reject: number;
  /** The plan's sample would be the whole lot: every record is looked at. */
  isWholeLot: boolean;
}>;

/** Code letter of a lot (table 1). A lot of one record counts as the smallest. */
export function codeLetterOf(lotSize: number, level: InspectionLevel): string {
  const row = LOT_ROWS.find(([greatest]) => lotSize <= greatest);
  return row?.[1][INSPECTION_LEVELS.indexOf(level)] ?? 'R';
}

type Cell = number | 'up' | 'down';

function cellAt(letterIndex: number, aqlIndex: number, severity: Severity): Cell {
  // '-' gives -1: under normal inspection the 0 of AQL 10 would stand one letter above A.
  const first = LETTERS.indexOf(FIRST_LETTER[severity][aqlIndex] ?? '-');
  const series = SERIES[severity];
  const step = letterIndex - first;
  if (step < 0) return 'down';
  return series[step] ?? 'up';
}

/** Follows the arrows from a letter to the plan that holds. */
function followArrows(start: number, aqlIndex: number, severity: Severity): { letterIndex: number; accept: number } {
  const last = LETTERS.indexOf(severity === 'tightened' ? 'S' : 'R');
  let letterIndex = start;
  let direction: 1 | -1 | 0 = 0;
  for (;;) {
    const cell = cellAt(letterIndex, aqlIndex, severity);
    if (typeof cell === 'number') return { letterIndex, accept: cell };
    direction = direction === 0 ? (cell === 'up' ? -1 : 1) : direction;
    // At the edge of a table there is only one way left.
    if (letterIndex + direction > last) direction = -1;
    else if (letterIndex + direction < 0) direction = 1;
    letterIndex += direction;
  }
}

/** How many records of a lot to look at, and how many defective ones it may have. `lotSize` of at least 1. */
export function samplingPlan(lotSize: number, { level, aql, severity }: SamplingScheme): SamplingPlan {
  const codeLetter = codeLetterOf(lotSize, level);
  const { letterIndex, accept } = followArrows(LETTERS.indexOf(codeLetter), AQLS.indexOf(aql), severity);
  const planLetter = LETTERS[letterIndex] ?? codeLetter;
  const wanted = SAMPLE_SIZES[planLetter] ?? lotSize;
  return { codeLetter, planLetter, sampleSize: Math.min(wanted, lotSize), accept, reject: accept + 1, isWholeLot: wanted >= lotSize };
}

export type LotVerdict = 'open' | 'accepted' | 'rejected';
/** 'withdrawn': the plan stopped asking for lots before this one was judged. */
export type LotState = LotVerdict | 'withdrawn';

/** A lot is rejected as soon as it can no longer pass, and accepted only when its whole sample is looked at. */
export function judgeLot(plan: Readonly<{ sampleSize: number; accept: number }>, checked: number, defective: number): LotVerdict {
  if (defective > plan.accept) return 'rejected';
  return checked >= plan.sampleSize ? 'accepted' : 'open';
}

/**
 * Severity for the next lot (ISO 2859-1, 9.3): tightened after two of the last five lots were rejected,
 * normal again after five accepted in a row. `verdicts` of this batch's lots, oldest first.
 */
export function nextSeverity(now: Severity, verdicts: readonly LotState[]): Severity {
  const decided = verdicts.filter((verdict) => verdict === 'accepted' || verdict === 'rejected').slice(-5);
  if (now === 'normal') return decided.filter((verdict) => verdict === 'rejected').length >= 2 ? 'tightened' : 'normal';
  return decided.length === 5 && decided.every((verdict) => verdict === 'accepted') ? 'normal' : 'tightened';
}
