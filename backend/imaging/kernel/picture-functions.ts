/** What the pictures of packages take from the kernel; as in assembly/, where each is described. */
export type PictureFunctions = {
  squareColours(rgb: number, stride: number, widthPx: number, rows: number, oneOf: number, lighter: number, spread: number, samples: number, out: number): void;
  smoothColours(colours: number, columns: number, rows: number, out: number): void;
  paperLine(upper: number, lower: number, columns: number, down: number, mixed: number, nearest: number, above: number): void;
  lookAtRow(rgb: number, nearest: number, above: number, widthPx: number, colourLevels: number, step: number, work: number, depths: number, papers: number): number;
  paperLimits(nearest: number, even: number, widthPx: number, quiet: number, darkest: number, low: number, high: number, times: number, under: number): void;
  markRows(rgb: number, widthPx: number, rows: number, nearest: number, low: number, high: number, quiet: number, alone: number, reach: number, ones: number, marks: number, words: number): void;
  keepRows(rgb: number, widthPx: number, first: number, rows: number, heightPx: number, times: number, under: number, reach: number, marks: number, words: number, tally: number, runs: number, lit: number): void;
  layRuns(out: number, first: number, pixels: number, even: number, evenBytes: number, runs: number, count: number, lit: number): void;
  findShades(lit: number, pixels: number, paperRed: number, paperGreen: number, paperBlue: number, levels: number, share: number, shades: number, bins: number): void;
  paintRows(shades: number, runs: number, count: number, placeOf: number, widthPx: number, heightPx: number, bits: number, line: number, out: number, rowBytes: number): void;
  greyRows(packed: number, rowBytes: number, rows: number, widthPx: number, bits: number, greys: number, out: number): void;
  addSimilarities(reference: number, other: number, widthPx: number, rows: number, least: number, ignoresLight: number, tally: number): void;
};
