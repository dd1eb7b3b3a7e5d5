// PDF transformation matrices [a b c d e f] and what the placing of an image says about its orientation.

export type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];
export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

/** `inner` applied first, then `outer`: what `cm` does to the current matrix. */
export function multiply(inner: Matrix, outer: Matrix): Matrix {
  const [a, b, c, d, e, f] = inner;
  const [A, B, C, D, E, F] = outer;
  return [a * A + b * C, a * B + b * D, c * A + d * C, c * B + d * D, e * A + f * C + E, e * B + f * D + F];
}

export type Extent = { readonly x0: number; readonly y0: number; readonly x1: number; readonly y1: number };

/** The box around a rectangle after `matrix`. */
export function extentOf([a, b, c, d, e, f]: Matrix, x = 0, y = 0, width = 1, height = 1): Extent {
  const corners: readonly (readonly [number, number])[] = [[x, y], [x + width, y], [x, y + height], [x + width, y + height]];
  const xs = corners.map(([u, v]) => a * u + c * v + e);
  const ys = corners.map(([u, v]) => b * u + d * v + f);
  return { x0: Math.min(...xs), y0: Math.min(...ys), x1: Math.max(...xs), y1: Math.max(...ys) };
}

export const areaOf = ({ x0, y0, x1, y1 }: Extent): number => Math.max(0, x1 - x0) * Math.max(0, y1 - y0);

export const overlapOf = (a: Extent, b: Extent): Extent => ({ x0: Math.max(a.x0, b.x0), y0: Math.max(a.y0, b.y0), x1: Math.min(a.x1, b.x1), y1: Math.min(a.y1, b.y1) });

/** How the unit square of an image lies on the page, when its sides run along the page's; lengths in points. */
export type Placement = {
  /** EXIF orientation 1 to 8 that shows the image as the page does, /Rotate included. */
  readonly orientation: number;
  /** Of the image's own width and height. */
  readonly widthPt: number;
  readonly heightPt: number;
};

/** Where the stored right and down directions point on the screen, in EXIF's terms. */
const ORIENTATIONS: Readonly<Record<string, number>> = { '1,0,0,1': 1, '-1,0,0,1': 2, '-1,0,0,-1': 3, '1,0,0,-1': 4, '0,1,1,0': 5, '0,1,-1,0': 6, '0,-1,-1,0': 7, '0,-1,1,0': 8 };

/** Undefined when the image is skewed, turned by other than quarter turns, or flat. `rotateDeg`: the page's /Rotate, clockwise. */
export function placeImage([a, b, c, d]: Matrix, rotateDeg: number): Placement | undefined {
  const widthPt = Math.hypot(a, b);
  const heightPt = Math.hypot(c, d);
  if (!(widthPt > 0) || !(heightPt > 0)) return undefined;
  // The screen's y runs down, the page's up; an image's first row lies at the top of its unit square.
  let right: readonly [number, number] = [snap(a / widthPt), snap(-b / widthPt)];
  let down: readonly [number, number] = [snap(-c / heightPt), snap(d / heightPt)];
  for (let turn = 0; turn < (((rotateDeg / 90) % 4) + 4) % 4; turn++) {
    right = [0 - right[1], right[0]];
    down = [0 - down[1], down[0]];
  }
  const orientation = ORIENTATIONS[[...right, ...down].map((value) => value + 0).join(',')];
  return orientation === undefined ? undefined : { orientation, widthPt, heightPt };
}

/** A direction within 0.15 degrees of an axis is that axis: less than 4 pixels over an A4 page at 300 dpi. */
function snap(value: number): number {
  const TOLERANCE = 0.0026;
  if (Math.abs(value) < TOLERANCE) return 0;
  return Math.abs(Math.abs(value) - 1) < TOLERANCE * TOLERANCE ? Math.sign(value) : value;
}
