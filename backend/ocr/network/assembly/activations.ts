// What the recogniser does with every sum of its network, four numbers at a time: the core looks each up in a table of
// 4096 steps, 256 to one, by its magnitude, with a branch on its sign that no processor foresees. The same operations in
// the same order on single floats: the same numbers to the last bit. Beyond the table the value is 1.

/** Between two steps of the table at `table`; `x` of any sign. */
// @ts-ignore: decorator
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

// @ts-ignore: decorator
@inline
function tanhOf(x: v128, table: usize): v128 {
  const sign = v128.and(f32x4.lt(x, f32x4.splat(0)), i32x4.splat(0x80000000));
  return v128.xor(lookUp(x, table), sign);
}

// @ts-ignore: decorator
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

// @ts-ignore: decorator
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
