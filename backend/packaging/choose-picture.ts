// Which picture of a page goes into its PDF. In this order:
//   a scan in black and white      its Group 4 code as it came, when nothing was done to the page; else coded anew
//   archive: an untouched JPEG     the scan itself, byte for byte
//   archive: the delivered page    the delivered JPEG as it is; print over paper where that halves the size, but
//                                  only for an office that asks for it (decision 0008: some pages lose words)
//   small (civil status)           about 100 KB whose print is measured to be legible (small-picture.ts), made
//                                  beforehand; else made here of the delivered page
import sharp from 'sharp';
import { withFileBytes } from '../capture/byte-source.ts';
import type { BilevelImage } from '../pdf/bilevel-image.ts';
import { encodeBilevel, readBilevel } from '../pdf/bilevel-image.ts';
import type { MixedPicture } from '../pdf/write-searchable-pdf.ts';
import type { BlobStore } from '../pipeline/step-context.ts';
import type { PageMaster } from '../pipeline/page-master.ts';
import type { PackagePage } from './package-input.ts';
import type { MixedUse } from './mixed-raster.ts';
import { mixedRaster } from './mixed-raster.ts';
import { makeSmallPicture } from './small-picture.ts';

export type PictureUse = 'small' | 'archive' | 'archive-mixed';
export type ChosenPicture = {
  readonly picture: { readonly jpeg: Uint8Array } | { readonly png: Uint8Array } | { readonly bilevel: BilevelImage } | { readonly mixed: MixedPicture };
  readonly dpi: number;
  readonly widthPx: number;
  readonly heightPx: number;
};

/** For a page whose resolution nobody knows: A4-sized scans are rarely anything else. */
const ASSUMED_DPI = 300;
/** TT 05/2025 Điều 8.2.a: 200 dpi; the form pays when it halves the page. */
const ARCHIVE_MIXED: MixedUse = { paperDpi: 200, pageDpi: 300, worthIt: 0.5 };

export async function choosePicture(page: PackagePage, use: PictureUse, blobs: BlobStore): Promise<ChosenPicture> {
  if (use === 'small' && page.smallPicture !== undefined) {
    const { sha256, widthPx, heightPx } = page.smallPicture;
    return { picture: coded(await blobs.get(sha256)), dpi: page.smallPicture.dpi, widthPx, heightPx };
  }
  const dpi = page.reading?.dpi ?? page.master.dpi ?? ASSUMED_DPI;
  const bilevel = await bilevelPicture(page, blobs);
  if (bilevel !== null) return { picture: { bilevel }, dpi, widthPx: bilevel.widthPx, heightPx: bilevel.heightPx };
  if (use === 'small') return smallPicture(await blobs.get(page.deliveredSha256), dpi);
  const original = await untouchedJpeg(page, blobs);
  if (original !== null) return { ...original, dpi };
  const delivered = await blobs.get(page.deliveredSha256);
  const { width, height } = await sharp(delivered).metadata();
  const mixed = use === 'archive-mixed' ? await mixedRaster(delivered, dpi, ARCHIVE_MIXED) : null;
  if (mixed !== null) return mixedPicture(mixed, (dpi * mixed.mask.widthPx) / width);
  return { picture: { jpeg: delivered }, dpi, widthPx: width, heightPx: height };
}

async function smallPicture(delivered: Uint8Array, dpi: number): Promise<ChosenPicture> {
  const { data, info } = await sharp(delivered, { limitInputPixels: false }).toColourspace('srgb').removeAlpha().raw().toBuffer({ resolveWithObject: true });
  // Of a grey picture there is one part for all three.
  const rgb = info.channels === 3 ? data : Buffer.from(new Uint8Array(info.width * info.height * 3).map((_, at) => data[Math.floor(at / 3) * info.channels] ?? 0));
  const small = await makeSmallPicture({ data: rgb, widthPx: info.width, heightPx: info.height }, dpi);
  return { picture: coded(small.bytes), dpi: small.dpi, widthPx: small.widthPx, heightPx: small.heightPx };
}

const coded = (bytes: Uint8Array): ChosenPicture['picture'] => (bytes[0] === 0x89 ? { png: bytes } : { jpeg: bytes });

/** `dpi` is the mask's. */
const mixedPicture = (mixed: MixedPicture, dpi: number): ChosenPicture => ({ picture: { mixed }, dpi, widthPx: mixed.mask.widthPx, heightPx: mixed.mask.heightPx });

/** What was done to the page leaves it as it came. */
const isUntouched = ({ master, transforms }: PackagePage): boolean => transforms.length === 0 && master.orientation === 1;

/** Black and white scans keep their own coding in every profile; all other pages have a small picture. */
export async function isBilevelScan({ mediaType, sha256, frame }: PageMaster, originals: BlobStore): Promise<boolean> {
  if (mediaType === 'image/jbig2') return true;
  return mediaType === 'image/tiff' && withFileBytes(await originals.pathOf(sha256), async (tiff) => (await readBilevel(tiff, frame)).isBilevel);
}

async function bilevelPicture(page: PackagePage, blobs: BlobStore): Promise<BilevelImage | null> {
  const { mediaType, sha256, frame } = page.master;
  if (mediaType !== 'image/tiff' && mediaType !== 'image/jbig2') return null;
  if (mediaType === 'image/tiff') {
    const { isBilevel, image } = await withFileBytes(await blobs.pathOf(sha256), (tiff) => readBilevel(tiff, frame));
    if (!isBilevel) return null;
    if (image !== null && isUntouched(page)) return image;
  }
  const { data, info } = await sharp(await blobs.get(page.deliveredSha256), { limitInputPixels: false }).greyscale().toColourspace('b-w').raw().toBuffer({ resolveWithObject: true });
  return encodeBilevel(data, info.width, info.height);
}

/** A scan whose colours any reader of the PDF shows as they are: no profile of its own but sRGB. */
async function untouchedJpeg(page: PackagePage, blobs: BlobStore): Promise<Pick<ChosenPicture, 'picture' | 'widthPx' | 'heightPx'> | null> {
  const { mediaType, sha256, widthPx, heightPx } = page.master;
  if (mediaType !== 'image/jpeg' || !isUntouched(page) || (page.reading !== null && (page.reading.widthPx !== widthPx || page.reading.heightPx !== heightPx))) return null;
  const jpeg = await blobs.get(sha256);
  const { channels, space, icc } = await sharp(jpeg).metadata();
  const isPlain = (channels === 1 || channels === 3) && (space === 'srgb' || space === 'b-w') && (icc === undefined || icc.toString('latin1').replaceAll('\0', '').includes('sRGB'));
  return isPlain ? { picture: { jpeg }, widthPx, heightPx } : null;
}
