// The head of a paper: issuing body on the left, place and date on the right, number below either.
import { findDate, formatDate } from '../../shared/domain/dates.ts';
import { mendPlace } from '../../shared/domain/mend-place.ts';
import { textDistance } from '../../shared/domain/text-distance.ts';
import { foldMarks, isUpperCase, lettersOnly, tidy } from '../../shared/domain/vietnamese-text.ts';
import type { PageText, Segment } from './page-text.ts';
import { partsOf, segmentText } from './page-text.ts';
import { mendFigures, parseDateValue, registrationNumber } from './parse-figures.ts';
import { parsed } from './parsed-value.ts';
import type { ParsedValue } from './parsed-value.ts';
import { makeSpan } from './value-span.ts';
import type { Span } from './value-span.ts';

const spanOf = (segments: readonly Segment[]): Span =>
  makeSpan(segments.flatMap((segment) => segment.words.flatMap(partsOf)), segments[0]?.box ?? [0, 0, 0, 0]);

const plain = (segment: Segment): string => foldMarks(segmentText(segment));
const PLACE_DATE = /ng\S{1,2}\s*\S{1,3}\s*th\S{1,3}\s*\S{1,3}\s*n.m/;

/** "Đại Hiệp, ngày 22 tháng 04 năm 2022": in the head first, else (citizens' papers) near the foot. */
export function readPlaceDate(page: PageText, key: string): ParsedValue | undefined {
  const lines = page.segments.filter((segment) => segment.zone !== 'margin' && PLACE_DATE.test(plain(segment)) && segment.words.length < 14);
  const head = lines.find((segment) => segment.zone === 'head-right') ?? lines.find((segment) => /^\S+(\s\S+){0,4}?,?\s*ng\S{1,2}\s/.test(plain(segment)) && segment.box[0] > 0.3 * page.widthPx);
  if (!head) return undefined;
  const { text } = mendFigures(segmentText(head));
  const found = findDate(text);
  const value = parseDateValue(spanOf([head]), key);
  return found && value ? { ...value, value: formatDate(found.date), reasons: [] } : value;
}

const COPY = 'bansao';

/** "(BẢN SAO)" under the title. */
export const isMarkedCopy = (page: PageText): boolean =>
  page.segments.some((segment) => segment.words.length < 5 && isUpperCase(segmentText(segment)) && textDistance(lettersOnly(segmentText(segment)), COPY, 2) <= 1.5);

const COMMITTEE = /^(?:u\.?b\.?n\.?d\b|uy ban nhan dan)\s*/;
const COMMITTEE_WORDS = 'Ủy ban nhân dân';
const UNIT = /^(?:tinh|thanh pho|tp\.?|huyen|thi xa|quan|xa|phuong|thi tran|dac khu)(?= )/;

/** "XÃ TRÀ GIANG" → "xã Trà Giang": a letterhead is shouted, a value is not. */
function spoken(line: string): string {
  const words = line.split(' ').map((word) => word.charAt(0).toLocaleUpperCase('vi') + word.slice(1).toLocaleLowerCase('vi'));
  const unit = UNIT.exec(foldMarks(line))?.[0].split(' ').length ?? 0;
  return words.map((word, index) => (index < unit ? word.toLocaleLowerCase('vi') : word)).join(' ');
}

type HeadLine = Readonly<{ segment: Segment; isCommittee: boolean; /** "XÃ ĐẠI HIỆP"; undefined where the line names none. */ unit: string | undefined }>;

function headLine(segment: Segment): HeadLine {
  const text = tidy(segmentText(segment).replace(/^[^\p{L}]+|[^\p{L}\p{N}]+$/gu, ''));
  const committee = COMMITTEE.exec(foldMarks(text))?.[0].length ?? 0;
  const rest = text.slice(committee);
  return { segment, isCommittee: committee > 0, unit: UNIT.test(foldMarks(rest)) ? rest : undefined };
}

/** "TỈNH QUẢNG NAM / HUYỆN ĐẠI LỘC / UBND XÃ ĐẠI HIỆP": the committee with the units above it, from the smallest. */
export function readIssuer(page: PageText, key: string): ParsedValue | undefined {
  const lines = page.segments.filter((segment) => segment.zone === 'head-left').map(headLine);
  const at = lines.findLastIndex(({ isCommittee }) => isCommittee);
  const owned = lines[at]?.unit === undefined ? at + 1 : at;
  if (at < 0 || lines[owned]?.unit === undefined) return undefined;
  const units = lines.slice(0, owned + 1).toReversed().flatMap(({ unit, segment }) => (unit === undefined ? [] : [{ unit: spoken(unit), segment }]));
  const place = mendPlace(`${COMMITTEE_WORDS} ${units.map(({ unit }) => unit).join(', ')}`);
  const isKnown = place.known > 0 && place.unknown === 0 && place.hasProvince;
  return parsed(key, 'place', place.text, spanOf(units.map(({ segment }) => segment)), { mended: place.mended, listed: isKnown, reasons: place.defects });
}

const NUMBER_LABEL = /^\W{0,2}s[o0]\s*[:;.]?\s*(?=\S*\d|\d|\/)/;

/** "Số: 3326/QĐ-UBND" in the head. */
export function readHeadNumber(page: PageText, endings: readonly string[], key: string): ParsedValue | undefined {
  const line = page.segments.find((segment) => segment.box[1] < 0.45 * page.heightPx && NUMBER_LABEL.test(plain(segment)) && /\d/.test(segmentText(segment)) && !/\d{9}/.test(segmentText(segment)));
  return line && registrationNumber(endings)(spanOf([line]), key);
}

const NOT_ORGAN = /^\W{0,2}s[o0]\s*[:;.]?\s*\d|^s[o0]:|^v\s?\/\s?v|^ve viec|^\W*$/;

const ORGAN_STARTS = /(?:^|\s)(?:uy ban|ubnd|hoi dong|hdnd|cong an|so |phong |bo |chinh phu|thu tuong|van phong|trung tam|ban |chi cuc|cuc |tong cuc|dang uy|toa an|vien |benh vien|truong |cong ty|quan |tinh|huyen|xa |thanh pho|thi xa|mat tran)/;

/** The issuing body: the left lines of the head above the number, joined. */
export function readOrgan(page: PageText): ParsedValue | undefined {
  const left = page.segments.filter((segment) => segment.zone === 'head-left');
  const end = left.findIndex((segment) => NOT_ORGAN.test(plain(segment)) || /^s[o0]\b/.test(plain(segment)));
  const lines = (end < 0 ? left : left.slice(0, end)).filter((segment) => /\p{L}{2}/u.test(segmentText(segment)));
  if (lines.length === 0) return undefined;
  const text = tidy(lines.map((segment) => segmentText(segment).replace(/[^\p{L}\p{N})]+$/u, '').replace(/^[^\p{L}\p{N}(]+/u, '')).join(' '));
  const start = ORGAN_STARTS.exec(foldMarks(text));
  const place = mendPlace(start && start.index < 12 ? text.slice(start.index) : text);
  return parsed('OrganName', 'text', place.text, spanOf(lines), { mended: place.mended, listed: place.unknown > 0 ? false : place.known > 0 ? true : undefined, reasons: start ? [] : ['not-an-office'] });
}
