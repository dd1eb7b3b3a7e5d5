// What the paper of a page looks like without what is printed, stamped and written on it: its colour on a grid of
// small squares, smoothed, from which every point of the page is filled in between. And how uneven the paper is:
// a page tells by itself from where on a difference is more than the grain of its paper.
export type RgbPicture = { readonly data: Uint8Array; readonly widthPx: number; readonly heightPx: number };

export type PaperColours = {
  readonly columns: number;
  readonly rows: number;
  /** Red, green, blue, 0 to 255, square by square. */
  readonly colours: Float32Array;
  readonly widthPx: number;
};

const SQUARE_PX = 16;
/** Of a square's pixels so many are lighter than what is taken for its paper: print covers less than the rest. */
const LIGHTER = 0.35;
/** Green levels about it that still are paper. */
const PAPER_SPREAD = 12;

/** `oneOf`: 2 looks at every second pixel of every second row, for a quarter of the time. */
export function paperColours(page: RgbPicture, oneOf = 1): PaperColours {
  const columns = Math.ceil(page.widthPx / SQUARE_PX);
  const rows = Math.ceil(page.heightPx / SQUARE_PX);
  const colours = new Float32Array(columns * rows * 3);
  const histogram = new Uint32Array(256);
  for (let row = 0; row < rows; row += 1) for (let column = 0; column < columns; column += 1) colours.set(squareColour(page, [column * SQUARE_PX, row * SQUARE_PX], histogram, oneOf), (row * columns + column) * 3);
  return { columns, rows, colours: smoothed(colours, columns, rows), widthPx: page.widthPx };
}

function squareColour({ data, widthPx, heightPx }: RgbPicture, [x0, y0]: readonly [number, number], histogram: Uint32Array, oneOf: number): readonly [number, number, number] {
  const x1 = Math.min(widthPx, x0 + SQUARE_PX);
  const y1 = Math.min(heightPx, y0 + SQUARE_PX);
  histogram.fill(0);
  for (let y = y0; y < y1; y += oneOf) for (let at = (y * widthPx + x0) * 3 + 1, end = (y * widthPx + x1) * 3; at < end; at += 3 * oneOf) histogram[data[at] ?? 0] = (histogram[data[at] ?? 0] ?? 0) + 1;
  const paper = levelBelow(histogram, Math.ceil((x1 - x0) / oneOf) * Math.ceil((y1 - y0) / oneOf) * LIGHTER);
  let red = 0, green = 0, blue = 0, count = 0;
  for (let y = y0; y < y1; y += oneOf) {
    for (let at = (y * widthPx + x0) * 3, end = (y * widthPx + x1) * 3; at < end; at += 3 * oneOf) {
      if (Math.abs((data[at + 1] ?? 0) - paper) > PAPER_SPREAD) continue;
      red += data[at] ?? 0;
      green += data[at + 1] ?? 0;
      blue += data[at + 2] ?? 0;
      count += 1;
    }
  }
  return [red / Math.max(1, count), green / Math.max(1, count), blue / Math.max(1, count)];
}

/** The level that has `count` pixels above it. */
export function levelBelow(histogram: Uint32Array, count: number): number {
  let left = count;
  let level = histogram.length - 1;
  while (level > 0 && left >= (histogram[level] ?? 0)) left -= histogram[level--] ?? 0;
  return level;
}

function smoothed(colours: Float32Array, columns: number, rows: number): Float32Array {
  const out = new Float32Array(colours.length);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      for (let part = 0; part < 3; part += 1) {
        let sum = 0, count = 0;
        for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y += 1) {
          for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x += 1, count += 1) sum += colours[(y * columns + x) * 3 + part] ?? 0;
        }
        out[(row * columns + column) * 3 + part] = sum / count;
      }
    }
  }
  return out;
}

/** The paper along row `y` of the page, three values a pixel, into `out`. */
export function paperRow({ columns, rows, colours, widthPx }: PaperColours, y: number, out: Float32Array): void {
  const at = Math.min(rows - 1, Math.max(0, (y + 0.5) / SQUARE_PX - 0.5));
  const upper = Math.floor(at) * columns * 3;
  const lower = Math.min(rows - 1, Math.floor(at) + 1) * columns * 3;
  const down = at - Math.floor(at);
  for (let x = 0; x < widthPx; x += 1) {
    const across = Math.min(columns - 1, Math.max(0, (x + 0.5) / SQUARE_PX - 0.5));
    const left = Math.floor(across) * 3;
    const right = Math.min(columns - 1, Math.floor(across) + 1) * 3;
    const share = across - Math.floor(across);
    for (let part = 0; part < 3; part += 1) {
      const top = (colours[upper + left + part] ?? 0) * (1 - share) + (colours[upper + right + part] ?? 0) * share;
      const low = (colours[lower + left + part] ?? 0) * (1 - share) + (colours[lower + right + part] ?? 0) * share;
      out[x * 3 + part] = top * (1 - down) + low * down;
    }
  }
}
