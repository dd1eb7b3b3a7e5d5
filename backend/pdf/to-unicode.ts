// ToUnicode maps of Type 0 fonts: which character each glyph number stands for (ISO 32000-1, 9.10.3).

export const IDENTITY_SYSTEM_INFO = '<</Registry (Adobe) /Ordering (Identity) /Supplement 0>>';

/** `pairs` of glyph number and its text; a font's text layer must never map to U+0000, U+FEFF or U+FFFE. */
export function toUnicodeMap(pairs: readonly (readonly [number, string])[]): string {
  const lines = pairs.map(([glyph, text]) => `<${hex4(glyph)}> <${utf16Hex(text)}>`);
  const blocks: string[] = [];
  // A bfchar block may hold at most 100 pairs.
  for (let start = 0; start < lines.length; start += 100) {
    const part = lines.slice(start, start + 100);
    blocks.push(`${part.length} beginbfchar\n${part.join('\n')}\nendbfchar`);
  }
  return [
    '/CIDInit /ProcSet findresource begin', '12 dict begin', 'begincmap', `/CIDSystemInfo ${IDENTITY_SYSTEM_INFO} def`,
    '/CMapName /Adobe-Identity-UCS def', '/CMapType 2 def', '1 begincodespacerange', '<0000> <FFFF>', 'endcodespacerange',
    ...blocks, 'endcmap', 'CMapName currentdict /CMap defineresource pop', 'end', 'end', '',
  ].join('\n');
}

export const hex4 = (value: number): string => value.toString(16).padStart(4, '0').toUpperCase();
const utf16Hex = (text: string): string => Array.from({ length: text.length }, (_, at) => hex4(text.charCodeAt(at))).join('');
