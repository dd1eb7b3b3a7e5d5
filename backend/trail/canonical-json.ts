// One text for one value: keys sorted, nothing between them, text in NFC. What the chain of hashes is made of.
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${members.map(([key, member]) => `${JSON.stringify(key.normalize('NFC'))}:${canonicalJson(member)}`).join(',')}}`;
  }
  return JSON.stringify(typeof value === 'string' ? value.normalize('NFC') : (value ?? null));
}
