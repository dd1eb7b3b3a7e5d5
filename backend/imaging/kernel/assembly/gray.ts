// Passes over whole pages: grey, flat paper, black and white. Addresses are bytes of the module's memory; areas have
// 16 bytes of room behind them. Sixteen samples are taken together, the rest one by one with the same arithmetic.

/** Rec. 601 luma of `pixels` RGB pixels. */
export function toGray(rgb: usize, gray: usize, pixels: i32): void {
  const last = pixels & ~15;
  for (let i = 0; i < last; i += 16, rgb += 48, gray += 16) {
    const a = v128.load(rgb);
    const b = v128.load(rgb, 16);
    const c = v128.load(rgb, 32);
    const r = i8x16.shuffle(i8x16.shuffle(a, b, 0, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30, 0, 0, 0, 0, 0), c, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 17, 20, 23, 26, 29);
    const g = i8x16.shuffle(i8x16.shuffle(a, b, 1, 4, 7, 10, 13, 16, 19, 22, 25, 28, 31, 0, 0, 0, 0, 0), c, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 18, 21, 24, 27, 30);
    const u = i8x16.shuffle(i8x16.shuffle(a, b, 2, 5, 8, 11, 14, 17, 20, 23, 26, 29, 0, 0, 0, 0, 0, 0), c, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 19, 22, 25, 28, 31);
    const low = luma(i16x8.extend_low_i8x16_u(r), i16x8.extend_low_i8x16_u(g), i16x8.extend_low_i8x16_u(u));
    const high = luma(i16x8.extend_high_i8x16_u(r), i16x8.extend_high_i8x16_u(g), i16x8.extend_high_i8x16_u(u));
    v128.store(gray, i8x16.narrow_i16x8_u(low, high));
  }
  for (let i = last; i < pixels; i++, rgb += 3, gray++) store<u8>(gray, (77 * <i32>load<u8>(rgb) + 150 * <i32>load<u8>(rgb, 1) + 29 * <i32>load<u8>(rgb, 2)) >> 8);
}

@inline
function luma(r: v128, g: v128, b: v128): v128 {
  return i16x8.shr_u(i16x8.add(i16x8.add(i16x8.mul(r, i16x8.splat(77)), i16x8.mul(g, i16x8.splat(150))), i16x8.mul(b, i16x8.splat(29))), 8);
}

/** Averages blocks of factor × factor pixels; `sums` has room for `usedX * widthPx` numbers of 16 bits. Factors up to 16. */
export function shrink(gray: usize, stride: i32, out: usize, widthPx: i32, heightPx: i32, usedX: i32, usedY: i32, factor: i32, sums: usize): void {
  const across = widthPx * usedX;
  const cells = usedX * usedY;
  for (let y = 0; y < heightPx; y++) {
    const top = gray + y * factor * stride;
    for (let x = 0; x < across; x += 16) {
      let low = i16x8.splat(0);
      let high = i16x8.splat(0);
      for (let dy = 0; dy < usedY; dy++) {
        const row = v128.load(top + dy * stride + x);
        low = i16x8.add(low, i16x8.extend_low_i8x16_u(row));
        high = i16x8.add(high, i16x8.extend_high_i8x16_u(row));
      }
      v128.store(sums + x * 2, low);
      v128.store(sums + x * 2, high, 16);
    }
    for (let x = 0, at = sums; x < widthPx; x++) {
      let sum = 0;
      for (let dx = 0; dx < usedX; dx++, at += 2) sum += <i32>load<u16>(at);
      store<u8>(out++, sum / cells);
    }
  }
}

/**
 * Divides rows by their paper. `grid` holds the paper's brightness cell by cell; `starts` (i32) where each stretch
 * between the middles of two cells begins, `share` (f32) how far along it each pixel is; `cells` (f32, one more than
 * columns) and `paper` (f32, a row and 16 more) are for the work. `data` and `out` begin at row `first`.
 */
export function flatten(data: usize, out: usize, widthPx: i32, first: i32, rows: i32, grid: usize, columns: i32, gridRows: i32, cellPx: f64, starts: usize, stretches: i32, share: usize, cells: usize, paper: usize, darkest: f32): void {
  for (let y = first; y < first + rows; y++, data += widthPx, out += widthPx) {
    fillCells(cells, grid, columns, gridRows, cellPx, y);
    fillPaper(paper, widthPx, starts, stretches, share, cells);
    for (let x = 0; x < widthPx; x += 16) {
      const v = v128.load(data + x);
      const low = i16x8.extend_low_i8x16_u(v);
      const high = i16x8.extend_high_i8x16_u(v);
      const p = paper + x * 4;
      const a = divided(i32x4.extend_low_i16x8_u(low), v128.load(p), darkest);
      const b = divided(i32x4.extend_high_i16x8_u(low), v128.load(p, 16), darkest);
      const c = divided(i32x4.extend_low_i16x8_u(high), v128.load(p, 32), darkest);
      const d = divided(i32x4.extend_high_i16x8_u(high), v128.load(p, 48), darkest);
      const bytes = i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, d));
      // the last piece of a row reaches into the next one, which is written after it
      v128.store(out + x, bytes);
    }
  }
}

@inline
function divided(level: v128, paper: v128, darkest: f32): v128 {
  const share = f32x4.min(f32x4.div(f32x4.mul(f32x4.convert_i32x4_s(level), f32x4.splat(255)), paper), f32x4.splat(255));
  return i32x4.trunc_sat_f32x4_s(v128.bitselect(f32x4.splat(255), share, f32x4.lt(paper, f32x4.splat(darkest))));
}

function fillCells(cells: usize, grid: usize, columns: i32, gridRows: i32, cellPx: f64, y: i32): void {
  const at = max<f64>(0, min<f64>(<f64>(gridRows - 1), (<f64>y + 0.5) / cellPx - 0.5));
  const upper = max(0, min(gridRows - 2, <i32>floor<f64>(at)));
  const lower = min(gridRows - 1, upper + 1);
  const down = at - <f64>upper;
  for (let c = 0; c < columns; c++) {
    const level = <f64>load<u8>(grid + upper * columns + c) * (1 - down) + <f64>load<u8>(grid + lower * columns + c) * down;
    store<f32>(cells + c * 4, <f32>level);
  }
  store<f32>(cells + columns * 4, load<f32>(cells + (columns - 1) * 4));
}

function fillPaper(paper: usize, widthPx: i32, starts: usize, stretches: i32, share: usize, cells: usize): void {
  for (let c = 0; c < stretches; c++) {
    const left = load<f32>(cells + c * 4);
    const rise = f32x4.splat(load<f32>(cells + c * 4, 4) - left);
    const base = f32x4.splat(left);
    const end = c + 1 < stretches ? load<i32>(starts + c * 4, 4) : widthPx;
    // what is written beyond the end is written over by the next stretch
    for (let x = load<i32>(starts + c * 4); x < end; x += 4) v128.store(paper + x * 4, f32x4.add(base, f32x4.mul(rise, v128.load(share + x * 4))));
  }
}

/** Counts every `step`th sample into 256 numbers of 32 bits. */
export function countLevels(data: usize, samples: i32, first: i32, step: i32, counts: usize): void {
  for (let i = first; i < samples; i += step) {
    const at = counts + (<usize>load<u8>(data + i) << 2);
    store<u32>(at, load<u32>(at) + 1);
  }
}

/** Puts each sample through a table of 256, in place; all from `white` on become 255, none do where it is 256. */
export function translate(data: usize, samples: i32, table: usize, white: i32): void {
  const light = i8x16.splat(<i8>white);
  const all = i8x16.splat(-1);
  for (let i = 0; i < samples; i += 16) {
    if (white < 256 && i8x16.all_true(i8x16.ge_u(v128.load(data + i), light))) v128.store(data + i, all);
    else for (let k = i; k < i + 16; k++) store<u8>(data + k, load<u8>(table + <usize>load<u8>(data + k)));
  }
}

/** 1 where a sample is below `threshold` (1 to 255), else 0. */
export function binarise(data: usize, out: usize, samples: i32, threshold: i32): void {
  const limit = i8x16.splat(<i8>threshold);
  const one = i8x16.splat(1);
  for (let i = 0; i < samples; i += 16) v128.store(out + i, v128.and(i8x16.lt_u(v128.load(data + i), limit), one));
}
