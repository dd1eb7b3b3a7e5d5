// Connected ink: the page as horizontal runs joined into components (8-connected). Everything that
// looks at shapes (rules, leaders, marks, letters, lines) works on these, not on pixels; painting a
// component in or out goes through its runs.

import { BAND_BYTES, pageKernel } from './kernel/kernel.ts';

/** 1 is ink. Rows without padding. */
export type Binary = { readonly data: Uint8Array; readonly widthPx: number; readonly heightPx: number };

export type Components = {
  readonly count: number;
  /** Bounding boxes; x1 and y1 are exclusive. */
  readonly x0: Int32Array;
  readonly y0: Int32Array;
  readonly x1: Int32Array;
  readonly y1: Int32Array;
  /** Ink pixels. */
  readonly area: Int32Array;
  readonly runs: Runs;
};

export type Runs = {
  readonly count: number;
  readonly start: Int32Array;
  /** Exclusive. */
  readonly end: Int32Array;
  readonly row: Int32Array;
  /** Component of each run. */
  readonly label: Int32Array;
};

/** Ink is what is darker than `threshold`. */
export function binarise(gray: { readonly data: Uint8Array; readonly widthPx: number; readonly heightPx: number }, threshold: number): Binary {
  const source = gray.data;
  const data = new Uint8Array(source.length);
  const limit = Math.min(255, Math.ceil(threshold));
  const kernel = pageKernel();
  const [levels, ink] = kernel.areas([BAND_BYTES, BAND_BYTES]);
  for (let from = 0; from < source.length && limit > 0; from += BAND_BYTES) {
    const band = source.subarray(from, from + BAND_BYTES);
    kernel.put(levels, band);
    kernel.call.binarise(levels, ink, band.length, limit);
    data.set(kernel.bytes(ink, band.length), from);
  }
  return { data, widthPx: gray.widthPx, heightPx: gray.heightPx };
}

/** Runs in the order of the page, not yet told which belong together. */
export type BareRuns = Omit<Runs, 'label'>;

/** Every horizontal run of ink. */
export function collectRuns({ data, widthPx, heightPx }: Binary): BareRuns {
  const kernel = pageKernel();
  const together = Math.max(1, Math.floor(BAND_BYTES / widthPx));
  const most = Math.ceil(widthPx / 2) * together * 4;
  const bands: Omit<BareRuns, 'count'>[] = [];
  const [source, start, end, row] = kernel.areas([together * widthPx, most, most, most]);
  const taken = (at: number, count: number): Int32Array => new Int32Array(kernel.bytes(at, count * 4).slice().buffer);
  for (let y = 0; y < heightPx; y += together) {
    const rows = Math.min(together, heightPx - y);
    kernel.put(source, data.subarray(y * widthPx, (y + rows) * widthPx));
    const count = kernel.call.findRuns(source, widthPx, rows, y, start, end, row);
    bands.push({ start: taken(start, count), end: taken(end, count), row: taken(row, count) });
  }
  const count = bands.reduce((sum, band) => sum + band.start.length, 0);
  return { count, start: joined(bands.map((band) => band.start), count), end: joined(bands.map((band) => band.end), count), row: joined(bands.map((band) => band.row), count) };
}

function joined(parts: readonly Int32Array[], count: number): Int32Array {
  const out = new Int32Array(count);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

function findRoot(parent: Int32Array, i: number): number {
  let root = i;
  while ((parent[root] ?? 0) !== root) root = parent[root] ?? 0;
  while ((parent[i] ?? 0) !== root) {
    const next = parent[i] ?? 0;
    parent[i] = root;
    i = next;
  }
  return root;
}

function joinRuns(runs: BareRuns): Int32Array {
  const parent = new Int32Array(runs.count);
  for (let i = 0; i < runs.count; i++) parent[i] = i;
  let above = 0;
  for (let i = 0; i < runs.count; i++) {
    const y = runs.row[i] ?? 0;
    while (above < i && ((runs.row[above] ?? 0) < y - 1 || ((runs.row[above] ?? 0) === y - 1 && (runs.end[above] ?? 0) < (runs.start[i] ?? 0)))) above++;
    for (let k = above; k < i && (runs.row[k] ?? 0) === y - 1 && (runs.start[k] ?? 0) <= (runs.end[i] ?? 0); k++) {
      const a = findRoot(parent, k);
      const b = findRoot(parent, i);
      if (a < b) parent[b] = a;
      else parent[a] = b;
    }
  }
  return parent;
}

/** All components of a page in the order of their first run (top to bottom, left to right). */
export const findComponents = (binary: Binary): Components => componentsOf(collectRuns(binary));

/** Runs that touch, as components; runs in the order of the page, those of one row apart from each other. */
export function componentsOf(bare: BareRuns): Components {
  const parent = joinRuns(bare);
  const label = new Int32Array(bare.count);
  let count = 0;
  for (let i = 0; i < bare.count; i++) label[i] = (parent[i] ?? 0) === i ? count++ : (label[findRoot(parent, i)] ?? 0);
  const runs: Runs = { ...bare, label };
  return { ...measure(runs, count), count, runs };
}

function measure(runs: Runs, count: number): Pick<Components, 'x0' | 'y0' | 'x1' | 'y1' | 'area'> {
  const x0 = new Int32Array(count).fill(0x7fffffff);
  const y0 = new Int32Array(count).fill(0x7fffffff);
  const x1 = new Int32Array(count);
  const y1 = new Int32Array(count);
  const area = new Int32Array(count);
  for (let i = 0; i < runs.count; i++) {
    const c = runs.label[i] ?? 0;
    const s = runs.start[i] ?? 0;
    const e = runs.end[i] ?? 0;
    const y = runs.row[i] ?? 0;
    if (s < (x0[c] ?? 0)) x0[c] = s;
    if (e > (x1[c] ?? 0)) x1[c] = e;
    if (y < (y0[c] ?? 0)) y0[c] = y;
    if (y + 1 > (y1[c] ?? 0)) y1[c] = y + 1;
    area[c] = (area[c] ?? 0) + e - s;
  }
  return { x0, y0, x1, y1, area };
}

/** Paints every run of the chosen components with `value`, widened by `halo` pixels on all sides. */
export function paintComponents(image: { readonly data: Uint8Array; readonly widthPx: number; readonly heightPx: number }, components: Components, chosen: Uint8Array, value: number, halo: number): void {
  const { runs } = components;
  for (let i = 0; i < runs.count; i++) {
    if (chosen[runs.label[i] ?? 0] !== 1) continue;
    const from = Math.max(0, (runs.start[i] ?? 0) - halo);
    const to = Math.min(image.widthPx, (runs.end[i] ?? 0) + halo);
    const y = runs.row[i] ?? 0;
    for (let yy = Math.max(0, y - halo); yy <= Math.min(image.heightPx - 1, y + halo); yy++) image.data.fill(value, yy * image.widthPx + from, yy * image.widthPx + to);
  }
}
