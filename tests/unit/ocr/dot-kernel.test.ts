// The recogniser's inner loop of our own gives what plain arithmetic gives, and the core reads with it what it
// reads without.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gunzipSync } from 'node:zlib';
import { createCanvas } from '@napi-rs/canvas';
import { describe, expect, it } from 'vitest';
import { insidesOf, openDotKernel, SCRATCH_BYTES } from '../../../backend/ocr/dot-kernel.ts';
import { loadTesseractCore } from '../../../backend/ocr/tesseract-core.ts';

const require = createRequire(import.meta.url);
const AT = { scratch: 0, weights: 65_536, scales: 700_000, inputs: 800_000, results: 900_000 } as const;

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

function computed(layer: Layer): number[] {
  const memory = new WebAssembly.Memory({ initial: 16 });
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
  openDotKernel(memory, AT.scratch)(layer.weights.length, layer.inputs.length + 1, AT.weights, AT.scales, AT.inputs, AT.results);
  return [...floats.subarray(AT.results / 4, AT.results / 4 + layer.weights.length)];
}

type Page = { readonly pgm: Uint8Array };

function drawnLine(text: string): Page {
  const [w, h] = [900, 36];
  const canvas = createCanvas(w, h);
  const pen = canvas.getContext('2d');
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, w, h);
  pen.fillStyle = '#000';
  pen.font = '24px serif';
  pen.fillText(text, 6, 26);
  const { data } = pen.getImageData(0, 0, w, h);
  const grey = Uint8Array.from({ length: w * h }, (_, i) => data[i * 4] ?? 255);
  return { pgm: Buffer.concat([Buffer.from(`P5\n${String(w)} ${String(h)}\n255\n`, 'latin1'), grey]) };
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

describe('the dot product', () => {
  it.each([[1, 1], [3, 5], [4, 16], [5, 17], [7, 64], [8, 79], [64, 80], [96, 191], [384, 192], [111, 609]])('of %i rows of %i weights is that of plain arithmetic', (outputs, inputs) => {
    const layer = randomLayer(outputs, inputs, outputs * 1000 + inputs);
    expect(computed(layer)).toEqual(expected(layer));
  });

  it('keeps to whole numbers where all weights and inputs are as large as they can be', () => {
    for (const [weight, input] of [[-128, -127], [-128, 127], [127, 127], [127, -127]] as const) {
      const layer: Layer = { weights: Array.from({ length: 6 }, () => Array.from({ length: 600 }, () => weight)), biases: Array.from({ length: 6 }, () => -128), scales: Array.from({ length: 6 }, () => 1), inputs: Array.from({ length: 600 }, () => input) };
      expect(computed(layer)).toEqual(expected(layer));
    }
  });

  it('has room for its notes beside a page of memory', () => {
    expect(SCRATCH_BYTES).toBeLessThan(AT.weights);
  });
});

describe('the core with the dot product of ours', () => {
  it('is a build whose insides are known: after an upgrade they are to be looked up again', () => {
    expect(insidesOf(readFileSync(require.resolve('tesseract.js-core/tesseract-core-relaxedsimd-lstm.wasm')))).toBeDefined();
  });

  it('leaves a build alone that it does not know', () => {
    expect(insidesOf(new Uint8Array(8))).toBeUndefined();
  });

  it('reads to the last digit what it reads without', async () => {
    const pages = ['Họ và tên: NGUYỄN VĂN TƯỜNG', 'Ngày 17 tháng 8 năm 1998', 'Nơi sinh: xã Phú Mỹ, huyện Châu Đức', '||| .. ___'].map(drawnLine);
    const [ours, theirs] = [await readAll(pages, true), await readAll(pages, false)];
    expect(ours).toEqual(theirs);
    expect(ours[1]).toContain('1998');
  }, 60_000);
});
