// A CCITT fax stream out of a PDF as a TIFF of one strip around the untouched bytes (TIFF 6.0 section 11;
// ISO 32000-1 table 11).

export type CcittImage = {
  readonly widthPx: number;
  readonly heightPx: number;
  /** K of the PDF: below 0 Group 4, 0 Group 3 in one dimension, above 0 Group 3 in two. */
  readonly k: number;
  /** The black runs of the code show as white. */
  readonly blackIsWhite: boolean;
};

type Field = readonly [tag: number, type: 3 | 4, value: number];

/** A little-endian TIFF; the strip stands last. */
export function buildCcittTiff(strip: Uint8Array, image: CcittImage): Uint8Array {
  const isGroup4 = image.k < 0;
  const fields: readonly Field[] = [
    [256, 4, image.widthPx],
    [257, 4, image.heightPx],
    [258, 3, 1],
    [259, 3, isGroup4 ? 4 : 3],
    [262, 3, image.blackIsWhite ? 1 : 0],
    [266, 3, 1],
    [273, 4, 0], // set below
    [277, 3, 1],
    [278, 4, image.heightPx],
    [279, 4, strip.length],
    ...(isGroup4 ? [] : ([[292, 4, image.k > 0 ? 1 : 0]] as const)),
  ];
  const headBytes = 8 + 2 + fields.length * 12 + 4;
  const head = Buffer.alloc(headBytes);
  head.write('II*\0', 'latin1');
  head.writeUInt32LE(8, 4);
  head.writeUInt16LE(fields.length, 8);
  for (const [i, [tag, type, value]] of fields.entries()) {
    const at = 10 + i * 12;
    head.writeUInt16LE(tag, at);
    head.writeUInt16LE(type, at + 2);
    head.writeUInt32LE(1, at + 4);
    head.writeUInt32LE(tag === 273 ? headBytes : value, at + 8);
  }
  return Buffer.concat([head, strip]);
}
