import { describe, expect, it } from 'vitest';
import { binarise, findComponents, type Components } from '../../../backend/imaging/components.ts';
import { findLeaders } from '../../../backend/imaging/leaders.ts';
import { ink, letters, whitePage } from './draw.ts';

const DPI = 200;

/** Boxes' left edges of what was taken for leader dots. */
function takenAt(found: Components): number[] {
  const chosen = findLeaders(found, new Uint8Array(found.count).fill(1), DPI).dots;
  return [...chosen].flatMap((flag, i) => (flag === 1 ? [found.x0[i] ?? -1] : []));
}

describe('dotted leaders', () => {
  it('takes a row of even dots', () => {
    const page = whitePage(400, 60);
    for (let i = 0; i < 20; i++) ink(page, [20 + i * 10, 40, 3, 3]);
    expect(takenAt(findComponents(binarise(page, 128)))).toHaveLength(20);
  });

  it('leaves a short ellipsis, full stops and the dots of i alone', () => {
    const page = whitePage(400, 60);
    letters(page, 20, 40, 10);
    for (let i = 0; i < 3; i++) ink(page, [200 + i * 8, 37, 3, 3]);
    ink(page, [23, 18, 3, 3]);
    ink(page, [79, 18, 3, 3]);
    expect(takenAt(findComponents(binarise(page, 128)))).toEqual([]);
  });

  it('leaves dots below letters that stand unevenly', () => {
    const page = whitePage(600, 60);
    letters(page, 20, 40, 30);
    for (const x of [22, 78, 92, 190, 288, 302, 400]) ink(page, [x, 44, 4, 4]);
    expect(takenAt(findComponents(binarise(page, 128)))).toEqual([]);
  });

  it('keeps the dot below that falls into the line of a leader when it is larger', () => {
    const page = whitePage(400, 60);
    for (let i = 0; i < 30; i++) if (i !== 12) ink(page, [20 + i * 10, 45, 3, 3]);
    ink(page, [143, 42, 6, 6]);
    const taken = takenAt(findComponents(binarise(page, 128)));
    expect(taken).not.toContain(143);
    expect(taken.length).toBeGreaterThanOrEqual(27);
  });

  it('follows a leader that climbs slightly', () => {
    const page = whitePage(800, 60);
    for (let i = 0; i < 60; i++) ink(page, [20 + i * 10, 45 - Math.floor(i / 10), 3, 3]);
    expect(takenAt(findComponents(binarise(page, 128)))).toHaveLength(60);
  });
});
