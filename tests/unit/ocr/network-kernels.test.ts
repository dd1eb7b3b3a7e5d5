// The recogniser's network in functions of our own gives what plain arithmetic gives, and the core reads with them what
// it reads without.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gunzipSync } from 'node:zlib';
import { createCanvas } from '@napi-rs/canvas';
import { describe, expect, it } from 'vitest';
import { withCalls } from '../../../backend/ocr/network/core-loops.ts';
import { insidesOf } from '../../../backend/ocr/network/known-builds.ts';
import { openNetworkKernels, type DotProduct, type NetworkKernels } from '../../../backend/ocr/network/network-kernels.ts';
import { loadTesseractCore } from '../../../backend/ocr/tesseract-core.ts';
import { compileKernel, keptText, kernelText, NETWORK_KERNEL } from '../../../scripts/build-kernel.ts';

const require = createRequire(import.meta.url);
const CORE = require.resolve('tesseract.js-core/tesseract-core-relaxedsimd-lstm.wasm');
const AT = { weights: 65_536, scales: 700_000, inputs: 800_000, results: 900_000, own: 1_000_000 } as const;
const PAGES = 64;

/** The functions in a memory of their own, what they keep behind everything else. */
function opened(): { readonly kernels: NetworkKernels; readonly memory: WebAssembly.Memory } {
  const memory = new WebAssembly.Memory({ initial: PAGES });
  let next: number = AT.own;
  return { memory, kernels: openNetworkKernels(memory, (bytes) => (next += bytes) - bytes) };
}

/** A small generator of numbers, the same on every run. */
function numbers(seed: number): (low: number, high: number) => number {
  let state = seed;
  return (low, high) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return low + (state % (high - low + 1));
  };
}

type Layer = { readonly weights: readonly (readonly number[])[]; readonly biases: readonly number[]; readonly scales: readonly number[]; readonly inputs: readonly number[] };

function randomLayer(outputs: number, inputs: number, seed: number): Layer {
  const next = numbers(seed);
  const many = (count: number, make: () => number): number[] => Array.from({ length: count }, make);
  return {
    weights: Array.from({ length: outputs }, () => many(inputs, () => next(-128, 127))),
    biases: many(outputs, () => next(-128, 127)), scales: many(outputs, () => Math.fround(next(1, 1000) / 7919)), inputs: many(inputs, () => next(-127, 127)),
  };
}

const expected = ({ weights, biases, scales, inputs }: Layer): number[] =>
  weights.map((row, r) => Math.fround(Math.fround(row.reduce((sum, w, i) => sum + w * (inputs[i] ?? 0), 127 * (biases[r] ?? 0))) * (scales[r] ?? 0)));

type Way = (kernels: NetworkKernels) => DotProduct;

function computed(layer: Layer, way: Way): number[] {
  const { kernels, memory } = opened();
  const [bytes, floats] = [new Int8Array(memory.buffer), new Float32Array(memory.buffer)];
  const columns = layer.inputs.length + (layer.inputs.length % 2);
  bytes.fill(99, AT.weights, AT.scales);
  layer.weights.forEach((row, r) => {
    const at = AT.weights + r * (columns + 1);
    bytes.fill(0, at, at + columns);
    bytes.set(row, at);
    bytes[at + columns] = layer.biases[r] ?? 0;
  });
  floats.set(layer.scales, AT.scales / 4);
  bytes.set(layer.inputs, AT.inputs);
  way(kernels)(layer.weights.length, layer.inputs.length + 1, AT.weights, AT.scales, AT.inputs, AT.results);
  return [...floats.subarray(AT.results / 4, AT.results / 4 + layer.weights.length)];
}

type Page = { readonly pgm: Uint8Array };

const pgmOf = (grey: Uint8Array, w: number, h: number): Page => ({ pgm: Buffer.concat([Buffer.from(`P5\n${String(w)} ${String(h)}\n255\n`, 'latin1'), grey]) });

function noise(w: number): Page {
  const level = numbers(w);
  return pgmOf(Uint8Array.from({ length: w * 36 }, () => level(0, 255)), w, 36);
}

function drawnLine(text: string, w = 900): Page {
  const h = 36;
  const canvas = createCanvas(w, h);
  const pen = canvas.getContext('2d');
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, w, h);
  pen.fillStyle = '#000';
  pen.font = '24px serif';
  pen.fillText(text, 6, 26);
  const { data } = pen.getImageData(0, 0, w, h);
  const grey = Uint8Array.from({ length: w * h }, (_, i) => data[i * 4] ?? 255);
  return pgmOf(grey, w, h);
}

async function readAll(pages: readonly Page[], isKernelWanted: boolean): Promise<string[]> {
  const core = await loadTesseractCore(isKernelWanted);
  core.FS.mkdir('/data');
  core.FS.writeFile('/data/vie.traineddata', gunzipSync(readFileSync(require.resolve('@tesseract.js-data/vie/4.0.0_best_int/vie.traineddata.gz'))));
  const api = new core.TessBaseAPI();
  api.Init('/data', 'vie', 1, null);
  api.SetVariable('tessedit_pageseg_mode', '13');
  return pages.map(({ pgm }) => {
    core.FS.writeFile('/input', pgm);
    api.SetImageFile(1, 0);
    api.Recognize(null);
    const json = api.GetJSONText(0);
    api.Clear();
    return json;
  });
}

const magnitudes: Way = (kernels) => kernels.dotOfMagnitudes;
const offsets: Way = (kernels) => kernels.dotOfOffsets;
/** A processor that minds the sign of the second operand cannot do the second. */
const WAYS = [['magnitudes', magnitudes], ...(opened().kernels.isUnsigned() === 0 ? [] : [['offsets', offsets] as const])] as const;

describe.each(WAYS)('the dot product by %s', (_, way) => {
  it.each([[1, 1], [3, 5], [4, 16], [5, 17], [7, 64], [8, 79], [16, 9], [30, 12], [48, 64], [64, 80], [96, 191], [384, 192], [111, 609]])('of %i rows of %i weights is that of plain arithmetic', (outputs, inputs) => {
    const layer = randomLayer(outputs, inputs, outputs * 1000 + inputs);
    expect(computed(layer, way)).toEqual(expected(layer));
  });

  it('keeps to whole numbers where all weights and inputs are as large as they can be', () => {
    for (const [weight, input] of [[-128, -127], [-128, 127], [127, 127], [127, -127]] as const) {
      const layer: Layer = { weights: Array.from({ length: 6 }, () => Array.from({ length: 600 }, () => weight)), biases: Array.from({ length: 6 }, () => -128), scales: Array.from({ length: 6 }, () => 1), inputs: Array.from({ length: 600 }, () => input) };
      expect(computed(layer, way)).toEqual(expected(layer));
    }
  });

  it('tells layers apart that lie near each other', () => {
    const { kernels, memory } = opened();
    const bytes = new Int8Array(memory.buffer);
    new Float32Array(memory.buffer).fill(1, AT.scales / 4, AT.scales / 4 + 8);
    bytes.fill(1, AT.inputs, AT.inputs + 8);
    const layers = [0, 1, 2, 3].map((layer) => AT.weights + layer * 24);
    layers.forEach((at, layer) => bytes.fill(layer + 1, at, at + 9));
    for (const turn of [0, 1]) {
      const sums = layers.map((at) => {
        way(kernels)(1, 9, at, AT.scales, AT.inputs, AT.results);
        return new Float32Array(memory.buffer)[AT.results / 4];
      });
      expect(sums, `turn ${String(turn)}`).toEqual([1, 2, 3, 4].map((weight) => weight * 8 + weight * 127));
    }
  });
});

/** Some 4096 steps that rise, as the core's tables do, and what it does with them. */
const TABLE = Float32Array.from({ length: 4096 }, (_, i) => Math.tanh(i / 256));
function lookedUp(x: number): number {
  const place = Math.fround(Math.abs(x) * 256);
  const step = Math.trunc(place);
  if (step > 4094) return 1;
  const [here, next] = [TABLE[step] ?? 0, TABLE[step + 1] ?? 0];
  return Math.fround(Math.fround(Math.fround(next - here) * Math.fround(place - step)) + here);
}
const tanhOf = (x: number): number => (x < 0 ? -lookedUp(x) : lookedUp(x));
const logisticOf = (x: number): number => (x < 0 ? Math.fround(1 - lookedUp(x)) : lookedUp(x));

const next = numbers(41);
const NUMBERS = [0, -0, 1, -1, 15.99, -15.99, 15.996_094, 16, -16, 1e9, -1e9, Infinity, -Infinity, ...Array.from({ length: 80 }, () => next(-9_000_000, 9_000_000) / 777_777)].map(Math.fround);

type Work = (kernels: NetworkKernels, at: { readonly floats: number; readonly others: number; readonly out: number; readonly table: number }, count: number) => void;

/** What stands at `out` afterwards, and a number behind it that must not be touched. */
function worked(floats: readonly number[], others: readonly number[], work: Work): { readonly memory: ArrayBuffer; readonly out: number } {
  const { kernels, memory } = opened();
  const view = new Float32Array(memory.buffer);
  const at = { floats: AT.inputs, others: AT.scales, out: AT.results, table: AT.weights };
  view.set(floats, at.floats / 4);
  view.set(others, at.others / 4);
  view.set(TABLE, at.table / 4);
  view.fill(77, at.out / 4, at.out / 4 + floats.length + 1);
  work(kernels, at, floats.length);
  return { memory: memory.buffer, out: at.out };
}

describe('what ends every sum', () => {
  it.each([1, 3, 4, 6, 8, NUMBERS.length])('is what the table says, for %i numbers', (count) => {
    const given = NUMBERS.slice(0, count);
    const inPlace = (work: Work): number[] => [...new Float32Array(worked(given, [], work).memory, AT.inputs, count)];
    expect(inPlace((kernels, at, n) => kernels.tanhAll(at.floats, n, at.table))).toEqual(given.map(tanhOf));
    expect(inPlace((kernels, at, n) => kernels.logisticAll(at.floats, n, at.table))).toEqual(given.map(logisticOf));
  });

  it.each([1, 5, NUMBERS.length])('is multiplied for the output, for %i numbers, and nothing behind is touched', (count) => {
    const given = NUMBERS.slice(0, count);
    const factors = given.map((_, i) => Math.fround(i / 7 - 3));
    const { memory, out } = worked(given, factors, (kernels, at, n) => kernels.tanhTimes(at.floats, at.others, at.out, n, at.table));
    expect([...new Float32Array(memory, out, count + 1)]).toEqual([...given.map((x, i) => Math.fround(tanhOf(x) * (factors[i] ?? 0))), 77]);
  });

  it.each([1, 7, 8, 21, NUMBERS.length + 6])('goes on as bytes, halves away from zero, for %i numbers', (count) => {
    const given = [0.5 / 127, -0.5 / 127, 1.5 / 127, -1.5 / 127, 126.5 / 127, -126.6 / 127, ...NUMBERS.map((x) => Math.fround(x / 9))].map(Math.fround).slice(0, count);
    const { memory, out } = worked(given, [], (kernels, at, n) => kernels.toBytes(at.floats, at.out, n));
    const expectedBytes = given.map((x) => {
      const scaled = Math.fround(x * 127);
      const whole = Math.trunc(Math.fround(Math.abs(scaled) + 0.5));
      return Math.max(-127, Math.min(127, scaled < 0 ? -whole : whole)) + 0;
    });
    expect([...new Int8Array(memory, out, count)]).toEqual(expectedBytes);
    expect(new Uint8Array(memory)[out + count]).toBe(new Uint8Array(Float32Array.of(77).buffer)[count % 4]);
  });
});

const f = Math.fround;
const bits = (x: number): number => new Uint32Array(Float32Array.of(x).buffer)[0] ?? 0;
const floatOf = (pattern: number): number => new Float32Array(Uint32Array.of(pattern).buffer)[0] ?? 0;

/** expf of the core's library (musl, from FreeBSD), for numbers of 0 to -86, branch by branch. */
function powerOfE(x: number): number {
  const size = bits(x) & 0x7f_ff_ff_ff;
  if (size <= 0x38_ff_ff_ff) return f(x + 1);
  let [high, low, k] = [x, 0, 0];
  if (size > 0x3e_b1_72_18) {
    k = size > 0x3f_85_15_91 ? Math.trunc(f(f(x * floatOf(0x3f_b8_aa_3b)) - 0.5)) : -1;
    high = f(x - f(k * floatOf(0x3f_31_72_00)));
    low = f(k * floatOf(0x35_bf_be_8e));
  }
  const rest = f(high - low);
  const square = f(rest * rest);
  const c = f(rest - f(square * f(floatOf(0x3e_2a_aa_8f) + f(square * floatOf(0xbb_35_52_15)))));
  const y = k === 0 ? f(f(rest - f(f(rest * c) / f(c - 2))) + 1) : f(f(high - f(low - f(f(rest * c) / f(2 - c)))) + 1);
  return f(y * 2 ** k);
}

describe('the last layer', () => {
  it.each([2, 4, 30, 400])('is powers of e, with a floor, and their sum from the first to the last, for %i numbers', (count) => {
    const given = Array.from({ length: count }, (_, i) => f([0, -0, 1e-9, -1e-9, -1e-5, -0.34, -0.3466, -1.0397, -1.04, -85.99, -86, -86.01, -1000, 2][i] ?? -next(0, 90_000_000) / 1_000_000));
    const most = f(0.25);
    const { kernels, memory } = opened();
    const view = new Float32Array(memory.buffer, AT.inputs, count + 1);
    view.set([...given, 77]);
    const sum = kernels.powersOfE(most, AT.inputs, count);
    const powers = given.map((value) => f(value - most)).map((x) => (x < -86 ? floatOf(0x01_73_93_62) : powerOfE(x > 0 ? 0 : x)));
    expect([...view]).toEqual([...powers, 77]);
    expect(sum).toBe(powers.reduce((total, power) => f(total + power), 0));
    powers.forEach((power, i) => expect(power).toBeCloseTo(Math.exp(Math.min(0, (given[i] ?? 0) - most)), 6));
  });
});

describe('the core with functions of ours', () => {
  it('is a build whose insides are known: after an upgrade they are to be looked up again', () => {
    expect(insidesOf(readFileSync(CORE))).toBeDefined();
  });

  it('leaves a build alone that it does not know', () => {
    expect(insidesOf(new Uint8Array(8))).toBeUndefined();
  });

  it('differs from the build in its loops and in the size of its table alone, and is still WebAssembly', () => {
    const build = readFileSync(CORE);
    const insides = insidesOf(build);
    if (insides === undefined) throw new Error('unknown');
    const changed = withCalls(build, insides);
    const places = [{ at: insides.limitsAt, bytes: 4 }, ...insides.loops];
    const elsewhere = Buffer.from(changed);
    for (const { at, bytes } of places) build.copy(elsewhere, at, at, at + bytes);
    expect(elsewhere.equals(build)).toBe(true);
    expect(WebAssembly.validate(changed)).toBe(true);
  });

  it('reads to the last digit what it reads without', async () => {
    const pages = ['Họ và tên: NGUYỄN VĂN TƯỜNG', 'Ngày 17 tháng 8 năm 1998', 'Nơi sinh: xã Phú Mỹ, huyện Châu Đức', '||| .. ___'].map((text) => drawnLine(text));
    const narrow = [8, 9, 10, 11, 40].map((widthPx) => drawnLine('Hộ tịch', widthPx));
    const [ours, theirs] = [await readAll([...pages, ...narrow, noise(300)], true), await readAll([...pages, ...narrow, noise(300)], false)];
    expect(ours).toEqual(theirs);
    expect(ours[1]).toContain('1998');
  }, 60_000);

  it('runs the bytes that its sources give', () => {
    expect(keptText(NETWORK_KERNEL) === kernelText(NETWORK_KERNEL, compileKernel(NETWORK_KERNEL))).toBe(true);
  }, 60_000);
});
