// The dot products of the recogniser's integer network, v = scales × (w·u + 127 × bias), as tesseract's own function does
// them, with the same whole numbers and therefore the same results to the last bit.
//
// relaxed_dot_i8x16_i7x16 multiplies 16 weights in one step, but says what it does only where its second operand has no
// sign. Where the processor takes that operand as 0 … 255 throughout (isUnsigned tells), the inputs go there with 128
// added, and 128 times the sum of a row's weights is taken off again. Elsewhere the inputs' magnitudes go there, and
// where an input is negative the weight is turned over: w × u = (not w) × |u| + |u|.
//
// The core has its weights row by row: the inputs rounded up to an even number, then the bias. When first met they are
// copied in the order of use: of four rows four weights each, so that a step's four sums are those of four rows and need
// not be added up in the end; thirty-two rows pass together.

/** Memory of the core's own that is kept as long as the core is. */
@external('core', 'allocate')
declare function allocate(bytes: i32): usize;

/** Rows that pass together, in fours. */
const BLOCK: i32 = 8;

const MOST_LAYERS: i32 = 256;
const ENTRY: i32 = 16;
let known: usize = 0;
let layers: i32 = 0;

/** Whether the processor takes the second operand of the relaxed dot product without sign. */
export function isUnsigned(): bool {
  const sums = i32x4.relaxed_dot_i8x16_i7x16_add_s(i8x16.splat(-128), i8x16.splat(-1), i32x4.splat(0));
  const others = i32x4.relaxed_dot_i8x16_i7x16_add_s(i8x16.splat(127), i8x16.splat(-1), i32x4.splat(0));
  return i32x4.all_true(i32x4.eq(sums, i32x4.splat(-128 * 255 * 4))) && i32x4.all_true(i32x4.eq(others, i32x4.splat(127 * 255 * 4)));
}

/** What is added to each row's sum, then the weights. */
function pack(outputs: i32, columns: i32, weights: usize, hasOffset: bool): usize {
  const inputs = columns - 1;
  const stride = columns - (columns & 1) + 1;
  const fours = (outputs + 3) >> 2;
  const steps = (inputs + 3) >> 2;
  const packed = (allocate(fours * 16 * (1 + steps) + 15) + 15) & ~15;
  memory.fill(packed, 0, fours * 16 * (1 + steps));
  for (let row = 0; row < outputs; row++) {
    const four = row >> 2;
    const first = four - (four & (BLOCK - 1));
    const width = min(BLOCK, fours - first);
    const source = weights + <usize>(row * stride);
    const own = packed + <usize>(fours * 16 + first * steps * 16 + (four - first) * 16 + (row & 3) * 4);
    let sum: i32 = 0;
    for (let k = 0; k < inputs; k++) {
      const weight = load<i8>(source + k);
      sum += weight;
      store<i8>(own + (k >> 2) * width * 16 + (k & 3), weight);
    }
    store<i32>(packed + row * 4, 127 * <i32>load<i8>(source + stride - 1) - (hasOffset ? 128 * sum : 0));
  }
  return packed;
}

function packedOf(outputs: i32, columns: i32, weights: usize, hasOffset: bool): usize {
  if (known === 0) {
    known = allocate(MOST_LAYERS * ENTRY);
    memory.fill(known, 0, MOST_LAYERS * ENTRY);
  }
  for (let place = (weights >> 3) & (MOST_LAYERS - 1); ; place = (place + 1) & (MOST_LAYERS - 1)) {
    const entry = known + place * ENTRY;
    if (load<i32>(entry) === <i32>weights && load<i32>(entry, 4) === outputs && load<i32>(entry, 8) === columns) return load<i32>(entry, 12);
    if (load<i32>(entry) !== 0) continue;
    if (++layers === MOST_LAYERS) unreachable();
    const packed = pack(outputs, columns, weights, hasOffset);
    store<i32>(entry, weights);
    store<i32>(entry, outputs, 4);
    store<i32>(entry, columns, 8);
    store<i32>(entry, packed, 12);
    return packed;
  }
}

/** Twice: the same function for each way of taking the inputs. */
@inline
function step(weights: usize, input: v128, sign: v128, sum: v128, hasOffset: bool): v128 {
  const four = v128.load(weights);
  return i32x4.relaxed_dot_i8x16_i7x16_add_s(hasOffset ? four : v128.xor(four, sign), input, sum);
}

@inline
function give(sum: v128, scales: usize, results: usize): void {
  v128.store(results, f32x4.mul(v128.load(scales), f32x4.convert_i32x4_s(sum)));
}

@inline
function product(outputs: i32, columns: i32, weights: usize, scales: usize, inputs: usize, results: usize, hasOffset: bool): void {
  let start = packedOf(outputs, columns, weights, hasOffset);
  const steps = (columns + 2) >> 2;
  const fours = (outputs + 3) >> 2;
  let at = start + <usize>fours * 16;
  const end = inputs + <usize>steps * 4;
  let correction = i32x4.splat(0);
  if (!hasOffset) {
    for (let u = inputs; u < end; u += 4) {
      const given = v128.load32_zero(u);
      const turned = v128.and(i8x16.abs(given), i8x16.shr_s(given, 7));
      correction = i32x4.add(correction, i32x4.extadd_pairwise_i16x8_s(i16x8.extadd_pairwise_i8x16_s(turned)));
    }
    correction = i32x4.splat(i32x4.extract_lane(correction, 0));
  }
  const offset = i8x16.splat(-128);
  let left = fours;
  for (; left >= 8; left -= 8, start += 128, scales += 128, results += 128) {
    let a = i32x4.add(correction, v128.load(start)), b = i32x4.add(correction, v128.load(start, 16)), c = i32x4.add(correction, v128.load(start, 32)), d = i32x4.add(correction, v128.load(start, 48));
    let e = i32x4.add(correction, v128.load(start, 64)), f = i32x4.add(correction, v128.load(start, 80)), g = i32x4.add(correction, v128.load(start, 96)), h = i32x4.add(correction, v128.load(start, 112));
    for (let u = inputs; u < end; u += 4, at += 128) {
      const given = v128.load32_splat(u);
      const input = hasOffset ? v128.xor(given, offset) : i8x16.abs(given);
      const sign = hasOffset ? given : i8x16.shr_s(given, 7);
      a = step(at, input, sign, a, hasOffset);
      b = step(at + 16, input, sign, b, hasOffset);
      c = step(at + 32, input, sign, c, hasOffset);
      d = step(at + 48, input, sign, d, hasOffset);
      e = step(at + 64, input, sign, e, hasOffset);
      f = step(at + 80, input, sign, f, hasOffset);
      g = step(at + 96, input, sign, g, hasOffset);
      h = step(at + 112, input, sign, h, hasOffset);
    }
    give(a, scales, results);
    give(b, scales + 16, results + 16);
    give(c, scales + 32, results + 32);
    give(d, scales + 48, results + 48);
    give(e, scales + 64, results + 64);
    give(f, scales + 80, results + 80);
    give(g, scales + 96, results + 96);
    if (left > 8 || (outputs & 3) === 0) give(h, scales + 112, results + 112);
    else giveSome(h, scales + 112, results + 112, outputs & 3);
  }
  const width = <usize>left * 16;
  for (; left >= 4; left -= 4, start += 64, scales += 64, results += 64) {
    let a = i32x4.add(correction, v128.load(start)), b = i32x4.add(correction, v128.load(start, 16)), c = i32x4.add(correction, v128.load(start, 32)), d = i32x4.add(correction, v128.load(start, 48));
    let w = at;
    for (let u = inputs; u < end; u += 4, w += width) {
      const given = v128.load32_splat(u);
      const input = hasOffset ? v128.xor(given, offset) : i8x16.abs(given);
      const sign = hasOffset ? given : i8x16.shr_s(given, 7);
      a = step(w, input, sign, a, hasOffset);
      b = step(w + 16, input, sign, b, hasOffset);
      c = step(w + 32, input, sign, c, hasOffset);
      d = step(w + 48, input, sign, d, hasOffset);
    }
    at += 64;
    give(a, scales, results);
    give(b, scales + 16, results + 16);
    give(c, scales + 32, results + 32);
    if (left > 4 || (outputs & 3) === 0) give(d, scales + 48, results + 48);
    else giveSome(d, scales + 48, results + 48, outputs & 3);
  }
  for (; left > 0; left--, start += 16, scales += 16, results += 16) {
    let a = i32x4.add(correction, v128.load(start));
    let w = at;
    for (let u = inputs; u < end; u += 4, w += width) {
      const given = v128.load32_splat(u);
      a = step(w, hasOffset ? v128.xor(given, offset) : i8x16.abs(given), hasOffset ? given : i8x16.shr_s(given, 7), a, hasOffset);
    }
    at += 16;
    if (left > 1 || (outputs & 3) === 0) give(a, scales, results);
    else giveSome(a, scales, results, outputs & 3);
  }
}

/** The last rows, fewer than four. */
function giveSome(sum: v128, scales: usize, results: usize, rows: i32): void {
  const sums = f32x4.convert_i32x4_s(sum);
  store<f32>(results, load<f32>(scales) * f32x4.extract_lane(sums, 0));
  if (rows > 1) store<f32>(results, load<f32>(scales, 4) * f32x4.extract_lane(sums, 1), 4);
  if (rows > 2) store<f32>(results, load<f32>(scales, 8) * f32x4.extract_lane(sums, 2), 8);
}

export function dotOfOffsets(outputs: i32, columns: i32, weights: usize, scales: usize, inputs: usize, results: usize): void {
  product(outputs, columns, weights, scales, inputs, results, true);
}

export function dotOfMagnitudes(outputs: i32, columns: i32, weights: usize, scales: usize, inputs: usize, results: usize): void {
  product(outputs, columns, weights, scales, inputs, results, false);
}
