// The ICC profile of the output intent, built from the numbers of IEC 61966-2-1 rather than shipped
// as somebody's file: a version 4 display profile with the sRGB primaries (adapted to D50) and its
// parametric curve. About 500 bytes.
const PRIMARIES = {
  rXYZ: [0.43607, 0.22249, 0.01392],
  gXYZ: [0.38515, 0.71687, 0.09708],
  bXYZ: [0.14307, 0.06061, 0.7141],
} as const;
const D50 = [0.9642, 1, 0.82491] as const;
/** Bradford adaptation from D65 to D50, row by row. */
const ADAPTATION = [1.04791, 0.02293, -0.0502, 0.0296, 0.99046, -0.01707, -0.00925, 0.01506, 0.75179] as const;
/** Function type 3: Y = (aX + b)^g from d on, cX below. */
const CURVE = [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045] as const;

export const SRGB_NAME = 'sRGB IEC61966-2.1';

export function srgbProfile(): Buffer {
  const curve = Buffer.concat([tagType('para'), Buffer.from([0, 3, 0, 0]), fixed(CURVE)]);
  const tags: readonly (readonly [string, Buffer])[] = [
    ['desc', text(SRGB_NAME)],
    ['cprt', text('CC0')],
    ['wtpt', Buffer.concat([tagType('XYZ '), fixed(D50)])],
    ['chad', Buffer.concat([tagType('sf32'), fixed(ADAPTATION)])],
    ['rXYZ', Buffer.concat([tagType('XYZ '), fixed(PRIMARIES.rXYZ)])],
    ['gXYZ', Buffer.concat([tagType('XYZ '), fixed(PRIMARIES.gXYZ)])],
    ['bXYZ', Buffer.concat([tagType('XYZ '), fixed(PRIMARIES.bXYZ)])],
    ['rTRC', curve],
    ['gTRC', curve],
    ['bTRC', curve],
  ];
  return assemble(tags);
}

function assemble(tags: readonly (readonly [string, Buffer])[]): Buffer {
  const directory = Buffer.alloc(4 + 12 * tags.length);
  directory.writeUInt32BE(tags.length, 0);
  const bodies: Buffer[] = [];
  const placed = new Map<Buffer, number>();
  let offset = 128 + directory.length;
  tags.forEach(([name, body], index) => {
    const at = placed.get(body) ?? offset;
    if (at === offset) {
      placed.set(body, at);
      bodies.push(Buffer.concat([body], (body.length + 3) & ~3));
      offset += (body.length + 3) & ~3;
    }
    directory.write(name, 4 + 12 * index, 'latin1');
    directory.writeUInt32BE(at, 8 + 12 * index);
    directory.writeUInt32BE(body.length, 12 + 12 * index);
  });
  return Buffer.concat([header(offset), directory, ...bodies]);
}

function header(size: number): Buffer {
  const bytes = Buffer.alloc(128);
  bytes.writeUInt32BE(size, 0);
  bytes.writeUInt32BE(0x04200000, 8);
  bytes.write('mntrRGB XYZ ', 12, 'latin1');
  // A fixed date (the standard's year), so that the bytes never differ.
  [1999, 10, 1, 0, 0, 0].forEach((part, index) => bytes.writeUInt16BE(part, 24 + 2 * index));
  bytes.write('acsp', 36, 'latin1');
  fixed(D50).copy(bytes, 68);
  return bytes;
}

const tagType = (name: string): Buffer => Buffer.from(`${name}\0\0\0\0`, 'latin1');

function fixed(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, index) => bytes.writeInt32BE(Math.round(value * 65536), 4 * index));
  return bytes;
}

/** multiLocalizedUnicodeType with one entry. */
function text(value: string): Buffer {
  const utf16 = Buffer.from(value, 'utf16le').swap16();
  const head = Buffer.alloc(20);
  head.writeUInt32BE(1, 0);
  head.writeUInt32BE(12, 4);
  head.write('enUS', 8, 'latin1');
  head.writeUInt32BE(utf16.length, 12);
  head.writeUInt32BE(28, 16);
  return Buffer.concat([tagType('mluc'), head, utf16]);
}
