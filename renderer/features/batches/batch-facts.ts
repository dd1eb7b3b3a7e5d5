// What the form of a batch takes: the cover of a book, or the code of a dossier. Impossible facts are refused; unusual
// ones are only pointed out, because the codes of an office may differ (patterns as far as they are known). Pure.
import type { BatchFacts } from '../../../shared/api/batches.ts';

export type FactTexts = { readonly bookNumber: string; readonly yearOpened: string; readonly place: string; readonly dossierCode: string };
export const NO_FACTS: FactTexts = { bookNumber: '', yearOpened: '', place: '', dossierCode: '' };
export type FactProblem = 'year' | 'book-number' | 'dossier-code' | 'year-differs';

const FIRST_YEAR = 1800;
/** 01, 1, 01/2018, 02-2018. */
const BOOK_NUMBER = /^\d{1,4}([/-]\d{4})?$/;
/** TT 04/2025/TT-VPCP: MX1X2.Y1Y2Y3.Z1Z2-YYMMDD-AAXXXX; older and local forms leave parts out. */
const DOSSIER_CODE = /^[A-Z]\d{2}(\.[A-Z0-9]+)*-\d{6}-[A-Z0-9]{4,}$/;

export const textsOf = (facts: BatchFacts): FactTexts => ({ bookNumber: facts.bookNumber ?? '', yearOpened: facts.yearOpened === null ? '' : String(facts.yearOpened), place: facts.place ?? '', dossierCode: facts.dossierCode ?? '' });

function parseYear(text: string, thisYear: number): number | null | undefined {
  const tidy = text.trim();
  if (tidy === '') return null;
  const year = /^\d{4}$/.test(tidy) ? Number(tidy) : Number.NaN;
  return year >= FIRST_YEAR && year <= thisYear ? year : undefined;
}

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim().normalize('NFC'));

/** undefined when something cannot be right. */
export function parseFacts(texts: FactTexts, thisYear: number): BatchFacts | undefined {
  const yearOpened = parseYear(texts.yearOpened, thisYear);
  return yearOpened === undefined ? undefined : { bookNumber: orNull(texts.bookNumber), yearOpened, place: orNull(texts.place), dossierCode: orNull(texts.dossierCode)?.toUpperCase() ?? null };
}

/** 'year' is refused; the others are worth a second look. */
export function factProblems(texts: FactTexts, thisYear: number): readonly FactProblem[] {
  const year = parseYear(texts.yearOpened, thisYear);
  const bookNumber = texts.bookNumber.trim();
  const bookYear = /\d{4}$/.exec(bookNumber.replace(/^\d{1,4}$/, ''))?.[0];
  return [
    ...(year === undefined ? ['year' as const] : []),
    ...(bookNumber !== '' && !BOOK_NUMBER.test(bookNumber) ? ['book-number' as const] : []),
    ...(bookYear !== undefined && typeof year === 'number' && Number(bookYear) !== year ? ['year-differs' as const] : []),
    ...(texts.dossierCode.trim() !== '' && !DOSSIER_CODE.test(texts.dossierCode.trim().toUpperCase()) ? ['dossier-code' as const] : []),
  ];
}
