import { describe, expect, it } from 'vitest';
import { binarise } from '../../../backend/imaging/components.ts';
import { followPen } from '../../../backend/imaging/follow-pen.ts';
import type { Heading } from '../../../backend/imaging/stroke-graph.ts';
import { ink, whitePage } from './draw.ts';

const LETTER_PX = 20;
/** A flat stroke, from x 20 to 380, that runs through six upright stems; of it the first and last stretch are known. */
function flourish() {
  const page = whitePage(400, 100);
  ink(page, [20, 60, 360, 4]);
  for (let x = 100; x <= 300; x += 40) ink(page, [x, 40, 4, 40]);
  const binary = binarise(page, 128);
  const known = new Uint8Array(binary.data.length);
  for (let y = 60; y < 64; y++) for (let x = 20; x < 380; x++) if (x < 70 || x >= 330) known[y * 400 + x] = 1;
  const ends: readonly Heading[] = [{ x: 69, y: 62, dx: 1, dy: 0, halfPx: 2 }, { x: 330, y: 62, dx: -1, dy: 0, halfPx: 2 }];
  return { binary, known, ends };
}

describe('a pen that runs on among letters', () => {
  it('is followed from one of its strokes to the next', () => {
    const { binary, known, ends } = flourish();
    const { whole } = followPen(binary, known, ends, LETTER_PX);
    for (const x of [80, 120, 200, 280, 320]) expect(whole[61 * 400 + x]).toBe(1);
    expect(whole[45 * 400 + 102]).toBe(0);
  });

  it('leaves print that comes out on both of its sides whole', () => {
    const { binary, known, ends } = flourish();
    const { alone } = followPen(binary, known, ends, LETTER_PX);
    for (let x = 102; x <= 302; x += 40) expect(alone[61 * 400 + x]).toBe(0);
    for (const x of [120, 200, 280]) expect(alone[61 * 400 + x]).toBe(1);
  });

  it('takes nothing from letters where no stroke of it is open', () => {
    const { binary, known } = flourish();
    expect(followPen(binary, known, [], LETTER_PX).whole).toEqual(known);
  });
});
