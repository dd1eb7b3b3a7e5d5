import { describe, expect, it } from 'vitest';
import { fitShapes, type ShapeExample } from '../../../scripts/fit-linear.ts';

/** Two signs in two cells, one of them drawn in two ways; the third number is no cell. */
const examples: readonly ShapeExample[] = Array.from({ length: 200 }, (_, index) => {
  const noise = (index % 5) / 50;
  if (index % 2 === 0) return { sign: 'left', shape: Float32Array.of(0.9 - noise, 0.1, 1) };
  return { sign: 'right', shape: index % 4 === 1 ? Float32Array.of(0.1, 0.9 - noise, 1) : Float32Array.of(0.4, 0.9, 1) };
});

const fit = () => fitShapes(examples, ['left', 'right'], { epochs: 20, scale: 100, cells: 2 });

describe('fitting shapes', () => {
  it('finds weights that tell the signs apart', () => {
    const scores = (shape: readonly number[]) => fit().map(({ bias, weights }) => weights.reduce((sum, weight, i) => sum + weight * (shape[i] ?? 0), bias));
    const [left = 0, right = 0] = scores([0.9, 0.1, 1]);
    expect(left).toBeGreaterThan(right);
    const [otherLeft = 0, otherRight = 0] = scores([0.4, 0.9, 1]);
    expect(otherRight).toBeGreaterThan(otherLeft);
  });

  it('finds the ways in which a sign is drawn, in its cells alone', () => {
    const looks = fit()[1]?.looks ?? [];
    expect(looks.every((look) => look.length === 2)).toBe(true);
    expect(looks.some(([first = 0]) => first === 40)).toBe(true);
    expect(looks.some(([first = 0]) => first === 10)).toBe(true);
  });

  it('gives the same numbers for the same examples', () => expect(fit()).toEqual(fit()));
});
