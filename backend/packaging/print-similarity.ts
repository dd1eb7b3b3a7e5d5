// How well print survived: the structural similarity (SSIM) of the 8 × 8 blocks that hold print.
import { BAND_BYTES, pageKernel } from '../imaging/kernel/kernel.ts';

const BLOCK = 8;
/** Standard deviation of grey values from which a block of 8 × 8 holds print. */
const PRINT_FROM = 24;

/** 8-bit grey. */
export type GreyPicture = { readonly data: Uint8Array; readonly widthPx: number; readonly heightPx: number };
export type Similarity = { /** 0 to 1; 1 when no block holds print. */ readonly mean: number; readonly blocks: number };

/** `other` has the size of `reference`. `ignoresLight`: how bright a block is as a whole does not count, only what stands in it. */
export function printSimilarity({ data, widthPx, heightPx }: GreyPicture, other: Uint8Array, ignoresLight = false): Similarity {
  const kernel = pageKernel();
  const together = Math.max(1, Math.floor(BAND_BYTES / (widthPx * BLOCK))) * BLOCK;
  const [reference, changed, tally] = kernel.areas([together * widthPx, together * widthPx, 16]);
  kernel.put(tally, new Float64Array(2));
  for (let y = 0; y < heightPx; y += together) {
    const end = Math.min(heightPx, y + together);
    kernel.put(reference, data.subarray(y * widthPx, end * widthPx));
    kernel.put(changed, other.subarray(y * widthPx, end * widthPx));
    kernel.call.addSimilarities(reference, changed, widthPx, end - y, PRINT_FROM ** 2, ignoresLight ? 1 : 0, tally);
  }
  const [total = 0, blocks = 0] = new Float64Array(kernel.bytes(tally, 16).slice().buffer);
  return { mean: blocks === 0 ? 1 : total / blocks, blocks };
}
