// Trains the glyph network by Adam on small batches; deterministic for one seed. Windows are shifted by a
// column or a row now and then, because letters are found only roughly.
import { answerOf, hiddenOf, glyphInput, INPUTS, OUTPUTS, SHAPES, TONES, type GlyphNetwork } from '../../backend/ocr/glyph-network.ts';
import { WINDOW_HEIGHT, WINDOW_WIDTH } from '../../backend/imaging/glyph-window.ts';
import { createRandom, type Random } from '../fixtures/random.ts';

/** Tone and shape of a vowel, or a figure; the others are absent. */
export type GlyphLabel = { readonly tone: number; readonly shape: number } | { readonly figure: number };
export type GlyphSample = { readonly window: Uint8Array; readonly base: string; readonly isCapital: boolean; readonly label: GlyphLabel };

const BATCH = 48;
const RATE = 0.003;
const DECAY = 0.00002;

type Layer = { readonly weights: Float32Array; readonly slope: Float32Array; readonly first: Float32Array; readonly second: Float32Array };
const layerOf = (length: number, spread: number, random: Random): Layer => ({ weights: Float32Array.from({ length }, () => random.bell() * spread), slope: new Float32Array(length), first: new Float32Array(length), second: new Float32Array(length) });

function step({ weights, slope, first, second }: Layer, round: number, rate: number): void {
  const [fade1, fade2] = [1 - 0.9 ** round, 1 - 0.999 ** round];
  for (let i = 0; i < weights.length; i++) {
    const g = (slope[i] ?? 0) / BATCH + DECAY * (weights[i] ?? 0);
    slope[i] = 0;
    const a = 0.9 * (first[i] ?? 0) + 0.1 * g;
    const b = 0.999 * (second[i] ?? 0) + 0.001 * g * g;
    first[i] = a;
    second[i] = b;
    weights[i] = (weights[i] ?? 0) - (rate * (a / fade1)) / (Math.sqrt(b / fade2) + 1e-8);
  }
}

function shifted(window: Uint8Array, dx: number, dy: number): Uint8Array {
  if (dx === 0 && dy === 0) return window;
  const out = new Uint8Array(window.length);
  for (let y = Math.max(0, -dy); y < Math.min(WINDOW_HEIGHT, WINDOW_HEIGHT - dy); y++) {
    const from = (y + dy) * WINDOW_WIDTH;
    out.set(window.subarray(from + Math.max(0, dx), from + WINDOW_WIDTH + Math.min(0, dx)), y * WINDOW_WIDTH + Math.max(0, -dx));
  }
  return out;
}

/** What was answered minus what is right; nothing where nothing was asked. */
function missOf(network: GlyphNetwork, hidden: Float32Array, label: GlyphLabel): Float32Array {
  const answer = answerOf(network, hidden);
  const miss = new Float32Array(OUTPUTS);
  const put = (from: number, answers: Float32Array, right: number): void => answers.forEach((p, k) => { miss[from + k] = p - (k === right ? 1 : 0); });
  if ('figure' in label) put(TONES + SHAPES, answer.figures, label.figure);
  else {
    put(0, answer.tones, label.tone);
    put(TONES, answer.shapes, label.shape);
  }
  return miss;
}

type Layers = Readonly<Record<'first' | 'firstBias' | 'second' | 'secondBias', Layer>>;

function learn(layers: Layers, network: GlyphNetwork, input: Float32Array, label: GlyphLabel): void {
  const hidden = hiddenOf(network, input);
  const miss = missOf(network, hidden, label);
  const back = new Float32Array(network.hidden);
  const add = (slope: Float32Array, at: number, amount: number): void => { slope[at] = (slope[at] ?? 0) + amount; };
  for (let h = 0; h < network.hidden; h++) {
    const x = hidden[h] ?? 0;
    if (x === 0) continue;
    let sum = 0;
    for (let o = 0; o < OUTPUTS; o++) {
      add(layers.second.slope, h * OUTPUTS + o, x * (miss[o] ?? 0));
      sum += (network.second[h * OUTPUTS + o] ?? 0) * (miss[o] ?? 0);
    }
    back[h] = sum;
    add(layers.firstBias.slope, h, sum);
  }
  miss.forEach((amount, o) => add(layers.secondBias.slope, o, amount));
  const { slope } = layers.first;
  for (let i = 0; i < INPUTS; i++) {
    const x = input[i] ?? 0;
    if (x === 0) continue;
    for (let h = 0, at = i * network.hidden; h < network.hidden; h++, at++) slope[at] = (slope[at] ?? 0) + x * (back[h] ?? 0);
  }
}

export type TrainingOptions = { readonly hidden: number; readonly rounds: number; readonly seed: number; onRound?(round: number, network: GlyphNetwork): void };

export function trainNetwork(samples: readonly GlyphSample[], { hidden, rounds, seed, onRound }: TrainingOptions): GlyphNetwork {
  const random = createRandom(seed);
  const layers: Layers = { first: layerOf(INPUTS * hidden, 0.06, random), firstBias: layerOf(hidden, 0, random), second: layerOf(hidden * OUTPUTS, 0.2, random), secondBias: layerOf(OUTPUTS, 0, random) };
  const network: GlyphNetwork = { hidden, first: layers.first.weights, firstBias: layers.firstBias.weights, second: layers.second.weights, secondBias: layers.secondBias.weights };
  let steps = 0;
  for (let round = 1; round <= rounds; round++) {
    const order = samples.map((sample) => ({ sample, at: random.next() })).sort((a, b) => a.at - b.at);
    const rate = RATE * (1 - (round - 1) / rounds);
    for (const [n, { sample }] of order.entries()) {
      const window = shifted(sample.window, random.int(-1, 1), random.int(-1, 1));
      learn(layers, network, glyphInput(window, sample.base, sample.isCapital), sample.label);
      if (n % BATCH !== BATCH - 1) continue;
      steps++;
      for (const layer of Object.values(layers)) step(layer, steps, rate);
    }
    onRound?.(round, network);
  }
  return network;
}

/** Bytes and one scale a layer, as backend/ocr/glyph-network.ts reads them. */
export function packNetwork(network: GlyphNetwork): Readonly<Record<string, unknown>> {
  const pack = (weights: Float32Array): { readonly scale: number; readonly bytes: string } => {
    const scale = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 1e-6) / 127;
    return { scale, bytes: Buffer.from(Int8Array.from(weights, (weight) => Math.round(weight / scale))).toString('base64') };
  };
  return { hidden: network.hidden, first: pack(network.first), firstBias: pack(network.firstBias), second: pack(network.second), secondBias: pack(network.secondBias) };
}
