// An eighth of a page, taken in level strips spread evenly over it and stacked: what a JPEG of the page
// will weigh, and what becomes of its print, is tried on this before the page itself is encoded.
import type { Sharp } from 'sharp';
import sharp from 'sharp';
import type { GreyPicture } from './print-similarity.ts';
import { printSimilarity } from './print-similarity.ts';

export type RawPicture = { readonly data: Buffer; readonly widthPx: number; readonly heightPx: number; readonly channels: 1 | 3 };

/** Two coded rows of 4:2:0, so that a strip's bytes are those it has in the page. */
const STRIP_PX = 32;
const ONE_OF = 8;
/** Which part of each stretch is taken, in turn: lines of a form stand at even distances, the strips do not. */
const TURNS = [0, 4, 2, 6, 1, 5, 3, 7] as const;
/** Below this the sample says little about the print: then the whole page is looked at. */
const ENOUGH_BLOCKS = 100;
const FEWEST_STRIPS = 8;
const BLOCKS_PER_STRIP = STRIP_PX / 8;

export type PageSample = {
  readonly pixels: Sharp;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Share of the page, 0 to 1. */
  readonly share: number;
  /** What the print looks like in `jpeg`, a coding of this sample at whatever size. */
  similarity(jpeg: Uint8Array): Promise<number>;
};

export async function takeSample(page: RawPicture): Promise<PageSample> {
  const strips = stripStarts(page.heightPx).map((y) => page.data.subarray(y * page.widthPx * page.channels, (y + STRIP_PX) * page.widthPx * page.channels));
  if (strips.length < FEWEST_STRIPS) return wholePage(page);
  const sample: RawPicture = { ...page, data: Buffer.concat(strips), heightPx: strips.length * STRIP_PX };
  const reference = await grey(sample);
  return printBlocks(reference) >= ENOUGH_BLOCKS ? sampleOf(sample, reference, sample.heightPx / page.heightPx) : wholePage(page);
}

export const wholePage = async (page: RawPicture): Promise<PageSample> => sampleOf(page, await grey(page), 1);

function sampleOf(part: RawPicture, reference: GreyPicture, share: number): PageSample {
  // Where strips meet, scaling mixes what is not neighbours on the page.
  const isInside = share === 1 ? undefined : (blockRow: number): boolean => blockRow % BLOCKS_PER_STRIP !== 0 && blockRow % BLOCKS_PER_STRIP !== BLOCKS_PER_STRIP - 1;
  return {
    pixels: sharpOf(part), widthPx: part.widthPx, heightPx: part.heightPx, share,
    similarity: async (jpeg) => {
      const back = await sharp(jpeg).resize({ width: part.widthPx, height: part.heightPx, fit: 'fill' }).greyscale().toColourspace('b-w').raw().toBuffer();
      return printSimilarity(reference, back, isInside).mean;
    },
  };
}

function stripStarts(heightPx: number): number[] {
  const starts: number[] = [];
  for (let stretch = 0; ; stretch += 1) {
    const from = stretch * STRIP_PX * ONE_OF;
    const y = from + (TURNS[stretch % TURNS.length] ?? 0) * STRIP_PX;
    if (from >= heightPx) return starts;
    if (y + STRIP_PX <= heightPx) starts.push(y);
  }
}

const printBlocks = (picture: GreyPicture): number => printSimilarity(picture, picture.data).blocks;

/** Grey stays grey: sharp would make three channels of one. */
export function sharpOf({ data, widthPx, heightPx, channels }: RawPicture): Sharp {
  const picture = sharp(data, { raw: { width: widthPx, height: heightPx, channels }, limitInputPixels: false });
  return channels === 1 ? picture.toColourspace('b-w') : picture;
}

async function grey(picture: RawPicture): Promise<GreyPicture> {
  if (picture.channels === 1) return picture;
  return { data: await sharpOf(picture).greyscale().toColourspace('b-w').raw().toBuffer(), widthPx: picture.widthPx, heightPx: picture.heightPx };
}
