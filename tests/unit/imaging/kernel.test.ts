// Each pass of the page kernel gives what plain arithmetic gives, on pages of odd sizes; and the module kept in the
// repository is what its source gives.
import { describe, expect, it } from 'vitest';
import { estimatePaper, flatten, measureInk, stretch } from '../../../backend/imaging/background.ts';
import { binarise, collectRuns } from '../../../backend/imaging/components.ts';
import { countLevels } from '../../../backend/imaging/count-levels.ts';
import { evenInk } from '../../../backend/imaging/even-ink.ts';
import { shrink, toGray } from '../../../backend/imaging/gray.ts';
import { measureSharpness } from '../../../backend/imaging/quality.ts';
import type { GrayRaster } from '../../../backend/imaging/raster.ts';
import { compileKernel, keptText, kernelText, PAGE_KERNEL } from '../../../scripts/build-kernel.ts';

/** A small generator of numbers, the same on every run. */
function numbers(seed: number): (count: number) => number {
  let state = seed;
  return (count) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) % count;
  };
}

/** Rows at the edge of a band and of sixteen pixels, one pixel, and a page of several bands. */
const SIZES = [[1, 1], [15, 3], [16, 2], [17, 5], [33, 40], [1001, 1300], [1024, 1025]] as const;

function noise(widthPx: number, heightPx: number, seed: number): GrayRaster {
  const next = numbers(seed);
  return { data: Uint8Array.from({ length: widthPx * heightPx }, () => next(256)), widthPx, heightPx, channels: 1 };
}

/** Mostly white, as pages are. */
function print(widthPx: number, heightPx: number, seed: number): GrayRaster {
  const next = numbers(seed);
  return { data: Uint8Array.from({ length: widthPx * heightPx }, () => (next(9) === 0 ? next(256) : 255)), widthPx, heightPx, channels: 1 };
}

/** The first place where two lists differ, and what stands there: short even for whole pages. */
function differenceOf(got: ArrayLike<number>, expected: ArrayLike<number>): string {
  if (got.length !== expected.length) return `${got.length} values in place of ${expected.length}`;
  for (let i = 0; i < got.length; i++) if (got[i] !== expected[i]) return `at ${i}: ${got[i] ?? '-'} in place of ${expected[i] ?? '-'}`;
  return '';
}

describe.each(SIZES)('a page of %i × %i pixels', (widthPx, heightPx) => {
  it('is grey by Rec. 601', () => {
    const next = numbers(7);
    const data = Uint8Array.from({ length: widthPx * heightPx * 3 }, () => next(256));
    const expected = Uint8Array.from({ length: widthPx * heightPx }, (_, i) => (77 * (data[i * 3] ?? 0) + 150 * (data[i * 3 + 1] ?? 0) + 29 * (data[i * 3 + 2] ?? 0)) >> 8);
    expect(differenceOf(toGray({ data, widthPx, heightPx, channels: 3 }).data, expected)).toBe('');
  });

  it.each([2, 3, 7])('is averaged over blocks of %i', (factor) => {
    const gray = noise(widthPx, heightPx, 11);
    const small = shrink(gray, factor);
    const [w, h] = [Math.max(1, Math.floor(widthPx / factor)), Math.max(1, Math.floor(heightPx / factor))];
    const [usedX, usedY] = [Math.min(factor, widthPx), Math.min(factor, heightPx)];
    const expected = Uint8Array.from({ length: w * h }, (_, i) => {
      let sum = 0;
      for (let y = 0; y < usedY; y++) for (let x = 0; x < usedX; x++) sum += gray.data[(Math.floor(i / w) * factor + y) * widthPx + (i % w) * factor + x] ?? 0;
      return sum / (usedX * usedY);
    });
    expect([small.widthPx, small.heightPx]).toEqual([w, h]);
    expect(differenceOf(small.data, expected)).toBe('');
  });

  it('is black below a level and white from it on', () => {
    const gray = noise(widthPx, heightPx, 13);
    for (const threshold of [0, 1, 128, 140.5, 255]) expect(differenceOf(binarise(gray, threshold).data, gray.data.map((level) => (level < threshold ? 1 : 0)))).toBe('');
  });

  it('has the runs of ink that a walk along its rows finds', () => {
    const ink = binarise(noise(widthPx, heightPx, 17), 90);
    const [start, end, row]: number[][] = [[], [], []];
    for (let y = 0; y < heightPx; y++) for (let x = 0; x < widthPx; x++) {
      if (ink.data[y * widthPx + x] !== 1) continue;
      start?.push(x);
      row?.push(y);
      while (x < widthPx && ink.data[y * widthPx + x] === 1) x++;
      end?.push(x);
    }
    const runs = collectRuns(ink);
    expect(runs.count).toBe(start?.length);
    expect(differenceOf(runs.start, start ?? [])).toBe('');
    expect(differenceOf(runs.end, end ?? [])).toBe('');
    expect(differenceOf(runs.row, row ?? [])).toBe('');
  });

  it('has one run in each row that is all ink', () => {
    const runs = collectRuns({ data: new Uint8Array(widthPx * heightPx).fill(1), widthPx, heightPx });
    expect([runs.count, runs.start.every((x) => x === 0), runs.end.every((x) => x === widthPx)]).toEqual([heightPx, true, true]);
  });

  it.each([1, 3, 17])('is counted at every %i. pixel', (step) => {
    const gray = noise(widthPx, heightPx, 19);
    const expected = new Uint32Array(256);
    for (let i = 0; i < gray.data.length; i += step) expected[gray.data[i] ?? 0] = (expected[gray.data[i] ?? 0] ?? 0) + 1;
    expect(differenceOf(countLevels(gray.data, step), expected)).toBe('');
  });

  it('is stretched between two levels', () => {
    for (const [black, white] of [[20, 200], [-40, 90], [100, 300]] as const) {
      const gray = print(widthPx, heightPx, 23);
      const expected = gray.data.map((level) => Math.max(0, Math.min(255, Math.round(((level - black) * 255) / (white - black)))));
      stretch(gray, black, white);
      expect(differenceOf(gray.data, expected)).toBe('');
    }
  });

  it('is as sharp as its steep edges are many', () => {
    const gray = print(widthPx, heightPx, 29);
    let [edges, steep] = [0, 0];
    for (let y = 1; y < heightPx - 1; y += 3) for (let x = 1; x < widthPx - 1; x++) {
      const step = Math.abs((gray.data[y * widthPx + x + 1] ?? 0) - (gray.data[y * widthPx + x - 1] ?? 0));
      if (step >= 24) edges++;
      if (step > 110) steep++;
    }
    expect(measureSharpness(gray)).toBe(edges === 0 ? 0 : Math.min(1, (steep / edges) * 1.6));
  });

  it('is divided by its paper, to within one level', () => {
    const gray = noise(widthPx, heightPx, 31);
    const paper = estimatePaper(gray, 16);
    const at = (position: number, cells: number): readonly [number, number, number] => {
      const place = Math.max(0, Math.min(cells - 1, (position + 0.5) / 16 - 0.5));
      const low = Math.max(0, Math.min(cells - 2, Math.floor(place)));
      return [low, Math.min(cells - 1, low + 1), place - low];
    };
    const expected = Array.from({ length: widthPx * heightPx }, (_, i) => {
      const [r0, r1, fy] = at(Math.floor(i / widthPx), paper.rows);
      const [c0, c1, fx] = at(i % widthPx, paper.columns);
      const cell = (r: number, c: number): number => paper.data[r * paper.columns + c] ?? 0;
      const level = (cell(r0, c0) * (1 - fy) + cell(r1, c0) * fy) * (1 - fx) + (cell(r0, c1) * (1 - fy) + cell(r1, c1) * fy) * fx;
      return level < 70 ? 255 : Math.min(255, Math.floor(((gray.data[i] ?? 0) * 255) / level));
    });
    const flat = flatten(gray, paper).data;
    let [worst, differing] = [0, 0];
    expected.forEach((level, i) => {
      const off = Math.abs(level - (flat[i] ?? 0));
      worst = Math.max(worst, off);
      if (off > 0) differing++;
    });
    expect(worst).toBeLessThanOrEqual(1);
    expect(differing).toBeLessThanOrEqual(expected.length * 0.002);
  });
});

describe('passes over a whole page', () => {
  it('split ink from paper where their levels lie apart', () => {
    const next = numbers(37);
    const data = Uint8Array.from({ length: 400 * 500 }, () => (next(10) === 0 ? 40 + next(20) : 230 + next(20)));
    const levels = measureInk({ data, widthPx: 400, heightPx: 500, channels: 1 });
    expect(levels.threshold).toBeGreaterThan(59);
    expect(levels.threshold).toBeLessThanOrEqual(230);
    expect(levels.ink).toBeCloseTo(49.5, 0);
    expect(levels.paper).toBeCloseTo(239.5, 0);
  });

  it('leave paper white where pale print beside it is darkened', () => {
    const image: GrayRaster = { data: new Uint8Array(700 * 700).fill(255), widthPx: 700, heightPx: 700, channels: 1 };
    for (let y = 20; y < 680; y += 20) for (let x = 20; x < 680; x++) if (x % 3 !== 0) image.data[y * 700 + x] = 180;
    expect(evenInk(image, 200)).toBe(true);
    expect(image.data[41 * 700 + 100]).toBe(255);
    expect(image.data[340 * 700 + 100]).toBeLessThan(130);
  });
});

describe('the module', () => {
  it('is what its source gives', { timeout: 120_000 }, () => {
    expect(keptText(PAGE_KERNEL) === kernelText(PAGE_KERNEL, compileKernel(PAGE_KERNEL))).toBe(true);
  });
});
