// A page in square cells, of which some are chosen.

export type CellGrid = { readonly columns: number; readonly rows: number; readonly sizePx: number };

export const gridOf = (page: { readonly widthPx: number; readonly heightPx: number }, sizePx: number): CellGrid => ({ columns: Math.ceil(page.widthPx / sizePx), rows: Math.ceil(page.heightPx / sizePx), sizePx });

/** The chosen cells (1) and all within `reach` cells of them, squarely. */
export function spreadCells(cells: Uint8Array, { columns, rows }: CellGrid, reach: number): Uint8Array {
  const across = new Uint8Array(cells.length);
  const out = new Uint8Array(cells.length);
  cells.forEach((cell, i) => {
    const c = i % columns;
    if (cell === 1) across.fill(1, i - Math.min(c, reach), i + Math.min(columns - 1 - c, reach) + 1);
  });
  across.forEach((cell, i) => {
    if (cell !== 1) return;
    const r = Math.floor(i / columns);
    for (let k = Math.max(0, r - reach); k <= Math.min(rows - 1, r + reach); k++) out[i + (k - r) * columns] = 1;
  });
  return out;
}

/** Sums of `values` over rectangles of cells, each in four steps whatever its size. Upper ends are exclusive. */
export function rectangleSums(values: (cell: number) => number, { columns, rows }: CellGrid): (c0: number, r0: number, c1: number, r1: number) => number {
  const wide = columns + 1;
  const sums = new Int32Array(wide * (rows + 1));
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      const at = (r + 1) * wide + c + 1;
      sums[at] = values(r * columns + c) + (sums[at - 1] ?? 0) + (sums[at - wide] ?? 0) - (sums[at - wide - 1] ?? 0);
    }
  }
  return (c0, r0, c1, r1) => (sums[r1 * wide + c1] ?? 0) - (sums[r0 * wide + c1] ?? 0) - (sums[r1 * wide + c0] ?? 0) + (sums[r0 * wide + c0] ?? 0);
}
