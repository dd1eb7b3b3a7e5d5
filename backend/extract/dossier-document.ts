// Documents of a dossier (VB): kind, number and notation, date, issuing body, subject, signer. They have no
// labels; the order of an administrative document (NĐ 30/2020/NĐ-CP, annex I) gives the places.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { union } from '../../shared/domain/geometry.ts';
import { textDistance } from '../../shared/domain/text-distance.ts';
import { foldMarks, isUpperCase, tidy } from '../../shared/domain/vietnamese-text.ts';
import { findTitle } from './find-title.ts';
import type { TitleHit } from './find-title.ts';
import { readHeadNumber, readOrgan, readPlaceDate } from './letterhead.ts';
import { spanText } from './match-form.ts';
import type { PhraseIndex } from './match-form.ts';
import type { PageText, Segment } from './page-text.ts';
import { partsOf, segmentText } from './page-text.ts';
import { cleanText, withTerms } from './parse-words.ts';
import { parsed } from './parsed-value.ts';
import type { ParsedValue } from './parsed-value.ts';
import { readSignature } from './signature.ts';
import { makeSpan } from './value-span.ts';
import type { Span } from './value-span.ts';

const kindsSchema = z.object({ entries: z.array(z.object({ title: z.string(), name: z.string(), code: z.string() })).readonly() });
export type DocumentKind = Readonly<{ title: string; name: string; code: string }>;

export const DOCUMENT_KINDS: readonly DocumentKind[] = kindsSchema.parse(JSON.parse(readFileSync(new URL('../../resources/gazetteer/document-kinds.json', import.meta.url), 'utf8'))).entries;

const SUBJECT_TERMS = z.object({ entries: z.array(z.string()).readonly() }).parse(JSON.parse(readFileSync(new URL('../../resources/gazetteer/subject-terms.json', import.meta.url), 'utf8'))).entries;

export type DocumentTitle = Readonly<{ kind: DocumentKind; hit: TitleHit }>;

/** The kind that the title names; the uppermost good title wins, since decisions repeat theirs before Điều 1. */
export function findDocumentTitle(page: PageText, places: PhraseIndex): DocumentTitle | undefined {
  const found = DOCUMENT_KINDS.flatMap((kind) => findTitle(page, kind.title, places, true).map((hit) => ({ kind, hit })));
  // "PHƯỜNG AN MỸ" in the head is the issuing body, not a "PHƯƠNG ÁN": there the marks must agree too.
  const isTitle = ({ kind, hit }: DocumentTitle): boolean => page.segments[hit.segment]?.zone !== 'head-left' || textDistance(spanText(page, hit.start, hit.end).toLocaleUpperCase('vi'), kind.title) < 0.3;
  const good = found.filter((one) => isTitle(one)).filter(({ hit }) => hit.quality >= 0.6 && (page.segments[hit.segment]?.box[1] ?? 0) < 0.6 * page.heightPx);
  return good.toSorted((a, b) => a.hit.segment - b.hit.segment || b.kind.title.length - a.kind.title.length)[0];
}

const spanOf = (segments: readonly Segment[]): Span =>
  makeSpan(segments.flatMap((segment) => segment.words.flatMap(partsOf)), segments[0]?.box ?? [0, 0, 0, 0]);

const plain = (segment: Segment): string => foldMarks(segmentText(segment));
const SUBJECT_ENDS = /^(can cu|kinh gui|dieu \d|quyet dinh|quyet nghi|thong bao|xet|theo|so\s?:|ho va ten|ho, chu|ten toi|toi ten|ho ten|i\.|1\.|chung nhan|nay |chuong|phan |thuc hien|hom nay|nham |de (?!nghi)|chung toi|uy ban nhan dan )/;
const AUTHORITY = /^(chu tich|uy ban|hoi dong|bo truong|thu tuong|chinh phu|giam doc|truong|chanh|tong|bo )/;

/** After a short centred line a full one is no longer the subject. */
function startsParagraph(page: PageText, before: Segment | undefined, segment: Segment): boolean {
  if (!before) return false;
  const fullPx = Math.max(...page.segments.map((one) => one.box[2]));
  const rowPx = union(page.segments.filter((one) => one.row === segment.row && one.zone === segment.zone).map((one) => one.box))?.[2] ?? segment.box[2];
  return rowPx > 0.88 * fullPx && before.box[2] < 0.8 * fullPx;
}

const middleOf = (segment: Segment): number => segment.box[0] + segment.box[2] / 2;

/** The lines under the title that say what it is about. */
function subjectBelow(page: PageText, title: DocumentTitle): readonly Segment[] {
  const lines: Segment[] = [];
  let bottomPx: number | undefined;
  const titleBox = page.segments[title.hit.lastSegment]?.box;
  for (const segment of page.segments.slice(title.hit.lastSegment + 1)) {
    if (segment.zone === 'margin') break;
    // Stamps and their scraps stand beside the subject, not in its middle.
    if (titleBox && segment.words.length < 5 && Math.abs(middleOf(segment) - (titleBox[0] + titleBox[2] / 2)) > 0.12 * page.widthPx) continue;
    const text = segmentText(segment);
    const gapPx = bottomPx === undefined ? segment.box[1] - ((titleBox?.[1] ?? 0) + (titleBox?.[3] ?? 0)) : segment.box[1] - bottomPx;
    if (gapPx > 2.2 * page.lineHeightPx || SUBJECT_ENDS.test(plain(segment))) break;
    if (isUpperCase(text) && (AUTHORITY.test(plain(segment)) || lines.length > 0)) break;
    if (lines.length >= 5 || startsParagraph(page, lines.at(-1), segment)) break;
    lines.push(segment);
    bottomPx = segment.box[1] + segment.box[3];
  }
  return lines;
}

/** "V/v …" under the number of a letter without a title. */
function subjectOfLetter(page: PageText): readonly Segment[] {
  const start = page.segments.findIndex((segment) => /^v\s?[/.]\s?v\b|^ve viec/.test(plain(segment)) && segment.box[1] < 0.45 * page.heightPx);
  const first = page.segments[start];
  if (!first) return [];
  const rest: Segment[] = [];
  let last = first;
  for (const segment of page.segments.slice(start + 1)) {
    const near = segment.zone === first.zone && segment.box[1] - (last.box[1] + last.box[3]) < 1.2 * page.lineHeightPx && segment.box[0] + segment.box[2] / 2 < 0.5 * page.widthPx;
    if (!near || SUBJECT_ENDS.test(plain(segment))) break;
    rest.push(segment);
    last = segment;
  }
  return [first, ...rest];
}

function titleTail(page: PageText, title: DocumentTitle): string {
  const segment = page.segments[title.hit.segment];
  const whole = segment ? segmentText(segment) : '';
  return tidy(whole.split(' ').slice(title.kind.title.split(' ').length).join(' ')).replace(/[:.]+$/, '');
}

/** The receiving office's stamp, read into the subject's line. */
const STAMP = /^(?:UBND\s*[-–]?\s*VĂN\.?\s*PHÒNG|(?:CÔNG VĂN )?ĐẾN)\s+(?=\p{L})/u;

function readSubject(page: PageText, title: DocumentTitle | undefined): ParsedValue | undefined {
  const lines = title ? subjectBelow(page, title) : subjectOfLetter(page);
  const tail = title ? titleTail(page, title) : '';
  const letter = lines.length === 0 && tail === '' ? subjectOfLetter(page) : lines;
  // "ĐƠN ĐỀ NGHỊ": the rest of a title is the subject only when no line below it is.
  const text = cleanText(letter.length > 0 ? letter.map(segmentText).join(' ') : tail).replace(STAMP, '');
  const span = spanOf(letter.length > 0 ? letter : page.segments.slice(title?.hit.segment ?? 0, (title?.hit.segment ?? 0) + 1));
  const { text: subject, mended } = withTerms(text, SUBJECT_TERMS);
  return text === '' ? undefined : parsed('Subject', 'text', subject, span, { mended });
}

const NOTATION_CODES = DOCUMENT_KINDS.map((kind) => kind.code).filter((code) => code !== '');

function numberAndNotation(page: PageText): readonly ParsedValue[] {
  const notation = readHeadNumber(page, [], 'CodeNotation');
  if (!notation || !notation.value.includes('/')) return [];
  const number = notation.value.split('/')[0] ?? '';
  const body = mendBody(notation.value);
  if (body !== notation.value) return numberParts({ ...notation, value: body, mended: notation.mended + 1 }, number);
  return numberParts(notation, number);
}

/** Codes of bodies that issue nearly every paper of a commune's dossiers. */
const BODIES = ['UBND', 'HĐND'] as const;

/** "177/UUBND-VP": a letter too many or too few in the code of the body. */
function mendBody(notation: string): string {
  return notation.split(/(?<=[/-])|(?=[/-])/u).map((part) => (part.length < 4 ? part : BODIES.find((body) => part !== body && textDistance(part, body, 1.05) <= 1.05) ?? part)).join('');
}

function numberParts(notation: ParsedValue, number: string): readonly ParsedValue[] {
  return [{ ...notation, kind: 'text', listed: NOTATION_CODES.some((code) => notation.value.includes(`/${code}-`) || notation.value.endsWith(`/${code}`)) || undefined }, { ...notation, kind: 'text', key: 'CodeNumber', value: number }];
}

export function readDossierDocument(page: PageText, places: PhraseIndex): readonly ParsedValue[] {
  const title = findDocumentTitle(page, places);
  const values: ParsedValue[] = [...numberAndNotation(page)];
  const subject = readSubject(page, title);
  if (title) values.push(parsed('TypeName', 'text', title.kind.name, spanOf(page.segments.slice(title.hit.segment, title.hit.lastSegment + 1)), { listed: true }));
  else if (subject && values.length > 0) values.push(parsed('TypeName', 'text', 'Công văn', subject.span, { listed: true, reasons: [] }));
  for (const value of [readPlaceDate(page, 'IssuedDate'), readOrgan(page), subject, ...readSignature(page, ['nguoi lam don', 'nguoi khai', 'nguoi viet don'])]) if (value && value.key !== 'chucVuNguoiKy') values.push(value);
  return values;
}
