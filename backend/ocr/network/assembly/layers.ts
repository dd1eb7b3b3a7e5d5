// The first two layers of the recogniser's network, which only move numbers about: the surroundings of every pixel, and
// the largest number of every window. The core asks objects for the place of each number; here places are counted on.
// The layout of its objects (NetworkIO, StrideMap) is that of the build in core-loops.ts.

/** NetworkIO: floats, or bytes (`IS_INT`), as rows; what a row holds; and which row belongs to which pixel. */
const FLOATS: usize = 4;
const FLOATS_A_ROW: usize = 16;
const BYTES: usize = 28;
const BYTES_A_ROW: usize = 40;
const IS_INT: usize = 48;
const MAP: usize = 52;

/** StrideMap: batches, height, width; how many rows a step along each is; the height and width of every batch. */
const HEIGHT: usize = 4;
const WIDTH: usize = 8;
const BATCH_STEP: usize = 12;
const HEIGHT_STEP: usize = 16;
const WIDTH_STEP: usize = 20;
const HEIGHTS: usize = 24;
const WIDTHS: usize = 36;

@inline
function isInt(io: usize): bool {
  return load<u8>(io, IS_INT) === 1;
}

@inline
function rows(io: usize): usize {
  return isInt(io) ? load<usize>(io, BYTES) : load<usize>(io, FLOATS);
}

@inline
function bytesARow(io: usize): usize {
  return isInt(io) ? load<usize>(io, BYTES_A_ROW) : load<usize>(io, FLOATS_A_ROW) << 2;
}

/** Height or width of one batch, as much of it as there is. */
function extentOf(map: usize, list: usize, most: i32, batch: i32): i32 {
  const from = load<usize>(map + list);
  return batch < <i32>((load<usize>(map + list, 4) - from) >> 2) ? min(most, load<i32>(from + (<usize>batch << 2))) : most;
}

/** The next of the core's chances (minstd, by Schrage). */
function chance(state: usize): f64 {
  const before = load<u32>(state);
  const quotient = before / 44488;
  const product = (before - quotient * 44488) * 48271;
  const less = quotient * 3399;
  const next = product - less + (product < less ? 2147483647 : 0);
  store<u32>(state, next);
  return <f64><i32>next;
}

/** What stands for numbers beyond the picture's edge. */
function invent(out: usize, bytes: usize, state: usize, areBytes: bool): void {
  for (const end = out + bytes; out < end; out += areBytes ? 1 : 4) {
    const value = chance(state);
    if (areBytes) {
      const number = (value * 254) / 2147483647 + -127;
      store<u8>(out, <u8>(number >= 0 ? <i32>(number + 0.5) : -<i32>(0.5 - number)));
    } else store<f32>(out, <f32>((value + value) / 2147483647 + -1));
  }
}

@inline
function copy(from: usize, out: usize, bytes: usize): void {
  if (bytes === 1) store<u8>(out, load<u8>(from));
  else memory.copy(out, from, bytes);
}

/** Convolve: to every pixel the numbers of all that lie up to so many columns and rows away, column by column. */
export function gather(layer: usize, input: usize, output: usize): void {
  const areBytes = isInt(output);
  const bytes = <usize>load<i32>(layer, 20) << (areBytes ? 0 : 2);
  const halfX = load<i32>(layer, 56);
  const halfY = load<i32>(layer, 60);
  const state = load<usize>(layer, 52);
  const map = output + MAP;
  const yStep = load<i32>(map, HEIGHT_STEP);
  const xStep = load<i32>(map, WIDTH_STEP);
  const given = bytesARow(input);
  for (let batch = 0; batch < load<i32>(map); batch++) {
    const height = extentOf(map, HEIGHTS, load<i32>(map, HEIGHT), batch);
    const width = extentOf(map, WIDTHS, load<i32>(map, WIDTH), batch);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const row = batch * load<i32>(map, BATCH_STEP) + y * yStep + x * xStep;
        let out = rows(output) + <usize>row * bytesARow(output);
        for (let dx = -halfX; dx <= halfX; dx++) {
          const isBeside = x + dx < 0 || x + dx >= width;
          if (isBeside) {
            const column = bytes * <usize>(2 * halfY + 1);
            invent(out, column, state, areBytes);
            out += column;
            continue;
          }
          for (let dy = -halfY; dy <= halfY; dy++, out += bytes) {
            if (y + dy < 0 || y + dy >= height) invent(out, bytes, state, areBytes);
            else copy(rows(input) + <usize>(row + dy * yStep + dx * xStep) * given, out, bytes);
          }
        }
      }
    }
  }
}

/** Each number of a row of `bytes` bytes, or that of the other row where it is larger. */
@inline
function larger(from: usize, out: usize, bytes: usize, areBytes: bool): void {
  let at: usize = 0;
  if (areBytes) {
    for (; at + 16 <= bytes; at += 16) v128.store(out + at, i8x16.max_s(v128.load(out + at), v128.load(from + at)));
    for (; at < bytes; at++) store<i8>(out + at, max(load<i8>(out + at), load<i8>(from + at)));
  } else for (; at < bytes; at += 4) if (load<f32>(out + at) < load<f32>(from + at)) store<f32>(out + at, load<f32>(from + at));
}

/** Maxpool: the largest of every window of the input, for each of a pixel's numbers. Whose it was is kept for learning only, and not here. */
export function largestOf(layer: usize, input: usize, output: usize): void {
  const areBytes = isInt(output);
  const bytes = bytesARow(output);
  const windowX = load<i32>(layer, 104);
  const windowY = load<i32>(layer, 108);
  const map = output + MAP;
  const source = input + MAP;
  const yStep = load<i32>(source, HEIGHT_STEP);
  const xStep = load<i32>(source, WIDTH_STEP);
  for (let batch = 0; batch < load<i32>(map); batch++) {
    const height = extentOf(map, HEIGHTS, load<i32>(map, HEIGHT), batch);
    const width = extentOf(map, WIDTHS, load<i32>(map, WIDTH), batch);
    const sourceHeight = extentOf(source, HEIGHTS, load<i32>(source, HEIGHT), batch);
    const sourceWidth = extentOf(source, WIDTHS, load<i32>(source, WIDTH), batch);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const row = batch * load<i32>(map, BATCH_STEP) + y * load<i32>(map, HEIGHT_STEP) + x * load<i32>(map, WIDTH_STEP);
        const first = batch * load<i32>(source, BATCH_STEP) + y * windowY * yStep + x * windowX * xStep;
        const out = rows(output) + <usize>row * bytes;
        memory.copy(out, rows(input) + <usize>first * bytesARow(input), bytes);
        const columns = min(windowX, sourceWidth - x * windowX);
        const lines = min(windowY, sourceHeight - y * windowY);
        for (let dx = 0; dx < columns; dx++) {
          for (let dy = 0; dy < lines; dy++) larger(rows(input) + <usize>(first + dy * yStep + dx * xStep) * bytesARow(input), out, bytes, areBytes);
        }
      }
    }
  }
}
