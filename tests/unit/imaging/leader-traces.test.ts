import { describe, expect, it } from 'vitest';
import { binarise, findComponents } from '../../../backend/imaging/components.ts';
import { eraseLeaderTraces } from '../../../backend/imaging/leader-traces.ts';
import { findLeaders } from '../../../backend/imaging/leaders.ts';
import type { GrayRaster } from '../../../backend/imaging/raster.ts';
import { ink, levelAt, whitePage } from './draw.ts';

const DPI = 300;
const BASELINE = 100;

/** Dots every 18 px from x = 300 on, standing on the baseline. */
function leader(page: GrayRaster, from = 300): void {
  for (let x = from; x < 760; x += 18) ink(page, [x, BASELINE - 2, 4, 4]);
}

function cleaned(page: GrayRaster): boolean {
  const binary = binarise(page, 128);
  const found = findComponents(binary);
  return eraseLeaderTraces(page, binary, findLeaders(found, new Uint8Array(found.count).fill(1), DPI).courses);
}

describe('what a leader leaves in the value', () => {
  it('takes out a dot that touches the foot of a figure', () => {
    const page = whitePage(800, 140);
    leader(page);
    ink(page, [204, BASELINE - 30, 6, 31]);
    ink(page, [210, BASELINE - 2, 4, 4]);
    expect(cleaned(page)).toBe(true);
    expect(levelAt(page, 212, BASELINE)).toBe(255);
    expect(levelAt(page, 206, BASELINE - 10)).toBe(0);
  });

  it('takes out dots that stand free between two words', () => {
    const page = whitePage(800, 140);
    leader(page);
    ink(page, [246, BASELINE - 2, 4, 4]);
    cleaned(page);
    expect(levelAt(page, 248, BASELINE)).toBe(255);
  });

  it('keeps a dot below that stands under its letter, also on the beat', () => {
    const page = whitePage(800, 140);
    leader(page);
    ink(page, [200, BASELINE - 40, 24, 28]);
    ink(page, [210, BASELINE - 2, 4, 4]);
    cleaned(page);
    expect(levelAt(page, 212, BASELINE)).toBe(0);
  });

  it('keeps the foot of a figure that ends on the baseline', () => {
    const page = whitePage(800, 140);
    leader(page);
    ink(page, [200, BASELINE - 34, 5, 34]);
    ink(page, [200, BASELINE - 5, 24, 5]);
    cleaned(page);
    expect(levelAt(page, 212, BASELINE - 3)).toBe(0);
  });

  it('does nothing without a leader', () => {
    const page = whitePage(400, 140);
    ink(page, [204, BASELINE - 30, 6, 31]);
    ink(page, [210, BASELINE - 2, 4, 4]);
    expect(cleaned(page)).toBe(false);
    expect(levelAt(page, 212, BASELINE)).toBe(0);
  });
});
