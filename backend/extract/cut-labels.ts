// Labels whose beginning is lost, in the shadow of the spine or under a stamp: "3n tộc: Kinh", "2i sinh: Trạm y tế …",
// or that are more wrong than a label may be elsewhere: "Ngùy. thángršmrsinh: 25/05/2000".
// What stands before the first colon of a row or column is compared with the ends of the labels; o and a count as one letter, as they
// do in blurred print. Who takes such a label says so: what it names is never certain.
import { textDistance } from '../../shared/domain/text-distance.ts';
import type { PageText } from './page-text.ts';

/** What stands before the first colon of a row or of a column in it; letters of the page, `end` exclusive. */
type Head = Readonly<{ start: number; end: number; letters: string; /** Stands at the left, where shadows and edges are. */ isFirst: boolean }>;
export type CutMatch = Readonly<{ start: number; end: number; errors: number }>;

/** Fewer letters name no label. */
const LEAST_LETTERS = 4;
/** More stand before no label's colon. */
const MOST_LETTERS = 60;
/** Share of the label that is still there. */
const LEAST_SHARE = 0.5;

/** "ÂN ĐÌNH": two words in capitals behind the colon. */
const NAME_BEHIND = /^[\s:.;]*\p{Lu}{2,}\s\p{Lu}{2,}/u;
const shortHeads = new WeakMap<PageText, readonly Head[]>();

function shortHeadsOf(page: PageText): readonly Head[] {
  const before = shortHeads.get(page);
  if (before) return before;
  const found = allHeads(page).filter((head) => head.isFirst && head.end - head.start < LEAST_LETTERS && NAME_BEHIND.test(restOfRow(page, head.end)));
  shortHeads.set(page, found);
  return found;
}

/** What stands on the row behind this letter. */
function restOfRow(page: PageText, end: number): string {
  const [first, offset] = [page.tokenOf[end - 1] ?? 0, page.offsetOf[end - 1] ?? 0];
  const segment = page.tokens[first]?.segment;
  return page.tokens.slice(first, first + 4).filter((token) => token.segment === segment).map((token, index) => (index === 0 ? token.text.slice(offset + 1) : token.text)).join(' ');
}

const known = new WeakMap<PageText, { heads: readonly Head[]; matches: Map<string, readonly CutMatch[]> }>();

const rounded = (letters: string): string => letters.replaceAll('o', 'a');

const headsOf = (page: PageText): readonly Head[] => allHeads(page).filter(({ start, end }) => end - start >= LEAST_LETTERS);

const everyHead = new WeakMap<PageText, readonly Head[]>();

function allHeads(page: PageText): readonly Head[] {
  const before = everyHead.get(page);
  if (before) return before;
  const heads: Head[] = [];
  everyHead.set(page, heads);
  for (let start = 0, end = 0; start < page.letters.length; start = end) {
    const segment = page.segments[page.tokens[page.tokenOf[start] ?? -1]?.segment ?? -1];
    while (end < page.letters.length && page.tokens[page.tokenOf[end] ?? -1]?.segment === segment?.index) end++;
    const above = page.segments[(segment?.index ?? 0) - 1];
    const colon = segment?.zone === 'body' ? beforeColon(page, start, end) : undefined;
    if (colon !== undefined && colon > start && colon - start <= MOST_LETTERS) heads.push({ start, end: colon, letters: rounded(page.letters.slice(start, colon)), isFirst: above?.row !== segment?.row });
  }
  return heads;
}

/** The letter behind which the first colon between two letters stands; a semicolon where there is none. */
const beforeColon = (page: PageText, start: number, end: number): number | undefined => beforeSign(page, start, end, ':') ?? beforeSign(page, start, end, ';');

function beforeSign(page: PageText, start: number, end: number, sign: string): number | undefined {
  for (let token = page.tokenOf[start] ?? 0; token <= (page.tokenOf[end - 1] ?? -1); token++) {
    const at = page.tokens[token]?.text.indexOf(sign) ?? -1;
    if (at < 0) continue;
    let letter = start;
    while (letter < end && ((page.tokenOf[letter] ?? 0) < token || (page.tokenOf[letter] === token && (page.offsetOf[letter] ?? 0) < at))) letter++;
    return letter;
  }
  return undefined;
}

/** Of long labels a third may be wrong: what stands before a colon at the left is a label. */
const allowed = (letters: number): number => (letters < 6 ? 1 : letters < 9 ? 2 : letters < 12 ? 3 : letters < 16 ? 4 : 5);
/** Letters that a stamp or a speck adds. */
const MOST_ADDED = 2;

/** Wrong letters, if the head is the label or its end; undefined if it is neither. */
function errorsOf({ letters: head, isFirst }: Head, label: string): number | undefined {
  if (head.length > label.length + MOST_ADDED || head.length < LEAST_SHARE * label.length) return undefined;
  const most = allowed(head.length);
  if (head.slice(0, 2) === label.slice(0, 2)) {
    const whole = textDistance(head, label, most + 1);
    if (whole <= most) return whole;
  }
  // of a label that is cut the last letters are those that are there
  if (!isFirst || head.slice(-3) !== label.slice(-3)) return undefined;
  const cut = textDistance(head, label.slice(-head.length), most + 1);
  return cut <= most ? cut : undefined;
}

/**
 * "ha: NGHIÊM BÁ PHƯỚC", "ẹ: PHAN THỊ NGỌC": the last letters of a row's label, and a name in capitals behind them. Of [mẹ]
 * and [cha] they tell which it was. `keyWord` is the label's last word.
 */
export function findCutKeyWord(page: PageText, keyWord: string): readonly CutMatch[] {
  return shortHeadsOf(page).filter(({ letters }) => keyWord.endsWith(letters)).map(({ start, end }) => ({ start, end, errors: 0 }));
}

/** Rows that begin with the end of a label. `letters` are the label's, unmarked. */
export function findCutLabel(page: PageText, letters: string): readonly CutMatch[] {
  let of = known.get(page);
  if (!of) known.set(page, (of = { heads: headsOf(page), matches: new Map() }));
  let found = of.matches.get(letters);
  if (!found) {
    const label = rounded(letters);
    found = of.heads.flatMap((head) => {
      const errors = errorsOf(head, label);
      return errors === undefined ? [] : [{ start: head.start, end: head.end, errors }];
    });
    of.matches.set(letters, found);
  }
  return found;
}
