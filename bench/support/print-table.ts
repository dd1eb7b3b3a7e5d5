// Prints one table in Markdown, so that it can be put into docs/benchmarks.md as it is.
export type Cell = string | number | null;

const show = (cell: Cell): string => (cell === null ? '—' : typeof cell === 'number' ? String(cell) : cell);

export function printTable(header: readonly string[], rows: readonly (readonly Cell[])[]): void {
  const all = [header, ...rows.map((row) => row.map(show))];
  const widths = header.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]): string => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  console.log(line(header));
  console.log(`|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`);
  for (const row of rows) console.log(line(row.map(show)));
}

export const percent = (part: number, whole: number, digits = 1): string => (whole === 0 ? '—' : `${((100 * part) / whole).toFixed(digits)} %`);
