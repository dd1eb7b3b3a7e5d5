// The fewest keys that turn one text into another in the desk's input, from where its selection stands: what is typed
// replaces the selection; Alt+Arrow walks through the letters that are marked as doubtful; else arrows, Home and End,
// Delete and Backspace; or all of it anew. `letters` are those that are really wrong: put in, taken out or replaced.
import { differingStretches } from '../../renderer/features/correction/differing-marks.ts';
import { nextRun, runsAfterTyping, type Run } from '../../renderer/features/correction/doubtful-runs.ts';

export type EditKeys = { readonly keys: readonly string[]; readonly letters: number };
type Standing = Readonly<{ text: string; from: number; to: number; /** Marked as doubtful. */ runs: readonly Run[] }>;
/** `text` from `start`, `removed` letters, is to become `added`. */
type Stretch = Readonly<{ start: number; removed: number; added: string }>;

const times = (key: string, count: number): readonly string[] => Array.from({ length: Math.max(0, count) }, () => key);
const shortest = (ways: readonly (readonly string[])[]): readonly string[] => [...ways].sort((a, b) => a.length - b.length)[0] ?? [];

/** Letters put in, taken out or replaced, at the least. */
export function lettersWrong(from: string, to: string): number {
  const b = [...to.normalize('NFC')];
  let row = b.map((_, index) => index + 1);
  let first = 0;
  for (const letter of from.normalize('NFC')) {
    const next: number[] = [];
    b.forEach((other, index) => next.push(Math.min((index === 0 ? first : (row[index - 1] ?? 0)) + (letter === other ? 0 : 1), (row[index] ?? 0) + 1, (index === 0 ? first + 1 : (next[index - 1] ?? 0)) + 1)));
    first += 1;
    row = next;
  }
  return row.at(-1) ?? first;
}

/** One stretch from the common beginning to the common end. */
function wholeStretch(text: string, to: string): Stretch {
  let start = 0;
  while (start < text.length && start < to.length && text[start] === to[start]) start++;
  let tail = 0;
  while (tail < text.length - start && tail < to.length - start && text[text.length - 1 - tail] === to[to.length - 1 - tail]) tail++;
  return { start, removed: text.length - tail - start, added: to.slice(start, to.length - tail) };
}

/** One after another, each in places of the text as it then is. */
function separateStretches(text: string, to: string): readonly Stretch[] {
  const ours = differingStretches(text, to);
  const theirs = differingStretches(to, text);
  if (ours.length !== theirs.length) return [wholeStretch(text, to)];
  let shift = 0;
  return ours.map(({ start, end }, index) => {
    const added = to.slice(theirs[index]?.start, theirs[index]?.end);
    const stretch = { start: start + shift, removed: end - start, added };
    shift += added.length - (end - start);
    return stretch;
  });
}

function typeOver(text: string, from: number, to: number, { start, removed, added }: Stretch): readonly string[] | undefined {
  if (from === to || from > start || start + removed > to) return undefined;
  const typed = text.slice(from, start) + added + text.slice(start + removed, to);
  return typed === '' ? ['Delete'] : [...typed];
}

function moves({ text, from, to }: Standing, at: number): readonly string[] {
  const byArrows = from === to
    ? [times(at > from ? 'ArrowRight' : 'ArrowLeft', Math.abs(at - from))]
    : [['ArrowLeft', ...times(at > from ? 'ArrowRight' : 'ArrowLeft', Math.abs(at - from))], ['ArrowRight', ...times(at > to ? 'ArrowRight' : 'ArrowLeft', Math.abs(at - to))]];
  return shortest([...byArrows, ['Home', ...times('ArrowRight', at)], ['End', ...times('ArrowLeft', text.length - at)]]);
}

function byRuns(now: Standing, stretch: Stretch): readonly (readonly string[])[] {
  const ways: (readonly string[])[] = [];
  let [from, to] = [now.from, now.to];
  for (let pressed = 1; pressed <= now.runs.length; pressed++) {
    const run = nextRun(now.runs, from, to, 1);
    if (!run) break;
    [from, to] = [run.start, run.end];
    const typed = typeOver(now.text, from, to, stretch) ?? (from === to && from === stretch.start && stretch.removed === 0 ? [...stretch.added] : undefined);
    if (typed) ways.push([...times('Alt+ArrowRight', pressed), ...typed]);
  }
  return ways;
}

function mendStretch(now: Standing, stretch: Stretch): readonly string[] {
  const over = typeOver(now.text, now.from, now.to, stretch);
  return shortest([
    ...(over ? [over] : []),
    ...byRuns(now, stretch),
    [...moves(now, stretch.start), ...times('Delete', stretch.removed), ...stretch.added],
    [...moves(now, stretch.start + stretch.removed), ...times('Backspace', stretch.removed), ...stretch.added],
  ]);
}

export function editKeys(now: Standing, to: string): EditKeys {
  const apart: string[] = [];
  let standing = now;
  for (const stretch of separateStretches(now.text, to)) {
    apart.push(...mendStretch(standing, stretch));
    const text = standing.text.slice(0, stretch.start) + stretch.added + standing.text.slice(stretch.start + stretch.removed);
    const caret = stretch.start + stretch.added.length;
    standing = { text, from: caret, to: caret, runs: runsAfterTyping(now.runs, now.text, text) };
  }
  return { keys: shortest([apart, mendStretch(now, wholeStretch(now.text, to)), ['Control+a', ...to]]), letters: lettersWrong(now.text, to) };
}
