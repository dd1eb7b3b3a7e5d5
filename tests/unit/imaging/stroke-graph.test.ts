import { describe, expect, it } from 'vitest';
import { binarise, type Binary } from '../../../backend/imaging/components.ts';
import { buildStrokeGraph, coursesOf } from '../../../backend/imaging/stroke-graph.ts';
import { depthOf, thin } from '../../../backend/imaging/thin.ts';
import { arc, ink, stroke, whitePage } from './draw.ts';

const count = (lines: Binary): number => lines.data.reduce((sum, v) => sum + v, 0);

describe('thinning', () => {
  it('leaves the middle line of a bar, about as long as the bar', () => {
    const page = whitePage(120, 40);
    ink(page, [10, 10, 90, 9]);
    const lines = thin(binarise(page, 128));
    expect(count(lines)).toBeGreaterThan(75);
    expect(count(lines)).toBeLessThan(100);
    expect(lines.data[14 * 120 + 50]).toBe(1);
  });

  it('keeps a ring a ring, a single pixel a pixel and nothing nothing', () => {
    const page = whitePage(120, 120);
    stroke(page, arc(60, 60, 40, 40, 0, 360), 7);
    expect(count(thin(binarise(page, 128)))).toBeGreaterThan(200);
    const dot = whitePage(9, 9);
    ink(dot, [4, 4, 1, 1]);
    expect(count(thin(binarise(dot, 128)))).toBe(1);
    expect(count(thin(binarise(whitePage(9, 9), 128)))).toBe(0);
  });

  it('tells half the width of a stroke', () => {
    const page = whitePage(60, 60);
    ink(page, [20, 5, 11, 50]);
    expect(depthOf(binarise(page, 128))[30 * 60 + 25]).toBeCloseTo(6, 0);
  });
});

describe('strokes as a graph', () => {
  it('goes straight on where two strokes cross', () => {
    const page = whitePage(200, 200);
    stroke(page, [[20, 20], [180, 180]], 5);
    stroke(page, [[20, 180], [180, 20]], 5);
    const binary = binarise(page, 128);
    const graph = buildStrokeGraph(thin(binary), depthOf(binary));
    const long = coursesOf(graph).map((course) => course.reduce((sum, e) => sum + (graph.edges[e]?.points.length ?? 0), 0)).filter((length) => length > 100);
    expect(long).toHaveLength(2);
  });

  it('does not turn a corner at a branch', () => {
    const page = whitePage(200, 200);
    stroke(page, [[20, 100], [180, 100]], 5);
    stroke(page, [[100, 100], [100, 20]], 5);
    const binary = binarise(page, 128);
    const graph = buildStrokeGraph(thin(binary), depthOf(binary));
    const lengths = coursesOf(graph).map((course) => course.length).sort();
    expect(lengths.at(-1)).toBe(2);
    expect(graph.edges.filter((edge) => edge.points.length > 40)).toHaveLength(3);
  });
});
