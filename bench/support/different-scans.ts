// A book of so many different scans at the size of real ones, cheaply: one worn page, each time with another number
// stamped on it and cut a little differently, coded when somebody asks for it. No two have the same bytes.
import sharp from 'sharp';
import { decodePage } from '../../backend/imaging/decode-page.ts';
import type { RgbRaster } from '../../backend/imaging/raster.ts';
import { encodeDelivered } from '../../backend/imaging/encode.ts';
import type { PackagePage, PackageRecord } from '../../backend/packaging/package-input.ts';
import type { BlobStore } from '../../backend/pipeline/step-context.ts';
import { renderPage } from '../../scripts/fixtures/render-page.ts';

const DPI = 300;
const SHIFTS = 24;

export type Book = { readonly record: PackageRecord; readonly blobs: BlobStore };

/** `dir` is an empty store for what packing itself puts away. */
export async function differentScans(count: number, store: BlobStore, seed: number): Promise<Book> {
  const sha256 = await store.put(await (await renderPage({ type: 'KS', seed, preset: 'scan', degrade: { dpi: DPI } })).jpeg());
  const { width: widthPx, height: heightPx } = await sharp(await store.get(sha256)).metadata();
  const base = await decodePage({ sha256, mediaType: 'image/jpeg', frame: 0, origin: 'file', widthPx, heightPx, dpi: DPI, orientation: 1 }, store);
  const size = { widthPx: widthPx - SHIFTS, heightPx: heightPx - SHIFTS };
  const address = (index: number): string => index.toString(16).padStart(64, '0');
  const indexOf = (one: string): number | undefined => (one.startsWith('0'.repeat(32)) ? Number.parseInt(one, 16) : undefined);
  const blobs: BlobStore = {
    ...store,
    get: async (one) => {
      const index = indexOf(one);
      return index === undefined ? store.get(one) : encodeDelivered(await variant(base, index, size), DPI);
    },
    has: async (one) => indexOf(one) !== undefined || store.has(one),
  };
  const pages = Array.from({ length: count }, (_, index): PackagePage => ({
    pageId: `p${index}`, transforms: [{ kind: 'deskew', angleDeg: 0.4 }], deliveredSha256: address(index), reading: null,
    master: { sha256: address(index), mediaType: 'image/jpeg', frame: 0, origin: 'file', ...size, dpi: DPI, orientation: 1 },
  }));
  return { blobs, record: { recordId: 'r', recordType: 'KS', recordTypeConfidence: 1, fields: {}, warnings: [], pages, sourceFiles: ['book.jpg'], ms: { clean: 0, recognise: 0, extract: 0 } } };
}

async function variant(base: RgbRaster, index: number, { widthPx, heightPx }: { widthPx: number; heightPx: number }): Promise<RgbRaster> {
  const number = Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="700" height="120"><text x="10" y="90" font-size="80" fill="#303030">Số ${index + 1}</text></svg>`);
  const { data } = await sharp(base.data, { raw: { width: base.widthPx, height: base.heightPx, channels: 3 } })
    .extract({ left: index % SHIFTS, top: Math.floor(index / SHIFTS) % SHIFTS, width: widthPx, height: heightPx })
    .composite([{ input: number, left: 120 + ((index * 37) % 900), top: 60 }]).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data, widthPx, heightPx, channels: 3 };
}
