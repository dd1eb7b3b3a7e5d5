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

/** `text` in parts, those that `other` does not have marked. */
export function markDifferences(text: string, other: string): readonly MarkedPart[] {
  const a = [...text.normalize('NFC')];
  const b = [...other.normalize('NFC')];
  if (a.length > MOST_LETTERS || b.length > MOST_LETTERS) return [{ text, differs: text !== other }];
  const table = commonLengths(a, b);
  const parts: { text: string; differs: boolean }[] = [];
  const add = (letter: string, differs: boolean): void => {
    const last = parts.at(-1);
    if (last?.differs === differs) last.text += letter;
    else parts.push({ text: letter, differs });
  };
  let i = 0;
  let j = 0;
  while (i < a.length) {
    const letter = a[i] ?? '';
    if (letter === b[j]) {
      add(letter, false);
      i++;
      j++;
    } else if (j < b.length && (table[i]?.[j + 1] ?? 0) >= (table[i + 1]?.[j] ?? 0)) {
      j++;
    } else {
      add(letter, true);
      i++;
    }
  }
  return parts;
}

/** Where the first difference starts in `text`, as an index for the caret; the end when there is none. */
export function firstDifference(text: string, other: string): number {
  const parts = markDifferences(text, other);
  const index = parts.findIndex((part) => part.differs);
  return index < 0 ? text.length : parts.slice(0, index).reduce((sum, part) => sum + part.text.length, 0);
}
