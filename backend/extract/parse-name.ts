// Names of persons: the run of capitals where the form wants capitals, else the run of capitalised words, without
// the scraps of stamps, pens and neighbours on either side.
import { right } from '../../shared/domain/geometry.ts';
import { FAMILY_NAME_LIST } from '../../shared/domain/gazetteer.ts';
import { isFamilyName, isNameSyllable } from '../../shared/domain/names.ts';
import { foldMarks, tidy } from '../../shared/domain/vietnamese-text.ts';
import { isVietnameseSyllable } from '../../shared/domain/vietnamese-syllable.ts';
import { chooseNameWord } from './choose-word.ts';
import { parsed } from './parsed-value.ts';
import type { Parse } from './parsed-value.ts';
import { makeSpan } from './value-span.ts';
import type { Piece, Span } from './value-span.ts';

const lower = (text: string): string => text.toLocaleLowerCase('vi');
/** Figures that stand for letters in a name. */
export const AS_LETTER: Readonly<Record<string, string>> = { '0': 'O', '1': 'I', '5': 'S', '8': 'B', '|': 'I', '6': 'G' };

const capitals = (text: string): number => (text.match(/\p{Lu}/gu) ?? []).length;
export const letterCount = (text: string): number => (text.match(/\p{L}/gu) ?? []).length;

/** Pieces that can be parts of a name: letters, with apostrophe or hyphen inside. */
function namePieces(span: Span): readonly Piece[] {
  return span.pieces.flatMap((piece) => {
    const text = piece.text.replace(/^[^\p{L}]+|[^\p{L}\p{N}]+$/gu, '').replace(/[^\p{L}\p{N}'’\-.]/gu, '');
    // A lone consonant is a speck or half a letter; lone vowels are names (Ý, A).
    const speck = /^[bcdđghklmnpqrstvx]$/iu.test(text);
    return speck || letterCount(text) === 0 || letterCount(text) < text.length / 2 ? [] : [{ ...piece, text }];
  });
}

const RELATION_WORDS = new Set(['cha', 'mẹ', 'ông', 'bà']);

/** "THỊMỸ", "VĂNKIỆT": two syllables of names grown together. */
function splitGlued(piece: Piece): readonly Piece[] {
  const text = piece.text;
  if (text.length < 5 || !/^\p{L}+$/u.test(text) || isVietnameseSyllable(text)) return [piece];
  const cuts = Array.from({ length: text.length - 3 }, (_, index) => index + 2).filter((at) => isNameSyllable(text.slice(0, at)) && isNameSyllable(text.slice(at)));
  const [at] = cuts;
  if (at === undefined || cuts.length > 1) return [piece];
  const [x, y, w, h] = piece.box;
  const left = (w * at) / text.length;
  return [{ ...piece, text: text.slice(0, at), box: [x, y, left, h] }, { ...piece, text: text.slice(at), box: [x + left, y, w - left, h] }];
}

/** "QUÁCH VĂN TÙNG CHA ĐẺ": the relation printed behind the name is no part of it. */
function withoutRelation(pieces: readonly Piece[]): readonly Piece[] {
  const at = pieces.findIndex((piece, index) => index >= 2 && index >= pieces.length - 2 && index < pieces.length - 1 && RELATION_WORDS.has(lower(piece.text)) && /^[đdo]\p{L}{1,2}$/iu.test(pieces[index + 1]?.text ?? ''));
  return at < 0 ? pieces : pieces.slice(0, at);
}

/** A family name, or one that lost a mark (NGUYÊN). */
const isFamilyLike = (text: string): boolean => isFamilyName(text) || FAMILY_NAME_LIST.some((name) => name.length > 3 && foldMarks(name) === foldMarks(text));

/** What the reader made of a seal or a pen beside the name is read less surely than this. */
const SCRAP_BELOW = 0.65;

/** "O TRƯƠNG GIA TÍN", "nvụ Bùi Công Ưng": a letter of leader or rule, a scrap of seal or pen before a family name. */
function withoutScrap(pieces: readonly Piece[]): readonly Piece[] {
  const [first, second] = pieces;
  if (!first || !second || pieces.length < 3 || isFamilyName(first.text) || !isFamilyLike(second.text)) return pieces;
  const isPenScrap = first.word.confidence < SCRAP_BELOW && !isNameSyllable(first.text) && ![first, ...(first.word.alternatives ?? [])].some(({ text }) => isFamilyLike(text)) && pieces.length > 3;
  return letterCount(first.text) === 1 || isPenScrap ? pieces.slice(1) : pieces;
}

/** What the stamp of the receiving office ("ĐẾN") leaves beside a name. */
const RECEIVED = /^Đ[EÊÉẾ]N$/u;

/** A lone letter behind three words and more is a speck; Ý and À are names. */
function withoutTail(pieces: readonly Piece[]): readonly Piece[] {
  const last = pieces.at(-1);
  if (last && pieces.length > 3 && RECEIVED.test(last.text)) return pieces.slice(0, -1);
  return last && pieces.length > 3 && letterCount(last.text) === 1 && !/^[ýyàáaÿ]$/iu.test(last.text) ? pieces.slice(0, -1) : pieces;
}

/** "NGUVẾN HOÀNG KHÁNH NGA": a word right before the name that begins with a capital may be the family name. */
function losesFirstWord(all: readonly Piece[], kept: readonly Piece[]): boolean {
  const first = kept[0];
  const before = all[all.findIndex((piece) => piece === first) - 1];
  return first !== undefined && before !== undefined && /^\p{Lu}/u.test(before.text) && letterCount(before.text) > 1 && first.box[0] - right(before.box) < first.box[3];
}

/** "Tô Thị Tuyết T": a capital right behind the name, as high as its words, is what a note or a stain left of the last one. A rule is read as I. */
function losesLastWord(span: Span, kept: readonly Piece[]): boolean {
  const last = kept.at(-1);
  const next = span.pieces[span.pieces.findIndex((piece) => piece.word === last?.word && piece.box[0] === last.box[0]) + 1];
  return last !== undefined && next !== undefined && next.word !== last.word && /^\P{L}*(?!I)\p{Lu}\P{L}*$/u.test(next.text) && next.box[3] > 0.6 * last.box[3] && next.box[0] - right(last.box) < last.box[3];
}

/** "Tô THỊ MỸ cúc": small letters at the end of a name in capitals, if they are a name, were capitals too. */
const endsName = (piece: Piece, index: number, all: readonly Piece[]): boolean => index === all.length - 1 && index >= 2 && isNameSyllable(piece.text) && letterCount(piece.text) > 1;

/** A person's name: the run of capitals where the form wants capitals, else the run of capitalised words. */
export const parsePersonName: Parse = (span, key) => {
  const read = namePieces(span);
  const all = withoutRelation(read.flatMap(splitGlued));
  const pieces = withoutTail(withoutScrap(all));
  if (pieces.length === 0) return undefined;
  const glued = read.length < pieces.length ? 0.5 : 0;
  const shouting = pieces.filter((piece) => capitals(piece.text) * 2 > letterCount(piece.text) && letterCount(piece.text) > 1).length * 2 > pieces.length;
  const kept: Piece[] = [];
  for (const piece of pieces) {
    const fits = shouting ? capitals(piece.text) * 2 >= letterCount(piece.text) : capitals(piece.text.charAt(0)) === 1 || kept.length === 0;
    if (!fits && kept.length > 1 && !(shouting && endsName(piece, pieces.indexOf(piece), pieces))) break;
    kept.push(piece);
  }
  const chosen = kept.map((piece, index) => chooseNameWord(piece, { index, count: kept.length }));
  let value = chosen.map((word) => word.text).join(' ');
  if (shouting) value = value.replace(/[015868|]/g, (figure) => AS_LETTER[figure] ?? figure).toLocaleUpperCase('vi');
  // "Doãn tôn Phước": no word of a name begins small; some of its letters are not what they were read as
  const small = shouting ? [] : kept.slice(1).filter((piece) => capitals(piece.text.charAt(0)) === 0);
  const reasons = [...(small.length > 0 ? ['small-letter-in-name'] : []), ...(kept.length < pieces.length ? ['text-left-over'] : []), ...(losesLastWord(span, kept) || losesFirstWord(all, kept) ? ['name-incomplete'] : []), ...chosen.flatMap((word) => word.reason ?? [])];
  return parsed(key, 'personName', tidy(value), makeSpan(kept, span.box), { reasons, mended: chosen.reduce((sum, word) => sum + word.mended, glued + small.length) });
};
