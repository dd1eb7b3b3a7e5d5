// What a person corrected goes into the text layer too: the words under a corrected field give way to
// the corrected value, laid over the same print. Elsewhere text search in the PDF would go on finding
// the machine's mistakes. The box of a field ends where the machine took its value to end: words beyond it that
// are misreadings of the corrected value's own give way as well.
import type { FieldReading } from '../../shared/domain/field.ts';
import type { Box } from '../../shared/domain/geometry.ts';
import { right } from '../../shared/domain/geometry.ts';
import { textDistance } from '../../shared/domain/text-distance.ts';
import { foldMarks } from '../../shared/domain/vietnamese-text.ts';
import type { PdfTextLine } from '../pdf/write-text-layer.ts';

type PdfWord = PdfTextLine['words'][number];

const BY_PERSON: ReadonlySet<FieldReading['from']> = new Set(['clerk', 'second-keying']);

/** `page` is 1-based within the record. Lines in reading order; returns them with corrected fields put in. */
export function correctedLines(lines: readonly PdfTextLine[], fields: Readonly<Record<string, FieldReading>>, page: number): readonly PdfTextLine[] {
  const corrected = Object.values(fields).filter((field) => BY_PERSON.has(field.from) && field.page === page && field.box[2] > 0 && field.box[3] > 0);
  return corrected.reduce<readonly PdfTextLine[]>((current, field) => withField(current, field), lines);
}

function withField(lines: readonly PdfTextLine[], field: FieldReading): readonly PdfTextLine[] {
  const words = field.value.normalize('NFC').split(/\s+/).filter(Boolean);
  const inside = lines.map((line) => line.words.filter((word) => isInside(word.box, field.box)));
  const [first, last] = [inside.findIndex((hit) => hit.length > 0), inside.findLastIndex((hit) => hit.length > 0)];
  const touched = inside.map((hit, index) => [...(index === first ? misreadBeside(lines[index]?.words ?? [], hit, words, 'before') : []), ...hit, ...(index === last ? misreadBeside(lines[index]?.words ?? [], hit, words, 'after') : [])]);
  const spans = touched.flatMap((hit, index) => (hit.length === 0 ? [] : [{ index, hit, width: Math.max(...hit.map((word) => right(word.box))) - Math.min(...hit.map((word) => word.box[0])) }]));
  if (spans.length === 0) return words.length === 0 ? lines : [...lines, { words: layOut(words, field.box) }];
  const shares = share(words, spans.map((span) => span.width));
  const replaced = new Map(spans.map((span, at) => [span.index, { hit: new Set(span.hit), words: layOut(shares[at] ?? [], around(span.hit)) }]));
  return lines.map((line, index) => {
    const change = replaced.get(index);
    if (change === undefined) return line;
    const before = line.words.findIndex((word) => change.hit.has(word));
    const kept = (part: readonly PdfWord[]): PdfWord[] => part.filter((word) => !change.hit.has(word));
    return { words: [...kept(line.words.slice(0, before)), ...change.words, ...kept(line.words.slice(before))] };
  });
}

function isInside(word: Box, field: Box): boolean {
  const x = word[0] + word[2] / 2;
  const y = word[1] + word[3] / 2;
  return x >= field[0] && x <= right(field) && y >= field[1] && y <= field[1] + field[3];
}

/** At most so many words of a value lie beyond its box. */
const MOST_BEYOND = 3;

/** The words before or after those in the box that are the first or last ones of the value, misread: as many as match. */
function misreadBeside(line: readonly PdfWord[], hit: readonly PdfWord[], value: readonly string[], side: 'before' | 'after'): readonly PdfWord[] {
  const edge = side === 'after' ? hit.at(-1) : hit[0];
  if (edge === undefined || isLike(edge.text, (side === 'after' ? value.at(-1) : value[0]) ?? '')) return [];
  const at = line.indexOf(edge);
  for (let count = Math.min(MOST_BEYOND, value.length - 1); count > 0; count -= 1) {
    const beside = side === 'after' ? line.slice(at + 1, at + 1 + count) : line.slice(Math.max(0, at - count), at);
    const wanted = side === 'after' ? value.slice(-count) : value.slice(0, count);
    if (beside.length === count && beside.every(({ text }, index) => isLike(text, wanted[index] ?? ''))) return beside;
  }
  return [];
}

/** The same word but for marks and a third of its letters. */
function isLike(read: string, meant: string): boolean {
  const [a, b] = [foldMarks(read), foldMarks(meant)];
  const most = Math.floor(Math.max(a.length, b.length) / 3);
  return textDistance(a, b, most) <= most;
}

/** Whole words over several lines, by the room each line has. */
function share(words: readonly string[], widths: readonly number[]): string[][] {
  const letters = words.join(' ').length;
  const room = widths.reduce((sum, width) => sum + width, 0);
  const shares: string[][] = widths.map(() => []);
  let used = 0;
  for (const word of words) {
    const middle = ((used + word.length / 2) / Math.max(1, letters)) * room;
    let line = 0;
    let end = widths[0] ?? 0;
    while (middle > end && line < widths.length - 1) {
      line += 1;
      end += widths[line] ?? 0;
    }
    shares[line]?.push(word);
    used += word.length + 1;
  }
  return shares;
}

/** Words side by side in `box`, each as wide as its share of letters. */
function layOut(words: readonly string[], box: Box): PdfWord[] {
  const letters = Math.max(1, words.join(' ').length);
  let used = 0;
  return words.map((text) => {
    const placed: PdfWord = { text, box: [box[0] + (box[2] * used) / letters, box[1], (box[2] * text.length) / letters, box[3]] };
    used += text.length + 1;
    return placed;
  });
}

function around(words: readonly PdfWord[]): Box {
  const x = Math.min(...words.map((word) => word.box[0]));
  const y = Math.min(...words.map((word) => word.box[1]));
  const x1 = Math.max(...words.map((word) => right(word.box)));
  const y1 = Math.max(...words.map((word) => word.box[1] + word.box[3]));
  return [x, y, x1 - x, y1 - y];
}
