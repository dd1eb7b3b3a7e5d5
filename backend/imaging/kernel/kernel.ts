// The passes over whole pages that a page's time goes into, in WebAssembly: sixteen pixels at a time, at full speed
// from the first page on and without rubbish for the collector (decision 13). Every function takes addresses in the
// module's memory; callers lay out areas, copy in, call, copy out, and keep nothing there: the next call starts anew.
import { instantiate, memoryOf } from '../../wasm/instantiate.ts';
import { KERNEL_BYTES } from './kernel-bytes.ts';
import type { PictureFunctions } from './picture-functions.ts';

/** As in assembly/, where each is described. */
export type KernelFunctions = PictureFunctions & {
  toGray(rgb: number, gray: number, pixels: number): void;
  shrink(gray: number, stride: number, out: number, widthPx: number, heightPx: number, usedX: number, usedY: number, factor: number, sums: number): void;
  flatten(data: number, out: number, widthPx: number, first: number, rows: number, grid: number, columns: number, gridRows: number, cellPx: number, starts: number, stretches: number, share: number, cells: number, paper: number, darkest: number): void;
  countLevels(data: number, samples: number, first: number, step: number, counts: number): void;
  translate(data: number, samples: number, table: number, white: number): void;
  binarise(data: number, out: number, samples: number, threshold: number): void;
  findRuns(data: number, widthPx: number, rows: number, first: number, start: number, end: number, row: number): number;
  sharpness(along: number, across: number, points: number, slope: number, offset: number, bins: number, count: number): number;
  turnRow(source: number, out: number, outPx: number, firstAt: bigint, step: bigint, taps: number): void;
  spreadTaps(places: number, outPx: number, shift: number, taps: number, firstPairs: number, lastPairs: number): void;
  turnDown(rows: number, stride: number, above: number, height: number, out: number, outPx: number, shift: number, places: number, firstPairs: number, lastPairs: number): void;
  scaleDown(source: number, stride: number, rows: number, out: number, heightPx: number, first: number, weights: number, width: number): void;
  scaleAcross(source: number, stride: number, from: number, rows: number, out: number, widthPx: number, first: number, weights: number, width: number): void;
  countTiles(data: number, widthPx: number, first: number, rows: number, sizePx: number, columns: number, palest: number, histograms: number): void;
  darken(data: number, widthPx: number, first: number, rows: number, sizePx: number, columns: number, tileRows: number, gains: number): void;
  countEdges(row: number, widthPx: number, least: number, steep: number): bigint;
  countBrightest(rgb: number, at: number, pixels: number, paperRed: number, paperGreen: number, paperBlue: number, isRed: number, levels: number): number;
  fadeInk(rgb: number, gray: number, at: number, pixels: number, paperRed: number, paperGreen: number, paperBlue: number, isRed: number, black: number, white: number, paperGray: number): void;
  brightCells(gray: number, widthPx: number, rows: number, cellPx: number, columns: number, bright: number, counts: number): void;
  extremeCells(source: number, columns: number, rows: number, radius: number, wantMax: number, across: number, out: number): void;
  smoothCells(source: number, columns: number, rows: number, out: number): void;
  colourCells(rgb: number, stride: number, widthPx: number, rows: number, red: number, blue: number, factor: number, step: number, usedX: number, usedY: number, paperRed: number, paperGreen: number, paperBlue: number, leastRed: number, leastBlue: number): void;
};

export type Kernel = {
  readonly call: KernelFunctions;
  /** Addresses of areas of so many bytes each, with room behind. What they held before is lost; views made before are void. */
  areas<const Sizes extends readonly number[]>(sizes: Sizes): { readonly [K in keyof Sizes]: number };
  /** A view of the module's memory, good until the next areas(). */
  bytes(at: number, length: number): Uint8Array<ArrayBuffer>;
  /** Copies a typed array to an address. */
  put(at: number, values: NodeJS.TypedArray): void;
};

const PAGE_BYTES = 65_536;
const FIRST_FREE = 1024;
const ROOM_BYTES = 64;
const ALIGN = 64;
/** A page is taken in bands of about so many bytes: they stay in the processor's cache, and the memory stays small. */
export const BAND_BYTES = 1 << 20;

function openKernel(): Kernel {
  const instance = instantiate(KERNEL_BYTES, {});
  const memory = memoryOf(instance);
  if (memory === undefined) throw new Error('the page kernel has no memory');
  return {
    // The exports of a module of our own; kernel.test.ts calls each.
    call: instance.exports as KernelFunctions,
    areas: <const Sizes extends readonly number[]>(sizes: Sizes) => {
      let next = FIRST_FREE;
      const starts = sizes.map((size) => {
        const start = next;
        next = Math.ceil((start + size + ROOM_BYTES) / ALIGN) * ALIGN;
        return start;
      });
      const missing = next - memory.buffer.byteLength;
      if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
      return starts as { readonly [K in keyof Sizes]: number };
    },
    bytes: (at, length) => new Uint8Array(memory.buffer, at, length),
    put: (at, values) => new Uint8Array(memory.buffer, at, values.byteLength).set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength)),
  };
}

let opened: Kernel | undefined;

/** One for each thread; opened when first needed. */
export function pageKernel(): Kernel {
  opened ??= openKernel();
  return opened;
}
