// Printed words for the training of the glyph network: syllables of names with every mark they could carry, so
// that the rare ones (ằ, ẫ, ỡ) are seen as often as the common ones. Set in the faces of the generated pages,
// in many sizes, then blurred, faded, eroded or swollen, and specked, as scanning and copying do.
import { createCanvas } from '@napi-rs/canvas';
import { glyphWindow, letterMiddles } from '../../backend/imaging/glyph-window.ts';
import type { GrayRaster } from '../../backend/imaging/raster.ts';
import { SHAPED } from '../../backend/ocr/judge-glyphs.ts';
import { COMMON_NAME_LIST } from '../../shared/domain/gazetteer.ts';
import type { Box } from '../../shared/domain/geometry.ts';
import { isVietnameseSyllable } from '../../shared/domain/vietnamese-syllable.ts';
import { baseLetter, splitTone, withTone, type Tone } from '../../shared/domain/vietnamese-text.ts';
import { cssFont, FACES, FONT_FAMILIES } from '../fixtures/fonts.ts';
import type { Random } from '../fixtures/random.ts';
import { labelOf } from './gather-glyphs.ts';
import type { GlyphSample } from './train-network.ts';

const TONES: readonly Tone[] = [0, 1, 2, 3, 4, 5];

/** The syllable with another vowel mark or tone where one of its vowels stands. */
function remarked(syllable: string, random: Random): string {
  const letters = [...syllable];
  const places = letters.flatMap((letter, i) => (/[aeiouy]/.test(baseLetter(letter)) ? [i] : []));
  const toned = letters.findIndex((letter) => splitTone(letter).tone !== 0);
  const at = toned >= 0 ? toned : random.pick(places);
  const shapes = (SHAPED[baseLetter(letters[at] ?? 'a')] ?? ['a']).filter((shape) => shape !== undefined);
  return letters.map((letter, i) => (i === at ? withTone(random.pick(shapes), random.pick(TONES)) : letter)).join('');
}

function drawnWord(random: Random): string {
  if (random.chance(0.15)) return `${String(random.int(1, 31)).padStart(2, '0')}/${String(random.int(1, 12)).padStart(2, '0')}/${String(random.int(1930, 2024))}`;
  const name = random.pick(COMMON_NAME_LIST).toLocaleLowerCase('vi');
  let word = name;
  for (let tries = 0; tries < 6; tries++) {
    word = remarked(name, random);
    if (isVietnameseSyllable(word)) break;
    word = name;
  }
  return random.chance(0.5) ? word.toLocaleUpperCase('vi') : word.charAt(0).toLocaleUpperCase('vi') + word.slice(1);
}

/** Means over a square, as a lens or a copier blurs. */
function blurred(image: GrayRaster, reach: number): GrayRaster {
  if (reach === 0) return image;
  const { widthPx, heightPx } = image;
  const data = Uint8Array.from(image.data);
  for (let y = reach; y < heightPx - reach; y++) {
    for (let x = reach; x < widthPx - reach; x++) {
      let sum = 0;
      for (let dy = -reach; dy <= reach; dy++) for (let dx = -reach; dx <= reach; dx++) sum += image.data[(y + dy) * widthPx + x + dx] ?? 255;
      data[y * widthPx + x] = sum / (2 * reach + 1) ** 2;
    }
  }
  return { ...image, data };
}

/** White paper stays white: clean-up has taken the background off before glyphs are looked at. */
const PAPER_ABOVE = 225;

/** Contrast, stroke weight and noise of one scan; the steepest are copies in black and white. */
function worn(image: GrayRaster, random: Random): GrayRaster {
  const soft = blurred(image, random.pick([0, 1, 1, 2]));
  const [middle, steep, noise] = [random.between(95, 165), random.pick([1, 1.5, 3, 12]), random.between(0, 26)];
  return { ...soft, data: soft.data.map((gray) => gray > PAPER_ABOVE ? 255 : Math.max(0, Math.min(255, 128 + (gray - middle) * steep + (random.next() - 0.5) * noise))) };
}

const BASELINE_PX = 100;

function printedWord(random: Random): readonly GlyphSample[] {
  const word = drawnWord(random);
  const sizePx = random.between(26, 62);
  const canvas = createCanvas(Math.ceil(60 + word.length * sizePx), 140);
  const ctx = canvas.getContext('2d');
  ctx.fillStyle = 'white';
  ctx.fillRect(0, 0, canvas.width, canvas.height);
  ctx.fillStyle = 'black';
  ctx.font = cssFont(random.pick(FONT_FAMILIES), random.pick(FACES), sizePx);
  ctx.fillText(word, 30, BASELINE_PX);
  const ink = ctx.measureText(word);
  const box: Box = [Math.round(30 - ink.actualBoundingBoxLeft), Math.round(BASELINE_PX - ink.actualBoundingBoxAscent), Math.round(ink.actualBoundingBoxLeft + ink.actualBoundingBoxRight), Math.round(ink.actualBoundingBoxAscent + ink.actualBoundingBoxDescent)];
  const rgba = ctx.getImageData(0, 0, canvas.width, canvas.height).data;
  const image = worn({ data: Uint8Array.from({ length: canvas.width * canvas.height }, (_, i) => rgba[i * 4] ?? 255), widthPx: canvas.width, heightPx: canvas.height, channels: 1 }, random);
  // lines of capitals are often measured larger than their letters' lower case would be
  const xHeightPx = sizePx * random.between(0.44, 0.54);
  const middles = letterMiddles(image, word, box, xHeightPx);
  return [...word].flatMap((letter, i): readonly GlyphSample[] => {
    const label = labelOf(letter);
    const window = glyphWindow(image, { box, xHeightPx, baselinePx: [BASELINE_PX, BASELINE_PX] }, middles[i] ?? 0);
    return label === undefined ? [] : [{ window, base: baseLetter(letter), isCapital: letter !== letter.toLocaleLowerCase('vi'), label }];
  });
}

/** Glyphs of `count` printed words. */
export const printGlyphs = (count: number, random: Random): readonly GlyphSample[] => Array.from({ length: count }, () => printedWord(random)).flat();
