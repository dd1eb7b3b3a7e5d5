// Numbers and codes of documents, "252/TTr-BNV", "48/2014/QH13": capitals of any order, so that the reader's
// own sense of language fails it. What stands after a number's stroke is a kind of document or a body, never
// a figure; a kind that is none, but one letter away from only one, is that one; and among the readings of a
// number the one of figures alone is the number. What was read stays as an alternative.
import { RULINGS } from '../../shared/domain/court-rulings.ts';
import type { Word } from '../../shared/domain/reading.ts';
import { rewriteWord } from './rewrite-word.ts';
import kinds from '../../resources/gazetteer/document-kinds.json' with { type: 'json' };

const KINDS = kinds.entries.map(({ code }) => code).filter((code) => code !== '');
const LETTER_FOR: Readonly<Record<string, string>> = { 0: 'Q', 5: 'S', 6: 'G', 7: 'T', 8: 'B' };

const CODE = /^(?<before>\p{L}+[:.;])?(?<number>[\do]\d*(?:\/\d{4})?\/)(?<kind>[\p{L}\d!@]{2,5})(?<body>-[\p{L}\d-]+)?(?<after>[^\p{L}\d]*)$/u;

/** Capitals that are a ring with a stroke in it: an @ to a reader that knows addresses. */
const ROUND = ['Q', 'G'];
/** What a stroke before a kind is doubled as. */
const STROKE = /^[JIl1]/;

/** The one kind of the same length that differs in a single letter. */
function nearestKind(kind: string): string | undefined {
  const near = KINDS.filter((known) => known.length === kind.length && [...known].filter((letter, at) => letter !== kind[at]).length === 1);
  return near.length === 1 ? near[0] : undefined;
}

/** "@Đ": the only kind that a round capital in its place makes. */
function withRound(kind: string): string | undefined {
  const kinds = kind.includes('@') ? ROUND.map((letter) => kind.replace('@', letter)).filter((one) => KINDS.includes(one)) : [];
  return kinds.length === 1 ? kinds[0] : undefined;
}

/** "JGBT": a kind behind a stroke that was read twice. */
const withoutStroke = (kind: string): string | undefined => (STROKE.test(kind) && KINDS.includes(kind.slice(1)) ? kind.slice(1) : undefined);

/** "HN6Đ-ST", "JHNGĐ-ST": a court's ruling, by letters alone. */
function rulingOf(kind: string, body: string): string | undefined {
  const lettered = kind.replace(STROKE, '').replace(/[05678]/g, (figure) => LETTER_FOR[figure] ?? figure);
  return /^-(?:ST|PT)$/.test(body) && RULINGS.includes(lettered) ? lettered : undefined;
}

/** A document's code as it is written, from one as it was read; undefined for what is none, or fine, or beyond mending. */
export function mendedCode(text: string): string | undefined {
  const { before = '', number: read = '', kind = '', body = '', after = '' } = CODE.exec(text)?.groups ?? {};
  const number = before + read.replace(/^o/, '0');
  if (read === '' || KINDS.includes(kind) || RULINGS.includes(kind)) return undefined;
  const known = withRound(kind) ?? withoutStroke(kind) ?? rulingOf(kind, body);
  if (known !== undefined) return number + known + body + after;
  if (kind.length > 4 || kind.includes('@') || (/^o/.test(read) && !KINDS.includes(kind.replace(/^0/, 'Q')))) return undefined;
  const lettered = kind.replace(/^[05678](?=\p{L})/u, (figure) => LETTER_FOR[figure] ?? figure);
  const mended = body === '' || lettered.length < 3 || KINDS.includes(lettered) ? lettered : (nearestKind(lettered) ?? lettered);
  return mended === kind || (body !== '' && !KINDS.includes(mended)) ? undefined : number + mended + body + after;
}

const isCodeOfKind = (text: string): boolean => KINDS.includes(CODE.exec(text)?.groups?.['kind'] ?? '');

/** "59JGBT": the stroke between number and kind, read as a letter. */
const LETTER_FOR_STROKE = /^(\d+)[JIl|](?=\p{Lu}{2})/u;

function codeOf(word: Word): string | undefined {
  const stroked = word.text.replace(LETTER_FOR_STROKE, '$1/');
  if (stroked !== word.text && isCodeOfKind(stroked)) return stroked;
  if (!/^(?:\p{L}+[:.;])?[\do]\d*\//u.test(word.text) || isCodeOfKind(word.text)) return undefined;
  const readings = [word.text, ...(word.alternatives ?? []).map(({ text }) => text)];
  return readings.slice(1).find(isCodeOfKind) ?? readings.map(mendedCode).find((code) => code !== undefined);
}

/** "3]" beside a reading "31". */
const FIGURES_AND_STROKES = /^(?=.*\d)[\d[\]|!lI]+$/;

function numberOf(word: Word): string | undefined {
  if (!FIGURES_AND_STROKES.test(word.text) || /^\d+$/.test(word.text)) return undefined;
  return word.alternatives?.map(({ text }) => text).find((text) => /^\d+$/.test(text) && text.length === word.text.length);
}

/** The word with its document code or number mended; as it is when there is nothing to mend. */
export function mendCode(word: Word): Word {
  const text = codeOf(word) ?? numberOf(word);
  return text === undefined ? word : rewriteWord(word, text);
}
