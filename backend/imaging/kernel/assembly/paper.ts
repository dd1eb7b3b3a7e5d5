// The paper of a page, square by square of 16 × 16 pixels, and along a row (packaging/paper-colours.ts).

const SQUARE_PX: i32 = 16;
/** Room for the samples of one part of a square. */
const PLANE: i32 = 288;

/**
 * One row of squares, `rows` pixels high: of each the mean (three f32) of those of its samples whose green is within
 * `spread` of the level that has `lighter` of them above it. Every `oneOf`th pixel of every `oneOf`th row is a sample;
 * `samples` has room for three planes.
 */
export function squareColours(rgb: usize, stride: i32, widthPx: i32, rows: i32, oneOf: i32, lighter: f64, spread: i32, samples: usize, out: usize): void {
  for (let x = 0; x < widthPx; x += SQUARE_PX, out += 12) {
    const count = sampled(rgb + x * 3, stride, min(SQUARE_PX, widthPx - x), rows, oneOf, samples);
    const filled = (count + 15) & ~15;
    const paper = ranked(samples + PLANE, filled, <i32>floor<f64>(<f64>count * lighter) + 1);
    meanNear(samples, filled, count, paper, spread, out);
  }
}

/** Samples as three planes, with zeros up to the next sixteen. Returns how many of each. */
function sampled(rgb: usize, stride: i32, widthPx: i32, rows: i32, oneOf: i32, samples: usize): i32 {
  let count = 0;
  for (let y = 0; y < rows; y += oneOf) {
    let at = rgb + y * stride;
    if (widthPx === SQUARE_PX && oneOf === 2) {
      const a = v128.load(at);
      const b = v128.load(at, 16);
      const c = v128.load(at, 32);
      const place = samples + count;
      v128.store64_lane(place, i8x16.shuffle(i8x16.shuffle(a, b, 0, 6, 12, 18, 24, 30, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), c, 0, 1, 2, 3, 4, 5, 20, 26, 0, 0, 0, 0, 0, 0, 0, 0), 0);
      v128.store64_lane(place + PLANE, i8x16.shuffle(i8x16.shuffle(a, b, 1, 7, 13, 19, 25, 31, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), c, 0, 1, 2, 3, 4, 5, 21, 27, 0, 0, 0, 0, 0, 0, 0, 0), 0);
      v128.store64_lane(place + 2 * PLANE, i8x16.shuffle(i8x16.shuffle(a, b, 2, 8, 14, 20, 26, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), c, 0, 1, 2, 3, 4, 16, 22, 28, 0, 0, 0, 0, 0, 0, 0, 0), 0);
      count += 8;
    } else for (let x = 0; x < widthPx; x += oneOf, at += 3 * oneOf, count++) {
      store<u8>(samples + count, load<u8>(at));
      store<u8>(samples + PLANE + count, load<u8>(at, 1));
      store<u8>(samples + 2 * PLANE + count, load<u8>(at, 2));
    }
  }
  for (let plane = 0; plane < 3; plane++) v128.store(samples + plane * PLANE + count, i8x16.splat(0));
  return count;
}

/** The highest level that at least `least` of the samples reach. */
function ranked(samples: usize, filled: i32, least: i32): i32 {
  let level = 0;
  for (let bit = 128; bit > 0; bit >>= 1) {
    const limit = i8x16.splat(<i8>(level | bit));
    let reaching = 0;
    for (let i = 0; i < filled; i += 16) reaching += popcnt<i32>(i8x16.bitmask(i8x16.ge_u(v128.load(samples + i), limit)));
    if (reaching >= least) level |= bit;
  }
  return level;
}

function meanNear(samples: usize, filled: i32, count: i32, paper: i32, spread: i32, out: usize): void {
  const lowest = i8x16.splat(<i8>max(0, paper - spread));
  const highest = i8x16.splat(<i8>min(255, paper + spread));
  let red = i32x4.splat(0);
  let green = i32x4.splat(0);
  let blue = i32x4.splat(0);
  // zeros behind the samples add nothing to the sums, but must not be counted
  let near = paper <= spread ? count - filled : 0;
  for (let i = 0; i < filled; i += 16) {
    const g = v128.load(samples + PLANE + i);
    const isNear = v128.and(i8x16.ge_u(g, lowest), i8x16.le_u(g, highest));
    near += popcnt<i32>(i8x16.bitmask(isNear));
    red = i32x4.add(red, summed(v128.and(v128.load(samples + i), isNear)));
    green = i32x4.add(green, summed(v128.and(g, isNear)));
    blue = i32x4.add(blue, summed(v128.and(v128.load(samples + 2 * PLANE + i), isNear)));
  }
  const n = <f64>max(1, near);
  store<f32>(out, <f32>(<f64>lanes(red) / n));
  store<f32>(out, <f32>(<f64>lanes(green) / n), 4);
  store<f32>(out, <f32>(<f64>lanes(blue) / n), 8);
}

@inline
function summed(bytes: v128): v128 {
  return i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(bytes));
}

@inline
function lanes(four: v128): i32 {
  return i32x4.extract_lane(four, 0) + i32x4.extract_lane(four, 1) + i32x4.extract_lane(four, 2) + i32x4.extract_lane(four, 3);
}

/** Each square's colour becomes the mean of those about it and its own. */
export function smoothColours(colours: usize, columns: i32, rows: i32, out: usize): void {
  for (let row = 0; row < rows; row++) {
    const top = max(0, row - 1);
    const end = min(rows, row + 2);
    for (let column = 0; column < columns; column++, out += 12) {
      const left = max(0, column - 1);
      const right = min(columns, column + 2);
      let redGreen = f64x2.splat(0);
      let blue: f64 = 0;
      for (let y = top; y < end; y++) {
        let at = colours + (y * columns + left) * 12;
        for (let x = left; x < right; x++, at += 12) {
          redGreen = f64x2.add(redGreen, f64x2.promote_low_f32x4(v128.load64_zero(at)));
          blue += <f64>load<f32>(at, 8);
        }
      }
      const count = <f64>((end - top) * (right - left));
      v128.store64_lane(out, f32x4.demote_f64x2_zero(f64x2.div(redGreen, f64x2.splat(count))), 0);
      store<f32>(out, <f32>(blue / count), 8);
    }
  }
}

/**
 * The paper along a row of pixels, between the row of squares `upper` and the one `lower`, `down` of the way: rounded
 * (`nearest`) and rounded up (`above`), three bytes a pixel. `nearest` and `above` have 24 bytes of room before them and
 * 64 behind, `mixed` is for three f64 of each square and two more squares. Squares are of f32 and shares of a few bits,
 * so that all is exact until a value is rounded to f32.
 */
export function paperLine(upper: usize, lower: usize, columns: i32, down: f64, mixed: usize, nearest: usize, above: usize): void {
  for (let part = 0; part < 3 * columns; part++) {
    const at = <usize>part << 2;
    store<f64>(mixed + 24 + 2 * at, <f64>load<f32>(upper + at) * (1 - down) + <f64>load<f32>(lower + at) * down);
  }
  memory.copy(mixed, mixed + 24, 24);
  memory.copy(mixed + 24 + 24 * columns, mixed + 24 * columns, 24);
  nearest -= 24;
  above -= 24;
  // from the middle of a square to the middle of the next
  for (let column = 0; column <= columns; column++, mixed += 24, nearest += 48, above += 48) {
    const a = v128.load(mixed);
    const b = i64x2.shuffle(v128.load(mixed, 16), a, 0, 2);
    const c = v128.load(mixed, 8);
    const da = f64x2.sub(v128.load(mixed, 24), a);
    const db = f64x2.sub(i64x2.shuffle(v128.load(mixed, 40), v128.load(mixed, 24), 0, 2), b);
    const dc = f64x2.sub(v128.load(mixed, 32), c);
    const first = three(a, da, b, db, 0.5 / 16);
    const last = three(a, da, b, db, 15.5 / 16);
    if (v128.any_true(v128.or(v128.xor(rounded(first), rounded(last)), v128.xor(raised(first), raised(last))))) sloped(a, b, c, da, db, dc, nearest, above);
    else {
      repeat(nearest, rounded(first));
      repeat(above, raised(first));
    }
  }
}

@inline
function three(a: v128, da: v128, b: v128, db: v128, share: f64): v128 {
  const at = f64x2.splat(share);
  return joined(f64x2.add(a, f64x2.mul(da, at)), f64x2.add(b, f64x2.mul(db, at)));
}

@inline
function joined(low: v128, high: v128): v128 {
  return i64x2.shuffle(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2);
}

/** Halves up. */
@inline
function rounded(values: v128): v128 {
  const whole = i32x4.trunc_sat_f32x4_s(values);
  return i32x4.sub(whole, f32x4.ge(f32x4.sub(values, f32x4.convert_i32x4_s(whole)), f32x4.splat(0.5)));
}

@inline
function raised(values: v128): v128 {
  const whole = i32x4.trunc_sat_f32x4_s(values);
  return i32x4.sub(whole, f32x4.gt(values, f32x4.convert_i32x4_s(whole)));
}

/** Sixteen pixels alike, of three numbers of 32 bits. */
@inline
function repeat(out: usize, colour: v128): void {
  v128.store(out, i8x16.shuffle(colour, colour, 0, 4, 8, 0, 4, 8, 0, 4, 8, 0, 4, 8, 0, 4, 8, 0));
  v128.store(out, i8x16.shuffle(colour, colour, 4, 8, 0, 4, 8, 0, 4, 8, 0, 4, 8, 0, 4, 8, 0, 4), 16);
  v128.store(out, i8x16.shuffle(colour, colour, 8, 0, 4, 8, 0, 4, 8, 0, 4, 8, 0, 4, 8, 0, 4, 8), 32);
}

/** Sixteen pixels of a stretch, four by four: red and green, blue and red, green and blue. */
function sloped(a: v128, b: v128, c: v128, da: v128, db: v128, dc: v128, nearest: usize, above: usize): void {
  for (let pixel = 0; pixel < 16; pixel += 4, nearest += 12, above += 12) {
    const s = (<f64>pixel + 0.5) / 16;
    const t = s + 1.0 / 16;
    const u = s + 2.0 / 16;
    const v = s + 3.0 / 16;
    const low = joined(f64x2.add(a, f64x2.mul(da, f64x2.splat(s))), f64x2.add(b, f64x2.mul(db, f64x2.replace_lane(f64x2.splat(s), 1, t))));
    const middle = joined(f64x2.add(c, f64x2.mul(dc, f64x2.splat(t))), f64x2.add(a, f64x2.mul(da, f64x2.splat(u))));
    const high = joined(f64x2.add(b, f64x2.mul(db, f64x2.replace_lane(f64x2.splat(u), 1, v))), f64x2.add(c, f64x2.mul(dc, f64x2.splat(v))));
    v128.store(nearest, twelve(rounded(low), rounded(middle), rounded(high)));
    v128.store(above, twelve(raised(low), raised(middle), raised(high)));
  }
}

@inline
function twelve(low: v128, middle: v128, high: v128): v128 {
  return i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_s(low, middle), i16x8.narrow_i32x4_s(high, high));
}
