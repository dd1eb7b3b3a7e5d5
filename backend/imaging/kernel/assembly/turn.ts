// Turning a page by a few degrees, in two passes of a cubic filter: along its rows, then down its columns. Positions
// are rounded to a 64th of a pixel; `taps` holds the four weights (i16, 4096 together) of each such place, 65 of them.

/**
 * One source row (with 16 pixels of background before and behind it) into a row of `outPx` pixels: the pixel at X is
 * taken from (first + X * step) / 65536 of the row's own pixels, all within the room beside it.
 */
export function turnRow(source: usize, out: usize, outPx: i32, firstAt: i64, step: i64, taps: usize): void {
  let x = 0;
  while (x < outPx) {
    const at = firstAt + <i64>x * step;
    const place = <i32>((at + 512) >> 10);
    // up to where the place within a pixel has moved on by a 64th
    let end = x + 1;
    while (end < outPx && <i32>((firstAt + <i64>end * step + 512) >> 10) - place === (end - x) << 6) end = min(outPx, end + 1);
    filterRow(source + ((place >> 6) - 1) * 3, out + x * 3, (end - x) * 3, taps + ((place & 63) << 3));
    x = end;
  }
}

function filterRow(source: usize, out: usize, bytes: i32, taps: usize): void {
  const c = v128.load32_splat(taps);
  const d = v128.load32_splat(taps, 4);
  for (let b = 0; b < bytes; b += 8) {
    const p = v128.load64_zero(source + b);
    const q = v128.load64_zero(source + b, 3);
    const r = v128.load64_zero(source + b, 6);
    const s = v128.load64_zero(source + b, 9);
    v128.store64_lane(out + b, weighed(p, q, r, s, c, d, c, d), 0);
  }
}

/** Eight bytes of four neighbours, each pair of neighbours with its pair of weights; the first four bytes and the others. */
@inline
function weighed(p: v128, q: v128, r: v128, s: v128, c: v128, d: v128, e: v128, f: v128): v128 {
  const pq = i8x16.shuffle(p, q, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
  const rs = i8x16.shuffle(r, s, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
  const half = i32x4.splat(2048);
  const low = i32x4.add(i32x4.add(i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(pq), c), i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(rs), d)), half);
  const high = i32x4.add(i32x4.add(i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_u(pq), e), i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_u(rs), f)), half);
  const words = i16x8.narrow_i32x4_s(i32x4.shr_s(low, 12), i32x4.shr_s(high, 12));
  return i8x16.narrow_i16x8_u(words, words);
}

/** The weights of each byte of a row whose pixels stand at place[x] (i32, 64ths) beyond `shift`, as two areas of pairs. */
export function spreadTaps(places: usize, outPx: i32, shift: i32, taps: usize, firstPairs: usize, lastPairs: usize): void {
  for (let x = 0; x < outPx; x++) {
    const from = taps + (((shift - load<i32>(places + (<usize>x << 2))) & 63) << 3);
    const at = <usize>x * 12;
    const first = load<u32>(from);
    const last = load<u32>(from, 4);
    store<u32>(firstPairs + at, first);
    store<u32>(firstPairs + at, first, 4);
    store<u32>(firstPairs + at, first, 8);
    store<u32>(lastPairs + at, last);
    store<u32>(lastPairs + at, last, 4);
    store<u32>(lastPairs + at, last, 8);
  }
}

/**
 * One row of the turned page: the pixel at x is taken at (shift - places[x]) / 64 rows of `rows`, which begins with
 * `above` rows of background and has as many below. Rows are `stride` bytes.
 */
export function turnDown(rows: usize, stride: i32, above: i32, height: i32, out: usize, outPx: i32, shift: i32, places: usize, firstPairs: usize, lastPairs: usize): void {
  let x = 0;
  while (x < outPx) {
    const row = (shift - load<i32>(places + (<usize>x << 2))) >> 6;
    let end = x + 1;
    while (end < outPx && (shift - load<i32>(places + (<usize>end << 2))) >> 6 === row) end++;
    // beyond the page all rows are background alike
    const top = max(-above, min(height + above - 4, row - 1));
    const source = rows + (top + above) * stride;
    for (let b = x * 3; b < end * 3; b += 8) {
      const pairs = <usize>b << 2;
      const at = source + b;
      const bytes = weighed(v128.load64_zero(at), v128.load64_zero(at + stride), v128.load64_zero(at + 2 * stride), v128.load64_zero(at + 3 * stride),
        v128.load(firstPairs + pairs), v128.load(lastPairs + pairs), v128.load(firstPairs + pairs, 16), v128.load(lastPairs + pairs, 16));
      v128.store64_lane(out + b, bytes, 0);
    }
    x = end;
  }
}
