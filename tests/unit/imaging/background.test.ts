import { describe, expect, it } from 'vitest';
import { estimatePaper, flatten, measureInk, stretch } from '../../../backend/imaging/background.ts';
import { ink, letters, levelAt, whitePage } from './draw.ts';

describe('flattening the paper', () => {
  it('makes shadow and light the same white and keeps print dark', () => {
    const page = whitePage(400, 200);
    for (let y = 0; y < 200; y++) for (let x = 0; x < 400; x++) page.data[y * 400 + x] = 130 + Math.round((x * 110) / 400);
    ink(page, [40, 80, 10, 20], 30);
    ink(page, [340, 80, 10, 20], 60);
    const flat = flatten(page, estimatePaper(page, 16));
    expect(levelAt(flat, 20, 50)).toBeGreaterThan(235);
    expect(levelAt(flat, 380, 50)).toBeGreaterThan(235);
    expect(levelAt(flat, 45, 90)).toBeLessThan(80);
    expect(levelAt(flat, 345, 90)).toBeLessThan(90);
  });

  it('turns the black scanner lid white', () => {
    const page = whitePage(400, 300);
    ink(page, [0, 0, 400, 80], 8);
    const flat = flatten(page, estimatePaper(page, 16));
    expect(levelAt(flat, 200, 20)).toBe(255);
  });

  it('works on a page smaller than one cell', () => {
    const page = whitePage(3, 2, 200);
    expect([...flatten(page, estimatePaper(page, 16)).data].every((v) => v === 255)).toBe(true);
  });

  it('tells ink from paper on faded print', () => {
    const page = whitePage(400, 100, 240);
    for (let k = 0; k < 4; k++) letters(page, 10, 20 + k * 22, 25);
    for (let i = 0; i < page.data.length; i++) if (page.data[i] === 0) page.data[i] = 170;
    const levels = measureInk(page);
    expect(levels.ink).toBeLessThan(180);
    expect(levels.paper).toBeGreaterThan(230);
    stretch(page, levels.ink, levels.paper);
    expect(Math.min(...page.data)).toBeLessThan(10);
  });
});
