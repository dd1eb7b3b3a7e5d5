// Thinning (Zhang and Suen 1984): the middle lines of strokes, one pixel wide, joined as the strokes
// are. Works on a small bitmap with an empty rim of one pixel; only pixels still inked are visited.
import type { Binary } from './components.ts';

/** Ink neighbours clockwise from the top, as bits of one byte. */
function neighboursOf(data: Uint8Array, i: number, w: number): number {
  return (data[i - w] ?? 0) | ((data[i - w + 1] ?? 0) << 1) | ((data[i + 1] ?? 0) << 2) | ((data[i + w + 1] ?? 0) << 3) | ((data[i + w] ?? 0) << 4) | ((data[i + w - 1] ?? 0) << 5) | ((data[i - 1] ?? 0) << 6) | ((data[i - w - 1] ?? 0) << 7);
}

function countBits(byte: number): number {
  let bits = 0;
  for (let b = byte; b > 0; b >>= 1) bits += b & 1;
  return bits;
}

/** For every neighbourhood whether the pixel goes in the first and in the second half of a round. */
const goes = ((): readonly [Uint8Array, Uint8Array] => {
  const halves = [new Uint8Array(256), new Uint8Array(256)] as const;
  for (let n = 0; n < 256; n++) {
    const bit = (k: number): number => (n >> k) & 1;
    const ink = countBits(n);
    let borders = 0;
    for (let k = 0; k < 8; k++) if (bit(k) === 0 && bit((k + 1) % 8) === 1) borders++;
    if (ink < 2 || ink > 6 || borders !== 1) continue;
    const [top, east, south, west] = [bit(0), bit(2), bit(4), bit(6)];
    if (top * east * south === 0 && east * south * west === 0) halves[0][n] = 1;
    if (top * east * west === 0 && top * south * west === 0) halves[1][n] = 1;
  }
  return halves;
})();

/** Returns the middle lines; `ink` stays as it is. Its outermost rows and columns must be empty. */
export function thin(ink: Binary): Binary {
  const { widthPx, heightPx } = ink;
  const data = ink.data.slice();
  let left: number[] = [];
  for (let i = 0; i < data.length; i++) if (data[i] === 1) left.push(i);
  for (let changed = true; changed; ) {
    changed = false;
    for (const half of goes) {
      const gone = left.filter((i) => half[neighboursOf(data, i, widthPx)] === 1);
      if (gone.length === 0) continue;
      changed = true;
      for (const i of gone) data[i] = 0;
      left = left.filter((i) => data[i] === 1);
    }
  }
  return { data, widthPx, heightPx };
}

/** Distance of every ink pixel from the nearest paper, in pixels (3-4 chamfer, an error of a few per cent). */
export function depthOf(ink: Binary): Float32Array {
  const { data, widthPx: w, heightPx: h } = ink;
  const depth = new Float32Array(data.length);
  const from = (i: number, steps: readonly (readonly [number, number])[]): void => {
    if (data[i] !== 1) return;
    let least = depth[i] === 0 ? 1e6 : (depth[i] ?? 0);
    for (const [step, cost] of steps) least = Math.min(least, (depth[i + step] ?? 0) + cost);
    depth[i] = least;
  };
  const before = [[-1, 1], [-w - 1, 4 / 3], [-w, 1], [-w + 1, 4 / 3]] as const;
  const after = [[1, 1], [w + 1, 4 / 3], [w, 1], [w - 1, 4 / 3]] as const;
  for (let i = w; i < w * (h - 1); i++) from(i, before);
  for (let i = w * (h - 1) - 1; i >= w; i--) from(i, after);
  return depth;
}
