// Lays a form's labels over a page. Every label may be found in several places and several labels in one
// place; the best consistent choice is searched with a small beam: labels do not overlap, each field is
// used once, sections come in their order, a section is better entered by the label that opens it.
import { right } from '../../shared/domain/geometry.ts';
import { fieldSpec } from '../../shared/domain/record-types.ts';
import { textDistance } from '../../shared/domain/text-distance.ts';
import { isUpperCase, lettersOnly } from '../../shared/domain/vietnamese-text.ts';
import { findCutKeyWord, findCutLabel } from './cut-labels.ts';
import { allowedErrors, findPhrase } from './find-phrase.ts';
import type { PhraseMatch } from './find-phrase.ts';
import type { FormDefinition, FormField } from './form-definition.ts';
import type { PageText } from './page-text.ts';

export type LabelHit = Readonly<{ field: FormField; section: number; fieldIndex: number; start: number; end: number; errors: number; score: number; /** Only the label's end could be read. */ isCut?: boolean; /** No label was read: the form's order leaves this field only. */ isPlaced?: boolean }>;
export type FormMatch = Readonly<{ form: FormDefinition; hits: readonly LabelHit[]; score: number; /** Share of the form's opening and main labels that were found. */ share: number }>;

/** Places of a phrase on one page, kept because forms share most labels. */
export type PhraseIndex = (phrase: string) => readonly PhraseMatch[];

export function createPhraseIndex(page: PageText): PhraseIndex {
  const known = new Map<string, readonly PhraseMatch[]>();
  return (phrase) => {
    let found = known.get(phrase);
    if (!found) known.set(phrase, (found = findPhrase(page.letters, phrase, allowedErrors(phrase.length)).map((match) => withinSegment(page, match))));
    return found;
  };
}

const segmentAt = (page: PageText, at: number): number | undefined => page.tokens[page.tokenOf[at] ?? -1]?.segment;

/** A first or last letter that is wrong anyway may lie in the neighbouring line: it is not part of the phrase. */
function withinSegment(page: PageText, match: PhraseMatch): PhraseMatch {
  if (match.errors === 0) return match;
  const start = segmentAt(page, match.start) === segmentAt(page, match.start + 1) ? match.start : match.start + 1;
  const end = segmentAt(page, match.end - 1) === segmentAt(page, match.end - 2) ? match.end : match.end - 1;
  return { ...match, start, end };
}

const startsToken = (page: PageText, at: number): boolean => at === 0 || page.tokenOf[at] !== page.tokenOf[at - 1];

/** Whether a line, or a column of one, begins at this letter. */
export function startsSegment(page: PageText, at: number): boolean {
  if (!startsToken(page, at)) return false;
  const token = page.tokens[page.tokenOf[at] ?? -1];
  if (token?.startsSegment) return true;
  // A speck or bullet read before the label does not count.
  const before = page.tokens[(page.tokenOf[at] ?? 0) - 1];
  return before !== undefined && before.startsSegment && before.segment === token?.segment && before.text.replace(/[^\p{L}\p{N}]/gu, '').length < 2;
}

function colonFollows(page: PageText, end: number): boolean {
  const index = page.tokenOf[end - 1] ?? -1;
  const rest = page.tokens[index]?.text.slice((page.offsetOf[end - 1] ?? 0) + 1) ?? '';
  if (/^\)?\s*[:;]/.test(rest)) return true;
  return rest === '' && /^[:;]/.test(page.tokens[index + 1]?.text ?? '');
}

/** The printed text of a span of letters, words joined by spaces. */
export function spanText(page: PageText, start: number, end: number): string {
  let text = '';
  for (let index = page.tokenOf[start] ?? 0; index <= (page.tokenOf[end - 1] ?? -1); index++) {
    const token = page.tokens[index];
    if (!token) continue;
    const from = index === page.tokenOf[start] ? (page.offsetOf[start] ?? 0) : 0;
    const to = index === page.tokenOf[end - 1] ? (page.offsetOf[end - 1] ?? 0) + 1 : token.text.length;
    text += (text === '' ? '' : ' ') + token.text.slice(from, to);
  }
  return text;
}

type Label = Readonly<{ text: string; letters: string; keyWord: string }>;
const labels = new Map<string, Label>();

function labelOf(written: string): Label {
  let label = labels.get(written);
  if (!label) {
    const text = written.replace(/[[\]]/g, '');
    labels.set(written, (label = { text, letters: lettersOnly(text), keyWord: lettersOnly(/\[(.+?)\]/.exec(written)?.[1] ?? '') }));
  }
  return label;
}

/** The last letter of a word, or of what stands before a colon or figures in it: "Số:50/2021", "Số41/1990". */
const endsToken = (page: PageText, end: number): boolean =>
  page.tokenOf[end - 1] !== page.tokenOf[end] || /^(?:[:.;]|\d+\/\d)/.test(page.tokens[page.tokenOf[end - 1] ?? -1]?.text.slice((page.offsetOf[end - 1] ?? 0) + 1) ?? '');

/** "Do" is not the beginning of "Đồng Rui", nor the heading ÔNG of "Ông ngoại" or of "ÔNG NGỌC HIẾU": a heading stands alone. */
function isWholeWord(page: PageText, label: Label, match: PhraseMatch): boolean {
  if (!endsToken(page, match.end)) return false;
  return !isUpperCase(label.text) || (isUpperCase(spanText(page, match.start, match.end)) && segmentAt(page, match.end) !== segmentAt(page, match.start));
}

/** A line that ends before this share of the print's width was ended, not full: nothing goes on from it. */
const FULL = 0.5;

/** "… cấp" / "ngày 25/11/2018": the small letter of a word that goes on from the line above; the label "Ngày" has a capital. */
function isRunOn(page: PageText, label: Label, match: PhraseMatch): boolean {
  const token = page.tokens[page.tokenOf[match.start] ?? -1];
  const before = page.segments[(token?.segment ?? 0) - 1];
  const isFirstOfRow = token !== undefined && token.startsSegment && before?.row !== page.segments[token.segment]?.row;
  // "Quảng Nam" / "số 69/2025": a capital S of which the top was lost
  if (before !== undefined && before.columnRightPx === undefined && right(before.box) < (token?.box[0] ?? 0) + FULL * page.textWidthPx) return false;
  return isFirstOfRow && /^\p{Lu}/u.test(label.text) && /^\p{Ll}/u.test(token.text);
}

function scoreOf(page: PageText, label: Label, field: FormField, match: PhraseMatch): number {
  const atSegment = startsSegment(page, match.start);
  if (field.startsSegment && !atSegment) return -Infinity;
  const colon = colonFollows(page, match.end);
  // "Bình Nguyên, ngày …" in the letterhead is nearly "Sinh ngày"
  if (match.errors > 0 && !colon && page.segments[segmentAt(page, match.start) ?? -1]?.zone.startsWith('head') === true) return -Infinity;
  const short = label.letters.length < 5;
  if (short && ((!atSegment && !colon) || !isWholeWord(page, label, match))) return -Infinity;
  if (short && !colon && isRunOn(page, label, match)) return -Infinity;
  const text = spanText(page, match.start, match.end);
  // "NGUYÊN QUANG KIỆT" holds no label "Nguyên quán": a name in capitals is a value
  if (!atSegment && !colon && isUpperCase(text) && !isUpperCase(label.text)) return -Infinity;
  let score = Math.min(label.letters.length, 24) - 2.5 * match.errors;
  score += atSegment ? 4 : startsToken(page, match.start) ? 0 : -3;
  score += colon ? 3 : 0;
  // "cấp ngày …" at the start of a line is how a value runs on; the label of its own line has a capital
  if (atSegment && /^\p{Lu}/u.test(label.text) && /^\p{Ll}/u.test(page.tokens[page.tokenOf[match.start] ?? -1]?.text ?? '')) score -= 4;
  if (!atSegment && !colon) score -= 6;
  score -= 2 * Math.min(3, textDistance(text.toLowerCase(), label.text.toLowerCase(), 4));
  if (label.keyWord !== '' && !page.letters.slice(match.start, match.end + 1).includes(label.keyWord)) score -= 8;
  return score;
}

/** "(Ký, ghi rõ họ, chữ đệm, tên …)": what the signer is to write holds the labels of names. */
const isInRemark = (page: PageText, start: number): boolean => page.letters.slice(Math.max(0, start - 5), start) === 'ghiro';

function candidates(page: PageText, form: FormDefinition, places: PhraseIndex): readonly LabelHit[] {
  const hits: LabelHit[] = [];
  form.sections.forEach((section, sectionIndex) => section.fields.forEach((field, fieldIndex) => {
    for (const written of field.labels) {
      const label = labelOf(written);
      for (const match of places(label.letters)) {
        const score = isInRemark(page, match.start) ? 0 : scoreOf(page, label, field, match);
        if (score > 0) hits.push({ field, section: sectionIndex, fieldIndex, start: match.start, end: match.end, errors: match.errors, score });
      }
    }
  }));
  hits.push(...cutCandidates(page, form, hits), ...openerCandidates(page, form));
  return hits.sort((a, b) => a.start - b.start || b.score - a.score);
}

/** Added for a row's beginning and the colon, taken off for what is lost. */
const CUT_LABEL = 3;

/** Whether what follows can be a value of that kind: a date has figures, nearly all else begins without. */
function fitsKind(page: PageText, form: FormDefinition, field: FormField, end: number): boolean {
  const kind = field.key === null ? undefined : fieldSpec(form.recordType, field.key)?.kind;
  const rest = page.letters.slice(end, end + 8);
  if (kind === 'date' || kind === 'partialDate' || kind === 'timeOfDay' || kind === 'idNumber') return /\d/.test(rest);
  return kind === undefined || kind === 'registrationNumber' || kind === 'bookNumber' || kind === 'integer' || /^\D{2}/.test(rest);
}

/** Points of the last letters of a person's word before a name. */
const KEY_WORD = 3;

/** "ha: NGHIÊM BÁ PHƯỚC" opens the father's section. */
function openerCandidates(page: PageText, form: FormDefinition): readonly LabelHit[] {
  return form.sections.flatMap((section, index) => section.fields.flatMap((field, fieldIndex) => {
    const keyWords = field.opens ? new Set(field.labels.map((written) => labelOf(written).keyWord).filter((word) => word !== '')) : new Set<string>();
    return [...keyWords].flatMap((keyWord) => findCutKeyWord(page, keyWord).map(({ start, end }): LabelHit => ({ field, section: index, fieldIndex, start, end, errors: 0, score: KEY_WORD, isCut: true })));
  }));
}

/** Whole labels with fewer points are more wrong than a cut one. */
const HARDLY_A_LABEL = 3;

/** Labels of which only the end is left, where no whole label stands. */
function cutCandidates(page: PageText, form: FormDefinition, whole: readonly LabelHit[]): readonly LabelHit[] {
  const isWhole = (field: FormField, end: number, score: number): boolean => whole.some((hit) => hit.field === field && hit.end === end && hit.score >= Math.min(score, HARDLY_A_LABEL));
  return form.sections.flatMap((section, index) => section.fields.flatMap((field, fieldIndex) => field.labels.flatMap((written) => {
    const label = labelOf(written);
    return findCutLabel(page, label.letters).filter(({ end }) => fitsKind(page, form, field, end)).flatMap(({ start, end, errors }): LabelHit[] => {
      const score = Math.min(end - start, 24) - 2.5 * errors + CUT_LABEL;
      const isKey = label.keyWord === '' || page.letters.slice(start, end).replaceAll('o', 'a').includes(label.keyWord.replaceAll('o', 'a'));
      return score > 0 && isKey && !isWhole(field, end, score) ? [{ field, section: index, fieldIndex, start, end, errors, score, isCut: true }] : [];
    });
  })));
}

type State = Readonly<{ score: number; end: number; rank: number; opened: ReadonlySet<number>; used: ReadonlySet<FormField>; hits: readonly LabelHit[] }>;

const BEAM = 24;
const UNOPENED_SECTION = 7;

/** Orders in which the sections may stand: as written, and with each swappable pair exchanged. */
function sectionRanks(form: FormDefinition): readonly (readonly number[])[] {
  const ids = form.sections.map((section) => section.id);
  const written = ids.map((_, index) => index);
  const orders = [written];
  for (const [a, b] of form.swappable) {
    const [ia, ib] = [ids.indexOf(a), ids.indexOf(b)];
    if (ia >= 0 && ib >= 0) orders.push(written.map((rank) => (rank === ia ? ib : rank === ib ? ia : rank)));
  }
  return orders;
}

function extend(state: State, hit: LabelHit, rank: number, opens: boolean): State | undefined {
  if (hit.start < state.end || rank < state.rank || state.used.has(hit.field)) return undefined;
  const entering = !state.opened.has(hit.section);
  const penalty = entering && opens && !hit.field.opens ? UNOPENED_SECTION : 0;
  return {
    score: state.score + hit.score - penalty,
    end: hit.end,
    rank,
    opened: entering ? new Set(state.opened).add(hit.section) : state.opened,
    used: new Set(state.used).add(hit.field),
    hits: [...state.hits, hit],
  };
}

function search(form: FormDefinition, hits: readonly LabelHit[], ranks: readonly number[]): State {
  const hasOpener = form.sections.map((section) => section.fields.some((field) => field.opens));
  let states: State[] = [{ score: 0, end: 0, rank: 0, opened: new Set(), used: new Set(), hits: [] }];
  for (const hit of hits) {
    const grown = states.flatMap((state) => extend(state, hit, ranks[hit.section] ?? 0, hasOpener[hit.section] ?? false) ?? []);
    if (grown.length === 0) continue;
    states = prune([...states, ...grown]);
  }
  return states[0] ?? { score: 0, end: 0, rank: 0, opened: new Set(), used: new Set(), hits: [] };
}

/** Best first; of states that can go on in the same way only the best is kept. */
function prune(states: readonly State[]): State[] {
  const sorted = states.toSorted((a, b) => b.score - a.score);
  const seen = new Set<string>();
  const kept: State[] = [];
  for (const state of sorted) {
    const key = `${state.end}/${state.rank}/${state.hits.slice(-3).map((hit) => `${hit.section}.${hit.fieldIndex}`).join()}`;
    if (seen.has(key)) continue;
    seen.add(key);
    kept.push(state);
    if (kept.length === BEAM) break;
  }
  return kept;
}

/** "… người được thay đổi, cỏi chính:": a misread letter makes the shorter of a field's labels the likelier; its end is where the colon stands. */
function withLongestLabel(page: PageText, hit: LabelHit, all: readonly LabelHit[], nextStart: number): LabelHit {
  if (colonFollows(page, hit.end)) return hit;
  const longer = all.filter((one) => one.field === hit.field && one.start === hit.start && one.end > hit.end && one.end <= nextStart && colonFollows(page, one.end));
  return longer.toSorted((a, b) => b.end - a.end)[0] ?? hit;
}

export function matchForm(page: PageText, form: FormDefinition, places: PhraseIndex): FormMatch {
  const hits = candidates(page, form, places);
  const best = sectionRanks(form).map((ranks) => search(form, hits, ranks)).reduce((a, b) => (b.score > a.score ? b : a));
  const keyed = form.sections.flatMap((section) => section.fields).filter((field) => field.key !== null || field.as !== 'kind');
  const found = best.hits.filter((hit) => hit.field.key !== null || hit.field.as !== 'kind').length;
  const kept = best.hits.map((hit, index) => withLongestLabel(page, hit, hits, best.hits[index + 1]?.start ?? page.letters.length));
  return { form, hits: kept, score: best.score, share: keyed.length === 0 ? 0 : found / keyed.length };
}
