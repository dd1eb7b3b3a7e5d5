// A small network over glyph windows (imaging/glyph-window.ts): one hidden layer, one answer for the tone mark,
// one for the vowel mark, one for figures. Weights are data, trained by scripts/train-glyphs.ts on generated
// pages; each layer is kept as bytes and one scale.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { WINDOW_HEIGHT, WINDOW_WIDTH } from '../imaging/glyph-window.ts';

export const WINDOW_PIXELS = WINDOW_WIDTH * WINDOW_HEIGHT;
/** What is known of the glyph beside its pixels: which vowel, whether a capital, whether a figure. */
export const KNOWN = ['a', 'e', 'i', 'o', 'u', 'y', 'capital', 'figure'] as const;
export const INPUTS = WINDOW_PIXELS + KNOWN.length;
export const TONES = 6;
/** None, circumflex, breve, horn. */
export const SHAPES = 4;
export const FIGURES = 10;
export const OUTPUTS = TONES + SHAPES + FIGURES;

export type GlyphNetwork = {
  readonly hidden: number;
  /** INPUTS rows of `hidden` weights. */
  readonly first: Float32Array;
  readonly firstBias: Float32Array;
  /** `hidden` rows of OUTPUTS weights. */
  readonly second: Float32Array;
  readonly secondBias: Float32Array;
};

/** Probabilities; those of the group that was not asked mean nothing. */
export type GlyphAnswer = { readonly tones: Float32Array; readonly shapes: Float32Array; readonly figures: Float32Array };

const layerSchema = z.object({ scale: z.number(), bytes: z.base64() });
const networkSchema = z.object({ hidden: z.number().int().positive(), first: layerSchema, firstBias: layerSchema, second: layerSchema, secondBias: layerSchema });

function unpack({ scale, bytes }: z.infer<typeof layerSchema>, length: number): Float32Array {
  const packed = new Int8Array(Buffer.from(bytes, 'base64'));
  if (packed.length !== length) throw new Error(`a layer of ${String(packed.length)} weights where ${String(length)} are wanted`);
  return Float32Array.from(packed, (weight) => weight * scale);
}

/** @throws when the weights are not those of this network */
export function parseGlyphNetwork(text: string): GlyphNetwork {
  const { hidden, ...layers } = networkSchema.parse(JSON.parse(text));
  return { hidden, first: unpack(layers.first, INPUTS * hidden), firstBias: unpack(layers.firstBias, hidden), second: unpack(layers.second, hidden * OUTPUTS), secondBias: unpack(layers.secondBias, OUTPUTS) };
}

let loaded: GlyphNetwork | undefined;
export const glyphNetwork = (): GlyphNetwork => (loaded ??= parseGlyphNetwork(readFileSync(new URL('../../resources/reading/glyphs.json', import.meta.url), 'utf8')));

/** Lighter than this share of the darkest is paper and the rim of letters. */
const PAPER = 0.1;

/** The window's ink from 0 to 1, stretched to full contrast, and what is known of the glyph. */
export function glyphInput(window: Uint8Array, base: string, isCapital: boolean): Float32Array {
  const input = new Float32Array(INPUTS);
  const darkest = window.reduce((most, ink) => Math.max(most, ink), 64);
  for (let i = 0; i < WINDOW_PIXELS; i++) input[i] = (window[i] ?? 0) < PAPER * darkest ? 0 : (window[i] ?? 0) / darkest;
  const isFigure = /\d/.test(base);
  KNOWN.forEach((name, k) => { if (name === base || (name === 'capital' && isCapital) || (name === 'figure' && isFigure)) input[WINDOW_PIXELS + k] = 1; });
  return input;
}

/** Hidden layer, nothing below zero. */
export function hiddenOf(network: GlyphNetwork, input: Float32Array): Float32Array {
  const { hidden, first } = network;
  const out = Float32Array.from(network.firstBias);
  for (let i = 0; i < INPUTS; i++) {
    const x = input[i] ?? 0;
    if (x === 0) continue;
    for (let h = 0, at = i * hidden; h < hidden; h++, at++) out[h] = (out[h] ?? 0) + x * (first[at] ?? 0);
  }
  for (let h = 0; h < hidden; h++) out[h] = Math.max(0, out[h] ?? 0);
  return out;
}

export function softmax(sums: Float32Array): Float32Array {
  const most = sums.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const powers = sums.map((sum) => Math.exp(sum - most));
  const all = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / all);
}

export function answerOf(network: GlyphNetwork, hidden: Float32Array): GlyphAnswer {
  const sums = Float32Array.from(network.secondBias);
  for (let h = 0; h < network.hidden; h++) {
    const x = hidden[h] ?? 0;
    if (x !== 0) for (let o = 0; o < OUTPUTS; o++) sums[o] = (sums[o] ?? 0) + x * (network.second[h * OUTPUTS + o] ?? 0);
  }
  return { tones: softmax(sums.subarray(0, TONES)), shapes: softmax(sums.subarray(TONES, TONES + SHAPES)), figures: softmax(sums.subarray(TONES + SHAPES)) };
}
