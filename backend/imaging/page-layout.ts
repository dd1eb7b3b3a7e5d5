// Where the text of a page stands: segments of text lines (a line is cut at wide gaps and at vertical
// rules), numbered into reading-order blocks. The reader cuts its strips from these.
import type { Box } from '../../shared/domain/geometry.ts';
import type { Handwriting } from './handwriting.ts';
import type { Rule } from './rules.ts';

export type LayoutLine = {
  readonly box: Box;
  /** Height of a lower-case letter without ascender, as far as it can be told. */
  readonly xHeightPx: number;
  /** y of the line the letters stand on, at the left end and at the right end. */
  readonly baselinePx: readonly [left: number, right: number];
  readonly block: number;
  /** Ink inside the box that belongs to other lines: runs as [y, from, to, …], to be painted white. */
  readonly foreign: Int32Array;
  /** Letter-sized shapes in the line. */
  readonly letters: number;
};

export type PageLayout = {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly dpi: number;
  readonly xHeightPx: number;
  readonly lines: readonly LayoutLine[];
  readonly rules: readonly Rule[];
  readonly handwriting: Handwriting;
};
