// A 1 that stands on a leader is read as a 4, a bold 5 as an 8, and surely so. Where every figure of a word stands by
// itself, each is compared with what such figures look like (shape-model.ts): one that is beyond doubt another gives
// way. What was read stays as an alternative and the word is doubtful from then on.
import type { Word } from '../../shared/domain/reading.ts';
import type { GrayRaster } from '../imaging/raster.ts';
import { rewriteWord } from './rewrite-word.ts';
import { FIGURE_SHAPES, judgeShape, type Verdict } from './shape-model.ts';
import { centreOf, heightOf, shapeOf, wordInk, type WordInk } from './word-ink.ts';

/** Two figures at least: a single one may be a scrap of anything. */
const FIGURES = /^[.,:;-]*\d[/.,:;-]*\d[\d/.,:;-]*$/;
const SMALL_SIGN = /[.,:;-]/;
/** Of the highest part: figures and strokes, not stops and dashes. */
const FULL_HEIGHT = 0.7;
const LEAST_HEIGHT_PX = 10;
/** Likelier than this and no further from how it is drawn: beyond doubt. On a leader figures look less like their kind, and must be the surer. */
const BEYOND_DOUBT = [{ timesLikelier: 100, distance: 2.5 }, { timesLikelier: 1000, distance: 3.6 }] as const;
/** A figure that so much rather looks like another, yet like none, says that the parts are not the figures. */
const STRANGE_TIMES_LIKELIER = 20;

const isBeyondDoubt = (shown: Verdict): boolean => BEYOND_DOUBT.some(({ timesLikelier, distance }) => shown.timesLikelier > timesLikelier && shown.distance < distance);

/** The shapes of a number's figures with their places in the text; none where parts and signs are not as many. */
export function figureShapes(text: string, word: WordInk): readonly { readonly at: number; readonly shape: Float32Array }[] {
  const highest = word.parts.reduce((most, part) => Math.max(most, heightOf(part)), 0);
  const signs = [...text].flatMap((sign, at) => (SMALL_SIGN.test(sign) ? [] : [{ sign, at }]));
  const parts = word.parts.filter((part) => heightOf(part) >= FULL_HEIGHT * highest).sort((a, b) => centreOf(a) - centreOf(b));
  if (highest < LEAST_HEIGHT_PX || parts.length !== signs.length) return [];
  return signs.flatMap(({ sign, at }, index) => {
    const part = parts[index];
    return part === undefined || sign === '/' ? [] : [{ at, shape: shapeOf(word, part) }];
  });
}

/** The word with the figures that the picture shows; as it is where the picture agrees or is unclear. */
export function checkFigureShapes(word: Word, image: GrayRaster): Word {
  if (!FIGURES.test(word.text)) return word;
  const signs = [...word.text];
  for (const { at, shape } of figureShapes(word.text, wordInk(image, word.box))) {
    const shown = judgeShape(FIGURE_SHAPES, shape, signs[at] ?? '', () => true);
    if (shown === undefined) continue;
    if (isBeyondDoubt(shown)) signs[at] = shown.sign;
    else if (shown.timesLikelier > STRANGE_TIMES_LIKELIER) return word;
  }
  const text = signs.join('');
  return text === word.text ? word : rewriteWord(word, text);
}
