// The text layer a file came with is one more reading, never trusted: of old files it may be another OCR's, or
// in TCVN3, VNI or VIQR. It speaks only on a page whose print it plainly belongs to, and only about values that
// it spells alike but for marks: where it agrees the value is the surer, where it differs it is taken for
// words that the reader was not sure of, and the difference is told. What only the layer has is not on paper.
import { fromLegacy } from '../../shared/domain/legacy-encodings.ts';
import type { PageReading } from '../../shared/domain/reading.ts';
import { foldMarks, foldTonePlacement } from '../../shared/domain/vietnamese-text.ts';
import type { ParsedValue } from './parsed-value.ts';

/** Share of the surely read words that the layer must hold, letter for letter without marks, to belong to the page. */
const BELONGS = 0.7;
/** An OCR of another language leaves the marks off: it says nothing about them. */
const KNOWS_MARKS = 0.6;
/** A layer that also has nearly all of them mark for mark is believed where the reader is a little unsure. */
const EXACT = 0.9;
const SURE_WORD = 0.9;
const UNSURE = { exact: 0.975, otherwise: 0.93 } as const;
const LEAST_WORDS = 12;
/** Shorter values ("Nam", "12") stand anywhere in a text. */
const LEAST_LETTERS = 4;

type Layer = Readonly<{ /** Words in order. */ words: readonly string[]; folded: readonly string[]; unsureBelow: number }>;
const layers = new WeakMap<PageReading, Layer | 'none'>();

const wordsOf = (text: string): readonly string[] => text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');

function readLayer(reading: PageReading): Layer | 'none' {
  if (reading.existingText === undefined) return 'none';
  const words = wordsOf(fromLegacy(reading.existingText).text);
  const folded = words.map(foldMarks);
  const seen = reading.lines.flatMap((line) => line.words).filter((word) => word.confidence >= SURE_WORD).flatMap((word) => wordsOf(word.text)).filter((word) => /\p{L}{2}/u.test(word));
  if (seen.length < LEAST_WORDS) return 'none';
  const [plain, exact] = [new Set(folded), new Set(words.map(foldTonePlacement))];
  const share = (has: (word: string) => boolean): number => seen.filter(has).length / seen.length;
  const exactly = share((word) => exact.has(foldTonePlacement(word)));
  if (share((word) => plain.has(foldMarks(word))) < BELONGS || exactly < KNOWS_MARKS) return 'none';
  return { words, folded, unsureBelow: exactly >= EXACT ? UNSURE.exact : UNSURE.otherwise };
}

function layerOf(reading: PageReading): Layer | undefined {
  let layer = layers.get(reading);
  if (layer === undefined) layers.set(reading, (layer = readLayer(reading)));
  return layer === 'none' ? undefined : layer;
}

/** The layer's spellings of these words, wherever they stand one after the other. */
function spellings(layer: Layer, words: readonly string[]): readonly (readonly string[])[] {
  const folded = words.map(foldMarks);
  const found: (readonly string[])[] = [];
  for (let at = layer.folded.indexOf(folded[0] ?? ''); at >= 0; at = layer.folded.indexOf(folded[0] ?? '', at + 1)) {
    if (folded.every((word, index) => layer.folded[at + index] === word)) found.push(layer.words.slice(at, at + words.length));
  }
  return found;
}

/** Letters of the layer in the case of the reading: capital fonts of old encodings hold small letters. */
const inCase = (word: string, model: string): string => [...word].map((letter, index) => (/\p{Lu}/u.test(model.charAt(index)) ? letter.toLocaleUpperCase('vi') : letter.toLocaleLowerCase('vi'))).join('');

const confidenceOf = (value: ParsedValue, word: string): number => Math.min(1, ...value.span.pieces.filter((piece) => piece.text.includes(word)).map((piece) => piece.word.confidence));

function heard<T extends ParsedValue>(value: T, layer: Layer): T {
  const words = wordsOf(value.value);
  if (value.kind === 'enum' || words.join('').length < LEAST_LETTERS) return value;
  const found = spellings(layer, words);
  if (found.length === 0) return value;
  const same = (other: readonly string[]): boolean => other.every((word, index) => foldTonePlacement(word) === foldTonePlacement(words[index] ?? ''));
  if (found.some(same)) return { ...value, reasons: [...value.reasons, 'text-layer-agrees'] };
  const [other] = found;
  if (other === undefined || new Set(found.map((one) => foldTonePlacement(one.join(' ')))).size > 1) return value;
  let text = value.value;
  let suggestion = value.value;
  let mended = value.mended;
  words.forEach((word, index) => {
    const spelt = inCase(other[index] ?? word, word);
    if (foldTonePlacement(spelt) === foldTonePlacement(word)) return;
    suggestion = suggestion.replace(word, () => spelt);
    if (confidenceOf(value, word) >= layer.unsureBelow) return;
    text = text.replace(word, () => spelt);
    mended += 0.2;
  });
  return { ...value, value: text, mended, reasons: [...value.reasons, text === suggestion ? 'from-text-layer' : 'text-layer-differs'], ...(text === suggestion ? {} : { suggestion }) };
}

/** The values of a page, each heard against the file's own text layer; as they are where there is none that fits. */
export function hearTextLayer<T extends ParsedValue>(values: readonly T[], reading: PageReading): readonly T[] {
  const layer = layerOf(reading);
  return layer ? values.map((value) => heard(value, layer)) : values;
}
