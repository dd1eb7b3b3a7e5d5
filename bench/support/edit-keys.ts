// The fewest keys that turn one text into another in an ordinary input, from where the caret stands: arrows, Home and
// End, Delete and Backspace, and the letters; or all of it anew. `letters` are those that are really wrong: put in or
// taken out.
export type EditKeys = { readonly keys: readonly string[]; readonly letters: number };

function commonStart(a: readonly string[], b: readonly string[]): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return length;
}

const times = (key: string, count: number): readonly string[] => Array.from({ length: Math.max(0, count) }, () => key);

function moves(from: number, to: number, length: number): readonly string[] {
  const ways = [times(to > from ? 'ArrowRight' : 'ArrowLeft', Math.abs(to - from)), ['Home', ...times('ArrowRight', to)], ['End', ...times('ArrowLeft', length - to)]];
  return [...ways].sort((a, b) => a.length - b.length)[0] ?? [];
}

/** One stretch is replaced: what stands between the common beginning and the common end. */
export function editKeys(from: string, caret: number, to: string): EditKeys {
  const a = [...from];
  const b = [...to];
  const start = commonStart(a, b);
  const end = commonStart(a.slice(start).reverse(), b.slice(start).reverse());
  const removed = a.length - start - end;
  const added = b.slice(start, b.length - end);
  const atStart = [...moves(caret, start, a.length), ...times('Delete', removed), ...added];
  const atEnd = [...moves(caret, start + removed, a.length), ...times('Backspace', removed), ...added];
  const anew = ['Control+a', ...b];
  const keys = [atStart, atEnd, anew].sort((x, y) => x.length - y.length)[0] ?? [];
  return { keys, letters: Math.max(removed, added.length) };
}
