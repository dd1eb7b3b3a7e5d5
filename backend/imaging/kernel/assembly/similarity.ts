// The structural similarity (SSIM) of blocks of 8 × 8 that hold print (packaging/print-similarity.ts).

/**
 * Adds the similarity of each whole block of some rows to the first of two f64 (`tally`) and counts it in the second, when
 * its variance in `reference` is `least` or more. `ignoresLight`: how bright the two are as a whole does not count.
 */
export function addSimilarities(reference: usize, other: usize, widthPx: i32, rows: i32, least: f64, ignoresLight: bool, tally: usize): void {
  let total = load<f64>(tally);
  let blocks = load<f64>(tally, 8);
  for (let y = 0; y + 8 <= rows; y += 8) {
    for (let x = 0; x + 8 <= widthPx; x += 8) {
      const a = reference + y * widthPx + x;
      let sums = i16x8.splat(0);
      let squares = i32x4.splat(0);
      for (let row = 0; row < 8; row++) {
        const levels = v128.load8x8_u(a + row * widthPx);
        sums = i16x8.add(sums, levels);
        squares = i32x4.add(squares, i32x4.dot_i16x8_s(levels, levels));
      }
      const meanA = <f64>summed(i32x4.extadd_pairwise_i16x8_u(sums)) / 64;
      const variance = <f64>summed(squares) / 64 - meanA * meanA;
      if (variance < least) continue;
      total += similarity(a, other + y * widthPx + x, widthPx, meanA, variance, ignoresLight);
      blocks += 1;
    }
  }
  store<f64>(tally, total);
  store<f64>(tally, blocks, 8);
}

function similarity(a: usize, b: usize, widthPx: i32, meanA: f64, varianceA: f64, ignoresLight: bool): f64 {
  let sums = i16x8.splat(0);
  let squares = i32x4.splat(0);
  let products = i32x4.splat(0);
  for (let row = 0; row < 8; row++) {
    const one = v128.load8x8_u(a + row * widthPx);
    const two = v128.load8x8_u(b + row * widthPx);
    sums = i16x8.add(sums, two);
    squares = i32x4.add(squares, i32x4.dot_i16x8_s(two, two));
    products = i32x4.add(products, i32x4.dot_i16x8_s(one, two));
  }
  const meanB = <f64>summed(i32x4.extadd_pairwise_i16x8_u(sums)) / 64;
  const varianceB = <f64>summed(squares) / 64 - meanB * meanB;
  const covariance = <f64>summed(products) / 64 - meanA * meanB;
  // The usual constants (0.01 × 255)² and (0.03 × 255)² keep flat blocks from dividing by nothing.
  const light = ignoresLight ? 1 : (2 * meanA * meanB + 6.5) / (meanA * meanA + meanB * meanB + 6.5);
  return (light * (2 * covariance + 58.5)) / (varianceA + varianceB + 58.5);
}

@inline
function summed(four: v128): i32 {
  return i32x4.extract_lane(four, 0) + i32x4.extract_lane(four, 1) + i32x4.extract_lane(four, 2) + i32x4.extract_lane(four, 3);
}
