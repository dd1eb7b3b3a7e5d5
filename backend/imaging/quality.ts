// Quality facts of a page, measured on the copies that cleaning makes anyway.
import type { QualityFacts } from '../../shared/domain/reading.ts';
import type { InkLevels } from './background.ts';
import { countBetween, countLevels } from './count-levels.ts';
import { pageKernel } from './kernel/kernel.ts';
import type { PageLayout } from './page-layout.ts';
import type { GrayRaster } from './raster.ts';

type Edge = QualityFacts['clippedEdges'][number];

export type QualityInput = {
  readonly dpi: number;
  readonly dpiFrom: QualityFacts['dpiFrom'];
  readonly skewDeg: number;
  /** How far the page was turned to stand straight; 0 when it was left as it lay. */
  readonly straightenedDeg: number;
  readonly turnedDeg: QualityFacts['turnedDeg'];
  readonly isNegative: boolean;
  /** Hardly any light, or none. */
  readonly isDark: boolean;
  readonly isNoise: boolean;
  readonly hasUnevenLight: boolean;
  readonly hasDarkEdges: boolean;
  readonly levels: InkLevels;
  readonly reading: GrayRaster;
  readonly layout: PageLayout;
};

/** Between a pixel's two neighbours, an edge has so many levels and more, a steep one more than so many. */
const LEAST_EDGE = 24;
const STEEP_EDGE = 110;

/** Share of steep pixels among edges: near 1 for crisp print, near 0 for blur. */
export function measureSharpness(image: GrayRaster): number {
  const { data, widthPx, heightPx } = image;
  const kernel = pageKernel();
  const [row] = kernel.areas([widthPx]);
  let edges = 0;
  let steep = 0;
  for (let y = 1; y < heightPx - 1; y += 3) {
    kernel.put(row, data.subarray(y * widthPx, (y + 1) * widthPx));
    const counts = kernel.call.countEdges(row, widthPx, LEAST_EDGE, STEEP_EDGE);
    edges += Number(counts >> 32n);
    steep += Number(counts & 0xffff_ffffn);
  }
  return edges === 0 ? 0 : Math.min(1, (steep / edges) * 1.6);
}

const inkShareOf = (image: GrayRaster): number => (countBetween(countLevels(image.data, 5), 0, 140) * 5) / image.data.length;

type ScanEdges = { readonly left: (y: number) => number; readonly right: (y: number) => number; readonly top: (x: number) => number; readonly bottom: (x: number) => number };

/** Where the scan's own edges lie on a page that was turned straight: on lines that lean as the page did. */
function scanEdges({ widthPx, heightPx }: PageLayout, straightenedDeg: number): ScanEdges {
  const slope = Math.tan((straightenedDeg * Math.PI) / 180);
  const [down, up] = [Math.max(0, slope), Math.max(0, -slope)];
  return {
    left: (y) => y * down + (heightPx - y) * up, right: (y) => widthPx - (heightPx - y) * down - y * up,
    top: (x) => (widthPx - x) * down + x * up, bottom: (x) => heightPx - x * down - (widthPx - x) * up,
  };
}

/** Fewer are a scrap of the shadow at the edge. */
const LEAST_LETTERS = 5;

function clippedEdges(layout: PageLayout, straightenedDeg: number): Edge[] {
  const near = Math.max(2, layout.dpi / 100);
  const at = scanEdges(layout, straightenedDeg);
  const edges = new Set<Edge>();
  for (const { box: [x, y, w, h], letters } of layout.lines) {
    if (letters < LEAST_LETTERS) continue;
    if (x <= at.left(y + h / 2) + near) edges.add('left');
    if (x + w >= at.right(y + h / 2) - near) edges.add('right');
    if (y <= Math.max(at.top(x), at.top(x + w)) + near) edges.add('top');
    if (y + h >= Math.min(at.bottom(x), at.bottom(x + w)) - near) edges.add('bottom');
  }
  return [...edges];
}

function findings(input: QualityInput, sharpness: number, contrast: number): string[] {
  const codes: string[] = [];
  if (input.dpi < 150) codes.push('low-dpi');
  if (sharpness < 0.25) codes.push('blurred');
  if (contrast < 0.35) codes.push('faded');
  if (input.isNegative) codes.push('negative');
  if (input.isDark) codes.push('dark');
  if (input.hasDarkEdges && !input.isNegative && !input.isDark) codes.push('dark-edges');
  if (input.hasUnevenLight && !input.isNoise && !input.isNegative) codes.push('uneven-light');
  if (input.isNoise) codes.push('noise');
  if (input.layout.handwriting.boxes.length > 0) codes.push('handwritten');
  return codes;
}

export function measureQuality(input: QualityInput): QualityFacts {
  const sharpness = measureSharpness(input.reading);
  const contrast = Math.max(0, Math.min(1, (input.levels.paper - input.levels.ink) / 255));
  const letters = input.layout.lines.reduce((sum, line) => sum + line.letters, 0);
  // what lies in the dark may be a paper: it is told, never passed over as an empty sheet
  const isBlank = letters < 6 && !input.isNoise && !input.isDark;
  return {
    dpi: input.dpi,
    dpiFrom: input.dpiFrom,
    skewDeg: input.skewDeg,
    turnedDeg: input.turnedDeg,
    sharpness,
    contrast,
    clippedEdges: clippedEdges(input.layout, input.straightenedDeg),
    inkShare: inkShareOf(input.reading),
    isBlank,
    findings: isBlank ? [] : findings(input, sharpness, contrast),
  };
}
