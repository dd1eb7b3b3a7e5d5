// The signature at the foot: under a heading (NGƯỜI KÝ …, or the office itself) stand the office and, lowest,
// the name. The heading gives the column; seal letters and the scribble itself are passed over.
import type { Box } from '../../shared/domain/geometry.ts';
import { bottom, intersection, right, union } from '../../shared/domain/geometry.ts';
import { isNameSyllable, isFamilyName, sameName } from '../../shared/domain/names.ts';
import type { Word } from '../../shared/domain/reading.ts';
import { decodeName } from './decode-name.ts';
import { textDistance } from '../../shared/domain/text-distance.ts';
import { isVietnameseSyllable } from '../../shared/domain/vietnamese-syllable.ts';
import { foldMarks } from '../../shared/domain/vietnamese-text.ts';
import type { PageText, Segment } from './page-text.ts';
import { partsOf, segmentText } from './page-text.ts';
import { parsePersonName } from './parse-name.ts';
import { parsed } from './parsed-value.ts';
import type { ParsedValue } from './parsed-value.ts';
import { makeSpan } from './value-span.ts';
import type { Span } from './value-span.ts';

const spanOf = (segment: Segment): Span => makeSpan(segment.words.flatMap(partsOf), segment.box);
const plain = (segment: Segment): string => foldMarks(segmentText(segment)).replace(/[^a-z0-9. ]/g, '').replace(/\s+/g, ' ').trim();

const OFFICE = /^(?:(?:kt|tm|tl|q|p|tuq)\s?\.?\s*)*(?:pho |quyen )?(?:chu tich|pho chu tich|truong (?:phong|ban|cong an|thon|khoa|tram)|pho truong|giam doc|pho giam doc|chanh van phong|chanh an|chanh thanh tra|bo truong|thu tuong|thu truong|cuc truong|tong cuc truong|vien truong|chanh an|hieu truong|bi thu|cong chuc|uy ban nhan dan|tu phap)/;
const OFFICES_SHOUTED = ['chu tich', 'pho chu tich', 'kt chu tich', 'tm uy ban nhan dan'] as const;
export const isOffice = (segment: Segment): boolean => OFFICE.test(plain(segment)) || OFFICES_SHOUTED.some((office) => plain(segment).length > 6 && textDistance(plain(segment).replaceAll('.', ''), office, 2) <= 1.6);
/** "KT. CHỦ TỊCH" names whom the signer stands for, "Phó" alone nobody: the signer's own office is on the next line. */
export const isHalfOffice = (office: string): boolean => /^(?:kt|tm|tl|tuq)(?![a-z])|^(?:pho|kt|q)$/.test(foldMarks(office).replace(/[^a-z ]/g, '').trim());

const NO_NAME = /^(?:giay|trich luc|nguoi|ngay|ho va ten|ho chu|noi |so )/;
const REMARK = /ky.{0,3}ghi ro|ghi ro ho|dong dau|da ky|ky ten|nguoi ky|chuc vu|noi nhan/;

/** What the form prints below the heading: "(Ký, ghi rõ họ tên …)". */
export const isRemark = (segment: Segment): boolean => REMARK.test(plain(segment));

/** Looks like "Đinh Văn Khuê": two to five capitalised syllables. */
export function looksLikeName(text: string): boolean {
  const words = text.split(' ').filter((word) => /\p{L}/u.test(word));
  if (words.length < 2 || words.length > 6) return false;
  const capital = words.filter((word) => /^\P{L}*\p{Lu}/u.test(word)).length;
  const syllables = words.filter((word) => isVietnameseSyllable(word.replace(/[^\p{L}]/gu, ''))).length;
  const known = words.filter((word) => isNameSyllable(word.replace(/[^\p{L}]/gu, ''))).length;
  return capital >= words.length - 1 && syllables * 2 > words.length && (known * 2 >= words.length || isFamilyName(words[0] ?? ''));
}

type Column = Readonly<{ left: number; right: number; top: number }>;

/** Letters of a heading beneath a seal that may be read wrongly, of seven. */
const WRONG_LETTERS = 1 / 7;

function isHeading(text: string, wanted: readonly string[]): boolean {
  return wanted.some((heading) => text.startsWith(heading) || (heading.length > 9 && textDistance(text.slice(0, heading.length), heading, heading.length * WRONG_LETTERS) <= heading.length * WRONG_LETTERS));
}

/**
 * The columns below the headings that this form prints over signatures, the first of them the signer's. On a copy two
 * stand side by side, "NGƯỜI KÝ GIẤY KHAI SINH" (who signed the paper) and "NGƯỜI KÝ" (who signs the copy): the
 * heading that says more is the paper's. Of equal ones the lowest counts.
 */
function signatureColumns(page: PageText, headings: readonly string[]): readonly Column[] {
  const wanted = headings.map((heading) => foldMarks(heading));
  // A second sheet may begin with its signature; a first one never does.
  const leastTopPx = /doclaptudo|conghoaxahoi/.test(page.letters.slice(0, 600)) ? 0.2 * page.heightPx : 0;
  const heads = page.segments.filter((segment) => {
    if (segment.zone === 'head-left' || segment.zone === 'head-right' || segment.box[1] < leastTopPx) return false;
    const text = plain(segment);
    return isHeading(text, wanted) || (OFFICE.test(text) && segment.words.length < 9 && segment.box[0] + segment.box[2] / 2 > 0.45 * page.widthPx) || /^\(?ky.{0,3}ghi ro|chuc vu.{0,3} dong d/.test(text);
  });
  const named = heads.filter((segment) => isHeading(plain(segment), wanted));
  const [longest] = named.map((segment) => segment.words.length).toSorted((a, b) => b - a);
  const ofPaper = named.findLast((segment) => segment.words.length === longest);
  const ofCopy = named.findLast((segment) => segment !== ofPaper && ofPaper !== undefined && isBeside(segment, ofPaper) && segment.words.length === 2);
  const head = ofPaper ?? heads.find((segment) => segment.box[0] + segment.box[2] / 2 > 0.45 * page.widthPx) ?? heads.at(-1);
  if (head === undefined) return [];
  if (ofCopy === undefined) return [columnBelow(page, head)];
  const border = (right(head.box) + ofCopy.box[0]) / 2;
  const [left, other] = [columnBelow(page, head), columnBelow(page, ofCopy)];
  return [{ ...left, right: Math.min(left.right, border) }, { ...other, left: Math.max(other.left, border) }];
}

/** On one row, the other to the right of it. */
const isBeside = (segment: Segment, other: Segment): boolean => segment.box[0] > right(other.box) && segment.box[1] < bottom(other.box) + other.box[3] && bottom(segment.box) > other.box[1] - other.box[3];

function columnBelow(page: PageText, head: Segment): Column {
  const centre = head.box[0] + head.box[2] / 2;
  const half = Math.max(head.box[2] / 2 + page.lineHeightPx, 0.2 * page.widthPx);
  return { left: centre - half, right: centre + half, top: head.box[1] };
}

const within = (segment: Segment, column: Column): boolean => {
  const centre = segment.box[0] + segment.box[2] / 2;
  return segment.box[1] >= column.top - 2 && centre > column.left && centre < column.right;
};

export function readSignature(page: PageText, headings: readonly string[]): readonly ParsedValue[] {
  const [column, ofCopy] = signatureColumns(page, headings);
  if (!column) return unheadedSigner(page);
  const values = valuesBelow(page, column);
  if (!ofCopy) return values;
  const [signer, other] = [values, valuesBelow(page, ofCopy)].map((all) => all.find(({ key }) => key === 'nguoiKy'));
  if (!signer || signer.value === '') return valuesBelow(page, ofCopy).map((value) => (value.key === 'nguoiKy' && value.value !== '' ? { ...value, reasons: [...value.reasons, 'label-unreadable'] } : value));
  if (other === undefined || textDistance(signer.value, other.value, NEARLY_ONE) > NEARLY_ONE) return values;
  // one person signed both: the surer reading tells the name
  const surer = leastSure(other) > leastSure(signer) ? other : signer;
  const disputed = sameName(signer.value, other.value) ? surer : { ...surer, reasons: [...new Set([...surer.reasons, 'disputed-under-mark'])] };
  const offices = [...values, ...valuesBelow(page, ofCopy)].filter(({ key }) => key === 'chucVuNguoiKy');
  return [disputed, ...offices.slice(0, 1)];
}

/** Letters by which two readings of one name may differ. */
const NEARLY_ONE = 1.5;
const leastSure = ({ span }: ParsedValue): number => Math.min(1, ...span.pieces.map(({ word }) => word.confidence));

/** The name and the office that stand in the column. */
function valuesBelow(page: PageText, column: Column): readonly ParsedValue[] {
  const torn = new Set<Segment>();
  const trimmed = (segment: Segment): Segment => {
    const name = withoutScraps(segment);
    if (losesFirstWord(segment, name)) torn.add(name);
    return name;
  };
  const below = page.segments.filter((segment) => within(segment, column)).map((segment) => trimmed(decoded(page, segment))).toSorted((a, b) => a.box[1] - b.box[1]);
  const offices = below.filter((segment) => isOffice(segment) && !REMARK.test(plain(segment)));
  const office = offices.findLast((segment) => segmentText(segment) === segmentText(segment).toLocaleUpperCase('vi')) ?? offices.at(-1);
  const names = below.filter((segment) => !isOffice(segment) && !REMARK.test(plain(segment)) && !NO_NAME.test(plain(segment)) && looksLikeName(nameText(segment)));
  const name = office ? (names.find((segment) => segment.box[1] > office.box[1]) ?? names.at(-1)) : names.at(-1);
  const values: ParsedValue[] = [];
  const signer = name && parsePersonName(nameSpan(page, name, below), 'nguoiKy');
  if (signer) values.push({ ...signer, reasons: [...signer.reasons, ...(isDisputedUnderMark(page, name) ? ['disputed-under-mark'] : []), ...(torn.has(name) ? ['name-incomplete'] : [])] });
  else if (office) values.push(...unreadableSigner(page, column, office));
  if (office) {
    const text = segmentText(office).replace(/[^\p{L}\p{N})]+$/u, '');
    values.push(parsed('chucVuNguoiKy', 'text', text, spanOf(office), { reasons: isHalfOffice(text) ? ['office-incomplete'] : [] }));
  }
  return values;
}

const isUnderMark = (page: PageText, segment: Segment): boolean => page.reading.marks.some((mark) => (mark.kind === 'signature' || mark.kind === 'seal') && intersection(mark.box, segment.box) !== undefined);

/** Beneath a signature or seal, and the readings of one of its words differ. */
const isDisputedUnderMark = (page: PageText, segment: Segment): boolean => isUnderMark(page, segment) && segment.words.some((word) => word.confidence < SURE && (word.alternatives ?? []).some((other) => other.text !== word.text));

/** Beneath a pen, where several readings stand beside each other: the name that they support together. */
function decoded(page: PageText, segment: Segment): Segment {
  if (!isUnderMark(page, segment) || !segment.words.every((word) => word.alternatives !== undefined && word.confidence < SURE) || isOffice(segment) || REMARK.test(plain(segment)) || isShouted(segment)) return segment;
  const words = decodeName(segment.words);
  return words === undefined ? segment : { ...segment, words };
}

/** Offices stand in capitals, and what a seal leaves of them does. */
const isShouted = (segment: Segment): boolean => segment.words.filter(({ text }) => text.length > 1 && text === text.toLocaleUpperCase('vi')).length * 2 > segment.words.length;

/** The first reading's words are never all below this where it read print. */
const SURE = 0.9;

/** What the reader made of a seal or a pen beside the name is read less surely than this. */
const SCRAP_BELOW = 0.65;
const bare = (word: Word | undefined): string => (word?.text ?? '').replace(/[^\p{L}]/gu, '');

/** A word with a capital right behind a word of the name, and as high: no scrap but the name's next word, or what is seen of it ("Mơi", "T"). */
const isNextWord = (word: Word | undefined, next: Word | undefined): boolean =>
  word !== undefined && next !== undefined && /^\p{Lu}\p{Ll}*$/u.test(bare(next)) && next.box[3] > 0.6 * word.box[3] && next.box[3] < 1.6 * word.box[3] && next.box[0] - right(word.box) < word.box[3];

/** "TräÍ Bá Văn Hòa": what was taken for a scrap stands right before the name and begins with a capital. */
function losesFirstWord(segment: Segment, name: Segment): boolean {
  const [first] = name.words;
  const before = segment.words[segment.words.findIndex((word) => word === first) - 1];
  return first !== undefined && before !== undefined && /^\p{Lu}\p{L}/u.test(bare(before)) && first.box[0] - right(before.box) < first.box[3];
}

/** 'sa sx" Doãn Thị Trâm': scraps of a seal before a family name, and behind a name, are no part of the line. */
function withoutScraps(segment: Segment): Segment {
  const isScrap = (word: Word | undefined): boolean => word !== undefined && word.confidence < SCRAP_BELOW && !(/^\p{Lu}/u.test(bare(word)) && isNameSyllable(bare(word)));
  const first = segment.words.findIndex((word) => !isScrap(word));
  const lastWhole = segment.words.findLastIndex((word) => !isScrap(word));
  const last = lastWhole + (isNextWord(segment.words[lastWhole], segment.words[lastWhole + 1]) ? 1 : 0);
  // two words may be the rest of a name whose first was hardly read ("ần Văn Khuê")
  if (first < 0 || last - first < (first > 0 ? 2 : 1) || last - first + 1 === segment.words.length || !isFamilyName(bare(segment.words[first]))) return segment;
  const words = segment.words.slice(first, last + 1);
  return { ...segment, words, box: union(words.map((word) => word.box)) ?? segment.box };
}

/** Above this share of the sheet no signature stands. */
const FOOT = 0.5;

/**
 * The heading lies under a seal, or the copy lost it: the lowest line at the foot's right that is a name from its
 * first word to its last and has no neighbour on its row.
 */
function unheadedSigner(page: PageText): readonly ParsedValue[] {
  const foot = page.segments.filter((segment) => segment.zone === 'body' && segment.box[1] > FOOT * page.heightPx && segment.box[0] + segment.box[2] / 2 > 0.45 * page.widthPx && segment.box[0] > 0.35 * page.widthPx);
  const alone = foot.filter((segment) => page.segments.every((other) => other === segment || other.row !== segment.row || other.zone !== 'body' || !/:/.test(segmentText(other))));
  const name = alone.filter((segment) => isWholeName(nameText(segment))).toSorted((a, b) => b.box[1] - a.box[1])[0];
  const signer = name && parsePersonName(spanOf(name), 'nguoiKy');
  return signer ? [{ ...signer, reasons: [...signer.reasons, 'label-unreadable'] }] : [];
}

function isWholeName(text: string): boolean {
  const words = text.split(' ');
  return words.length > 1 && words.length < 6 && isFamilyName(words[0] ?? '') && words.every((word) => /^\p{Lu}/u.test(word) && isNameSyllable(word));
}

/** A long name in a narrow column ends on the next line, in its middle: "Hoàng Hoàng Khánh / Nhung". */
function nameSpan(page: PageText, name: Segment, below: readonly Segment[]): Span {
  const middlePx = name.box[0] + name.box[2] / 2;
  const rest = below.find((segment) => segment.box[1] >= bottom(name.box) - 2 && segment.box[1] - bottom(name.box) < page.lineHeightPx
    && Math.abs(segment.box[0] + segment.box[2] / 2 - middlePx) < 0.6 * page.lineHeightPx && segment.words.length === 1 && NAME_END.test(segmentText(segment)) && isNameSyllable(segmentText(segment)));
  return rest ? makeSpan([...name.words, ...rest.words].flatMap(partsOf), name.box) : spanOf(name);
}

const NAME_END = /^\p{Lu}\p{L}*$/u;

/** A name is there (scraps of it, or the scribble over it) but cannot be read: empty, with its box, to be keyed from the image. */
function unreadableSigner(page: PageText, column: Column, office: Segment): readonly ParsedValue[] {
  const top = bottom(office.box);
  const box: Box = [Math.max(0, column.left), top, Math.min(page.widthPx, column.right) - Math.max(0, column.left), Math.min(page.heightPx - top, 0.14 * page.heightPx)];
  const scraps = page.segments.some((segment) => intersection(segment.box, box) !== undefined && !REMARK.test(plain(segment)));
  const signed = page.reading.marks.some((mark) => mark.kind === 'signature' && intersection(mark.box, box) !== undefined);
  return scraps || signed ? [parsed('nguoiKy', 'personName', '', { pieces: [], text: '', box }, { reasons: ['unreadable'] })] : [];
}

const nameText = (segment: Segment): string => segmentText(segment).replace(/[^\p{L}\s'’.-]/gu, ' ').replace(/\s+/g, ' ').trim();
