// Where two readings part: "xã Cà Dy" and "xã Cà Dỳ" differ in one letter, and that letter is what the eye
// must find. Compared letter by letter (composed, so that a letter and its mark are one).
export type MarkedPart = Readonly<{ text: string; differs: boolean }>;

const MOST_LETTERS = 400;

/** Lengths of the longest common runs from every pair of positions to the end. */
function commonLengths(a: readonly string[], b: readonly string[]): Uint16Array[] {
  const table = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const row = table[i];
      const below = table[i + 1];
      if (!row || !below) continue;
      row[j] = a[i] === b[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return table;
}

export type Stretch = Readonly<{ start: number; end: number }>;

/** Where `text` differs from `other`, as indexes of `text`; a stretch of no length where only `other` has letters. `text` is taken as composed. */
export function differingStretches(text: string, other: string): readonly Stretch[] {
  const a = [...text];
  const b = [...other.normalize('NFC')];
  if (a.length > MOST_LETTERS || b.length > MOST_LETTERS) return text === other ? [] : [{ start: 0, end: text.length }];
  const table = commonLengths(a, b);
  const found: { start: number; end: number }[] = [];
  let [i, j, at] = [0, 0, 0];
  const add = (length: number): void => {
    const last = found.at(-1);
    if (last?.end === at) last.end += length;
    else found.push({ start: at, end: at + length });
  };
  while (i < a.length || j < b.length) {
    const letter = a[i] ?? '';
    if (i < a.length && letter === b[j]) {
      at += letter.length;
      i++;
      j++;
    } else if (j < b.length && (table[i]?.[j + 1] ?? 0) >= (table[i + 1]?.[j] ?? -1)) {
      add(0);
      j++;
    } else {
      add(letter.length);
      at += letter.length;
      i++;
    }
  }
  return found;
}

/** `text` in parts, those that `other` does not have marked. */
export function markDifferences(text: string, other: string): readonly MarkedPart[] {
  const composed = text.normalize('NFC');
  const parts: MarkedPart[] = [];
  let done = 0;
  const add = (to: number, differs: boolean): void => {
    if (to > done) parts.push({ text: composed.slice(done, to), differs });
    done = Math.max(done, to);
  };
  for (const { start, end } of differingStretches(composed, other)) {
    add(start, false);
    add(end, true);
  }
  add(composed.length, false);
  return joined(parts);
}

/** A stretch of no length parts nothing. */
function joined(parts: readonly MarkedPart[]): readonly MarkedPart[] {
  return parts.reduce<MarkedPart[]>((all, part) => {
    const last = all.at(-1);
    return last?.differs === part.differs ? [...all.slice(0, -1), { text: last.text + part.text, differs: part.differs }] : [...all, part];
  }, []);
}
