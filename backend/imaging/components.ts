// Connected ink: the page as horizontal runs joined into components (8-connected). Everything that
// looks at shapes (rules, leaders, marks, letters, lines) works on these, not on pixels; painting a
// component in or out goes through its runs.

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
  const data = new Uint8Array(gray.data.length);
  for (let i = 0; i < data.length; i++) data[i] = (gray.data[i] ?? 255) < threshold ? 1 : 0;
  return { data, widthPx: gray.widthPx, heightPx: gray.heightPx };
}

function countRuns(binary: Binary): number {
  const { data, widthPx, heightPx } = binary;
  let count = 0;
  for (let y = 0; y < heightPx; y++) {
    let previous = 0;
    const base = y * widthPx;
    for (let x = 0; x < widthPx; x++) {
      const ink = data[base + x] ?? 0;
      count += ink & (previous ^ 1);
      previous = ink;
    }
  }
  return count;
}

function collectRuns(binary: Binary): Omit<Runs, 'label'> {
  const { data, widthPx, heightPx } = binary;
  const count = countRuns(binary);
  const start = new Int32Array(count);
  const end = new Int32Array(count);
  const row = new Int32Array(count);
  let n = 0;
  for (let y = 0; y < heightPx; y++) {
    const base = y * widthPx;
    let from = -1;
    for (let x = 0; x <= widthPx; x++) {
      const ink = x < widthPx && data[base + x] === 1;
      if (ink === from >= 0) continue;
      if (ink) {
        from = x;
        continue;
      }
      start[n] = from;
      end[n] = x;
      row[n] = y;
      n++;
      from = -1;
    }
  }
  return { count: n, start, end, row };
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

function joinRuns(runs: Omit<Runs, 'label'>): Int32Array {
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
export function findComponents(binary: Binary): Components {
  const bare = collectRuns(binary);
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
