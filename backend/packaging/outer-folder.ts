// Zips and tars made by file managers have one folder around everything: it is looked through.

/** Entries by path, without a single folder around a bag. */
export function withoutOuterFolder<Entry>(entries: ReadonlyMap<string, Entry>): ReadonlyMap<string, Entry> {
  if (entries.has('bagit.txt')) return entries;
  const outer = [...entries.keys()].find((name) => /^[^/]+\/bagit\.txt$/.test(name))?.split('/')[0];
  if (outer === undefined || ![...entries.keys()].every((name) => name.startsWith(`${outer}/`))) return entries;
  return new Map([...entries].map(([name, entry]) => [name.slice(outer.length + 1), entry]));
}
