import { describe, expect, it } from 'vitest';
import { binarise, findComponents } from '../../../backend/imaging/components.ts';
import type { GrayRaster } from '../../../backend/imaging/raster.ts';
import { findTickBoxes } from '../../../backend/imaging/tick-boxes.ts';
import { ink, letters, whitePage } from './draw.ts';

const DPI = 300;
const SIDE = 40;

function square(page: GrayRaster, x: number, y: number, side = SIDE, strokePx = 3): void {
  for (const box of [[x, y, side, strokePx], [x, y + side - strokePx, side, strokePx], [x, y, strokePx, side], [x + side - strokePx, y, strokePx, side]] as const) ink(page, box);
}

function slash(page: GrayRaster, x: number, y: number, length = SIDE): void {
  for (let at = 0; at < length; at++) ink(page, [x + at, y + length - at, 5, 5]);
}

const kinds = (page: GrayRaster, dpi = DPI): readonly string[] => {
  const binary = binarise(page, 128);
  return findTickBoxes(binary, findComponents(binary), dpi).map(({ kind }) => kind);
};

describe('tick boxes', () => {
  it('are empty or ticked, also by a stroke that goes beyond them', () => {
    const page = whitePage(600, 300);
    square(page, 50, 50);
    square(page, 50, 150);
    slash(page, 52, 145, 46);
    expect(kinds(page)).toEqual(['empty-box', 'ticked-box']);
  });

  it('are told with the square, not with the stroke', () => {
    const page = whitePage(600, 300);
    square(page, 50, 150);
    slash(page, 52, 145, 46);
    const binary = binarise(page, 128);
    expect(findTickBoxes(binary, findComponents(binary), DPI)[0]?.box).toEqual([50, 150, SIDE, SIDE]);
  });

  it('are no letters, blocks, frames or broken squares', () => {
    const page = whitePage(1200, 600);
    letters(page, 20, 60, 30);
    ink(page, [300, 300, 40, 40]);
    square(page, 500, 200, 300);
    square(page, 900, 50);
    for (let y = 55; y < 85; y++) for (let x = 900; x < 904; x++) page.data[y * page.widthPx + x] = 255;
    expect(kinds(page)).toEqual([]);
  });

  it('with a speck or a worn stroke inside say nothing', () => {
    const page = whitePage(300, 300);
    square(page, 50, 50);
    ink(page, [68, 68, 5, 5]);
    expect(kinds(page)).toEqual([]);
  });

  it('are as large on a coarse scan, in its pixels', () => {
    const page = whitePage(300, 300);
    square(page, 50, 50, 26, 2);
    expect(kinds(page, 200)).toEqual(['empty-box']);
    expect(kinds(page, 600)).toEqual([]);
  });

  it('are none on a white or a black page', () => {
    const black = whitePage(300, 300);
    black.data.fill(0);
    expect([...kinds(whitePage(300, 300)), ...kinds(black)]).toEqual([]);
  });
});
