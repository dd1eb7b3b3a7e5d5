// The same small pictures in the codecs that scanned PDFs use.
import { readTiffDirectory, readTiffHeader } from '../../backend/capture/tiff-directory.ts';
import { bytesInMemory } from '../../backend/capture/byte-source.ts';
import sharp from 'sharp';

export const FAX = { widthPx: 64, heightPx: 48 } as const;

/** Black but for a white block from (8,8) to (32,24). */
export function faxPixel(x: number, y: number): 0 | 255 {
  return x >= 8 && x < 32 && y >= 8 && y < 24 ? 255 : 0;
}

/** CCITT Group 4 of the fax picture, black runs coded for its black. */
export async function group4(): Promise<Buffer> {
  const raw = Buffer.alloc(FAX.widthPx * FAX.heightPx, 0);
  for (let y = 0; y < FAX.heightPx; y++) for (let x = 0; x < FAX.widthPx; x++) raw[y * FAX.widthPx + x] = faxPixel(x, y);
  const tiff = await sharp(raw, { raw: { width: FAX.widthPx, height: FAX.heightPx, channels: 1 } }).toColourspace('b-w').tiff({ compression: 'ccittfax4', bitdepth: 1, miniswhite: true }).toBuffer();
  const source = bytesInMemory(tiff);
  const layout = await readTiffHeader(source);
  const directory = layout === undefined ? undefined : await readTiffDirectory(source, layout, layout.first);
  const tag = (number: number): number => directory?.tags.get(number)?.values[0] ?? 0;
  if (tag(262) !== 0 || directory?.tags.get(273)?.count !== 1) throw new Error('the test wants one strip of min-is-white');
  return tiff.subarray(tag(273), tag(273) + tag(279));
}

function segment(number: number, type: number, data: Uint8Array): Buffer {
  const head = Buffer.alloc(11);
  head.writeUInt32BE(number, 0);
  head[4] = type;
  head[6] = 1;
  head.writeUInt32BE(data.length, 7);
  return Buffer.concat([head, data]);
}

/** The fax picture as JBIG2 segments for a PDF: page information and one region coded like Group 4. */
export async function jbig2Segments(): Promise<Buffer> {
  const page = Buffer.alloc(19);
  page.writeUInt32BE(FAX.widthPx, 0);
  page.writeUInt32BE(FAX.heightPx, 4);
  const region = Buffer.alloc(18);
  region.writeUInt32BE(FAX.widthPx, 0);
  region.writeUInt32BE(FAX.heightPx, 4);
  region[17] = 1; // coded with MMR
  return Buffer.concat([segment(0, 48, page), segment(1, 38, Buffer.concat([region, await group4()]))]);
}

/** JPEG 2000, 16 × 12: red left half, blue right half, lossless. */
export const JP2 = Buffer.from(
  'AAAADGpQICANCocKAAAAFGZ0eXBqcDIgAAAAAGpwMiAAAAAtanAyaAAAABZpaGRyAAAADAAAABAAAwcHAAAAAAAPY29scgEAAAAAABAAAADkanAyY/9P/1EALwAAAAAAEAAAAAwAAAAAAAAAAAAAABAAAAAMAAAAAAAAAAAAAwcBAQcBAQcBAf9SAAwAAAABAQEEBAAB/1wAB0BASEhQ/2QAJQABQ3JlYXRlZCBieSBPcGVuSlBFRyB2ZXJzaW9uIDIuNS4w/5AACgAAAAAAaQAB/5PPtDARUFSImqNAAAAAYSDfgMgnNQzYxHtU4ponTuM60Q6PZ34UhZIQLIYP/xjgIhlpHBbjAhedJsEARWGWhWbHUwUQwAfySAfy34DH2goAIW3awn/PwBAiGc4N/9k=',
  'base64',
);
