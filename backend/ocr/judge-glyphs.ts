// A judgement on the pixels themselves. The recogniser reads words, and its language sense makes a common name
// out of a rare one as surely as it reads what stands there; a second reading errs alike.
// Here each vowel of a name with one mark or none, and each figure, is looked at alone, by a small network that knows no words.
// Where it sees clearly something else, and the word with that mark could be one, the word is doubted and the
// other reading is kept beside it. It never changes what was read.
// Not in the pipeline (recognise.ts) yet: on 23 generated pages it caught one of two silent mistakes for one
// right field more in doubt, on other pages it doubted more right fields than it caught wrong ones, and a tone
// over a circumflex, where most silent mistakes are, it does not tell apart. What is missing is training.
import { right } from '../../shared/domain/geometry.ts';
import type { TextLine, Word } from '../../shared/domain/reading.ts';
import { isVietnameseSyllable } from '../../shared/domain/vietnamese-syllable.ts';
import { baseLetter, splitTone, withTone, type Tone } from '../../shared/domain/vietnamese-text.ts';
import { glyphWindow, letterMiddles } from '../imaging/glyph-window.ts';
import type { LayoutLine } from '../imaging/page-layout.ts';
import type { GrayRaster } from '../imaging/raster.ts';
import { answerOf, glyphInput, glyphNetwork, hiddenOf, type GlyphAnswer, type GlyphNetwork } from './glyph-network.ts';

/** The vowel with each of its marks: none, circumflex, breve, horn. */
export const SHAPED: Readonly<Record<string, readonly (string | undefined)[]>> = { a: ['a', 'â', 'ă'], e: ['e', 'ê'], i: ['i'], o: ['o', 'ô', undefined, 'ơ'], u: ['u', undefined, undefined, 'ư'], y: ['y'] };
const ALL_TONES: readonly Tone[] = [0, 1, 2, 3, 4, 5];

/** What was read is doubted when the network finds it this much less likely than what it sees; found on pages it was not trained on. */
const MARK_RATIO = 0.01;
const FIGURE_RATIO = 0.01;
/** As two readings that differ are left by the vote. */
const DISPUTED = 0.6;
const ALTERNATIVE = 0.5;

type Seen = { readonly glyph: string; /** Likelihood of what was read beside that of what is seen, 0 to 1. */ readonly ratio: number };

export function seenVowel(read: string, answer: GlyphAnswer): Seen {
  const isCapital = read !== read.toLocaleLowerCase('vi');
  const lower = read.toLocaleLowerCase('vi');
  const choices = (SHAPED[baseLetter(read)] ?? []).flatMap((letter, shape) => (letter === undefined ? [] : ALL_TONES.map((tone) => ({ letter: withTone(letter, tone), p: (answer.shapes[shape] ?? 0) * (answer.tones[tone] ?? 0) }))));
  const best = choices.reduce((a, b) => (b.p > a.p ? b : a), { letter: lower, p: 0 });
  const own = choices.find(({ letter }) => letter === lower)?.p ?? 0;
  return { glyph: isCapital ? best.letter.toLocaleUpperCase('vi') : best.letter, ratio: best.p === 0 ? 1 : own / best.p };
}

export function seenFigure(read: string, { figures }: GlyphAnswer): Seen {
  const best = figures.reduce((a, p, figure) => (p > (figures[a] ?? 0) ? figure : a), 0);
  return { glyph: String(best), ratio: (figures[Number(read)] ?? 0) / (figures[best] ?? 1) };
}

/** The rival of a word with other glyphs at some places: with all of them, else with the clearest that makes a word. */
function rivalOf(letters: readonly string[], others: ReadonlyMap<number, Seen>): string | undefined {
  const put = (places: readonly number[]): string => letters.map((letter, i) => (places.includes(i) ? (others.get(i)?.glyph ?? letter) : letter)).join('');
  const places = [...others.keys()].sort((a, b) => (others.get(a)?.ratio ?? 1) - (others.get(b)?.ratio ?? 1));
  return [put(places), ...places.map((place) => put([place]))].find((text) => /\d/.test(text) || isWord(text));
}

/** Tone marks beyond the one that a syllable can carry show that a neighbour's mark was seen. */
const tonesIn = (text: string): number => [...text].filter((letter) => splitTone(letter).tone !== 0).length;
const isWord = (text: string): boolean => tonesIn(text) < 2 && isVietnameseSyllable(text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, ''));

/** Names and places are capitalised; what has figures is a number or a date. Other words are judged by the forms' own wording. */
const isJudged = (text: string): boolean => /^[(“"]?\p{Lu}\p{L}*[),.;:”"]*$/u.test(text) || (/\d/.test(text) && !/\p{L}/u.test(text));

/** A tone over or beside a circumflex, breve or horn: the network, as trained, tells these apart too seldom to be asked. */
function isStacked(letter: string): boolean {
  const { plain, tone } = splitTone(letter);
  return tone !== 0 && plain !== baseLetter(letter);
}

function judgeWord(image: GrayRaster, word: Word, line: LayoutLine, network: GlyphNetwork): Word {
  const letters = [...word.text];
  const middles = letterMiddles(image, word.text, word.box, line.xHeightPx);
  const others = new Map<number, Seen>();
  letters.forEach((letter, i) => {
    const base = baseLetter(letter);
    if (!/^[aeiouy\d]$/.test(base)) return;
    const input = glyphInput(glyphWindow(image, line, middles[i] ?? 0), base, letter !== letter.toLocaleLowerCase('vi'));
    const answer = answerOf(network, hiddenOf(network, input));
    const isFigure = /\d/.test(base);
    const seen = isFigure ? seenFigure(letter, answer) : seenVowel(letter, answer);
    if (!isFigure && (isStacked(letter) || isStacked(seen.glyph))) return;
    if (seen.ratio < (isFigure ? FIGURE_RATIO : MARK_RATIO)) others.set(i, seen);
  });
  const rival = others.size === 0 ? undefined : rivalOf(letters, others);
  if (rival === undefined || rival === word.text) return word;
  const rest = (word.alternatives ?? []).filter(({ text }) => text !== rival);
  return { ...word, confidence: Math.min(DISPUTED, word.confidence), alternatives: [{ text: rival, confidence: ALTERNATIVE }, ...rest] };
}

/** The layout's line that a word stands on. */
export function lineOf(word: Word, lines: readonly LayoutLine[]): LayoutLine | undefined {
  const [x, y, w, h] = word.box;
  const [middleX, middleY] = [x + w / 2, y + h / 2];
  return lines.filter(({ box }) => box[0] <= middleX && right(box) >= middleX && box[1] < middleY && box[1] + box[3] > middleY).reduce<LayoutLine | undefined>((a, b) => (a === undefined || b.box[3] < a.box[3] ? b : a), undefined);
}

/** The lines as read, those words doubted whose glyphs look otherwise. `layout` holds the lines that were read. */
export function judgeGlyphs(image: GrayRaster, layout: readonly LayoutLine[], lines: readonly TextLine[], network: GlyphNetwork = glyphNetwork()): readonly TextLine[] {
  return lines.map((line) => ({
    ...line,
    words: line.words.map((word) => {
      const place = isJudged(word.text) ? lineOf(word, layout) : undefined;
      return place === undefined || place.xHeightPx <= 0 ? word : judgeWord(image, word, place, network);
    }),
  }));
}
