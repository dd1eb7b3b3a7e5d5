// The name of a record's PDF in the civil-status profile (records.md 2.2):
// by default <LOẠI>.<năm mở sổ>.<quyển, 2 digits>.<yyyy-MM-dd ngày đăng ký>.<số>.pdf, e.g. KS.2017.01.2017-02-03.05.pdf.
// A part the paper does not give is written as zeros (the number as the record's place in the batch, after
// an x that no real number has), so that the name still sorts and nobody takes it for a real one.
import type { CivilNames } from './name-pattern.ts';
import { CIVIL_NAMES, fillPattern } from './name-pattern.ts';
import { fileNamePart } from './safe-path.ts';

export type NameParts = { readonly recordType: string | null; readonly values: Readonly<Record<string, string>>; /** 1-based place in the batch. */ readonly seq: number };
export type FileName = {
  readonly name: string;
  /** The book it belongs to, as its workbook and zip are called: KS.2017.01; the type alone where there are no books. */
  readonly book: string;
  /** Field keys that the paper lacks or that could not be understood. */
  readonly missing: readonly string[];
};

/** Without the extension. Never fails: whatever the text, it gives a safe name of at most 120 characters. */
export function recordFileName({ recordType, values, seq }: NameParts, names: CivilNames = CIVIL_NAMES): FileName {
  if (recordType === null) return { name: `KHAC.${place(seq)}`, book: 'KHAC', missing: [] };
  if (recordType === 'VB') return documentName(values, seq, names);
  const book = bookOf(values['quyenSo'] ?? '');
  const date = dateOf(values['ngayDangKy'] ?? '');
  const number = fileNamePart(/^[^/]*/.exec((values['so'] ?? '').trim())?.[0] ?? '', 20);
  const yearFromNumber = /\/\s*(\d{4})(?!\d)/.exec(values['so'] ?? '')?.[1];
  // The year a book was opened is nearly always that of its entries; a book of several years says its own.
  const year = book.year ?? yearFromNumber ?? date?.slice(0, 4) ?? '0000';
  const parts = { type: fileNamePart(recordType, 10) || 'KHAC', year, book: book.number ?? '00', date: date ?? '0000-00-00', number: number || `x${place(seq)}` };
  return {
    name: fillPattern(names.pdf, parts),
    book: fillPattern(names.book, parts),
    missing: [...(book.number === undefined ? ['quyenSo'] : []), ...(date === undefined ? ['ngayDangKy'] : []), ...(number === '' ? ['so'] : [])],
  };
}

/** Administrative documents have no book; they go by their date and number: VB.2019-03-18.37-QD-UBND.pdf */
function documentName(values: Readonly<Record<string, string>>, seq: number, names: CivilNames): FileName {
  const date = dateOf(values['IssuedDate'] ?? '');
  const code = fileNamePart(documentCode(values), 60);
  const parts = { type: 'VB', year: date?.slice(0, 4) ?? '0000', book: '00', date: date ?? '0000-00-00', number: code || `x${place(seq)}` };
  return {
    name: fillPattern(names.document, parts),
    book: 'VB',
    missing: [...(date === undefined ? ['IssuedDate'] : []), ...(code === '' ? ['CodeNumber'] : [])],
  };
}

/** "37/QĐ-UBND": the notation often holds the number already. */
export function documentCode(values: Readonly<Record<string, string>>): string {
  const number = values['CodeNumber'] ?? '';
  const notation = values['CodeNotation'] ?? '';
  if (notation === number || notation.startsWith(`${number}/`)) return notation;
  return [number, notation].filter(Boolean).join('/');
}

/** "01/2017", "1/2017", "Quyển 01-2017" → 01 and 2017; "02" → 02 alone; "02/2017-2018" → a book of several years, named by its first. */
function bookOf(text: string): { number?: string; year?: string } {
  const both = /(\d{1,3})\s*[/.-]\s*(\d{4})(?!\d)/.exec(text);
  if (both?.[1] !== undefined && both[2] !== undefined) return { number: both[1].padStart(2, '0'), year: both[2] };
  const alone = /(?<!\d)(\d{1,3})(?!\d)/.exec(text)?.[1];
  return alone === undefined ? {} : { number: alone.padStart(2, '0') };
}

/** dd.MM.yyyy → yyyy-MM-dd; undefined for anything that is no full date of the calendar. */
function dateOf(text: string): string | undefined {
  const match = /^\s*(\d{1,2})[./-](\d{1,2})[./-](\d{4})\s*$/.exec(text);
  if (match === null) return undefined;
  const [day, month, year] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.toISOString().slice(0, 10) : undefined;
}

const place = (seq: number): string => String(seq).padStart(4, '0');

/** Gives `name`, or `name-2`, `name-3` … when it is taken; takes it for `owner`. Names that differ only in case count as one; `collidedWith` had it first. */
export function takeName(taken: Map<string, string>, name: string, owner = ''): { name: string; collidedWith: string | undefined } {
  let candidate = name;
  for (let turn = 2; taken.has(candidate.toLowerCase()); turn += 1) candidate = `${name}-${turn}`;
  taken.set(candidate.toLowerCase(), owner);
  return { name: candidate, collidedWith: candidate === name ? undefined : taken.get(name.toLowerCase()) };
}
