// A JBIG2 image out of a PDF as a file of its own (ITU-T T.88 Annex D.1, sequential organisation): file
// header, the global segments, the page's segments — both byte for byte — and the end-of-page and
// end-of-file segments that PDF leaves out (ISO 32000-1 7.4.7).

const FILE_HEADER = [0x97, 0x4a, 0x42, 0x32, 0x0d, 0x0a, 0x1a, 0x0a, /* sequential, number of pages known */ 0x01, 0, 0, 0, 1];
export const JB2_HEADER_BYTES = FILE_HEADER.length;
const END_OF_PAGE = 49;
const END_OF_FILE = 51;
/** Two segment headers of 11 bytes without data. */
export const JB2_TRAILER_BYTES = 22;

/** `segments` and `globals` are the streams of the PDF, unchanged. */
export function buildJb2File(segments: Uint8Array, globals: Uint8Array | undefined): Uint8Array {
  const trailer = Buffer.alloc(JB2_TRAILER_BYTES);
  // Segment numbers only have to be higher than those in use; these cannot collide in practice.
  writeSegmentHeader(trailer, 0, 0x7ffffffe, END_OF_PAGE, 1);
  writeSegmentHeader(trailer, 11, 0x7fffffff, END_OF_FILE, 0);
  return Buffer.concat([Buffer.from(FILE_HEADER), globals ?? new Uint8Array(), segments, trailer]);
}

/** Number (4 bytes), type, referred-to count and flags (1), page (1), data length (4). */
function writeSegmentHeader(into: Buffer, at: number, number: number, type: number, page: number): void {
  into.writeUInt32BE(number, at);
  into[at + 4] = type;
  into[at + 5] = 0;
  into[at + 6] = page;
  into.writeUInt32BE(0, at + 7);
}
