// What the recogniser does with every sum of its network, four numbers at a time: the core looks each up in a table of
// 4096 steps, 256 to one, by its magnitude, with a branch on its sign that no processor foresees. The same operations in
// the same order on single floats: the same numbers to the last bit. Beyond the table the value is 1.

/** Between two steps of the table at `table`; `x` of any sign. */
@inline
function lookUp(x: v128, table: usize): v128 {
  // 4095 is beyond the table; a magnitude that is no number counts as that
  const place = f32x4.pmin(f32x4.splat(4095), f32x4.mul(f32x4.abs(x), f32x4.splat(256)));
  const step = i32x4.trunc_sat_f32x4_s(place);
  const at = i32x4.shl(step, 2);
  const low = v128.load64_lane(table + <usize>i32x4.extract_lane(at, 1), v128.load64_zero(table + <usize>i32x4.extract_lane(at, 0)), 1);
  const high = v128.load64_lane(table + <usize>i32x4.extract_lane(at, 3), v128.load64_zero(table + <usize>i32x4.extract_lane(at, 2)), 1);
  const here = v128.shuffle<i32>(low, high, 0, 2, 4, 6);
  const next = v128.shuffle<i32>(low, high, 1, 3, 5, 7);
  const between = f32x4.add(f32x4.mul(f32x4.sub(next, here), f32x4.sub(place, f32x4.convert_i32x4_s(step))), here);
  return v128.bitselect(f32x4.splat(1), between, i32x4.gt_s(step, i32x4.splat(4094)));
}

@inline
function tanhOf(x: v128, table: usize): v128 {
  const sign = v128.and(f32x4.lt(x, f32x4.splat(0)), i32x4.splat(0x80000000));
  return v128.xor(lookUp(x, table), sign);
}

@inline
function logisticOf(x: v128, table: usize): v128 {
  const y = lookUp(x, table);
  return v128.bitselect(f32x4.sub(f32x4.splat(1), y), y, f32x4.lt(x, f32x4.splat(0)));
}

/** tanh of `count` floats, in place. */
export function tanhAll(floats: usize, count: i32, table: usize): void {
  let i = 0;
  for (; i + 4 <= count; i += 4, floats += 16) v128.store(floats, tanhOf(v128.load(floats), table));
  for (; i < count; i++, floats += 4) v128.store32_lane(floats, tanhOf(v128.load32_splat(floats), table), 0);
}

/** The logistic function of `count` floats, in place. */
export function logisticAll(floats: usize, count: i32, table: usize): void {
  let i = 0;
  for (; i + 4 <= count; i += 4, floats += 16) v128.store(floats, logisticOf(v128.load(floats), table));
  for (; i < count; i++, floats += 4) v128.store32_lane(floats, logisticOf(v128.load32_splat(floats), table), 0);
}

/** out = tanh(floats) × factors. */
export function tanhTimes(floats: usize, factors: usize, out: usize, count: i32, table: usize): void {
  let i = 0;
  for (; i + 4 <= count; i += 4, floats += 16, factors += 16, out += 16) v128.store(out, f32x4.mul(tanhOf(v128.load(floats), table), v128.load(factors)));
  for (; i < count; i++, floats += 4, factors += 4, out += 4) v128.store32_lane(out, f32x4.mul(tanhOf(v128.load32_splat(floats), table), v128.load32_splat(factors)), 0);
}

@inline
function wholeOf(x: v128): v128 {
  const scaled = f32x4.mul(x, f32x4.splat(127));
  const size = i32x4.trunc_sat_f32x4_s(f32x4.add(f32x4.abs(scaled), f32x4.splat(0.5)));
  const sign = f32x4.lt(scaled, f32x4.splat(0));
  return i32x4.sub(v128.xor(size, sign), sign);
}

/** Floats times 127, rounded away from zero at the half, as signed bytes from -127 to 127. */
export function toBytes(floats: usize, out: usize, count: i32): void {
  let i = 0;
  for (; i + 8 <= count; i += 8, floats += 32, out += 8) {
    const whole = i16x8.narrow_i32x4_s(wholeOf(v128.load(floats)), wholeOf(v128.load(floats, 16)));
    v128.store64_lane(out, i8x16.max_s(i8x16.narrow_i16x8_s(whole, whole), i8x16.splat(-127)), 0);
  }
  for (; i < count; i++, floats += 4, out++) store<i8>(out, <i8>max(-127, min(127, i32x4.extract_lane(wholeOf(v128.load32_splat(floats)), 0))));
}

@inline
function floats(value: f32): v128 {
  return f32x4.splat(value);
}

/** e to the power of `x`, none above 0 and none far below -86: expf of the core's library, without its branches. */
@inline
function powerOfE(x: v128): v128 {
  const size = v128.and(x, i32x4.splat(0x7fffffff));
  const isLarge = i32x4.gt_u(size, i32x4.splat(0x3f851591));
  const many = i32x4.trunc_sat_f32x4_s(f32x4.add(f32x4.mul(x, floats(reinterpret<f32>(0x3fb8aa3b))), floats(-0.5)));
  // halvings: none near 0, then one
  const halvings = v128.and(v128.bitselect(many, i32x4.splat(-1), isLarge), i32x4.gt_u(size, i32x4.splat(0x3eb17218)));
  const count = f32x4.convert_i32x4_s(halvings);
  const high = f32x4.add(x, f32x4.mul(count, floats(reinterpret<f32>(0xbf317200))));
  const low = f32x4.mul(count, floats(reinterpret<f32>(0x35bfbe8e)));
  const rest = f32x4.sub(high, low);
  const square = f32x4.mul(rest, rest);
  const c = f32x4.sub(rest, f32x4.mul(square, f32x4.add(f32x4.mul(square, floats(reinterpret<f32>(0xbb355215))), floats(reinterpret<f32>(0x3e2aaa8f)))));
  const quotient = f32x4.div(f32x4.mul(rest, c), f32x4.sub(floats(2), c));
  const power = f32x4.add(f32x4.sub(high, f32x4.sub(low, quotient)), floats(1));
  const scaled = f32x4.mul(power, i32x4.add(i32x4.shl(halvings, 23), i32x4.splat(0x3f800000)));
  return v128.bitselect(scaled, f32x4.add(x, floats(1)), i32x4.gt_u(size, i32x4.splat(0x38ffffff)));
}

/** Each of `count` floats, less `most`, becomes its power of e, or next to nothing; gives their sum, added up one by one. */
export function powersOfE(most: f32, values: usize, count: i32): f32 {
  let sum: f32 = 0;
  for (let i = 0; i < count; i += 4, values += 16) {
    const isWhole = i + 4 <= count;
    const given = isWhole ? v128.load(values) : v128.load64_zero(values);
    const x = f32x4.sub(given, floats(most));
    const power = powerOfE(v128.andnot(x, f32x4.gt(x, floats(0))));
    const powers = v128.bitselect(floats(reinterpret<f32>(0x01739362)), power, f32x4.lt(x, floats(-86)));
    sum = sum + f32x4.extract_lane(powers, 0) + f32x4.extract_lane(powers, 1);
    if (!isWhole) v128.store64_lane(values, powers, 0);
    else {
      sum = sum + f32x4.extract_lane(powers, 2) + f32x4.extract_lane(powers, 3);
      v128.store(values, powers);
    }
  }
  return sum;
}
