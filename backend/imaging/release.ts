// A page's pixels are megabytes that V8's collector does not see: it looks at the whole heap again whenever 64 MB of
// them have come, several times a page. What is known to be done with is given back at once: less memory, less collecting.

/** Smaller arrays are the collector's affair. */
const LEAST_BYTES = 1 << 18;

/** Nothing may look at these pixels any more. Views of a larger memory are left alone, as pooled buffers are. */
export function release(pixels: Uint8Array): void {
  const { buffer } = pixels;
  if (buffer instanceof ArrayBuffer && buffer.byteLength === pixels.byteLength && pixels.byteLength >= LEAST_BYTES) buffer.transfer(0);
}
