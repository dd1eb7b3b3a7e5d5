// Ink that is uneven over the page, ink of a colour, and how sharp the edges of print are.

/** Counts levels below `palest` tile by tile: 256 numbers of 32 bits each. `data` begins at row `first`; white is passed over. */
export function countTiles(data: usize, widthPx: i32, first: i32, rows: i32, sizePx: i32, columns: i32, palest: i32, histograms: usize): void {
  for (let y = first; y < first + rows; y++, data += widthPx) {
    const row = (y / sizePx) * columns;
    for (let x = 0; x < widthPx; x += 16) {
      let ink = notWhite(data, x, widthPx);
      for (; ink !== 0; ink &= ink - 1) {
        const at = x + ctz<i32>(ink);
        const level = <i32>load<u8>(data + at);
        if (level >= palest) continue;
        const place = histograms + (<usize>((row + at / sizePx) * 256 + level) << 2);
        store<u32>(place, load<u32>(place) + 1);
      }
    }
  }
}

/** Sixteen pixels as bits: those darker than white. */
@inline
function notWhite(data: usize, x: i32, widthPx: i32): i32 {
  const ink = i8x16.bitmask(i8x16.ne(v128.load(data + x), i8x16.splat(-1)));
  const left = widthPx - x;
  return left >= 16 ? ink : ink & ((1 << left) - 1);
}

/** Darkens what is not white by the gain (f32, tile by tile) between the middles of the tiles around it. In place. */
export function darken(data: usize, widthPx: i32, first: i32, rows: i32, sizePx: i32, columns: i32, tileRows: i32, gains: usize): void {
  for (let y = first; y < first + rows; y++, data += widthPx) {
    const v = <f64>y / <f64>sizePx - 0.5;
    const fy = v - floor<f64>(v);
    const above = gains + (<usize>(within(<i32>floor<f64>(v), tileRows) * columns) << 2);
    const below = gains + (<usize>(within(<i32>floor<f64>(v) + 1, tileRows) * columns) << 2);
    for (let x = 0; x < widthPx; x += 16) {
      let ink = notWhite(data, x, widthPx);
      for (; ink !== 0; ink &= ink - 1) {
        const at = x + ctz<i32>(ink);
        const u = <f64>at / <f64>sizePx - 0.5;
        const c = <i32>floor<f64>(u);
        const fx = u - floor<f64>(u);
        const left = <usize>within(c, columns) << 2;
        const right = <usize>within(c + 1, columns) << 2;
        const gain = (<f64>load<f32>(above + left) * (1 - fx) + <f64>load<f32>(above + right) * fx) * (1 - fy) + (<f64>load<f32>(below + left) * (1 - fx) + <f64>load<f32>(below + right) * fx) * fy;
        store<u8>(data + at, <u8>max<f64>(0, floor<f64>(255 - <f64>(255 - <i32>load<u8>(data + at)) * gain + 0.5)));
      }
    }
  }
}

@inline
function within(at: i32, count: i32): i32 {
  return max(0, min(count - 1, at));
}

/** Of a row: how many pixels stand on an edge (`least` and more between their neighbours), and on a steep one (over `steep`), as edges << 32 | steeps. */
export function countEdges(row: usize, widthPx: i32, least: i32, steep: i32): u64 {
  let edges: i64 = 0;
  let steeps: i64 = 0;
  const from = i8x16.splat(<i8>least);
  const over = i8x16.splat(<i8>(steep + 1));
  for (let x = 1; x < widthPx - 1; x += 16) {
    const a = v128.load(row + x - 1);
    const b = v128.load(row + x + 1);
    const step = v128.or(i8x16.sub_sat_u(a, b), i8x16.sub_sat_u(b, a));
    const left = widthPx - 1 - x;
    const inside = left >= 16 ? 0xffff : (1 << left) - 1;
    edges += popcnt<i32>(i8x16.bitmask(i8x16.ge_u(step, from)) & inside);
    steeps += popcnt<i32>(i8x16.bitmask(i8x16.ge_u(step, over)) & inside);
  }
  return <u64>((edges << 32) | steeps);
}

/** Counts, of the pixels where `at` is 1, those of strong colour (for `isRed` those whose red is the brightest) by their brightest part: 256 numbers of 32 bits. Returns how many. */
export function countBrightest(rgb: usize, at: usize, pixels: i32, paperRed: f64, paperGreen: f64, paperBlue: f64, isRed: bool, levels: usize): i32 {
  let count = 0;
  for (let x = 0; x < pixels; x += 16) {
    let chosen = chosenOf(at, x, pixels);
    for (; chosen !== 0; chosen &= chosen - 1) {
      const pixel = rgb + (x + ctz<i32>(chosen)) * 3;
      const r = (<f64>load<u8>(pixel) * 250) / paperRed;
      const g = (<f64>load<u8>(pixel, 1) * 250) / paperGreen;
      const b = (<f64>load<u8>(pixel, 2) * 250) / paperBlue;
      const brightest = max<f64>(r, max<f64>(g, b));
      if (brightest - min<f64>(r, min<f64>(g, b)) < 55 || (isRed && r < brightest)) continue;
      const place = levels + (<usize>min<f64>(255, floor<f64>(brightest + 0.5)) << 2);
      store<u32>(place, load<u32>(place) + 1);
      count++;
    }
  }
  return count;
}

/** Where `at` is 1, grey becomes what the brightest part (or the red one alone) tells of the print beneath the ink. */
export function fadeInk(rgb: usize, gray: usize, at: usize, pixels: i32, paperRed: f64, paperGreen: f64, paperBlue: f64, isRed: bool, black: f64, white: f64, paperGray: f64): void {
  for (let x = 0; x < pixels; x += 16) {
    let chosen = chosenOf(at, x, pixels);
    for (; chosen !== 0; chosen &= chosen - 1) {
      const place = x + ctz<i32>(chosen);
      const pixel = rgb + place * 3;
      const red = <f64>load<u8>(pixel) / paperRed;
      const brightest = isRed ? red : max<f64>(red, max<f64>(<f64>load<u8>(pixel, 1) / paperGreen, <f64>load<u8>(pixel, 2) / paperBlue));
      store<u8>(gray + place, <u8>(max<f64>(0, min<f64>(1, (brightest - black) / (white - black))) * paperGray));
    }
  }
}

@inline
function chosenOf(at: usize, x: i32, pixels: i32): i32 {
  const chosen = i8x16.bitmask(i8x16.eq(v128.load(at + x), i8x16.splat(1)));
  const left = pixels - x;
  return left >= 16 ? chosen : chosen & ((1 << left) - 1);
}

/** The level of each cell of a row of cells that a fifth of its pixels, every second each way, are brighter than. */
export function brightCells(gray: usize, widthPx: i32, rows: i32, cellPx: i32, columns: i32, bright: usize, counts: usize): void {
  for (let c = 0; c < columns; c++) {
    memory.fill(counts, 0, 1024);
    const to = min(widthPx, (c + 1) * cellPx);
    let n = 0;
    for (let y = 0; y < rows; y += 2) {
      for (let x = c * cellPx; x < to; x += 2, n++) {
        const place = counts + (<usize>load<u8>(gray + y * widthPx + x) << 2);
        store<u32>(place, load<u32>(place) + 1);
      }
    }
    let left = <f64>n * 0.2;
    let level = 255;
    while (level > 0 && left >= <f64>load<u32>(counts + (<usize>level << 2))) {
      left -= <f64>load<u32>(counts + (<usize>level << 2));
      level--;
    }
    store<u8>(bright + c, level);
  }
}

/** The brightest (or darkest) of the cells within `radius` each way; `across` is for the work. */
export function extremeCells(source: usize, columns: i32, rows: i32, radius: i32, wantMax: bool, across: usize, out: usize): void {
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      let value = load<u8>(source + y * columns + x);
      for (let k = max(0, x - radius); k <= min(columns - 1, x + radius); k++) value = picked(value, load<u8>(source + y * columns + k), wantMax);
      store<u8>(across + y * columns + x, value);
    }
  }
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      let value = load<u8>(across + y * columns + x);
      for (let k = max(0, y - radius); k <= min(rows - 1, y + radius); k++) value = picked(value, load<u8>(across + k * columns + x), wantMax);
      store<u8>(out + y * columns + x, value);
    }
  }
}

@inline
function picked(a: u8, b: u8, wantMax: bool): u8 {
  return wantMax ? max<u8>(a, b) : min<u8>(a, b);
}

/** The mean of each cell and those around it. */
export function smoothCells(source: usize, columns: i32, rows: i32, out: usize): void {
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      let sum = 0;
      let n = 0;
      for (let yy = max(0, y - 1); yy <= min(rows - 1, y + 1); yy++) {
        for (let xx = max(0, x - 1); xx <= min(columns - 1, x + 1); xx++, n++) sum += <i32>load<u8>(source + yy * columns + xx);
      }
      store<u8>(out++, sum / n);
    }
  }
}
