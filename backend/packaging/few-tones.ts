// A page of print on even paper needs few tones: its paper, three or five of its black, and up to three of each coloured
// ink (seals, signatures, red headings). Coded without loss (a palette, Flate), print keeps its edges at two thirds of the
// bytes of a JPEG whose rings about every stroke cost a reader tone marks. The tones are the page's own: cut where the
// page's depths gather, each the mean colour of what falls to it.
import { deflateSync } from 'node:zlib';
import { pageKernel } from '../imaging/kernel/kernel.ts';
import { wrapPng } from '../pdf/lift-png.ts';
import type { Kept, Rgb } from './spread-paper.ts';

/** The page as rows of an indexed PNG, and its colours. */
export type FewTones = { readonly rows: PackedRows; readonly colours: readonly Rgb[]; /** Which of them each shade (of 1024) is painted in. */ readonly places: Uint8Array };
export type PackedRows = { readonly data: Uint8Array; readonly rowBytes: number; /** A pixel. */ readonly bits: 2 | 4; readonly widthPx: number };

type Size = { readonly widthPx: number; readonly heightPx: number };

/** Darkness and kind of ink of each pixel that is not paper, worked out once for all numbers of tones. */
export type Inks = {
  readonly size: Size;
  readonly kept: Uint32Array;
  readonly paper: Rgb;
  /** Of each pixel that is kept, its kind of ink times 256 and how much darker than paper it is. */
  readonly shades: Uint16Array;
  /** For each of 1024 shades what its pixels' red, green and blue add up to, and how many they are. */
  readonly sums: Float64Array;
  /** As what each kind counts. */
  readonly counted: readonly number[];
};

/** Black, red (its red shines), green, blue. */
const KINDS = 4;
const DEPTHS = 256;
const COLOURED_LEVELS = 24;
const COLOURED_SHARE = 0.4;
/** Fewer pixels of a colour are the fringe of black strokes. */
const FEWEST_COLOURED = 400;
const COLOUR_TONES = 3;
const ROUNDS = 8;
/** Looked at together. */
const BAND_PX = 1 << 17;

/** What is kept (spread-paper.ts) lies on paper of one colour. */
export function findInks({ kept, lit }: Kept, size: Size, paper: Rgb): Inks {
  const kernel = pageKernel();
  const shades = new Uint16Array(lit.length / 3);
  const sums = new Float64Array(KINDS * DEPTHS * 4);
  const [source, out, bins] = kernel.areas([BAND_PX * 3, BAND_PX * 2, sums.length * 4]);
  for (let from = 0; from < shades.length; from += BAND_PX) {
    const count = Math.min(BAND_PX, shades.length - from);
    kernel.put(source, lit.subarray(from * 3, (from + count) * 3));
    kernel.bytes(bins, sums.length * 4).fill(0);
    kernel.call.findShades(source, count, ...paper, COLOURED_LEVELS, COLOURED_SHARE, out, bins);
    shades.set(new Uint16Array(kernel.bytes(out, count * 2).buffer, out, count), from);
    const found = new Uint32Array(kernel.bytes(bins, sums.length * 4).buffer, bins, sums.length);
    for (let at = 0; at < found.length; at += 1) sums[at] = (sums[at] ?? 0) + (found[at] ?? 0);
  }
  return { size, kept, paper, shades, sums, counted: kindsOf(sums) };
}

/** A kind of ink that hardly anything is written in counts as black. */
function kindsOf(sums: Float64Array): readonly number[] {
  return Array.from({ length: KINDS }, (_, kind) => {
    let count = 0;
    for (let depth = 1; depth < DEPTHS; depth += 1) count += sums[(kind * DEPTHS + depth) * 4 + 3] ?? 0;
    return count < FEWEST_COLOURED ? 0 : kind;
  });
}

/** Of each kind that counts, its pixels by depth. */
function histogramsOf({ sums, counted }: Inks): readonly Float64Array[] {
  const histograms = Array.from({ length: KINDS }, () => new Float64Array(DEPTHS));
  for (const [kind, as] of counted.entries()) {
    const histogram = histograms[as];
    if (histogram !== undefined) for (let depth = 1; depth < DEPTHS; depth += 1) histogram[depth] = (histogram[depth] ?? 0) + (sums[(kind * DEPTHS + depth) * 4 + 3] ?? 0);
  }
  return histograms;
}

/** With so many tones of black (3 or 5). */
export function paintFewTones(inks: Inks, blackTones: 3 | 5): FewTones {
  const { paper, counted } = inks;
  let first = 1;
  const placesOf = histogramsOf(inks).map((histogram, kind) => {
    if (histogram.every((count) => count === 0)) return new Uint8Array(DEPTHS);
    const tones = kind === 0 ? blackTones : COLOUR_TONES;
    const places = Uint8Array.from(toneOf(histogram, tones), (tone) => (tone === 0 ? 0 : first + tone - 1));
    first += tones;
    return places;
  });
  const places = Uint8Array.from({ length: KINDS * DEPTHS }, (_, shade) => (shade % DEPTHS === 0 ? 0 : placesOf[counted[Math.floor(shade / DEPTHS)] ?? 0]?.[shade % DEPTHS] ?? 0));
  const colours = [paper, ...meanColours(inks.sums, places, first)];
  return { rows: paint(inks, places, colours.length <= 4 ? 2 : 4), colours, places };
}

/** The highest level takes six times as long for a twentieth of the bytes. */
export function codeFewTones({ rows: { data, rowBytes, bits, widthPx }, colours }: FewTones): Uint8Array {
  const idat = deflateSync(data, { level: 7, memLevel: 9 });
  return wrapPng({ widthPx, heightPx: data.length / rowBytes, bits, colour: { kind: 'indexed', palette: Uint8Array.from(colours.flat()) }, idat });
}

/** What a coding that takes a quarter of the time comes to: a fifth more. */
export const quickBytes = ({ rows: { data } }: FewTones): number => deflateSync(data, { level: 1, memLevel: 9 }).length;

/** From the second place on. */
function meanColours(sums: Float64Array, places: Uint8Array, count: number): Rgb[] {
  const totals = new Float64Array(count * 4);
  for (let at = 0; at < sums.length; at += 1) {
    const to = (places[at >> 2] ?? 0) * 4 + (at & 3);
    totals[to] = (totals[to] ?? 0) + (sums[at] ?? 0);
  }
  const mean = (place: number, part: number): number => Math.round((totals[place * 4 + part] ?? 0) / Math.max(1, totals[place * 4 + 3] ?? 0));
  return Array.from({ length: count - 1 }, (_, index): Rgb => [mean(index + 1, 0), mean(index + 1, 1), mean(index + 1, 2)]);
}

function paint({ size: { widthPx, heightPx }, kept, shades }: Inks, places: Uint8Array, bits: 2 | 4): PackedRows {
  const kernel = pageKernel();
  const rowBytes = Math.ceil((widthPx * bits) / 8) + 1;
  const [source, runs, placeOf, line, out] = kernel.areas([shades.byteLength, kept.byteLength, places.length, widthPx, rowBytes * heightPx]);
  kernel.put(source, shades);
  kernel.put(runs, kept);
  kernel.put(placeOf, places);
  kernel.bytes(line, widthPx + 16).fill(0);
  kernel.call.paintRows(source, runs, kept.length, placeOf, widthPx, heightPx, bits, line, out, rowBytes);
  return { data: kernel.bytes(out, rowBytes * heightPx).slice(), rowBytes, bits, widthPx };
}

/** Some rows of the picture as grey. */
export function greyOfRows({ data, rowBytes, bits, widthPx }: PackedRows, colours: readonly Rgb[]): Uint8Array {
  const kernel = pageKernel();
  const rows = data.length / rowBytes;
  const [packed, greys, out] = kernel.areas([data.length, 16, rows * widthPx]);
  kernel.put(packed, data);
  kernel.put(greys, Uint8Array.from(colours, ([red, green, blue]) => Math.round(0.2126 * red + 0.7152 * green + 0.0722 * blue)));
  kernel.call.greyRows(packed, rowBytes, rows, widthPx, bits, greys, out);
  return kernel.bytes(out, rows * widthPx).slice();
}

/** For each depth its tone: 0 is paper. Each tone's middle is the mean of what falls to it (Lloyd's rule); paper's stays 0. */
function toneOf(histogram: Float64Array, tones: number): Uint8Array {
  let total = 0, deepest = 0;
  for (const [depth, count] of histogram.entries()) {
    total += count;
    if (count > 0) deepest = depth;
  }
  // A few pixels deeper than all others do not stretch the scale.
  for (let left = total * 0.02; deepest > 1 && left > 0; deepest -= 1) left -= histogram[deepest] ?? 0;
  let middles = Array.from({ length: tones + 1 }, (_, tone) => (deepest * tone) / tones);
  for (let round = 0; round < ROUNDS; round += 1) middles = middles.map((middle, tone) => (tone === 0 ? 0 : meanBetween(histogram, cutBelow(middles, tone), cutBelow(middles, tone + 1)) ?? middle));
  const result = new Uint8Array(256);
  for (let depth = 0, tone = 0; depth < 256; depth += 1) {
    while (tone < tones && depth >= cutBelow(middles, tone + 1)) tone += 1;
    result[depth] = tone;
  }
  return result;
}

/** Half-way between a tone and the one before. */
const cutBelow = (middles: readonly number[], tone: number): number => (tone >= middles.length ? 256 : Math.ceil(((middles[tone - 1] ?? 0) + (middles[tone] ?? 0)) / 2));

function meanBetween(histogram: Float64Array, from: number, to: number): number | undefined {
  let sum = 0, count = 0;
  for (let depth = from; depth < to; depth += 1) {
    sum += depth * (histogram[depth] ?? 0);
    count += histogram[depth] ?? 0;
  }
  return count === 0 ? undefined : sum / count;
}
