// Page 2 before page 10. Folders and files sort together, segment by segment, so that the order is
// the one a person sees in a file manager; equal keys ("01" and "1") fall back to code points, so
// that the order never depends on the file system's.

const collator = new Intl.Collator('vi', { numeric: true, sensitivity: 'variant' });

/** Compares two names with '/' separators; a total order. */
export function compareNatural(a: string, b: string): number {
  const left = a.normalize('NFC').split('/');
  const right = b.normalize('NFC').split('/');
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const order = collator.compare(left[i] ?? '', right[i] ?? '');
    if (order !== 0) return order;
  }
  if (left.length !== right.length) return left.length - right.length;
  return a < b ? -1 : a > b ? 1 : 0;
}
