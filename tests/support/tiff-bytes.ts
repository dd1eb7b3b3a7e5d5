// TIFFs written tag by tag: either byte order, classic or big, with the damage a test asks for.

export type TiffPageOptions = {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly bits?: 1 | 8 | 16;
  readonly dpi?: readonly [number, number];
  readonly unit?: 1 | 2 | 3;
  readonly orientation?: number;
  readonly subfile?: number;
  readonly photometric?: number;
  readonly compression?: number;
  /** The only strip; zeros when absent. */
  readonly strip?: Uint8Array;
  readonly stripBytes?: number;
};
export type TiffLayout = { readonly bigEndian?: boolean; readonly big?: boolean; readonly loopTo?: number };

export function tiffBytes(pages: readonly TiffPageOptions[], { bigEndian = false, big = false, loopTo }: TiffLayout = {}): Buffer {
  const word = big ? 8 : 4;
  const put = (buffer: Buffer, value: number, at: number, size: number): void => {
    if (size === 8 && bigEndian) buffer.writeBigUInt64BE(BigInt(value), at);
    else if (size === 8) buffer.writeBigUInt64LE(BigInt(value), at);
    else if (bigEndian) buffer.writeUIntBE(value, at, size);
    else buffer.writeUIntLE(value, at, size);
  };
  const header = Buffer.alloc(big ? 16 : 8);
  header.write(bigEndian ? 'MM' : 'II', 'latin1');
  put(header, big ? 43 : 42, 2, 2);
  if (big) put(header, 8, 4, 2);
  const blocks: Buffer[] = [];
  const starts: number[] = [];
  let offset = header.length;
  for (const page of pages) {
    starts.push(offset);
    const bits = page.bits ?? 8;
    const strip = Buffer.from(page.strip ?? Buffer.alloc(page.stripBytes ?? Math.ceil((page.widthPx * bits) / 8) * page.heightPx));
    const tags: (readonly [number, 3 | 4 | 5, number])[] = [[254, 4, page.subfile ?? 0], [256, 4, page.widthPx], [257, 4, page.heightPx], [258, 3, bits], [259, 3, page.compression ?? 1], [262, 3, page.photometric ?? 1], [273, 4, 0], [274, 3, page.orientation ?? 1], [277, 3, 1], [278, 4, page.heightPx], [279, 4, strip.length]];
    if (page.dpi !== undefined) tags.push([282, 5, page.dpi[0]], [283, 5, page.dpi[1]], [296, 3, page.unit ?? 2]);
    const entryBytes = big ? 20 : 12;
    const directory = Buffer.alloc((big ? 8 : 2) + tags.length * entryBytes + word);
    const rationals = Buffer.alloc(16);
    put(directory, tags.length, 0, big ? 8 : 2);
    for (const [i, [tag, type, value]] of tags.entries()) {
      const at = (big ? 8 : 2) + i * entryBytes;
      put(directory, tag, at, 2);
      put(directory, type, at + 2, 2);
      put(directory, 1, at + 4, word);
      const place = at + 4 + word;
      if (type === 5) {
        const slot = tag === 282 ? 0 : 8;
        put(rationals, Math.round(value * 100), slot, 4);
        put(rationals, 100, slot + 4, 4);
        if (big) rationals.copy(directory, place, slot, slot + 8);
        else put(directory, offset + directory.length + slot, place, 4);
      } else put(directory, tag === 273 ? offset + directory.length + 16 : value, place, type === 3 ? 2 : 4);
    }
    const next = offset + directory.length + 16 + strip.length;
    const isLast = starts.length === pages.length;
    put(directory, isLast ? (loopTo === undefined ? 0 : (starts[loopTo] ?? 0)) : next, directory.length - word, word);
    blocks.push(directory, rationals, strip);
    offset = next;
  }
  put(header, header.length, big ? 8 : 4, word);
  return Buffer.concat([header, ...blocks]);
}
