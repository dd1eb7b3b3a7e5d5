// What a file is, by its first bytes. Names and extensions are never asked: scanners, phones and
// zip tools get them wrong, and a text file called .jpg must be told as what it is.

export type Media =
  | 'image/jpeg'
  | 'image/png'
  | 'image/webp'
  | 'image/bmp'
  | 'image/tiff'
  | 'image/gif'
  | 'image/jp2'
  | 'application/pdf'
  | 'application/zip'
  | 'image/heic'
  | 'image/avif'
  | 'image/svg+xml'
  | 'application/x-ole' // old Word and Excel, Thumbs.db
  | 'text/plain'
  | 'application/octet-stream';

/** As many bytes as `sniffMedia` wants to see: a PDF header may stand anywhere in the first 1,024 (ISO 32000-1 Annex H). */
export const SNIFF_BYTES = 4096;

/** Images and PDFs, also those that are only named and refused later (HEIC): never silently skipped. */
export const isScannable = (media: Media): boolean => media === 'application/pdf' || (media.startsWith('image/') && media !== 'image/svg+xml');

type Signature = { readonly media: Media; readonly at: number; readonly bytes: readonly number[] };

const SIGNATURES: readonly Signature[] = [
  { media: 'image/jpeg', at: 0, bytes: [0xff, 0xd8, 0xff] },
  { media: 'image/png', at: 0, bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { media: 'image/webp', at: 8, bytes: [0x57, 0x45, 0x42, 0x50] },
  { media: 'image/tiff', at: 0, bytes: [0x49, 0x49, 0x2a, 0x00] },
  { media: 'image/tiff', at: 0, bytes: [0x4d, 0x4d, 0x00, 0x2a] },
  { media: 'image/tiff', at: 0, bytes: [0x49, 0x49, 0x2b, 0x00] },
  { media: 'image/tiff', at: 0, bytes: [0x4d, 0x4d, 0x00, 0x2b] },
  { media: 'image/gif', at: 0, bytes: [0x47, 0x49, 0x46, 0x38] },
  { media: 'image/jp2', at: 0, bytes: [0x00, 0x00, 0x00, 0x0c, 0x6a, 0x50, 0x20, 0x20, 0x0d, 0x0a, 0x87, 0x0a] },
  { media: 'image/jp2', at: 0, bytes: [0xff, 0x4f, 0xff, 0x51] },
  { media: 'application/zip', at: 0, bytes: [0x50, 0x4b, 0x03, 0x04] },
  { media: 'application/zip', at: 0, bytes: [0x50, 0x4b, 0x05, 0x06] },
  { media: 'application/zip', at: 0, bytes: [0x50, 0x4b, 0x07, 0x08] },
  { media: 'application/x-ole', at: 0, bytes: [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1] },
];

/** `head`: the first bytes of the file, up to SNIFF_BYTES; an empty head is 'application/octet-stream'. */
export function sniffMedia(head: Uint8Array): Media {
  const signature = SIGNATURES.find(({ at, bytes }) => bytes.every((byte, i) => head[at + i] === byte));
  if (signature !== undefined && (signature.media !== 'image/webp' || ascii(head, 0, 4) === 'RIFF')) return signature.media;
  if (isBmp(head)) return 'image/bmp';
  if (ascii(head, 0, 1024).includes('%PDF-')) return 'application/pdf';
  return sniffIsoMedia(head) ?? sniffText(head);
}

/** HEIC and AVIF are both ISO base media files; the brands tell them apart. */
function sniffIsoMedia(head: Uint8Array): Media | undefined {
  if (ascii(head, 4, 4) !== 'ftyp') return undefined;
  const brands = ascii(head, 8, 56);
  if (/avif|avis/.test(brands)) return 'image/avif';
  return /heic|heix|hevc|heim|heis|mif1|msf1/.test(brands) ? 'image/heic' : undefined;
}

function sniffText(head: Uint8Array): Media {
  if (head.length === 0) return 'application/octet-stream';
  const hasUtf16Mark = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  const control = head.filter((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27)).length;
  if (control > 0 && !hasUtf16Mark) return 'application/octet-stream';
  return /<svg[\s>]/i.test(ascii(head, 0, SNIFF_BYTES)) ? 'image/svg+xml' : 'text/plain';
}

/** "BM" alone starts many texts: the size of the header that follows must be one that exists. */
function isBmp(head: Uint8Array): boolean {
  const infoBytes = head[14];
  return ascii(head, 0, 2) === 'BM' && head[15] === 0 && [12, 16, 40, 52, 56, 64, 108, 124].includes(infoBytes ?? 0);
}

function ascii(bytes: Uint8Array, from: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(from, from + length));
}
