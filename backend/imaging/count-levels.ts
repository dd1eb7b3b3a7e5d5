// How often each of 256 levels occurs among every so many samples.
import { BAND_BYTES, pageKernel } from './kernel/kernel.ts';

export function countLevels(data: Uint8Array, step: number): Uint32Array {
  const kernel = pageKernel();
  const [source, counts] = kernel.areas([BAND_BYTES, 1024]);
  kernel.put(counts, new Uint32Array(256));
  for (let from = 0; from < data.length; from += BAND_BYTES) {
    const band = data.subarray(from, from + BAND_BYTES);
    kernel.put(source, band);
    kernel.call.countLevels(source, band.length, (step - (from % step)) % step, step, counts);
  }
  return new Uint32Array(kernel.bytes(counts, 1024).slice().buffer);
}

/** How many of them lie from `from` up to but not including `to`. */
export const countBetween = (levels: Uint32Array, from: number, to: number): number => levels.subarray(from, to).reduce((sum, count) => sum + count, 0);
