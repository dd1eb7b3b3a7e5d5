// Coloured ink on a page, cell by cell: a cell is red or blue when the average of its pixels is.

export function colourCells(rgb: usize, stride: i32, widthPx: i32, rows: i32, red: usize, blue: usize, factor: i32, step: i32, usedX: i32, usedY: i32, paperRed: f64, paperGreen: f64, paperBlue: f64, leastRed: f64, leastBlue: f64): void {
  const n = <f64>(((usedX + step - 1) / step) * ((usedY + step - 1) / step));
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < widthPx; x++, red++, blue++) {
      let r = 0;
      let g = 0;
      let b = 0;
      for (let dy = 0; dy < usedY; dy += step) {
        let at = rgb + (y * factor + dy) * stride + x * factor * 3;
        for (let dx = 0; dx < usedX; dx += step, at += 3 * step) {
          r += <i32>load<u8>(at);
          g += <i32>load<u8>(at, 1);
          b += <i32>load<u8>(at, 2);
        }
      }
      const rr = <f64>r / n / paperRed;
      const gg = <f64>g / n / paperGreen;
      const bb = <f64>b / n / paperBlue;
      const isRed = rr - max<f64>(gg, bb) > leastRed;
      store<u8>(red, isRed ? 1 : 0);
      store<u8>(blue, !isRed && bb - rr > leastBlue && bb - gg > leastBlue * 0.4 ? 1 : 0);
    }
  }
}
