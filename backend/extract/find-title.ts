// The title decides what a paper is: a line of its own, in capitals, in the upper part. "NGƯỜI KÝ GIẤY KHAI
// SINH" and "TỜ KHAI ĐĂNG KÝ KHAI SINH" hold the same words and are no birth certificates: a title begins
// its line and, with the words that may follow it, fills it.
import { isUpperCase, lettersOnly } from '../../shared/domain/vietnamese-text.ts';
import type { PhraseIndex } from './match-form.ts';
import { spanText } from './match-form.ts';
import type { PageText } from './page-text.ts';

export type TitleHit = Readonly<{ title: string; /** 0 to 1 */ quality: number; segment: number; lastSegment: number; start: number; end: number }>;

/** What may stand after a title on its line. */
const TAILS = /^(banchinh|bansao|banchinhso|sao|so\d*)*/;

const segmentStart = (page: PageText, at: number): boolean => at === 0 || segmentOf(page, at) !== segmentOf(page, at - 1);
const segmentOf = (page: PageText, at: number): number => page.tokens[page.tokenOf[at] ?? 0]?.segment ?? 0;

function restOfSegment(page: PageText, end: number): string {
  let to = end;
  const segment = segmentOf(page, end - 1);
  while (to < page.letters.length && segmentOf(page, to) === segment) to++;
  return page.letters.slice(end, to);
}

function capitalShare(text: string): number {
  const letters = text.match(/\p{L}/gu) ?? [];
  return letters.length === 0 ? 0 : letters.filter((letter) => isUpperCase(letter)).length / letters.length;
}

/** Places where `title` stands as a title, best first. `mayGoOn`: other words may follow (GIẤY CHỨNG NHẬN quyền …, ĐƠN xin …). */
export function findTitle(page: PageText, title: string, places: PhraseIndex, mayGoOn = false): readonly TitleHit[] {
  const letters = lettersOnly(title);
  const hits: TitleHit[] = [];
  for (const match of places(letters)) {
    if (!segmentStart(page, match.start)) continue;
    const segment = segmentOf(page, match.start);
    const box = page.segments[segment]?.box;
    if (!box || box[1] > 0.75 * page.heightPx) continue;
    const text = spanText(page, match.start, match.end);
    if (capitalShare(text) < 0.7) continue;
    const rest = restOfSegment(page, match.end).replace(TAILS, '');
    const coverage = mayGoOn ? (rest.length === 0 ? 1 : 0.8) : letters.length / (letters.length + rest.length);
    const larger = Math.min(1.15, Math.max(0.9, box[3] / page.lineHeightPx));
    // At the left of the head stands the issuing body; a title there is rare (two papers side by side).
    const inHead = page.segments[segment]?.zone === 'head-left' ? 0.9 : 1;
    const quality = inHead * (1 - (2 * match.errors) / letters.length) * coverage * Math.min(1, larger);
    hits.push({ title, quality, segment, lastSegment: segmentOf(page, match.end - 1), start: match.start, end: match.end });
  }
  return hits.sort((a, b) => b.quality - a.quality);
}
