// What speaks for and against a value, as numbers: how surely its words were read, what lists and the rest of
// the record say, what lies over it, how well this page reads at all. The probability is made from them in
// confidence.ts; each feature stands for one cause that can be named to a person.
import { area, intersection, right } from '../../shared/domain/geometry.ts';
import { hasPlaceRival, isPlaceWord } from '../../shared/domain/places.ts';
import { hasToneRival, isFamilyName, isNameSyllable } from '../../shared/domain/names.ts';
import type { PageReading, QualityFacts } from '../../shared/domain/reading.ts';
import { isVietnameseSyllable } from '../../shared/domain/vietnamese-syllable.ts';
import { PROVINCES } from '../../shared/domain/gazetteer.ts';
import { foldMarks, foldTonePlacement } from '../../shared/domain/vietnamese-text.ts';
import { isLineInk } from './line-ink.ts';
import type { ParsedValue } from './parsed-value.ts';
import { lostInkAt } from './value-span.ts';

export const FEATURES = [
  'weakest', 'weak', 'faint', 'broken', 'meanLoss', 'weakFigures', 'mended', 'listed', 'unlisted', 'oddSyllables', 'unknownName', 'agreed', 'agreedTwice', 'rival', 'underMark', 'long', 'left', 'odd', 'words',
  'mendedOnPage', 'noZeros', 'partial', 'figures', 'name', 'signer', 'place', 'running', 'notFamily', 'twoWords', 'rivalFigures', 'agreedWeak',
  'gap', 'completed', 'grammar', 'nameMended', 'toneRival', 'round', 'openWeak', 'openFaint', 'gapInName',
  'erased', 'gapInHamlet', 'unclear', 'cutOff', 'pagePoor', 'smallPrint', 'rivalOnPoor', 'hamletOnPoor', 'rivalUnderMark', 'apart', 'hamletRival',
] as const;
export type FeatureName = (typeof FEATURES)[number];
export type Features = Readonly<Record<FeatureName, number>>;

const SYLLABIC = new Set(['personName', 'place', 'text', 'ethnicGroup', 'nationality', 'dateInWords']);
const ODD = new Set(['not-a-date', 'not-a-time', 'not-in-list', 'identifier-length', 'number-incomplete']);

function wordsOf(value: ParsedValue): readonly string[] {
  // Abbreviations of offices and courts (HNGĐ-ST, UBND) are no syllables and no mistake.
  const words = value.value.split(/[^\p{L}'’]+/u).filter((word) => word.length > 1);
  return value.kind === 'text' || value.kind === 'place' ? words.filter((word) => !/^\p{Lu}{2,6}$/u.test(word) || isVietnameseSyllable(word)) : words;
}

const least = (numbers: readonly number[]): number => numbers.reduce((a, b) => Math.min(a, b), 1);
const mean = (numbers: readonly number[]): number => (numbers.length === 0 ? 1 : numbers.reduce((a, b) => a + b, 0) / numbers.length);

const COMMUNE_UNIT = /^(?:xã|phường|thị|đặc)$/iu;
const HAMLET_UNIT = /^(?:thôn|khối|khu|phố|tổ|dân|bản|ấp|bệnh|viện|đa|khoa|tỉnh|trạm|tế|ủy|uỷ|ban|nhân)$/iu;

/** Words with a letter or figure that were read for this value. */
function evidence(value: ParsedValue): { words: readonly number[]; symbols: readonly number[]; rival: boolean } {
  const all = value.span.pieces.filter((piece) => /[\p{L}\p{N}]/u.test(piece.text));
  // In a place that the gazetteer knows from the province down, only the words before the commune are left to doubt.
  const commune = all.findIndex((piece) => COMMUNE_UNIT.test(piece.text));
  const pieces = value.kind === 'place' && value.listed === true ? all.filter((piece, index) => !isPlaceWord(piece.text) || (index < commune && !HAMLET_UNIT.test(piece.text))) : all;
  return {
    words: pieces.map((piece) => piece.word.confidence),
    symbols: pieces.flatMap((piece) => piece.word.symbols?.filter((symbol) => /[\p{L}\p{N}]/u.test(symbol.text) && piece.text.includes(symbol.text)).map((symbol) => symbol.confidence) ?? []),
    rival: pieces.some((piece) => piece.word.alternatives?.some((other) => other.text !== piece.word.text) ?? false),
  };
}

const FIGURES = new Set(['date', 'partialDate', 'idNumber', 'registrationNumber', 'bookNumber', 'integer', 'timeOfDay']);
/** Parents are often entered with the year alone; everybody else with the whole date. */
const YEAR_IS_ENOUGH = /^(me|cha|chaNuoi|meNuoi|vo|chong)NgaySinh$/;

const isPartial = (value: ParsedValue): boolean => (value.kind === 'date' || value.kind === 'partialDate') && value.value.length < 10 && !(value.value.length === 4 && YEAR_IS_ENOUGH.test(value.key));

/** 0 at or below zero, rising to 1 at `width`. */
const digitsOf = (text: string): string => text.replace(/\D/g, '');
const ramp = (amount: number, width: number): number => Math.max(0, Math.min(1, amount / width));

/** What the whole record says about each of its values. */
export type RecordEvidence = Readonly<{ mended: number; noZeros: boolean; /** Figures that the words of a date showed to be read for others: an 8 with a thin waist is a 6 wherever it stands. */ wrongFigures: string; /** Words in which a list put a for o or o for a: a typeface or a faint print that hides the difference. */ roundSwaps: number }>;

const roundAlike = (text: string): string => foldMarks(text).replace(/o/g, 'a').replace(/[^a-z]/g, '');

/** Words of the value that differ from what was read in a for o alone. */
function roundSwaps(value: ParsedValue): number {
  const read = value.span.pieces.map((piece) => foldMarks(piece.text).replace(/[^a-z]/g, ''));
  return value.value.split(/[\s,]+/).map((word) => foldMarks(word).replace(/[^a-z]/g, '')).filter((word) => word.length > 1 && !read.includes(word) && read.some((other) => other !== word && roundAlike(other) === roundAlike(word))).length;
}

/** The share of words that a round letter could turn into others, where the page confuses round letters. */
function roundDoubt(value: ParsedValue, swaps: number): number {
  if (swaps === 0 || (value.kind !== 'personName' && value.kind !== 'place' && value.kind !== 'text')) return 0;
  return wordsOf(value).some((word) => /[ao]/.test(foldMarks(word)) && !(value.kind === 'place' ? isPlaceWord(word) : false)) ? Math.min(1, swaps / 2) : 0;
}

/** Least sure word of a name beside which another common name stands one tone away, as a doubt 0 to 1. */
function toneRival(value: ParsedValue): number {
  if (value.kind !== 'personName') return 0;
  const weak = value.span.pieces.filter((piece) => hasToneRival(piece.text)).map((piece) => least([piece.word.confidence, ...(piece.word.symbols ?? []).map((symbol) => symbol.confidence + 0.05)]));
  return ramp(0.95 - least(weak), 0.2);
}

/** The figures read where a date's words have others. */
function wrongFigures(value: ParsedValue): string {
  const [read, said] = [digitsOf(value.span.text), digitsOf(value.value)];
  return value.reasons.includes('from-words') && read.length === said.length ? [...read].filter((figure, index) => figure !== said.charAt(index)).join('') : '';
}

const lettersOf = (text: string): string => text.replace(/[^\p{L}]/gu, '').toLocaleLowerCase('vi');
const differInMarks = (a: string, b: string): boolean => lettersOf(a) !== lettersOf(b) && foldMarks(lettersOf(a)) === foldMarks(lettersOf(b));
const differInFigures = (a: string, b: string): boolean => digitsOf(a) !== digitsOf(b) && digitsOf(a).length === digitsOf(b).length;

/** Two readings of a word of a name differ in marks, of a number in figures: the likelier one is wrong too often to go unseen. */
function areReadingsApart(value: ParsedValue): boolean {
  const differ = FIGURES.has(value.kind) ? differInFigures : value.kind === 'personName' ? differInMarks : undefined;
  return differ !== undefined && value.span.pieces.some(({ word }) => word.alternatives?.some(({ text }) => differ(text, word.text)) === true);
}

/** Surest word of a hamlet, in the engine's figure, that is still doubtful. */
const SURE_WORD = 0.96;

/** The least sure word of a hamlet that no place name has, where one with another tone is in place names (Rông, Rồng), as a doubt 0 to 1. */
function hamletRival(value: ParsedValue): number {
  if (value.kind !== 'place') return 0;
  const commune = value.span.pieces.findIndex((piece) => COMMUNE_UNIT.test(piece.text));
  const weak = value.span.pieces.slice(0, Math.max(0, commune)).filter((piece) => hasPlaceRival(piece.text)).map((piece) => piece.word.confidence);
  return ramp(SURE_WORD - least(weak), 0.04);
}

/** A font whose 0 is read as 9 or 8 betrays itself: dates and numbers without a single 0 hardly exist. */
export function recordEvidence(values: readonly ParsedValue[]): RecordEvidence {
  const digits = values.filter((value) => FIGURES.has(value.kind)).map((value) => digitsOf(value.span.text)).join('');
  const zeros = digits.replace(/[^0]/g, '').length;
  return { mended: values.filter((value) => value.mended > 0 || value.reasons.includes('not-a-date') || value.reasons.includes('identifier-length')).length, noZeros: digits.length >= 14 && zeros / digits.length < 0.06, wrongFigures: values.map(wrongFigures).join(''), roundSwaps: values.reduce((sum, value) => sum + roundSwaps(value), 0) };
}

/** How this page reads as a whole: marks are lost together, on faint pages and in small print. */
type PageSight = Readonly<{ poor: number; lineHeightPx: number }>;
const sights = new WeakMap<PageReading, PageSight>();

function sightOf(reading: PageReading): PageSight {
  let sight = sights.get(reading);
  if (!sight) {
    const words = reading.lines.flatMap((line) => line.words).filter((word) => /\p{L}{2}/u.test(word.text));
    const heights = words.map((word) => word.box[3]).sort((a, b) => a - b);
    sight = { poor: ramp(0.94 - mean(words.map((word) => word.confidence)), 0.15), lineHeightPx: heights[heights.length >> 1] ?? 30 };
    sights.set(reading, sight);
  }
  return sight;
}

/** Ink of the value's own lines that was lifted off as a signature: in it, before it or behind it. */
function isErased(value: ParsedValue, reading: PageReading, lineHeightPx: number): boolean {
  const marks = reading.marks.filter((mark) => isLineInk(mark, lineHeightPx));
  return marks.length > 0 && value.span.pieces.some(({ box }) => marks.some((mark) => {
    const middlePx = mark.box[1] + mark.box[3] / 2;
    const apartPx = Math.max(mark.box[0] - right(box), box[0] - right(mark.box));
    return middlePx > box[1] && middlePx < box[1] + box[3] && apartPx < lineHeightPx;
  }));
}

/** White space for a word inside the house or hamlet, which no list can fill. */
function gapInHamlet(value: ParsedValue, gaps: readonly number[]): boolean {
  if (value.kind !== 'place' || gaps.length === 0) return false;
  const commune = value.span.pieces.findIndex((piece) => COMMUNE_UNIT.test(piece.text));
  return gaps.some((index) => index > 0 && (commune < 0 || index <= commune));
}

/** Where lines are cut through, the word before the cut may be whole and the next one gone: the longest words are so wide, in line heights. */
const NEXT_WORD = 5;

/** The value runs into an edge where print goes on beyond the scan, or goes over lines that are cut through there. */
function isCutOff(value: ParsedValue, reading: PageReading, quality: QualityFacts, lineHeightPx: number): boolean {
  const [x, y, w, h] = value.span.box;
  const roomPx = { left: x, top: y, right: reading.widthPx - x - w, bottom: reading.heightPx - y - h };
  const neededPx = { left: NEXT_WORD * lineHeightPx, right: NEXT_WORD * lineHeightPx, top: lineHeightPx, bottom: lineHeightPx };
  const goesOn = h > 1.6 * lineHeightPx;
  return quality.clippedEdges.some((edge) => roomPx[edge] < neededPx[edge] || (goesOn && (edge === 'left' || edge === 'right')));
}

/** "t612", "7RẠM": letters before figures, or a word's beginning read as a figure, are no word and no number. */
const mixedTokens = (value: ParsedValue): number => (value.kind === 'place' ? value.value.split(/[\s,]+/).filter((word) => /\p{L}\d|\d\p{L}{2}/u.test(word)).length : 0);

const VIETNAMESE_MARKS = /[\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323]/g;
const OPEN_KINDS = new Set(['place', 'personName']);

/** "phường 1ÿ", "thôn P Rồng": a mark that no Vietnamese letter has, or a consonant that is the rest of a word. */
const isNoWriting = (value: ParsedValue): boolean => OPEN_KINDS.has(value.kind) && (/\p{M}/u.test(value.value.normalize('NFD').replace(VIETNAMESE_MARKS, '')) || /(?<![\p{L}\p{N}'’-])[bcdđghklmnpqrstvx](?= \p{L})/iu.test(value.value));

/** Births and deaths may be known by the year alone; what an office did has its day. */
const MAY_LACK_DAY = /Ngay(?:Sinh|Chet)$/;

/** "2005" of "24I06/2005": there is more of the date than could be read. */
const isRestOfDate = (value: ParsedValue): boolean => isPartial(value) && (has(value, 'text-left-over') || !MAY_LACK_DAY.test(value.key));

/** A province twice, or a line's label within: two values ran together. */
const isTwoPlaces = (value: ParsedValue): boolean => value.kind === 'place' && ((value.value.match(/(?<![\p{L}])tỉnh(?= \p{Lu})/giu) ?? []).length > (/^(?:bệnh viện|công an|tòa án)/iu.test(value.value) ? 2 : 1) || /(?<![\p{L}])(?:quê quán|nơi (?:cư trú|sinh|thường trú)|dân tộc|quốc tịch)(?![\p{L}])/iu.test(value.value));

/** "… phường Mạo Khê, thị xã": a unit without its name; the rest was on a line that was not read. */
const endsInUnit = (value: ParsedValue): boolean => value.kind === 'place' && /(?:^|[\s,])(?:xã|phường|thị trấn|thị xã|huyện|quận|thành phố|tỉnh)$/iu.test(value.value);

const PROVINCE_NAMES = PROVINCES.map(({ name }) => ({ plain: foldMarks(name), written: foldTonePlacement(name) }));

/** "Bệnh viện Phụ sản - Nhi Đà Nang": a province's name with other marks than it has. */
function hasUnmarkedProvince(value: ParsedValue): boolean {
  if (value.kind !== 'place') return false;
  const [plain, written] = [foldMarks(value.value), foldTonePlacement(value.value)];
  return PROVINCE_NAMES.some((name) => plain.split(name.plain).length !== written.split(name.written).length);
}

const hamletWords = (value: ParsedValue): readonly string[] => (value.kind === 'place' ? wordsOf(value).filter((word) => !isPlaceWord(word)) : []);

const has = (value: ParsedValue, ...reasons: readonly string[]): boolean => reasons.some((reason) => value.reasons.includes(reason));

export type CrossChecks = Readonly<{ agreed: number; record: RecordEvidence; quality: QualityFacts }>;

export function featuresOf(value: ParsedValue, reading: PageReading, crossChecks: CrossChecks): Features {
  const { words, symbols, rival } = evidence(value);
  const figures = FIGURES.has(value.kind);
  const gaps = lostInkAt(value.span);
  const hasGap = gaps.length > 0;
  const sight = sightOf(reading);
  const text = wordsOf(value);
  const odd = SYLLABIC.has(value.kind) ? text.filter((word) => !isVietnameseSyllable(word.replace(/['’]/g, ''))).length : 0;
  const unknown = value.kind === 'personName' ? text.filter((word) => !isNameSyllable(word)).length : 0;
  const covered = reading.marks.some((mark) => { if (mark.kind.endsWith('-box')) return false; const shared = intersection(mark.box, value.span.box); return shared !== undefined && area(shared) > 0.05 * area(value.span.box); });
  const minWord = Math.min(least(words), least(symbols) + 0.1);
  const hasWrongFigure = figures && [...crossChecks.record.wrongFigures].some((figure) => value.value.includes(figure));
  return {
    // The engine's figure bends: 0.96 is its best, 0.9 already doubtful, below 0.5 it guesses.
    weakest: ramp(0.965 - minWord, 0.03), weak: ramp(0.935 - minWord, 0.1), faint: ramp(0.85 - minWord, 0.3), broken: ramp(0.5 - minWord, 0.4), meanLoss: ramp(0.96 - mean(words), 0.1),
    weakFigures: figures ? ramp(0.95 - minWord, 0.15) : 0,
    mended: Math.min(2, value.mended), listed: value.listed === true ? 1 : 0, unlisted: value.listed === false ? 1 : 0,
    oddSyllables: Math.min(2, odd), unknownName: Math.min(2, unknown), agreed: crossChecks.agreed > 0 ? 1 : 0, agreedTwice: crossChecks.agreed > 1 ? 1 : 0,
    rival: rival ? 1 : 0, underMark: covered ? 1 : 0, long: Math.log2(1 + text.length) / 4,
    left: value.reasons.includes('text-left-over') ? 1 : 0, odd: value.reasons.some((reason) => ODD.has(reason)) ? 1 : 0, words: value.reasons.includes('from-words') ? 1 : 0,
    mendedOnPage: Math.min(4, crossChecks.record.mended - (value.mended > 0 ? 1 : 0)) / 4, noZeros: figures && (crossChecks.record.noZeros || hasWrongFigure) ? 1 : 0,
    partial: isPartial(value) ? 1 : 0, figures: figures ? 1 : 0, name: value.kind === 'personName' ? 1 : 0, signer: value.key === 'nguoiKy' || value.key === 'nguoiThucHien' ? 1 : 0, place: value.kind === 'place' ? 1 : 0,
    notFamily: value.kind === 'personName' && (!isFamilyName(text[0] ?? '') || /^\p{Ll}/u.test(text[0] ?? '')) ? 1 : 0, twoWords: value.kind === 'personName' && text.length < 3 ? 1 : 0,
    rivalFigures: rival && figures ? 1 : 0, agreedWeak: crossChecks.agreed > 0 ? ramp(0.935 - minWord, 0.2) : 0,
    gap: hasGap ? 1 : 0, gapInName: hasGap && value.kind === 'personName' ? 1 : 0, completed: has(value, 'completed-from-list', 'from-figures') ? 1 : 0, grammar: has(value, 'level-missing', 'comma-put-in') ? 1 : 0,
    nameMended: has(value, 'name-mended', 'label-unreadable', 'by-place', 'name-incomplete', 'womans-name-unsure') || (has(value, 'family-name-mended') && value.mended > 0.5) ? 1 : 0, toneRival: toneRival(value), openWeak: value.kind === 'place' && value.listed === true ? ramp(0.965 - minWord, 0.03) : 0, openFaint: value.kind === 'place' && value.listed === true ? ramp(0.92 - minWord, 0.3) : 0, round: roundDoubt(value, crossChecks.record.roundSwaps),
    erased: isErased(value, reading, sight.lineHeightPx) ? 1 : 0, gapInHamlet: gapInHamlet(value, gaps) ? 1 : 0, unclear: mixedTokens(value) > 0 || isNoWriting(value) || isRestOfDate(value) || isTwoPlaces(value) || hasUnmarkedProvince(value) || hasWrongFigure || has(value, 'two-in-list', 'beginning-lost', 'figure-mended', 'from-figures', 'from-text-layer', 'office-incomplete', 'level-missing', 'line-ends-early') || endsInUnit(value) ? 1 : 0,
    cutOff: isCutOff(value, reading, crossChecks.quality, sight.lineHeightPx) ? 1 : 0, pagePoor: sight.poor, smallPrint: ramp(42 - sight.lineHeightPx, 20), rivalOnPoor: value.kind === 'personName' && text.some(hasToneRival) ? sight.poor : 0, hamletOnPoor: hamletWords(value).length > 0 ? sight.poor : 0,
    rivalUnderMark: covered && value.kind === 'personName' && text.some(hasToneRival) ? 1 : 0,
    apart: areReadingsApart(value) ? 1 : 0, hamletRival: hamletRival(value),
    running: value.kind === 'text' || value.kind === 'dateInWords' ? 1 : 0,
  };
}
