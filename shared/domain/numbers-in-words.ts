// Vietnamese number words, both ways. Accepts nghìn/ngàn, linh/lẻ, tư/bốn, lăm/nhăm/năm, mốt, chục, and
// words without marks; writes the form that the registers use.
import { foldMarks } from './vietnamese-text.ts';

const UNITS = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'] as const;

/** Unmarked and marked spellings → figure. Marked ones go first where marks decide (tư/tám, mười/mươi). */
const FIGURES: Readonly<Record<string, number>> = {
  khong: 0, mot: 1, hai: 2, ba: 3, bon: 4, tu: 4, nam: 5, lam: 5, nham: 5, sau: 6, bay: 7, tam: 8, chin: 9,
};

const clean = (word: string): string => foldMarks(word).replace(/[^a-z]/g, '');

type Cursor = { at: number };

function figureAt(words: readonly string[], cursor: Cursor): number | undefined {
  const figure = FIGURES[words[cursor.at] ?? ''];
  if (figure !== undefined) cursor.at++;
  return figure;
}

/** "hai mươi mốt", "mười lăm", "linh tám", "năm"; undefined when nothing fits at the cursor. */
function belowHundred(words: readonly string[], cursor: Cursor): number | undefined {
  const word = words[cursor.at];
  if (word === 'linh' || word === 'le') {
    cursor.at++;
    return figureAt(words, cursor);
  }
  if (word === 'muoi') {
    cursor.at++;
    return 10 + (figureAt(words, cursor) ?? 0);
  }
  const first = figureAt(words, cursor);
  if (first === undefined) return undefined;
  const next = words[cursor.at];
  if (next === 'muoi' || next === 'chuc') {
    cursor.at++;
    return first * 10 + (figureAt(words, cursor) ?? 0);
  }
  return first;
}

function belowThousand(words: readonly string[], cursor: Cursor): number | undefined {
  const start = cursor.at;
  const hundreds = figureAt(words, cursor);
  if (hundreds !== undefined && words[cursor.at] === 'tram') {
    cursor.at++;
    return hundreds * 100 + (belowHundred(words, cursor) ?? 0);
  }
  cursor.at = start;
  return belowHundred(words, cursor);
}

/** Reads number words (0 to 9999) that fill `text` wholly; undefined when they do not. */
export function parseNumberWords(text: string): number | undefined {
  const words = text.split(/[\s,.-]+/).map(clean).filter((word) => word !== '');
  if (words.length === 0) return undefined;
  const cursor: Cursor = { at: 0 };
  const first = belowThousand(words, cursor);
  if (first === undefined) return undefined;
  if (words[cursor.at] !== 'nghin' && words[cursor.at] !== 'ngan') return cursor.at === words.length ? first : undefined;
  cursor.at++;
  const rest = cursor.at < words.length ? belowThousand(words, cursor) : 0;
  return rest === undefined || cursor.at !== words.length || first > 9 ? undefined : first * 1000 + rest;
}

export type NumberStyle = Readonly<{ thousand?: 'nghìn' | 'ngàn'; zeroTens?: 'linh' | 'lẻ'; four?: 'tư' | 'bốn'; /** "không trăm" in 2008 */ emptyHundreds?: boolean }>;

const unit = (figure: number): string => UNITS[figure] ?? '';

function tens(value: number, style: NumberStyle): string {
  const ten = Math.floor(value / 10);
  const one = value % 10;
  if (ten === 0) return unit(one);
  if (ten === 1) return one === 0 ? 'mười' : `mười ${one === 5 ? 'lăm' : unit(one)}`;
  const ending = one === 1 ? 'mốt' : one === 4 ? (style.four ?? 'bốn') : one === 5 ? 'lăm' : unit(one);
  return one === 0 ? `${unit(ten)} mươi` : `${unit(ten)} mươi ${ending}`;
}

/** Writes 0 to 9999 in words, small letters. */
export function writeNumberWords(value: number, style: NumberStyle = {}): string {
  const thousands = Math.floor(value / 1000);
  const hundreds = Math.floor((value % 1000) / 100);
  const rest = value % 100;
  const words: string[] = [];
  if (thousands > 0) words.push(unit(thousands), style.thousand ?? 'nghìn');
  if (hundreds > 0 || (thousands > 0 && rest > 0 && style.emptyHundreds !== false)) words.push(unit(hundreds), 'trăm');
  if (rest > 0 && rest < 10 && value > 99) words.push(style.zeroTens ?? 'linh');
  if (rest > 0 || value === 0) words.push(tens(rest, style));
  return words.join(' ');
}
