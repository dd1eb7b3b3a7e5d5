// A page of print on even paper needs few tones: its paper, three or five of its black, and up to three of each coloured
// ink (seals, signatures, red headings). Coded without loss (a palette, Flate), print keeps its edges at two thirds of the
// bytes of a JPEG whose rings about every stroke cost a reader tone marks. The tones are the page's own: cut where the
// page's depths gather, each the mean colour of what falls to it.
import { promisify } from 'node:util';
import { deflate } from 'node:zlib';
import { wrapPng } from '../pdf/lift-png.ts';
import type { RgbPicture } from './paper-colours.ts';
import type { Rgb } from './quiet-paper.ts';

/** An indexed PNG of 2 or 4 bits, and what it looks like. */
export type FewTones = { readonly png: Uint8Array; /** Of each pixel, the place of its colour in `colours`. */ readonly places: Uint8Array; readonly colours: readonly Rgb[] };

/** Darkness and kind of ink of each pixel that is not paper, worked out once for all numbers of tones. */
export type Inks = { readonly page: RgbPicture; /** As quiet-paper.ts tells it. */ readonly kept: Uint32Array; readonly paper: Rgb; /** 0 where there is paper. */ readonly depth: Uint8Array; readonly kind: Uint8Array; /** Pixels by depth, kind after kind. */ readonly histograms: readonly Uint32Array[] };

/** The highest level takes six times as long for a twentieth of the bytes. */
const squeeze = promisify(deflate);

/** Black, red (its red shines), green, blue. */
const KINDS = 4;
const COLOURED_LEVELS = 24;
const COLOURED_SHARE = 0.4;
/** Fewer pixels of a colour are the fringe of black strokes. */
const FEWEST_COLOURED = 400;
const COLOUR_TONES = 3;
const ROUNDS = 8;

/** `page` lies on paper of one colour, but for what was kept. */
export function findInks(page: RgbPicture, paper: Rgb, kept: Uint32Array): Inks {
  const { data } = page;
  const pixels = page.widthPx * page.heightPx;
  const depth = new Uint8Array(pixels);
  const kind = new Uint8Array(pixels);
  const histograms = Array.from({ length: KINDS }, () => new Uint32Array(256));
  const [paperRed, paperGreen, paperBlue] = paper;
  for (const [from, end] of runs(kept)) for (let pixel = from, at = from * 3; pixel < end; pixel += 1, at += 3) {
    const red = paperRed - (data[at] ?? 0), green = paperGreen - (data[at + 1] ?? 0), blue = paperBlue - (data[at + 2] ?? 0);
    if (red === 0 && green === 0 && blue === 0) continue;
    const most = Math.max(red, green, blue);
    const least = Math.min(red, green, blue);
    const isColoured = most - least > COLOURED_LEVELS && most - least > COLOURED_SHARE * most;
    const deep = isColoured ? most : (2 * red + 5 * green + blue) >> 3;
    if (deep <= 0) continue;
    depth[pixel] = deep;
    kind[pixel] = isColoured ? (red === least ? 1 : green === least ? 2 : 3) : 0;
  }
  dropFringes(depth, kind, kept);
  for (const [from, end] of runs(kept)) for (let pixel = from; pixel < end; pixel += 1) {
    const levels = histograms[kind[pixel] ?? 0];
    const deep = depth[pixel] ?? 0;
    if (deep > 0 && levels !== undefined) levels[deep] = (levels[deep] ?? 0) + 1;
  }
  return { page, paper, kept, depth, kind, histograms };
}

function* runs(kept: Uint32Array): Generator<readonly [from: number, end: number]> {
  for (let at = 0; at < kept.length; at += 2) yield [kept[at] ?? 0, kept[at + 1] ?? 0];
}

/** A kind of ink that hardly anything is written in counts as black. */
function dropFringes(depth: Uint8Array, kind: Uint8Array, kept: Uint32Array): void {
  const counts = new Uint32Array(KINDS);
  for (const [from, end] of runs(kept)) for (let pixel = from; pixel < end; pixel += 1) if ((depth[pixel] ?? 0) > 0) counts[kind[pixel] ?? 0] = (counts[kind[pixel] ?? 0] ?? 0) + 1;
  const isDropped = [...counts].map((count, index) => index > 0 && count > 0 && count < FEWEST_COLOURED);
  if (isDropped.includes(true)) for (let pixel = 0; pixel < kind.length; pixel += 1) if (isDropped[kind[pixel] ?? 0] === true) kind[pixel] = 0;
}

/** With so many tones of black (3 or 5). */
export async function paintFewTones({ page, paper, kept, depth, kind, histograms }: Inks, blackTones: 3 | 5): Promise<FewTones> {
  let first = 1;
  const placeOf = histograms.map((histogram, index) => {
    if (histogram.every((count) => count === 0)) return new Uint8Array(256);
    const tones = index === 0 ? blackTones : COLOUR_TONES;
    const places = Uint8Array.from(toneOf(histogram, tones), (tone) => (tone === 0 ? 0 : first + tone - 1));
    first += tones;
    return places;
  });
  const places = new Uint8Array(depth.length);
  const sums = new Float64Array(first * 4);
  for (const [from, end] of runs(kept)) for (let pixel = from; pixel < end; pixel += 1) {
    const deep = depth[pixel] ?? 0;
    if (deep === 0) continue;
    const place = placeOf[kind[pixel] ?? 0]?.[deep] ?? 0;
    if (place === 0) continue;
    places[pixel] = place;
    for (let part = 0; part < 3; part += 1) sums[place * 4 + part] = (sums[place * 4 + part] ?? 0) + (page.data[pixel * 3 + part] ?? 0);
    sums[place * 4 + 3] = (sums[place * 4 + 3] ?? 0) + 1;
  }
  const mean = (place: number, part: number): number => Math.round((sums[place * 4 + part] ?? 0) / Math.max(1, sums[place * 4 + 3] ?? 0));
  const colours = Array.from({ length: first }, (_, place): Rgb => (place === 0 ? paper : [mean(place, 0), mean(place, 1), mean(place, 2)]));
  return { png: await code(places, page, colours), places, colours };
}

/** For each depth its tone: 0 is paper. Each tone's middle is the mean of what falls to it (Lloyd's rule); paper's stays 0. */
function toneOf(histogram: Uint32Array, tones: number): Uint8Array {
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

function meanBetween(histogram: Uint32Array, from: number, to: number): number | undefined {
  let sum = 0, count = 0;
  for (let depth = from; depth < to; depth += 1) {
    sum += depth * (histogram[depth] ?? 0);
    count += histogram[depth] ?? 0;
  }
  return count === 0 ? undefined : sum / count;
}

async function code(places: Uint8Array, { widthPx, heightPx }: RgbPicture, colours: readonly Rgb[]): Promise<Uint8Array> {
  const bits = colours.length <= 4 ? 2 : 4;
  const perByte = 8 / bits;
  const rowBytes = Math.ceil(widthPx / perByte) + 1;
  // Each row begins with its filter: none.
  const rows = Buffer.alloc(rowBytes * heightPx);
  for (let y = 0, pixel = 0; y < heightPx; y += 1) {
    const start = y * rowBytes + 1;
    for (let x = 0; x < widthPx; x += 1, pixel += 1) {
      const place = places[pixel] ?? 0;
      if (place === 0) continue;
      const at = start + Math.floor(x / perByte);
      rows[at] = (rows[at] ?? 0) | (place << (8 - bits * ((x % perByte) + 1)));
    }
  }
  const idat = await squeeze(rows, { level: 7, memLevel: 9 });
  return wrapPng({ widthPx, heightPx, bits, colour: { kind: 'indexed', palette: Uint8Array.from(colours.flat()) }, idat });
}
