// The invisible text of one page: every word at its place and stretched to its width, so that a
// selection in a viewer covers exactly the print and a search lands on it. A space follows each word,
// stretched over the gap, so that readers need not guess where words end.
import type { Box } from '../../shared/domain/geometry.ts';
import type { GlyphNumbers } from './write-glyphless-font.ts';
import { GLYPH_WIDTH } from './write-glyphless-font.ts';

/** Boxes in pixels of the page image; text in NFC, words in reading order. */
export type PdfTextLine = { readonly words: readonly { readonly text: string; readonly box: Box }[] };

/** Readers that judge by distance (poppler: 0.15 of the size) take less than this share of a line's height for no space at all. */
const LEAST_GAP = 0.22;
/** A word keeps at least this share of its width when the gap after it is made. */
const LEAST_KEPT = 0.25;

/**
 * A letter takes at least this share of its text's size: poppler takes letters that start within 0.1 of it for one
 * printed twice, and makes a word of each. More text than its place holds (a correction where little was read) is
 * set smaller instead.
 */
const LEAST_ADVANCE = 0.2;

/** Share of a line's height below the baseline in running Latin text. */
const BELOW_BASELINE = 0.2;

/** PDF operators for the lines of one page; empty when there is no text. `heightPx` is the image's. */
export function textLayerOperators(lines: readonly PdfTextLine[], glyphs: GlyphNumbers, page: { heightPx: number; dpi: number; font: string }): string {
  const operators = lines.flatMap((line, index) => lineOperators(line, lines[index + 1], glyphs, page));
  return operators.length === 0 ? '' : `BT\n3 Tr\n${operators.join('\n')}\nET\n`;
}

/** What follows a line just beside it, a little higher or lower (poppler: within half its size), is the next word to a reader. */
const SAME_LINE = 0.6;

function lineOperators(line: PdfTextLine, following: PdfTextLine | undefined, glyphs: GlyphNumbers, page: { heightPx: number; dpi: number; font: string }): string[] {
  const words = line.words.filter((word) => word.box[2] > 0 && word.box[3] > 0);
  if (words.length === 0) return [];
  const toPt = 72 / page.dpi;
  // One size and one baseline a line, from its middle word: a seal's edge taken into one word's box moves nothing.
  const heightPx = median(words.map((word) => word.box[3]));
  const bottomPx = median(words.map((word) => word.box[1] + word.box[3]));
  const baselinePt = (page.heightPx - bottomPx) * toPt + BELOW_BASELINE * Math.max(1, heightPx * toPt);
  let current = '';
  return words.flatMap((word, index) => {
    const next = words[index + 1];
    const glyphRun = glyphs.encode(word.text.normalize('NFC'));
    if (glyphRun.count === 0) return [];
    const ownHeightPx = Math.min(heightPx, word.box[2] / glyphRun.count / LEAST_ADVANCE);
    const sizePt = Math.max(ownHeightPx < heightPx ? 0 : 1, ownHeightPx * toPt);
    const beside = next ?? following?.words.slice(0, 1).find(({ box }) => box[0] > word.box[0] && Math.abs(box[1] + box[3] - bottomPx) < SAME_LINE * Math.max(heightPx, box[3]));
    const room = beside === undefined ? word.box[2] : beside.box[0] - word.box[0] - LEAST_GAP * ownHeightPx;
    const widthPt = Math.max(LEAST_KEPT * word.box[2], Math.min(word.box[2], room)) * toPt;
    const font = `/${page.font} ${decimal(sizePt)} Tf`;
    const shown = `${decimal(stretchPercent(widthPt, glyphRun.count, sizePt))} Tz 1 0 0 1 ${decimal(word.box[0] * toPt)} ${decimal(baselinePt)} Tm <${glyphRun.hex}> Tj`;
    const gapPt = next === undefined ? 0 : Math.max(0.1 * sizePt, (next.box[0] - word.box[0]) * toPt - widthPt);
    const space = next === undefined ? [] : [`${decimal(stretchPercent(gapPt, 1, sizePt))} Tz <${glyphs.encode(' ').hex}> Tj`];
    const change = font === current ? [] : [font];
    current = font;
    return [...change, shown, ...space];
  });
}

const stretchPercent = (widthPt: number, count: number, sizePt: number): number => (100 * widthPt) / ((count * sizePt * GLYPH_WIDTH) / 1000);

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}

/** Plain decimals: PDF knows no exponents. */
export const decimal = (value: number): string => String(Number(value.toFixed(3)));
