// Every type's papers as they are laid out, read without a fault: what the extraction makes of them is its own
// doing. Words come from the layout's places, so labels, wraps, columns and margins are those of real pages.
import { describe, expect, it } from 'vitest';
import { extractRecords } from '../../../backend/pipeline/extract.ts';
import { layOut } from '../../../scripts/fixtures/layout.ts';
import { contentOf, formsOf, PAGE_TYPES, type PageForm, type PageType } from '../../../scripts/fixtures/page-content.ts';
import { mixedStyle, plainStyle, type PageStyle } from '../../../scripts/fixtures/page-style.ts';
import type { Placed } from '../../../scripts/fixtures/placed.ts';
import { createRandom } from '../../../scripts/fixtures/random.ts';
import type { PageReading, TextLine, Word } from '../../../shared/domain/reading.ts';
import { RECORD_TYPES } from '../../../shared/domain/record-types.ts';
import { QUALITY } from './page-from-text.ts';

const A4 = { dpi: 300, widthPx: 2480, heightPx: 3508 } as const;

function readingOf(placed: readonly Placed[]): PageReading {
  const words = placed.filter((one) => one.kind === 'word');
  const lines = [...Map.groupBy(words, (word) => Math.round(word.baselinePx)).values()].map((row): TextLine => {
    const read = row.toSorted((a, b) => a.xPx - b.xPx).map((word): Word => ({ text: word.text, confidence: 0.96, box: [Math.round(word.xPx), Math.round(word.baselinePx - 0.8 * word.sizePx), Math.round(word.widthPx), Math.round(word.sizePx)] }));
    const [first, last] = [read[0]?.box ?? [0, 0, 0, 0], read.at(-1)?.box ?? [0, 0, 0, 0]];
    return { words: read, box: [first[0], first[1], last[0] + last[2] - first[0], first[3]], block: 0 };
  });
  return { widthPx: A4.widthPx, heightPx: A4.heightPx, dpi: A4.dpi, lines: lines.sort((a, b) => a.box[1] - b.box[1]), marks: [], engine: 'made-in-test' };
}

const FORMS: readonly (readonly [PageType, PageForm])[] = PAGE_TYPES.flatMap((type) => {
  const papers = formsOf(type).map((form) => [type, form] as const);
  return type === 'VB' || papers.some(([, form]) => form === 'register') ? papers : [...papers, [type, 'register'] as const];
});

const comparable = (text: string): string => text.normalize('NFC').toLocaleLowerCase('vi').replace(/[“”"']/gu, '').replace(/\s*([,;:.])\s*/gu, '$1 ').replace(/^[\s.,;:_-]+|[\s.,;:_-]+$/gu, '').replace(/\s+/gu, ' ');


function misses(type: PageType, form: PageForm, seed: number, style: PageStyle): readonly string[] {
  const content = contentOf({ random: createRandom(seed).fork(`${type}/${form}`), style }, type, form);
  const { placed } = layOut({ content, style, ...A4 });
  const [draft] = extractRecords([{ pageId: 'p1', reading: readingOf(placed), quality: QUALITY }], { recordType: 'auto' });
  if (draft?.reading.recordType !== type) return [`${String(seed)}: type ${String(draft?.reading.recordType)}`];
  return Object.entries(content.fields).flatMap(([key, wanted]) => {
    const got = draft.reading.fields[key]?.value ?? '(absent)';
    return comparable(got) === comparable(wanted) ? [] : [`${String(seed)} ${key}: ${wanted} ≠ ${got}`];
  });
}

it('knows papers of every record type', () => {
  expect(new Set(FORMS.map(([type]) => type))).toEqual(new Set(Object.keys(RECORD_TYPES)));
  for (const type of PAGE_TYPES) if (type !== 'VB') expect(FORMS.filter(([one]) => one === type).length, type).toBeGreaterThanOrEqual(2);
});

describe.each(FORMS)('%s %s', (type, form) => {
  it('is read whole, plain', () => {
    expect(Array.from({ length: 4 }, (_, seed) => misses(type, form, seed, plainStyle)).flat()).toEqual([]);
  });

  it('is read whole in other looks', () => {
    expect(Array.from({ length: 6 }, (_, seed) => misses(type, form, 50 + seed, mixedStyle(createRandom(seed).fork('look')))).flat()).toEqual([]);
  });
});
