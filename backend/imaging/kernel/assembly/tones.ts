// A page in few tones (packaging/few-tones.ts). A shade is the kind of an ink (0 black, 1 red, 2 green, 3 blue) times 256
// and how much darker than the paper it is; 0 is paper.
import { firsts, seconds, thirds } from './inside/planes';

/**
 * The shade (u16) of each of some pixels that lie on paper of one colour. Coloured is what its three parts darken by more
 * than `levels` apart, and more than `share` of the most. `bins` (1024 times four u32) adds up their parts and counts them.
 */
export function findShades(lit: usize, pixels: i32, paperRed: i32, paperGreen: i32, paperBlue: i32, levels: i32, share: f64, shades: usize, bins: usize): void {
  const red = i16x8.splat(<i16>paperRed);
  const green = i16x8.splat(<i16>paperGreen);
  const blue = i16x8.splat(<i16>paperBlue);
  for (let first = 0; first < pixels; first += 16, lit += 48, shades += 32) {
    const a = v128.load(lit);
    const b = v128.load(lit, 16);
    const c = v128.load(lit, 32);
    const r = firsts(a, b, c);
    const g = seconds(a, b, c);
    const u = thirds(a, b, c);
    const lowRed = i16x8.sub(red, i16x8.extend_low_i8x16_u(r));
    const lowGreen = i16x8.sub(green, i16x8.extend_low_i8x16_u(g));
    const lowBlue = i16x8.sub(blue, i16x8.extend_low_i8x16_u(u));
    const highRed = i16x8.sub(red, i16x8.extend_high_i8x16_u(r));
    const highGreen = i16x8.sub(green, i16x8.extend_high_i8x16_u(g));
    const highBlue = i16x8.sub(blue, i16x8.extend_high_i8x16_u(u));
    v128.store(shades, darkness(lowRed, lowGreen, lowBlue));
    v128.store(shades, darkness(highRed, highGreen, highBlue), 16);
    const count = min(16, pixels - first);
    let doubtful = apart(lowRed, lowGreen, lowBlue, levels) | (apart(highRed, highGreen, highBlue, levels) << 8);
    for (doubtful &= (1 << count) - 1; doubtful !== 0; doubtful &= doubtful - 1) {
      const i = ctz<i32>(doubtful);
      colour(lit + i * 3, paperRed, paperGreen, paperBlue, share, shades + i * 2);
    }
    for (let i = 0; i < count; i++) {
      const bin = bins + (<usize>load<u16>(shades + i * 2) << 4);
      const parts = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(lit + i * 3)));
      v128.store(bin, i32x4.add(v128.load(bin), i32x4.replace_lane(parts, 3, 1)));
    }
  }
}

@inline
function darkness(red: v128, green: v128, blue: v128): v128 {
  const sum = i16x8.add(i16x8.add(i16x8.shl(red, 1), i16x8.mul(green, i16x8.splat(5))), blue);
  return i16x8.max_s(i16x8.shr_s(sum, 3), i16x8.splat(0));
}

@inline
function apart(red: v128, green: v128, blue: v128, levels: i32): i32 {
  const most = i16x8.max_s(i16x8.max_s(red, green), blue);
  const least = i16x8.min_s(i16x8.min_s(red, green), blue);
  return i16x8.bitmask(i16x8.gt_s(i16x8.sub(most, least), i16x8.splat(<i16>levels)));
}

function colour(lit: usize, paperRed: i32, paperGreen: i32, paperBlue: i32, share: f64, shade: usize): void {
  const red = paperRed - <i32>load<u8>(lit);
  const green = paperGreen - <i32>load<u8>(lit, 1);
  const blue = paperBlue - <i32>load<u8>(lit, 2);
  const most = max(max(red, green), blue);
  const least = min(min(red, green), blue);
  if (<f64>(most - least) <= share * <f64>most) return;
  const kind = red === least ? 1 : green === least ? 2 : 3;
  store<u16>(shade, most <= 0 ? 0 : <u16>((kind << 8) | most));
}

/**
 * The rows of an indexed picture of `bits` (2 or 4) a pixel, each after a byte of 0: runs of shades on paper, `placeOf`
 * (1024 u8) tells the place of each shade's colour. `line` is for a row of bytes, its room is 0 when it is called.
 */
export function paintRows(shades: usize, runs: usize, count: i32, placeOf: usize, widthPx: i32, heightPx: i32, bits: i32, line: usize, out: usize, rowBytes: i32): void {
  let run = 0;
  for (let y = 0; y < heightPx; y++, out += rowBytes) {
    const first = y * widthPx;
    memory.fill(line, 0, widthPx);
    for (; run < count && load<i32>(runs + (<usize>run << 2)) < first + widthPx; run += 2) {
      const end = line + load<i32>(runs + (<usize>run << 2), 4) - first;
      for (let at = line + load<i32>(runs + (<usize>run << 2)) - first; at < end; at++, shades += 2) store<u8>(at, load<u8>(placeOf + <usize>load<u16>(shades)));
    }
    store<u8>(out, 0);
    // what is written beyond the row's end is written over by the next row
    let to = out + 1;
    if (bits === 4) for (let x = 0; x < widthPx; x += 16, to += 8) v128.store64_lane(to, paired(v128.load(line + x), 4), 0);
    else for (let x = 0; x < widthPx; x += 16, to += 4) v128.store32_lane(to, paired(paired(v128.load(line + x), 2), 4), 0);
  }
}

/** Two neighbours each in one byte, the first in its upper bits; eight bytes of sixteen. */
@inline
function paired(bytes: v128, bits: i32): v128 {
  const pairs = v128.and(v128.or(i16x8.shl(bytes, bits), i16x8.shr_u(bytes, 8)), i16x8.splat(255));
  return i8x16.narrow_i16x8_u(pairs, pairs);
}

/** Rows of such a picture as grey: `greys` are those of its sixteen colours at most. */
export function greyRows(packed: usize, rowBytes: i32, rows: i32, widthPx: i32, bits: i32, greys: usize, out: usize): void {
  const table = v128.load(greys);
  for (let y = 0; y < rows; y++, packed += rowBytes, out += widthPx) {
    let at = packed + 1;
    if (bits === 4) for (let x = 0; x < widthPx; x += 16, at += 8) v128.store(out + x, i8x16.swizzle(table, halved(v128.load64_zero(at), 4)));
    else for (let x = 0; x < widthPx; x += 16, at += 4) v128.store(out + x, i8x16.swizzle(table, halved(halved(v128.load32_zero(at), 4), 2)));
  }
}

/** The upper and the lower bits of the first eight bytes. */
@inline
function halved(bytes: v128, bits: i32): v128 {
  const wide = i16x8.extend_low_i8x16_u(bytes);
  return v128.and(v128.or(i16x8.shr_u(wide, bits), i16x8.shl(wide, 8)), i8x16.splat(<i8>(bits === 4 ? 15 : 3)));
}
