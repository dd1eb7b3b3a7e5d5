// A page's pixels are megabytes that V8's collector does not see: it looks at the whole heap again whenever 64 MB of
// them have come, several times a page. What is known to be done with is given back at once: less memory, less collecting.

/** Smaller arrays are the collector's affair. */
const LEAST_BYTES = 1 << 18;

/** Nothing may look at these pixels any more. What is not V8's own is left alone: views of a larger memory, and the picture library's buffers, which would only be counted no longer. */
export function release(pixels: Uint8Array): void {
  const { buffer } = pixels;
  if (!Buffer.isBuffer(pixels) && buffer instanceof ArrayBuffer && buffer.byteLength === pixels.byteLength && pixels.byteLength >= LEAST_BYTES) buffer.transfer(0);
}
