// How well print survived: the structural similarity (SSIM) of the 8 × 8 blocks that hold print.
const BLOCK = 8;
/** Standard deviation of grey values from which a block of 8 × 8 holds print. */
const PRINT_FROM = 24;

/** 8-bit grey. */
export type GreyPicture = { readonly data: Uint8Array; readonly widthPx: number; readonly heightPx: number };
export type Similarity = { /** 0 to 1; 1 when no block holds print. */ readonly mean: number; readonly blocks: number };

/** `other` has the size of `reference`. `ignoresLight`: how bright a block is as a whole does not count, only what stands in it. */
export function printSimilarity(reference: GreyPicture, other: Uint8Array, ignoresLight = false): Similarity {
  let total = 0;
  let blocks = 0;
  for (let y = 0; y + BLOCK <= reference.heightPx; y += BLOCK) {
    for (let x = 0; x + BLOCK <= reference.widthPx; x += BLOCK) {
      const similarity = blockSimilarity(reference, other, y * reference.widthPx + x, ignoresLight);
      if (similarity === undefined) continue;
      total += similarity;
      blocks += 1;
    }
  }
  return { mean: blocks === 0 ? 1 : total / blocks, blocks };
}

function blockSimilarity(reference: GreyPicture, other: Uint8Array, start: number, ignoresLight: boolean): number | undefined {
  const count = BLOCK * BLOCK;
  let sumA = 0, sumB = 0, sumAA = 0, sumBB = 0, sumAB = 0;
  for (let row = 0; row < BLOCK; row += 1) {
    const from = start + row * reference.widthPx;
    for (let at = from; at < from + BLOCK; at += 1) {
      const a = reference.data[at] ?? 0;
      const b = other[at] ?? 0;
      sumA += a;
      sumB += b;
      sumAA += a * a;
      sumBB += b * b;
      sumAB += a * b;
    }
  }
  const varianceA = sumAA / count - (sumA / count) ** 2;
  if (varianceA < PRINT_FROM ** 2) return undefined;
  const varianceB = sumBB / count - (sumB / count) ** 2;
  const covariance = sumAB / count - (sumA / count) * (sumB / count);
  // The usual constants (0.01 × 255)² and (0.03 × 255)² keep flat blocks from dividing by nothing.
  const light = ignoresLight ? 1 : (2 * (sumA / count) * (sumB / count) + 6.5) / ((sumA / count) ** 2 + (sumB / count) ** 2 + 6.5);
  return (light * (2 * covariance + 58.5)) / (varianceA + varianceB + 58.5);
}
