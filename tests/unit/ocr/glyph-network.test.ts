import { describe, expect, it } from 'vitest';
import { answerOf, glyphInput, glyphNetwork, hiddenOf, INPUTS, parseGlyphNetwork, softmax, WINDOW_PIXELS } from '../../../backend/ocr/glyph-network.ts';
import { pairUp, labelOf } from '../../../scripts/glyphs/gather-glyphs.ts';
import { packNetwork, trainNetwork, type GlyphSample } from '../../../scripts/glyphs/train-network.ts';

const sum = (numbers: Float32Array): number => numbers.reduce((a, b) => a + b, 0);

/** A dark stroke at one height stands for each figure. */
const stroke = (figure: number): GlyphSample => ({ window: Uint8Array.from({ length: WINDOW_PIXELS }, (_, i) => (Math.floor(i / 24 / 4) === figure ? 200 : 0)), base: String(figure), isCapital: false, label: { figure } });

describe('the glyph network', () => {
  it('answers with probabilities for a window without ink, too', () => {
    const answer = answerOf(glyphNetwork(), hiddenOf(glyphNetwork(), glyphInput(new Uint8Array(WINDOW_PIXELS), 'a', false)));
    for (const group of [answer.tones, answer.shapes, answer.figures]) expect(sum(group)).toBeCloseTo(1, 4);
  });

  it('stretches faint ink to full contrast, but not the noise of white paper', () => {
    const faint = glyphInput(new Uint8Array(WINDOW_PIXELS).fill(100, 0, 5), 'o', true);
    expect(faint[0]).toBe(1);
    expect(glyphInput(new Uint8Array(WINDOW_PIXELS).fill(8), 'o', true)[0]).toBeLessThan(0.2);
    expect(faint).toHaveLength(INPUTS);
  });

  it('refuses weights of another shape', () => {
    expect(() => parseGlyphNetwork('{}')).toThrow();
    const network = trainNetwork([], { hidden: 2, rounds: 1, seed: 1 });
    expect(() => parseGlyphNetwork(JSON.stringify({ ...packNetwork(network), hidden: 3 }))).toThrow(/weights/);
  });

  it('does not overflow on large sums', () => {
    expect([...softmax(Float32Array.from([1000, 0, 1000]))]).toEqual([0.5, 0, 0.5]);
  });

  it('learns what is shown to it, the same for the same seed, and keeps it when packed', () => {
    const samples = Array.from({ length: 20 }, () => Array.from({ length: 10 }, (_, figure) => stroke(figure))).flat();
    const train = (): string => JSON.stringify(packNetwork(trainNetwork(samples, { hidden: 12, rounds: 20, seed: 5 })));
    const packed = train();
    const network = parseGlyphNetwork(packed);
    for (let figure = 0; figure < 10; figure++) {
      const { figures } = answerOf(network, hiddenOf(network, glyphInput(stroke(figure).window, String(figure), false)));
      expect(figures.indexOf(Math.max(...figures))).toBe(figure);
    }
    expect(train()).toBe(packed);
  });
});

describe('gathering glyphs', () => {
  it('pairs words in order and leaves out what only one side has', () => {
    expect(pairUp(['a', 'b', 'x', 'c'], ['b', 'c', 'd'])).toEqual([[1, 0], [3, 1]]);
    expect(pairUp([], ['a'])).toEqual([]);
  });

  it('names a letter by its tone and its vowel mark', () => {
    expect(labelOf('Ằ')).toEqual({ tone: 1, shape: 2 });
    expect(labelOf('ợ')).toEqual({ tone: 5, shape: 3 });
    expect(labelOf('y')).toEqual({ tone: 0, shape: 0 });
    expect(labelOf('7')).toEqual({ figure: 7 });
    expect(labelOf('đ')).toBeUndefined();
  });
});
