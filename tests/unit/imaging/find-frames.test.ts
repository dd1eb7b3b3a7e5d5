import { describe, expect, it } from 'vitest';
import type { Box } from '../../../shared/domain/geometry.ts';
import type { Binary } from '../../../backend/imaging/components.ts';
import { findFrames } from '../../../backend/imaging/find-frames.ts';

const CELL_MM = 1 / 3;
const WHOLE: Box = [0, 0, 300, 160];

const empty = (): Binary => ({ data: new Uint8Array(WHOLE[2] * WHOLE[3]), widthPx: WHOLE[2], heightPx: WHOLE[3] });
const fill = ({ data, widthPx }: Binary, [x, y, w, h]: Box): void => { for (let row = y; row < y + h; row++) data.fill(1, row * widthPx + x, row * widthPx + x + w); };

/** A frame of 130 by 55 cells, its left upper corner at (40, 50), falling by so much per cell to the right. */
function drawFrame(mask: Binary, fall: number): void {
  for (let x = 0; x <= 130; x++) for (const y of [0, 55]) fill(mask, [Math.round(40 + x - y * fall), Math.round(50 + y + x * fall), 1, 2]);
  for (let y = 0; y <= 55; y++) for (const x of [0, 130]) fill(mask, [Math.round(40 + x - y * fall), Math.round(50 + y + x * fall), 2, 1]);
}

/** Rows of words, 12 cells high, 8 cells apart. */
const drawPrint = (mask: Binary, from: number, to: number): void => { for (let y = from; y < to; y += 20) for (let x = 20; x < 280; x += 10) fill(mask, [x, y, 8, 12]); };

describe('a frame that has grown together with print', () => {
  it.each([0, 0.05, -0.06])('is found however it was set down (falling by %d)', (fall) => {
    const mask = empty();
    drawFrame(mask, fall);
    drawPrint(mask, 70, 90);
    const [frame, ...more] = findFrames(mask, [WHOLE], CELL_MM);
    expect(more).toEqual([]);
    expect(Math.abs((frame?.[0] ?? 0) - 40)).toBeLessThan(8);
    expect(Math.abs((frame?.[2] ?? 0) - 130)).toBeLessThan(12);
  });

  it('is found where print of another colour breaks it', () => {
    const mask = empty();
    drawFrame(mask, 0.04);
    for (const y of [62, 84]) fill({ ...mask }, [0, y, 0, 0]);
    for (let x = 60; x < 160; x += 12) for (let row = 45; row < 120; row++) if (x % 24 === 0) mask.data[row * mask.widthPx + x] = 0;
    expect(findFrames(mask, [WHOLE], CELL_MM)).toHaveLength(1);
  });

  it('is none where rows of print stand one below the other', () => {
    const mask = empty();
    drawPrint(mask, 20, 140);
    expect(findFrames(mask, [WHOLE], CELL_MM)).toEqual([]);
  });
});
