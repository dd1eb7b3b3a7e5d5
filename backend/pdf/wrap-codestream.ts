// The smallest PDF around one image: the way in for codecs that PDFium has and libvips as shipped lacks.

import { JB2_HEADER_BYTES, JB2_TRAILER_BYTES } from './lift-jbig2.ts';

/** One page with one image of this size, drawn over all of it. */
export function wrapCodestream(bytes: Uint8Array, image: { readonly mediaType: 'image/jp2' | 'image/jbig2'; readonly widthPx: number; readonly heightPx: number }): Uint8Array {
  const isJbig2 = image.mediaType === 'image/jbig2';
  const body = isJbig2 ? bytes.subarray(JB2_HEADER_BYTES, bytes.length - JB2_TRAILER_BYTES) : bytes;
  const codec = isJbig2 ? '/Filter/JBIG2Decode/ColorSpace/DeviceGray/BitsPerComponent 1' : '/Filter/JPXDecode';
  const content = `q ${image.widthPx} 0 0 ${image.heightPx} 0 0 cm /I Do Q`;
  const parts: Uint8Array[] = [];
  const offsets: number[] = [];
  let length = 0;
  const add = (part: string | Uint8Array): void => {
    const piece = typeof part === 'string' ? Buffer.from(part, 'latin1') : part;
    parts.push(piece);
    length += piece.length;
  };
  const object = (dictionary: string, stream?: string | Uint8Array): void => {
    offsets.push(length);
    add(`${offsets.length} 0 obj\n${dictionary}\n`);
    if (stream !== undefined) {
      add('stream\n');
      add(stream);
      add('\nendstream\n');
    }
    add('endobj\n');
  };
  add('%PDF-1.5\n');
  object('<</Type/Catalog/Pages 2 0 R>>');
  object('<</Type/Pages/Kids[3 0 R]/Count 1>>');
  object(`<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${image.widthPx} ${image.heightPx}]/Resources<</XObject<</I 4 0 R>>>>/Contents 5 0 R>>`);
  object(`<</Type/XObject/Subtype/Image/Width ${image.widthPx}/Height ${image.heightPx}${codec}/Length ${body.length}>>`, body);
  object(`<</Length ${content.length}>>`, content);
  const xrefAt = length;
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  add(`xref\n0 ${offsets.length + 1}\n0000000000 65535 f \n${rows}trailer\n<</Size ${offsets.length + 1}/Root 1 0 R>>\nstartxref\n${xrefAt}\n%%EOF\n`);
  return Buffer.concat(parts, length);
}
