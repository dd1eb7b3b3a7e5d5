// Reads the fields of one page with a known form: labels give spans, spans go to the parser of the field.
import { isWordsKey, wordsKey } from './agree-on-dates.ts';
import { chooseHamlet } from './choose-hamlet.ts';
import { findPhrase } from './find-phrase.ts';
import type { FormDefinition, FormField } from './form-definition.ts';
import { isMarkedCopy, readHeadNumber, readIssuer, readPlaceDate } from './letterhead.ts';
import { startsSegment } from './match-form.ts';
import type { FormMatch, LabelHit } from './match-form.ts';
import { withPlacedLabels } from './place-labels.ts';
import type { PageText, Token } from './page-text.ts';
import { parseChange, parseCourtRuling, parseDeathTime, parseIdentityPaper, parseNameAndOffice, parseNameAndRelation, parseNoticePaper, parseNumberedPaper, parsePeriod, parseRegisteredAs } from './parse-composite.ts';
import type { Composite } from './parse-composite.ts';
import { parseDateInWords, parseDateValue, parseIdNumber, parseInteger, parseTimeValue, registrationNumber } from './parse-figures.ts';
import { parsePlace } from './parse-place.ts';
import { parseEthnicGroup, parseGender, parseNationality } from './parse-listed.ts';
import { parsePersonName } from './parse-name.ts';
import { parseText, parseTextWith } from './parse-words.ts';
import { parsed } from './parsed-value.ts';
import type { Parse, ParsedValue } from './parsed-value.ts';
import { readSignature } from './signature.ts';
import { isLineInk } from './line-ink.ts';
import { readTicks } from './tick-boxes.ts';
import { cellSpan, makeSpan, sliceSpan, valueSpan } from './value-span.ts';
import type { Span } from './value-span.ts';
import { hitsOfUnknownPerson } from './whose-section.ts';
import { area, intersection, right } from '../../shared/domain/geometry.ts';
import type { Box } from '../../shared/domain/geometry.ts';
import { fieldSpec } from '../../shared/domain/record-types.ts';
import { foldMarks, isUpperCase, lettersOnly } from '../../shared/domain/vietnamese-text.ts';

function parserOf(form: FormDefinition, key: string): Parse {
  switch (fieldSpec(form.recordType, key)?.kind) {
    case 'registrationNumber': case 'bookNumber': return registrationNumber(form.numberEndings);
    case 'integer': return parseInteger;
    case 'date': case 'partialDate': return parseDateValue;
    case 'dateInWords': return parseDateInWords;
    case 'timeOfDay': return parseTimeValue;
    case 'place': return parsePlace;
    case 'personName': return parsePersonName;
    case 'idNumber': return parseIdNumber;
    case 'gender': return parseGender;
    case 'ethnicGroup': return parseEthnicGroup;
    case 'nationality': return parseNationality;
    default: return parseText;
  }
}

function compositeOf(form: FormDefinition, field: FormField): Composite | undefined {
  switch (field.as) {
    case 'identity-paper': return parseIdentityPaper;
    case 'death-time': return parseDeathTime;
    case 'registered-as': return parseRegisteredAs(form.numberEndings);
    case 'notice-paper': return parseNoticePaper;
    case 'numbered-paper': return parseNumberedPaper;
    case 'name-and-office': return parseNameAndOffice;
    case 'period': return parsePeriod;
    case 'court-ruling': return parseCourtRuling;
    case 'change': return parseChange;
    case 'name-and-relation': return parseNameAndRelation(field.phrases ?? []);
    default: return undefined;
  }
}

/** Where the body's row begins that holds this letter: "Vợ", "Chồng" stand beside the clerk's heading and belong to no value. */
function rowStart(page: PageText, at: number): number {
  const home = page.segments[page.tokens[page.tokenOf[at] ?? -1]?.segment ?? -1];
  if (home?.zone !== 'body') return at;
  const isOnRow = (token: Token): boolean => page.segments[token.segment]?.zone === 'body' && page.segments[token.segment]?.row === home.row;
  const first = page.tokenOf.indexOf(page.tokens.findIndex(isOnRow));
  return first < 0 ? at : Math.min(at, first);
}

function stopPositions(page: PageText, form: FormDefinition): readonly number[] {
  // Headings and remarks begin their line; inside one the same words are part of a value.
  const placesOf = (phrase: string): readonly number[] => findPhrase(page.letters, lettersOnly(phrase)).map((match) => match.start).filter((start) => /^\(/.test(page.tokens[page.tokenOf[start] ?? -1]?.text ?? '') || startsSegment(page, start));
  const headings = form.signature.filter((heading) => heading.length > 8);
  return [...form.stops.flatMap(placesOf), ...headings.flatMap(placesOf).map((start) => rowStart(page, start))].sort((a, b) => a - b);
}

/** Whether the page's values are written by hand: then what stands beside a label and was not read is there all the same. */
type Hand = Readonly<{ isByHand: boolean }>;

/** Handwriting or unreadable print beside the label: empty, with its box, to be keyed from the image. */
function unreadableBeside(page: PageText, form: FormDefinition, hit: LabelHit, { isByHand }: Hand): readonly ParsedValue[] {
  const label = page.tokens[page.tokenOf[hit.end - 1] ?? -1];
  if (!label || hit.field.key === null) return [];
  const [, y, , h] = label.box;
  const beside: Box = [right(label.box), y - 0.5 * h, Math.max(h, page.widthPx - right(label.box)), 2 * h];
  const mark = page.reading.marks.find((one) => (one.kind === 'handwriting' || one.kind === 'unreadable' || isLineInk(one, h)) && intersection(one.box, beside) !== undefined);
  const box = mark ? intersection(mark.box, beside) : isByHand ? beside : undefined;
  return box ? [emptyValue(form, hit.field.key, box, isByHand || mark?.kind === 'handwriting' ? 'handwritten' : 'unreadable')] : [];
}

/** Share of a value's box under handwriting from which its words are guesses. */
const HAND_SHARE = 0.5;

/** The handwriting that was read as if it were print; nothing of it is kept. */
function handUnder(page: PageText, span: Span): Box | undefined {
  const hands: readonly Box[] = page.reading.marks.filter((mark) => mark.kind === 'handwriting').map((mark) => intersection(mark.box, span.box)).filter((box) => box !== undefined);
  return hands.reduce((sum, box) => sum + area(box), 0) > HAND_SHARE * area(span.box) ? span.box : undefined;
}

const emptyValue = (form: FormDefinition, key: string, box: Box, reason: string): ParsedValue => withKind(form, parsed(key, 'text', '', { pieces: [], text: '', box }, { reasons: [reason] }));

function wordsBeside(span: Span, key: string): readonly ParsedValue[] {
  const words = parseDateInWords(span, wordsKey(key));
  return words === undefined ? [] : [words];
}

function valuesOfHit(page: PageText, form: FormDefinition, hit: LabelHit, span: Span, hand: Hand): readonly ParsedValue[] {
  if (span.text === '') return unreadableBeside(page, form, hit, hand);
  const under = handUnder(page, span);
  if (under) return hit.field.key === null ? [] : [emptyValue(form, hit.field.key, under, 'handwritten')];
  const composite = compositeOf(form, hit.field);
  if (composite) return composite(span, hit.field.prefix ?? '');
  if (hit.field.wordsOf !== undefined) return wordsBeside(span, hit.field.wordsOf);
  if (hit.field.key === null) return [];
  if (hit.field.as === 'office') return [parsePlace(span, hit.field.key) ?? []].flat();
  const value = hit.field.phrases ? parseTextWith(hit.field.phrases)(span, hit.field.key) : parserOf(form, hit.field.key)(span, hit.field.key);
  return value ? [withKind(form, value)] : [];
}

/** Kinds whose every value is known: a name of two words may break in a narrow cell ("Dân tộc: Xơ" / "Đăng Quốc tịch: …"). */
const LISTED_KINDS: ReadonlySet<string> = new Set(['ethnicGroup', 'nationality']);

function wrappedCell(page: PageText, form: FormDefinition, hit: LabelHit, end: number): Span | undefined {
  const { key, oneLine } = hit.field;
  if (key === null || !oneLine || !LISTED_KINDS.has(fieldSpec(form.recordType, key)?.kind ?? '')) return undefined;
  const parse = parserOf(form, key);
  const whole = cellSpan(page, hit.end, end);
  const first = valueSpan(page, hit.end, end, { oneLine: true, stops: [] });
  if (first.text === '' || whole.text === first.text) return undefined;
  const [broken, joined] = [parse(first, key), parse(whole, key)];
  return joined?.listed === true && (broken?.listed !== true || joined.mended < broken.mended) ? whole : undefined;
}

/** "CMND số 205…", "CCCD số 049…": an identity paper, whether or not its label could be read. */
const IDENTITY = /(?<![a-z])(?:cmnd|cccd|chung minh nhan dan|can cuoc cong dan|can cuoc)\s+s.\s*:?\s*\d{4}/;

/** A place that runs on into the identity paper behind it, whose label is unreadable, ends where that begins. */
function splitAtIdentity(form: FormDefinition, hit: LabelHit, span: Span, taken: ReadonlySet<FormField>): Readonly<{ own: Span; more: readonly ParsedValue[] }> {
  const at = hit.field.key !== null && fieldSpec(form.recordType, hit.field.key)?.kind === 'place' ? IDENTITY.exec(foldMarks(span.text))?.index : undefined;
  if (at === undefined || at === 0) return { own: span, more: [] };
  const rest = sliceSpan(span, at, span.text.length - at);
  const paper = form.sections[hit.section]?.fields.find((field) => field.as === 'identity-paper' && !taken.has(field));
  const more = paper ? parseIdentityPaper(rest, paper.prefix ?? '').map((value) => ({ ...value, reasons: [...value.reasons, 'label-unreadable'] })) : [];
  return { own: sliceSpan(span, 0, at), more };
}

const withKind = (form: FormDefinition, value: ParsedValue): ParsedValue => chooseHamlet({ ...value, kind: fieldSpec(form.recordType, value.key)?.kind ?? value.kind });

/** Rows above the next label in which a person's name may stand. */
const NAME_ROWS = 3;

/**
 * A section's first label may be unreadable ("Họ vò t tên") while its name is plain: capitals after a scrap that
 * begins like "Họ", in the rows right above the section's next label.
 */
function unlabelledNames(page: PageText, form: FormDefinition, hits: readonly LabelHit[]): readonly ParsedValue[] {
  return form.sections.flatMap((section, index) => {
    const opener = section.fields.find((field) => field.key !== null && field.opens && fieldSpec(form.recordType, field.key)?.kind === 'personName');
    const own = hits.filter((hit) => hit.section === index);
    const [next] = own;
    if (!opener || opener.key === null || !next || own.some((hit) => hit.field.opens)) return [];
    const before = hits[hits.indexOf(next) - 1];
    const [fromToken, toToken] = [before ? (page.tokenOf[before.end - 1] ?? -1) : -1, page.tokenOf[next.start] ?? 0];
    const value = nameAbove(page, fromToken + 1, toToken, opener.key);
    return value ? [value] : [];
  });
}

function nameAbove(page: PageText, from: number, to: number, key: string): ParsedValue | undefined {
  const row = page.segments[page.tokens[to]?.segment ?? -1]?.row ?? 0;
  const segments = [...new Set(page.tokens.slice(from, to).map((token) => token.segment))].reverse();
  for (const index of segments) {
    const segment = page.segments[index];
    const tokens = page.tokens.slice(from, to).filter((token) => token.segment === index);
    const first = tokens.findLastIndex((token) => /\p{L}/u.test(token.text) && !isShouted(token.text)) + 1;
    if (!segment || segment.zone !== 'body' || row - segment.row > NAME_ROWS || first === 0 || !isLabelScrap(tokens.slice(0, first).map((token) => token.text).join(' '))) continue;
    const name = parsePersonName(makeSpan(tokens.slice(first), segment.box), key);
    if (name && name.value.split(' ').length > 1) return { ...name, reasons: [...name.reasons, 'label-unreadable'] };
  }
  return undefined;
}

/** What is left of "Họ và tên": it begins with an h, or ends with a colon. */
const isLabelScrap = (text: string): boolean => /^h/.test(lettersOnly(text)) || (/:$/.test(text) && lettersOnly(text).length < 20);

const isShouted = (text: string): boolean => isUpperCase(text) && (text.match(/\p{L}/gu) ?? []).length > 0;

/** Words read less surely than this are no value where no label says that one is there. */
const HARDLY_READ = 0.3;

/** What was found without its whole label says so; hardly read too, it is a place to look at and no value. */
function doubted(value: ParsedValue, hit: LabelHit, isUnknownPerson: boolean): ParsedValue {
  if (hit.isPlaced === true && value.span.pieces.some((piece) => /[\p{L}\p{N}]/u.test(piece.text) && piece.word.confidence < HARDLY_READ)) return { ...value, value: '', suggestion: undefined, reasons: ['unreadable'] };
  const reasons = [...(hit.isCut === true ? ['label-unreadable'] : []), ...(hit.isPlaced === true || isUnknownPerson ? ['by-place'] : []), ...(value.span.endsEarly === true ? ['line-ends-early'] : [])];
  return reasons.length === 0 ? value : { ...value, reasons: [...value.reasons, ...reasons] };
}

/** "49/TLKH-BS": the number of the copy. The record's is that of the register entry; where it could not be read there is none. */
const COPY_NUMBER = /-BS$/;

/** The body's values; where two labels give the same field, the first that gave a value stays. */
export function readFields(page: PageText, match: FormMatch, hand: Hand = { isByHand: false }): readonly ParsedValue[] {
  const { form } = match;
  const stops = stopPositions(page, form);
  const { hits } = withPlacedLabels(page, match, stops);
  const unknown = hitsOfUnknownPerson({ form, hits });
  const values = new Map<string, ParsedValue>();
  const keep = (value: ParsedValue | undefined, overrides = false): void => {
    if (!value || (fieldSpec(form.recordType, value.key) === undefined && !isWordsKey(value.key))) return;
    const before = values.get(value.key);
    if (!before || overrides || (before.value === '' && value.value !== '')) values.set(value.key, value);
  };
  const taken = new Set(hits.map((hit) => hit.field));
  hits.forEach((hit, index) => {
    const end = hits[index + 1]?.start ?? page.letters.length;
    const whole = wrappedCell(page, form, hit, end) ?? valueSpan(page, hit.end, end, { oneLine: hit.field.oneLine, isBare: hit.end === hit.start, stops });
    const { own, more } = splitAtIdentity(form, hit, whole, taken);
    // The number in the head of an extract is the extract's own; the register entry's is the record's.
    for (const value of valuesOfHit(page, form, hit, own, hand)) keep(doubted(value, hit, unknown.has(hit)), hit.field.as === 'registered-as');
    for (const value of more) keep(withKind(form, value));
  });
  for (const value of unlabelledNames(page, form, hits)) keep(withKind(form, value));
  for (const value of readTicks(page, form)) keep(value);
  const givesEntry = form.sections.some((section) => section.fields.some((field) => field.as === 'registered-as'));
  const hasEntry = hits.some((hit) => hit.field.as === 'registered-as');
  const hasCopyNumber = COPY_NUMBER.test(values.get('so')?.value ?? '');
  const isCopy = hasCopyNumber || isMarkedCopy(page);
  if (givesEntry && (hasCopyNumber || (isCopy && !hasEntry))) values.delete('so');
  if (!values.has('so') && !givesEntry) keep(readHeadNumber(page, form.numberEndings, 'so'));
  // On a copy the head has the day of copying.
  if (form.placeDateKey && !isCopy && !hasEntry) keep(readPlaceDate(page, form.placeDateKey));
  if (form.issuerKey) keep(readIssuer(page, form.issuerKey));
  for (const value of readSignature(page, form.signature)) if (form.signatureKey === 'nguoiKy') keep(value); else if (value.key === 'nguoiKy') keep({ ...value, key: form.signatureKey });
  return [...values.values()];
}
