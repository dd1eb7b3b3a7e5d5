// What the ticked boxes of a register's margin say. A form names its boxes by the words beside them; the box
// is the one right before those words. One ticked box of a field gives its value; two give none, and a doubt:
// the law knows one kind of registration for a case.
import type { Box } from '../../shared/domain/geometry.ts';
import { right } from '../../shared/domain/geometry.ts';
import type { PageMark } from '../../shared/domain/reading.ts';
import { lettersOnly } from '../../shared/domain/vietnamese-text.ts';
import { findPhrase } from './find-phrase.ts';
import type { FormDefinition } from './form-definition.ts';
import type { PageText, Token } from './page-text.ts';
import type { ParsedValue } from './parsed-value.ts';
import { parsed } from './parsed-value.ts';
import { makeSpan } from './value-span.ts';

type Tick = FormDefinition['ticks'][number];
type Found = Readonly<{ tick: Tick; box: Box; tokens: readonly Token[] }>;

/** Between a box and its words, in heights of the words. */
const FARTHEST = 2.5;

function boxBefore(word: Box, marks: readonly PageMark[]): PageMark | undefined {
  const middle = word[1] + word[3] / 2;
  const near = marks.filter(({ box }) => Math.abs(box[1] + box[3] / 2 - middle) < 0.35 * (box[3] + word[3]) && word[0] - right(box) > -0.5 * box[2] && word[0] - right(box) < FARTHEST * Math.max(word[3], box[3]));
  return near.toSorted((a, b) => right(b.box) - right(a.box))[0];
}

function foundAt(page: PageText, tick: Tick, boxes: readonly PageMark[]): Found | undefined {
  const letters = lettersOnly(tick.label);
  for (const { start, end } of findPhrase(page.letters, letters)) {
    const tokens = page.tokens.slice(page.tokenOf[start] ?? 0, (page.tokenOf[end - 1] ?? -1) + 1);
    const first = tokens.find((token) => lettersOnly(token.text).length > 1);
    const box = first === undefined ? undefined : boxBefore(first.box, boxes);
    if (box?.kind === 'ticked-box') return { tick, box: box.box, tokens };
  }
  return undefined;
}

/** Values of the form's tick boxes; nothing for a page on which none is ticked. */
export function readTicks(page: PageText, form: FormDefinition): readonly ParsedValue[] {
  const boxes = page.reading.marks.filter(({ kind }) => kind === 'ticked-box' || kind === 'empty-box');
  if (boxes.length === 0) return [];
  const found = form.ticks.flatMap((tick) => foundAt(page, tick, boxes) ?? []);
  // "Giám hộ cử" is nearly the beginning of "Giám hộ đương nhiên": a box has the longer of its labels.
  const own = found.filter((one) => !found.some((other) => other.box === one.box && other.tick.label.length > one.tick.label.length));
  const ticked = Map.groupBy(own, ({ tick }) => tick.key);
  return [...ticked].map(([key, [one, ...others]]) => {
    const span = makeSpan(one?.tokens ?? [], one?.box ?? [0, 0, 0, 0]);
    if (one === undefined || others.length > 0) return parsed(key, 'enum', '', { ...span, pieces: [] }, { reasons: ['several-ticked'] });
    return parsed(key, 'enum', one.tick.value, span, { listed: true });
  });
}
