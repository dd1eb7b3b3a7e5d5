// What stands on a page's paper, and the paper made quiet (packaging/quiet-paper.ts). The paper along a row comes from
// paperLine; `marks` has a bit for each pixel, rows of `words` words of 64.
import { firsts, seconds, thirds } from './inside/planes';

/** Which bytes of 48 are green. */
@inline
function greenOf(third: i32): v128 {
  return third === 0 ? i8x16(0, -1, 0, 0, -1, 0, 0, -1, 0, 0, -1, 0, 0, -1, 0, 0) : third === 1 ? i8x16(-1, 0, 0, -1, 0, 0, -1, 0, 0, -1, 0, 0, -1, 0, 0, -1) : i8x16(0, 0, -1, 0, 0, -1, 0, 0, -1, 0, 0, -1, 0, 0, -1, 0);
}

/**
 * Counts how far the pixels of a row are from their paper (`depths`: 256 u32; `work` has room for 16 bytes) and, every
 * `step` pixels, the paper's own levels (`papers`: three times 256). Returns how many pixels have a colour of their own.
 */
export function lookAtRow(rgb: usize, nearest: usize, above: usize, widthPx: i32, colourLevels: i32, step: i32, work: usize, depths: usize, papers: usize): i32 {
  let coloured = 0;
  for (let x = 0; x < widthPx; x += 16) {
    const at = rgb + x * 3;
    const paper = nearest + x * 3;
    const a = v128.load(at);
    const b = v128.load(at, 16);
    const c = v128.load(at, 32);
    const da = depthIn(a, v128.load(paper), v128.load(above + x * 3), greenOf(0));
    const db = depthIn(b, v128.load(paper, 16), v128.load(above + x * 3, 16), greenOf(1));
    const dc = depthIn(c, v128.load(paper, 32), v128.load(above + x * 3, 32), greenOf(2));
    v128.store(work, i8x16.max_u(i8x16.max_u(firsts(da, db, dc), seconds(da, db, dc)), thirds(da, db, dc)));
    const red = firsts(a, b, c);
    const green = seconds(a, b, c);
    const blue = thirds(a, b, c);
    const apart = i8x16.sub(i8x16.max_u(i8x16.max_u(red, green), blue), i8x16.min_u(i8x16.min_u(red, green), blue));
    const count = min(16, widthPx - x);
    coloured += popcnt<i32>(i8x16.bitmask(i8x16.gt_u(apart, i8x16.splat(<i8>colourLevels))) & ((1 << count) - 1));
    for (let i = 0; i < count; i++) countOne(depths, load<u8>(work + i));
  }
  for (let x = 0; x < widthPx; x += step) for (let part = 0; part < 3; part++) countOne(papers + (part << 10), load<u8>(nearest + x * 3 + part));
  return coloured;
}

@inline
function countOne(counts: usize, level: u8): void {
  const at = counts + (<usize>level << 2);
  store<u32>(at, load<u32>(at) + 1);
}

/** How much darker than the paper; green also by half of how much lighter. */
@inline
function depthIn(data: v128, nearest: v128, above: v128, green: v128): v128 {
  const lighter = i8x16.avgr_u(i8x16.sub_sat_u(data, above), i8x16.splat(0));
  return i8x16.max_u(i8x16.sub_sat_u(nearest, data), v128.and(lighter, green));
}

/**
 * For each part of each pixel of a row, from where to where it counts as paper (`low`, `high`), and by what it is to be
 * multiplied and divided to lie on the page's own paper (`even`). Where the paper's green is below `darkest`, nothing
 * counts as paper and all stays as it is.
 */
export function paperLimits(nearest: usize, even: usize, widthPx: i32, quiet: i32, darkest: i32, low: usize, high: usize, times: usize, under: usize): void {
  for (let x = 0; x < widthPx; x += 16) {
    let isDark = false;
    for (let third = 0; third < 3; third++) {
      const at = x * 3 + third * 16;
      const paper = v128.load(nearest + at);
      const green = third === 0 ? greenOf(0) : third === 1 ? greenOf(1) : greenOf(2);
      v128.store(low + at, i8x16.sub_sat_u(paper, i8x16.splat(<i8>quiet)));
      v128.store(high + at, v128.or(i8x16.add_sat_u(paper, i8x16.splat(<i8>(2 * quiet))), v128.not(green)));
      v128.store(times + at, v128.load(even + at));
      v128.store(under + at, i8x16.max_u(paper, i8x16.splat(1)));
      if (darkest > 0 && v128.any_true(v128.and(i8x16.le_u(paper, i8x16.splat(<i8>(darkest - 1))), green))) isDark = true;
    }
    if (!isDark) continue;
    for (let at = x * 3; at < x * 3 + 48; at += 3) {
      if (<i32>load<u8>(nearest + at, 1) >= darkest) continue;
      store<u8>(low + at, 255, 1);
      store<u8>(high + at, 254, 1);
      for (let part = at; part < at + 3; part++) {
        store<u8>(times + part, 1);
        store<u8>(under + part, 1);
      }
    }
  }
}

/**
 * Marks the pixels of some rows that do not count as paper, and those up to `reach` beside them. One without another
 * beside or above it is dust unless it is `alone` times deeper than `quiet`. `ones` (a bit a pixel, u16) holds the row above.
 */
export function markRows(rgb: usize, widthPx: i32, rows: i32, nearest: usize, low: usize, high: usize, quiet: i32, alone: i32, reach: i32, ones: usize, marks: usize, words: i32): void {
  for (let y = 0; y < rows; y++, rgb += widthPx * 3, marks += words * 8) {
    let before = 0;
    store<u64>(marks + words * 8 - 8, 0);
    for (let x = 0; x < widthPx; x += 16) {
      const one = outside(rgb + x * 3, low + x * 3, high + x * 3, widthPx - x);
      const place = x >>> 3;
      const besides = ((one << 1) | before | <i32>load<u16>(ones + place)) & one;
      let kept = besides;
      for (let left = one & ~besides; left !== 0; left &= left - 1) {
        const at = (x + ctz<i32>(left)) * 3;
        if (isDeep(rgb + at, nearest + at, alone * quiet)) kept |= left & -left;
      }
      before = one >>> 15;
      store<u16>(ones + place, <u16>one);
      store<u16>(marks + place, <u16>kept);
    }
    for (let turn = 0; turn < reach; turn++) widen(marks, words);
  }
}

/** Sixteen pixels as bits, none beyond the row's end. */
@inline
function outside(rgb: usize, low: usize, high: usize, left: i32): i32 {
  const a = within(v128.load(rgb), v128.load(low), v128.load(high));
  const b = within(v128.load(rgb, 16), v128.load(low, 16), v128.load(high, 16));
  const c = within(v128.load(rgb, 32), v128.load(low, 32), v128.load(high, 32));
  if (i8x16.all_true(v128.and(v128.and(a, b), c))) return 0;
  const bits = ~i8x16.bitmask(v128.and(v128.and(firsts(a, b, c), seconds(a, b, c)), thirds(a, b, c)));
  return bits & (left >= 16 ? 0xffff : (1 << left) - 1);
}

@inline
function within(data: v128, low: v128, high: v128): v128 {
  return v128.and(i8x16.ge_u(data, low), i8x16.le_u(data, high));
}

@inline
function isDeep(rgb: usize, nearest: usize, limit: i32): bool {
  const red = <i32>load<u8>(nearest) - <i32>load<u8>(rgb);
  const green = <i32>load<u8>(nearest, 1) - <i32>load<u8>(rgb, 1);
  const blue = <i32>load<u8>(nearest, 2) - <i32>load<u8>(rgb, 2);
  return max(max(red, green), blue) > limit || -green > 2 * limit;
}

/** Each mark by one pixel to either side. */
function widen(marks: usize, words: i32): void {
  let before: u64 = 0;
  for (let word = 0; word < words; word++, marks += 8) {
    const own = load<u64>(marks);
    const next: u64 = word + 1 < words ? load<u64>(marks, 8) : 0;
    store<u64>(marks, own | (own << 1) | (before >>> 63) | (own >>> 1) | (next << 63));
    before = own;
  }
}

/**
 * What is kept of some rows, the first of which is row `first` of `heightPx`: the pixels with a mark up to `reach` rows
 * above or below. Run by run its first pixel and the one behind its last, counted from the page's first (`runs`, u32), and
 * its pixels as they lie on the page's own paper (`lit`). `tally` (two i32) counts numbers in `runs` and pixels in `lit`.
 */
export function keepRows(rgb: usize, widthPx: i32, first: i32, rows: i32, heightPx: i32, times: usize, under: usize, reach: i32, marks: usize, words: i32, tally: usize, runs: usize, lit: usize): void {
  let count = load<i32>(tally);
  let pixels = load<i32>(tally, 4);
  for (let y = first; y < first + rows; y++, rgb += widthPx * 3) {
    const top = max(0, y - reach);
    const end = min(heightPx, y + reach + 1);
    let open = -1;
    for (let word = 0; word < words; word++) {
      let bits: u64 = 0;
      for (let row = top; row < end; row++) bits |= load<u64>(marks + (row * words + word) * 8);
      const left = widthPx - word * 64;
      if (left < 64) bits &= (<u64>1 << left) - 1;
      for (let changes = bits ^ ((bits << 1) | (open < 0 ? 0 : 1)); changes !== 0; changes &= changes - 1) {
        const x = word * 64 + <i32>ctz<u64>(changes);
        if (open < 0) {
          open = x;
          continue;
        }
        count = putRun(runs, count, y * widthPx, open, x);
        pixels = light(rgb, times, under, open, x, lit, pixels);
        open = -1;
      }
    }
    if (open < 0) continue;
    count = putRun(runs, count, y * widthPx, open, widthPx);
    pixels = light(rgb, times, under, open, widthPx, lit, pixels);
  }
  store<i32>(tally, count);
  store<i32>(tally, pixels, 4);
}

@inline
function putRun(runs: usize, count: i32, row: i32, from: i32, end: i32): i32 {
  store<u32>(runs + (<usize>count << 2), row + from);
  store<u32>(runs + (<usize>count << 2), row + end, 4);
  return count + 2;
}

/** Times the page's paper, divided by the pixel's own, rounded: f32 is exact enough, as divisors are small. */
function light(rgb: usize, times: usize, under: usize, from: i32, end: i32, lit: usize, pixels: i32): i32 {
  const out = lit + pixels * 3;
  const bytes = (end - from) * 3;
  rgb += from * 3;
  times += from * 3;
  under += from * 3;
  for (let i = 0; i < bytes; i += 16) {
    const data = v128.load(rgb + i);
    const factor = v128.load(times + i);
    const divisor = v128.load(under + i);
    const low = i16x8.extmul_low_i8x16_u(data, factor);
    const high = i16x8.extmul_high_i8x16_u(data, factor);
    const lowUnder = i16x8.extend_low_i8x16_u(divisor);
    const highUnder = i16x8.extend_high_i8x16_u(divisor);
    const a = share(i32x4.extend_low_i16x8_u(low), i32x4.extend_low_i16x8_u(lowUnder));
    const b = share(i32x4.extend_high_i16x8_u(low), i32x4.extend_high_i16x8_u(lowUnder));
    const c = share(i32x4.extend_low_i16x8_u(high), i32x4.extend_low_i16x8_u(highUnder));
    const d = share(i32x4.extend_high_i16x8_u(high), i32x4.extend_high_i16x8_u(highUnder));
    // what is written beyond the run is written over by the next one
    v128.store(out + i, i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, d)));
  }
  return pixels + end - from;
}

@inline
function share(product: v128, divisor: v128): v128 {
  return i32x4.trunc_sat_f32x4_s(f32x4.add(f32x4.div(f32x4.convert_i32x4_s(product), f32x4.convert_i32x4_s(divisor)), f32x4.splat(0.5)));
}

/** Pixels `first` and the following of a page of paper with its runs, the first of which begins at `lit`. */
export function layRuns(out: usize, first: i32, pixels: i32, even: usize, evenBytes: i32, runs: usize, count: i32, lit: usize): void {
  for (let at = 0; at < pixels * 3; at += evenBytes) memory.copy(out + at, even, min(evenBytes, pixels * 3 - at));
  for (let i = 0; i < count; i += 2) {
    const from = load<i32>(runs + (<usize>i << 2));
    const bytes = (load<i32>(runs + (<usize>i << 2), 4) - from) * 3;
    memory.copy(out + (from - first) * 3, lit, bytes);
    lit += bytes;
  }
}
