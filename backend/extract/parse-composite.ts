// Labels whose value fills several fields: identity papers, death time, register entry, death notice,
// the signer with the office, court rulings, changes.
import { nearestRuling } from '../../shared/domain/court-rulings.ts';
import { textDistance } from '../../shared/domain/text-distance.ts';
import { foldMarks, isUpperCase } from '../../shared/domain/vietnamese-text.ts';
import { parseDateValue, parseIdNumber, parseTimeValue, registrationNumber } from './parse-figures.ts';
import { parseAgency, parsePlace } from './parse-place.ts';
import { parsePersonName } from './parse-name.ts';
import { cleanText, parseText, parseTextWith } from './parse-words.ts';
import { parsed } from './parsed-value.ts';
import type { Parse, ParsedValue } from './parsed-value.ts';
import { isHalfOffice, looksLikeName } from './signature.ts';
import { sliceSpan } from './value-span.ts';
import type { Span } from './value-span.ts';

export type Composite = (span: Span, prefix: string) => readonly ParsedValue[];

const some = (...values: readonly (ParsedValue | undefined)[]): readonly ParsedValue[] => values.filter((value) => value !== undefined);

/** Codes of idDocumentType in record-types.json by the words on paper. */
const PAPER_KINDS: readonly (readonly [code: string, pattern: RegExp])[] = [
  ['4', /can cuoc|cccd|the cc\b/], ['1', /cmnd|chung minh nhan dan|\bcmt\b/], ['2', /ho chieu|\bhc\b/], ['3', /thuong tru/],
  ['6', /si quan/], ['5', /quan doi|\bcmqd/], ['7', /cong an nhan dan|\bcmca/],
];

/** Abbreviations that a letter read wrongly leaves as no other ("CCCP", "CMNP"). */
const PAPER_LETTERS: readonly (readonly [code: string, letters: string])[] = [['4', 'cccd'], ['1', 'cmnd']];

/** The kind's code, and how far its name was mended. */
function kindOfPaper(text: string): readonly [code: string, mended: number] | undefined {
  const known = PAPER_KINDS.find(([, pattern]) => pattern.test(text));
  if (known) return [known[0], 0];
  const [near, other] = PAPER_LETTERS.filter(([, letters]) => text.split(' ').some((word) => word.length === letters.length && textDistance(word, letters, 1) <= 1));
  return near && other === undefined ? [near[0], 1] : undefined;
}

const at = (span: Span, index: number, length: number): Span => sliceSpan(span, Math.max(0, index), Math.max(0, length));

const matched = (span: Span, pattern: RegExp): { index: number; length: number } | undefined => {
  const match = pattern.exec(foldMarks(span.text));
  return match ? { index: match.index, length: match[0].length } : undefined;
};

/** Where "cấp ngày" (or "ngày cấp", or "ngày" before a date) begins and ends. */
const issueDate = (span: Span): { index: number; length: number } | undefined =>
  matched(span, /(?:c.p\s*[.,;]?\s*ng.y|ng.y\s*c.p|\bng.y(?=\s*:?\s*\d))\s*:?/) ?? matched(span, /(?<=\S)\s(?=\d{1,2}[/.-]\d{1,2}[/.-]\d{4})/);

export const parseIdentityPaper: Composite = (span, prefix) => {
  if (span.text === '') return [];
  const issued = issueDate(span);
  const dateSpan = issued ? at(span, issued.index + issued.length, span.text.length) : undefined;
  const beforeDate = issued ? at(span, 0, issued.index) : span;
  const by = matched(beforeDate, /(?:\bdo\b|,\s*(?=c.c\b|c.ng an)|\s(?=c.c c|c.ng an|\bca\b))\s*/);
  const numberSpan = by ? at(beforeDate, 0, by.index) : beforeDate;
  const agency = by ? at(beforeDate, by.index + by.length, beforeDate.text.length) : undefined;
  const kind = kindOfPaper(foldMarks(numberSpan.text));
  const kindEnd = matched(numberSpan, /s.\s*:?\s*(?=\S*\d)|\s(?=\d{5,})/);
  const kindSpan = at(numberSpan, 0, kindEnd?.index ?? numberSpan.text.length);
  const passport = /\b([A-Z]\d{7})\b/.exec(numberSpan.text);
  return some(
    kind && parsed(`${prefix}LoaiGiayToTuyThan`, 'enum', kind[0], kindSpan, { listed: true, mended: kind[1] }),
    !kind && kindSpan.pieces.length > 0 && kindEnd ? parsed(`${prefix}GiayToKhac`, 'text', cleanText(kindSpan.text), kindSpan) : undefined,
    passport ? parsed(`${prefix}SoGiayToTuyThan`, 'idNumber', passport[1] ?? '', at(numberSpan, passport.index, 8)) : parseIdNumber(numberSpan, `${prefix}SoGiayToTuyThan`),
    dateSpan && dateSpan.pieces.length > 0 ? parseDateValue(dateSpan, `${prefix}NgayCapGiayToTuyThan`) : undefined,
    agency && parseAgency(agency, `${prefix}NoiCapGiayToTuyThan`),
  );
};

export const parseDeathTime: Composite = (span) => {
  const day = matched(span, /ng.y\s*:?(?=\s*\d)/) ?? matched(span, /\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}/);
  const timeSpan = day ? at(span, 0, day.index) : span;
  const daySpan = day ? at(span, day.index, span.text.length) : span;
  const date = parseDateValue(daySpan, 'nktNgayChet');
  return some(parseTimeValue(timeSpan, 'nktGioPhutChet'), date);
};

/** "số 201764835 do Công an …": an identity paper's number, whose own label is lost. */
const IDENTITY_NUMBER = /^\D{0,6}\d{9}/;

export const parseRegisteredAs = (endings: readonly string[]): Composite => (span) => {
  if (IDENTITY_NUMBER.test(span.text)) return [];
  const day = issueDate(span);
  const number = registrationNumber(endings)(day ? at(span, 0, day.index) : span, 'so');
  return some(number, day ? parseDateValue(at(span, day.index + day.length, span.text.length), 'ngayDangKy') : undefined);
};

/** "42 GBT", "42GBT": the thin stroke between number and ending. */
function withNoticeStroke(value: ParsedValue | undefined): ParsedValue | undefined {
  const text = value?.value.replace(/^(\d+)\s?(?=\p{Lu}{2,5}(?:-|$))/u, '$1/');
  return value && text !== undefined && text !== value.value ? { ...value, value: text, mended: value.mended + 0.5 } : value;
}

export const parseNoticePaper: Composite = (span) => {
  const issued = issueDate(span);
  const beforeDate = issued ? at(span, 0, issued.index) : span;
  const by = matched(beforeDate, /\bdo\b\s*:?/);
  const number = at(beforeDate, 0, by?.index ?? beforeDate.text.length);
  const lead = matched(number, /^(?:s.\s*)?:?\s*/);
  const value = lead ? at(number, lead.index + lead.length, number.text.length) : number;
  return some(
    value.pieces.length > 0 ? withNoticeStroke(parseText(value, 'gbtSo')) : undefined,
    by ? parsePlace(at(beforeDate, by.index + by.length, beforeDate.text.length), 'gbtCoQuanCap') : undefined,
    issued ? parseDateValue(at(span, issued.index + issued.length, span.text.length), 'gbtNgay') : undefined,
  );
};

// Trường, Phó and Tư are names too: without a comma only what can be nothing else begins an office.
const OFFICE = /(?:(?:,|\s[-–]\s)\s*((?:q\.|p\.|pho |quyen )?(?:chu\.? tich|truong|giam doc|cong chuc|can bo|pho|tu phap|kt\.|tm\.).*)|\s((?:q\.|p\.|pho |quyen )?(?:chu\.? tich|truong (?:phong|ban|cong an)|giam doc|cong chuc|can bo|pho chu|kt\.|tm\.).*))$/;

export const parseNumberedPaper: Composite = (span, prefix) => {
  const issued = issueDate(span);
  const number = issued ? at(span, 0, issued.index) : span;
  return some(
    number.pieces.length > 0 ? withNoticeStroke(parseText(number, `${prefix}So`)) : undefined,
    issued ? parseDateValue(at(span, issued.index + issued.length, span.text.length), `${prefix}Ngay`) : undefined,
  );
};

/** "Cao Văn Cường, Chủ": the office behind the name, its end lost. */
function withoutOfficeScrap(name: Span): Span {
  const scrap = /(?<=\S+\s\S+)\s*,?\s(?:ch[uủúữ]|ph[oóò]|c[oô]ng)\.?$/iu.exec(name.text);
  return scrap && name.text.split(' ').length > 2 ? at(name, 0, scrap.index) : name;
}

function officeOf(span: Span): ParsedValue | undefined {
  const value = parseText(span, 'chucVuNguoiKy');
  return value && isHalfOffice(value.value) ? { ...value, reasons: [...value.reasons, 'office-incomplete'] } : value;
}

export const parseNameAndOffice: Composite = (whole) => {
  // "… người ký Giấy khai sinh: Nguyễn Văn A": what is left of a longer label ends at its colon.
  const colon = whole.text.indexOf(':');
  const kind = matched(whole, /^(?:gi.y (?:ch.ng nh.n|x.c nh.n|khai sinh)|tr.ch l.c)\s+(?=\S)/);
  const span = colon >= 0 ? at(whole, colon + 1, whole.text.length) : kind ? at(whole, kind.length, whole.text.length) : whole;
  const office = OFFICE.exec(foldMarks(span.text));
  const name = office ? at(span, 0, office.index) : span;
  const officeIndex = office ? span.text.length - (office[1] ?? office[2] ?? '').length : 0;
  return some(parsePersonName(withoutOfficeScrap(name), 'nguoiKy'), office ? officeOf(at(span, officeIndex, span.text.length)) : undefined);
};

export const parsePeriod: Composite = (span, prefix) => {
  const to = matched(span, /,?\s*\b(?:d.n|t.i)\s*(?:ng.y)?\s*(?=:?\s*\d|nay)/);
  const head = to ? at(span, 0, to.index) : span;
  const from = matched(head, /,?\s*\bt.\s*ng.y\s*:?\s*(?=\d)/) ?? matched(head, /,?\s*\bt.\s+(?=\d)/);
  return some(
    parsePlace(from ? at(head, 0, from.index) : head, `${prefix}Tai`),
    from ? parseDateValue(at(head, from.index + from.length, head.text.length), `${prefix}Tu`) : undefined,
    to ? parseDateValue(at(span, to.index + to.length, span.text.length), `${prefix}Den`) : undefined,
  );
};

/** "27/2020/HNeĐ ST", "73/2017/H NGĐ-ST": what is judged and the instance, a letter wrong or the dash lost. */
const RULING = /(?<=\d{4}\/)\s?([^\s\/-]{1,5}(?:\s[^\s\/-]{1,4})?)[\s-]\s?(ST|PT)(?![\p{L}\d])/u;

function withRuling(value: ParsedValue | undefined): ParsedValue | undefined {
  const text = value?.value.replace(RULING, (all, kind: string, instance: string) => { const ruling = nearestRuling(kind.replace(/\s/g, '')); return ruling === undefined ? all : `${ruling}-${instance}`; });
  return value && text !== undefined && text !== value.value ? { ...value, value: text, mended: value.mended + 0.5 } : value;
}

/** "87/2015IHNGĐ-ST": the stroke before the court's code is read as a letter. */
function withStroke(value: ParsedValue | undefined): ParsedValue | undefined {
  const text = value?.value.replace(/(?<=\/\d{4})\s?[Il|1](?=\p{Lu}{2,5}(?:-|$))/u, '/').replace(/^[JIl|](?=\d{0,3}\/\d{4})/u, '1');
  return value && text !== undefined && text !== value.value ? { ...value, value: text, mended: value.mended + 0.5 } : value;
}

export const parseCourtRuling: Composite = (span) => {
  const issued = issueDate(span);
  const court = matched(span, /(?:c.a\s+)?(?=t.a .n\b)/);
  const end = Math.min(issued?.index ?? Infinity, court?.index ?? Infinity, span.text.length);
  const lead = matched(at(span, 0, end), /^(?:s.\s*)?:?\s*/);
  const number = at(span, lead?.length ?? 0, end - (lead?.length ?? 0));
  return some(
    number.pieces.length > 0 ? withRuling(withStroke(parseText(number, 'banAnSo'))) : undefined,
    issued ? parseDateValue(at(span, issued.index + issued.length, (court && court.index > issued.index ? court.index : span.text.length) - issued.index - issued.length), 'banAnNgay') : undefined,
    court ? parseText(at(span, court.index + court.length, span.text.length), 'toaAn') : undefined,
  );
};

export const parseChange: Composite = (span) => {
  // Thanh and Thành are names: the word between stands in small letters.
  const small = /,?\s*(?<!\p{L})th.nh(?!\p{L})\s*:?\s*/u.exec(span.text);
  const into = small ? { index: small.index, length: small[0].length } : matched(span, /,?\s*\bth.nh\b\s*:?\s*/);
  const head = into ? at(span, 0, into.index) : span;
  return some(parseChanged(head, 'thayDoiTu'), into ? parseChanged(at(span, into.index + into.length, span.text.length), 'thayDoiThanh') : undefined);
};

/** What is changed is a name in capitals, if it looks like one, or any text. */
const parseChanged: Parse = (span, key) => {
  const read = parseText(span, key);
  // no sentence ends here: dots between words are the leader's
  const text = read && { ...read, value: read.value.replace(/(?<=\p{L}{2})\.(?=\s\p{L})/gu, '') };
  const name = text && isUpperCase(text.value) && looksLikeName(text.value) ? parsePersonName(span, key) : undefined;
  return name && name.value.split(' ').length === text?.value.split(' ').length ? { ...name, kind: 'text' } : text;
};

const RELATION = /(?:,|\s[-–(])\s*(?=\p{Ll}|(?:cha|me|ong|ba|con|anh|chi|vo|chong|ban)\b)/u;

/** As printed, set phrases put right: a relation stands in the middle of a line and keeps its small letter. */
const parseRelation = (phrases: readonly string[]): Parse => (span, key) => {
  const value = parseTextWith(phrases)(span, key);
  return value && /^\P{L}*\p{Ll}/u.test(span.text) ? { ...value, value: value.value.charAt(0).toLocaleLowerCase('vi') + value.value.slice(1) } : value;
};

export const parseNameAndRelation = (phrases: readonly string[]): Composite => (span, prefix) => {
  const cut = RELATION.exec(foldCaseKept(span.text));
  const name = cut ? at(span, 0, cut.index) : span;
  const relation = cut ? at(span, cut.index + cut[0].length, span.text.length) : undefined;
  return some(parsePersonName(name, `${prefix}HoTen`), relation && parseRelation(phrases)(relation, `${prefix}QuanHe`));
};

/** Marks off, case kept, same length. */
const foldCaseKept = (text: string): string => [...text].map((letter) => letter.normalize('NFD').charAt(0).replace('đ', 'd').replace('Đ', 'D')).join('');
