// The paper along rows of a page as whole levels, in the kernel's memory: what paperRow (paper-colours.ts) tells, rounded.
import type { Kernel } from '../imaging/kernel/kernel.ts';
import type { PaperColours } from './paper-colours.ts';
import { BYTES_OF_SQUARE, SQUARE_PX } from './paper-colours.ts';

/** Room before and behind a line that paperLine writes to. */
const BEFORE_BYTES = 32;
const BEHIND_BYTES = 96;

/** Three bytes a pixel, to the end of the last square. */
export const lineBytes = ({ columns }: PaperColours): number => columns * SQUARE_PX * 3;
/** How much a line needs, and where in its area it begins. */
export const lineArea = (paper: PaperColours): number => BEFORE_BYTES + lineBytes(paper) + BEHIND_BYTES;
export const lineIn = (area: number): number => area + BEFORE_BYTES;
/** What else is needed: the squares, and room to work in. */
export const paperAreas = ({ columns, colours }: PaperColours): readonly [squares: number, mixed: number] => [colours.byteLength, (columns + 2) * 24];

/** Lays row `y` (it may lie half-way between two), rounded, and rounded up, into two lines. */
export function createPaperLines(kernel: Kernel, { columns, rows, colours }: PaperColours, squares: number, mixed: number): (y: number, nearest: number, above: number) => void {
  kernel.put(squares, colours);
  const rowBytes = columns * BYTES_OF_SQUARE;
  return (y, nearest, above) => {
    const at = Math.min(rows - 1, Math.max(0, (y + 0.5) / SQUARE_PX - 0.5));
    const upper = Math.floor(at);
    kernel.call.paperLine(squares + upper * rowBytes, squares + Math.min(rows - 1, upper + 1) * rowBytes, columns, at - upper, mixed, nearest, above);
  };
}
