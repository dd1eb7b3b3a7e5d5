// Where pages stand on the light table, in pixels of its scrolled length. Pure.
export type Grid = { readonly columns: number; readonly cellWidthPx: number; readonly cellHeightPx: number; readonly edgePx: number };
export type Band = { readonly x0: number; readonly y0: number; readonly x1: number; readonly y1: number };

/** Thumbnails are this wide; the sheet is as high as an upright A4 page. */
export const THUMB_WIDTHS_PX = [108, 144, 196, 260] as const;
const SIDE_PX = 12;
const HEAD_PX = 26;
const FOOT_PX = 30;
const AIR_PX = 8;

export const sheetHeightPx = (sheetWidthPx: number): number => Math.round(sheetWidthPx * 1.414);

export function gridOf(roomWidthPx: number, sheetWidthPx: number, edgePx: number): Grid {
  const cellWidthPx = sheetWidthPx + 2 * SIDE_PX;
  return { columns: Math.max(1, Math.floor((roomWidthPx - 2 * edgePx) / cellWidthPx)), cellWidthPx, cellHeightPx: HEAD_PX + sheetHeightPx(sheetWidthPx) + FOOT_PX + AIR_PX, edgePx };
}

/** Indexes of the cells that the band touches, in order. */
export function cellsIn(band: Band, grid: Grid, count: number): readonly number[] {
  const [left, right] = [Math.min(band.x0, band.x1) - grid.edgePx, Math.max(band.x0, band.x1) - grid.edgePx];
  const [top, bottom] = [Math.min(band.y0, band.y1) - grid.edgePx, Math.max(band.y0, band.y1) - grid.edgePx];
  const columns = [Math.max(0, Math.floor(left / grid.cellWidthPx)), Math.min(grid.columns - 1, Math.floor(right / grid.cellWidthPx))] as const;
  const rows = [Math.max(0, Math.floor(top / grid.cellHeightPx)), Math.min(Math.ceil(count / grid.columns) - 1, Math.floor(bottom / grid.cellHeightPx))] as const;
  const found: number[] = [];
  for (let row = rows[0]; row <= rows[1]; row += 1) for (let column = columns[0]; column <= columns[1]; column += 1) if (row * grid.columns + column < count) found.push(row * grid.columns + column);
  return found;
}

export type RowSpan = { readonly first: number; /** Not among them; equal to `first` when there are none. */ readonly end: number };

/** The rows that a room of `roomHeightPx`, scrolled by `scrollTopPx`, shows, with `spare` more on either side. */
export function rowsInSight(scrollTopPx: number, roomHeightPx: number, grid: Grid, rows: number, spare: number): RowSpan {
  const first = Math.floor((scrollTopPx - grid.edgePx) / grid.cellHeightPx) - spare;
  const end = Math.ceil((scrollTopPx + roomHeightPx - grid.edgePx) / grid.cellHeightPx) + spare;
  const start = Math.min(Math.max(0, first), Math.max(0, rows - 1));
  return { first: start, end: Math.max(start, Math.min(rows, end)) };
}

/** How far to scroll so that the row is wholly in sight, by the shortest way. */
export function scrollTopFor(row: number, scrollTopPx: number, roomHeightPx: number, grid: Grid): number {
  const top = grid.edgePx + row * grid.cellHeightPx;
  if (top < scrollTopPx) return row === 0 ? 0 : top;
  return Math.max(scrollTopPx, top + grid.cellHeightPx - roomHeightPx);
}

/** Before which page something dropped here would stand; `count`: behind the last. */
export function placeAt(xPx: number, yPx: number, grid: Grid, count: number): number {
  const row = Math.max(0, Math.floor((yPx - grid.edgePx) / grid.cellHeightPx));
  const column = Math.min(grid.columns, Math.max(0, Math.round((xPx - grid.edgePx) / grid.cellWidthPx)));
  return Math.min(count, row * grid.columns + column);
}
