// Labels that lie in a shadow, under a stamp or in the black of a one-bit scan, while their values are legible. What
// no label claims is laid over the fields of the form that have no label yet, in the order of the form: "n, tên : …"
// is the end of a label, a date can only be the field of a date. A run that two fields could take stays without one.
// Who takes such a place says so: what is found by it is never certain.
import { mendPlace } from '../../shared/domain/mend-place.ts';
import { fieldSpec } from '../../shared/domain/record-types.ts';
import { textDistance } from '../../shared/domain/text-distance.ts';
import { lettersOnly } from '../../shared/domain/vietnamese-text.ts';
import type { FormDefinition, FormField } from './form-definition.ts';
import type { FormMatch, LabelHit } from './match-form.ts';
import type { PageText } from './page-text.ts';
import { segmentText } from './page-text.ts';
import { claimedWords, mayGoOn, runsWithoutLabel, withText } from './unclaimed-runs.ts';
import type { TextRun } from './unclaimed-runs.ts';
import { mayBeValue, valueFit } from './value-fit.ts';

type Slot = Readonly<{ field: FormField; section: number; fieldIndex: number; rank: number }>;

/** What speaks for a run being a field's value, in points, and the letter of the page at which the value begins. */
type Claim = Readonly<{ points: number; valueAt: number; /** Letters of the label's end. */ tail: number }>;
type Candidate = Readonly<{ run: TextRun; slots: readonly Slot[]; claims: readonly (Claim | undefined)[] }>;

/** Points of a value of the right kind; each letter of its label's end is another one. */
const KIND = 4;
/** Letters of a label's end, before a colon, that name a field without the kind of its value. */
const LEAST_TAIL = 5;
/** Fewer letters before a colon may be anything. */
const LEAST_LETTERS = 2;
const MOST_LETTERS = 12;
/** Of a title's letters. */
const LEAST_TITLE = 7;
/** A run goes to the field that has this much more than the next one. */
const LEAD = 2;

const slotsOf = (form: FormDefinition): readonly Slot[] =>
  form.sections.flatMap((section, index) => section.fields.map((field, fieldIndex) => ({ field, section: index, fieldIndex, rank: 100 * index + fieldIndex })));

const rankOf = (hit: LabelHit | undefined, otherwise: number): number => (hit ? 100 * hit.section + hit.fieldIndex : otherwise);

const rounded = (letters: string): string => letters.replaceAll('o', 'a');

/** Letters of the label's end that `head` ends with; of four one may be wrong, and costs two. */
function sharedTail(head: string, label: string): number {
  for (let size = Math.min(head.length, label.length, MOST_LETTERS); size >= LEAST_LETTERS; size--) {
    const errors = textDistance(rounded(head.slice(-size)), rounded(label.slice(-size)), Math.floor(size / 4));
    if (errors <= Math.floor(size / 4)) return size - 2 * errors;
  }
  return 0;
}

const tailOf = (field: FormField, head: string): number => (head === '' ? 0 : Math.max(0, ...field.labels.map((label) => sharedTail(head, lettersOnly(label.replace(/[[\]]/g, ''))))));

/** The letter of the page that stands at or behind a place in the run's text. */
function letterAt(run: TextRun, at: number): number {
  const index = run.charOf.findIndex((char) => char >= at);
  return index < 0 ? run.end : run.start + index;
}

/** A colon that is none of a time. */
const COLON = /:(?!\d\d(?:\D|$))/;

function claimOf(page: PageText, form: FormDefinition, field: FormField, run: TextRun): Claim | undefined {
  const colon = COLON.exec(run.text)?.index;
  const value = colon === undefined ? run.text : run.text.slice(colon + 1);
  const fit = valueFit(form, field, value);
  if (fit === undefined && colon === undefined) return undefined;
  // specks behind the colon are no part of the value
  const skipped = fit !== undefined && !/\p{L}{2}/u.test(value.slice(0, fit)) ? fit : 0;
  const valueAt = letterAt(run, colon === undefined ? (fit ?? 0) : colon + 1 + skipped);
  const tail = tailOf(field, page.letters.slice(run.start, colon === undefined ? valueAt : letterAt(run, colon)));
  if (fit !== undefined) return { points: KIND + tail, valueAt, tail };
  return tail >= LEAST_TAIL && valueAt < run.end && mayBeValue(form, field, value) ? { points: tail, valueAt, tail } : undefined;
}

/** "LỤC KHẢI SINH": a title in capitals, or what is left of it, is no name. */
function isOfTitle(form: FormDefinition, text: string): boolean {
  const letters = lettersOnly(text);
  return letters.length >= LEAST_TITLE && form.titles.some((title) => lettersOnly(title).includes(letters));
}

/** Runs between two labels that a field which the form has between the two could take. */
function candidatesOf(page: PageText, { form, hits }: FormMatch, stops: readonly number[]): readonly Candidate[] {
  const taken = new Set(hits.map((hit) => hit.field));
  const free = slotsOf(form).filter((slot) => !taken.has(slot.field));
  const stop = stops.find((at) => at > (hits[0]?.start ?? 0)) ?? page.letters.length;
  return runsWithoutLabel(page, hits, stop).flatMap((found) => {
    const [from, to] = [rankOf(hits[found.hitsBefore - 1], -1), rankOf(hits[found.hitsBefore], Infinity)];
    const slots = free.filter(({ rank }) => rank > from && rank < to);
    if (slots.length === 0) return [];
    const run = withText(page, found);
    if (isOfTitle(form, run.text)) return [];
    return [{ run, slots, claims: slots.map((slot) => claimOf(page, form, slot.field, run)) }];
  });
}

/** Values that take two lines: a place, an identity paper, a date in words. */
const LONG_KINDS: ReadonlySet<string> = new Set(['place', 'dateInWords', 'identity-paper']);

function kindOf(form: FormDefinition, field: FormField): string {
  if (field.as !== 'kind') return field.as;
  return field.wordsOf === undefined ? (fieldSpec(form.recordType, field.key ?? '')?.kind ?? 'none') : 'dateInWords';
}

/** The line that goes on from an unfinished one above it is no run of its own; a place that has its province is finished. */
function withoutSecondLines(page: PageText, form: FormDefinition, candidates: readonly Candidate[]): readonly Candidate[] {
  let open: Readonly<{ run: TextRun; kinds: readonly string[] }> | undefined;
  return candidates.filter(({ run, slots, claims }) => {
    const kinds = slots.filter((_, index) => claims[index] !== undefined).map((slot) => kindOf(form, slot.field));
    const before = open?.kinds ?? [];
    const isOwn = kinds.some((kind) => !before.includes(kind) && !(before.includes('identity-paper') && /date$/i.test(kind)));
    const goesOn = open !== undefined && !isOwn && mayGoOn(page, open.run, run);
    const long = goesOn ? before : kinds.filter((kind) => LONG_KINDS.has(kind));
    open = long.length > 0 && !mendPlace(run.text).hasProvince ? { run, kinds: long } : undefined;
    return !goesOn;
  });
}

/** Best sums of points of the first runs on the first slots, both in order. */
function sums(claims: readonly (readonly (Claim | undefined)[])[], slots: number): readonly (readonly number[])[] {
  const best: number[][] = [Array.from({ length: slots + 1 }, () => 0)];
  for (const row of claims) {
    const above = best.at(-1) ?? [];
    const here = [0];
    for (let slot = 1; slot <= slots; slot++) here.push(Math.max(here[slot - 1] ?? 0, above[slot] ?? 0, (above[slot - 1] ?? 0) + (row[slot - 1]?.points ?? -Infinity)));
    best.push(here);
  }
  return best;
}

/** Runs of one gap over its slots; only what no other slot could take nearly as well. */
function placeInGap(candidates: readonly Candidate[]): readonly LabelHit[] {
  const slots = candidates[0]?.slots ?? [];
  const claims = candidates.map((one) => one.claims);
  const before = sums(claims, slots.length);
  const behind = sums(claims.map((row) => row.toReversed()).toReversed(), slots.length);
  return candidates.flatMap(({ run }, r): readonly LabelHit[] => {
    const through = slots.map((slot, s) => {
      const claim = claims[r]?.[s];
      return { slot, claim, total: claim ? (before[r]?.[s] ?? 0) + claim.points + (behind[claims.length - 1 - r]?.[slots.length - 1 - s] ?? 0) : -Infinity };
    });
    const [first, second] = through.toSorted((a, b) => b.total - a.total);
    if (!first?.claim || first.total - (second?.total ?? -Infinity) < LEAD) return [];
    const { field, section, fieldIndex } = first.slot;
    return [{ field, section, fieldIndex, start: run.start, end: first.claim.valueAt, errors: 0, score: first.claim.points, isCut: true, isPlaced: true }];
  });
}

/** A value of these kinds is nothing but what it is; identity papers hold places and dates, the end of a place may look like a name. */
const PLAIN_KINDS: ReadonlySet<string> = new Set(['personName', 'dateInWords', 'date', 'partialDate']);

/** Of an identity paper the day of issue is the last. */
const ENDS_WITH_DATE = /\d[/.]\d{4}\W*$/;

/** What a run that ran on from the value above it may still be: its own label ends in it, or it is of another kind, or the place above was finished. */
function claimsAgainst(page: PageText, form: FormDefinition, { run, slots, claims }: Candidate, claimer: LabelHit): readonly (Claim | undefined)[] {
  const kind = kindOf(form, claimer.field);
  const above = page.segments[run.segment.index - 1];
  const isFinished = above !== undefined && (kind === 'place' ? mendPlace(segmentText(above)).hasProvince : kind === 'identity-paper' && ENDS_WITH_DATE.test(segmentText(above)));
  return claims.map((claim, index) => {
    const slot = slots[index];
    if (!claim || !slot) return undefined;
    const isOwn = (claim.tail >= LEAST_LETTERS && run.text.includes(':')) || /^\W*:/.test(run.text);
    return isOwn || isFinished || (PLAIN_KINDS.has(kind) && kindOf(form, slot.field) !== kind) ? claim : undefined;
  });
}

/** The match with the labels that could only be placed; `stops` are the letters at which any value ends. */
export function withPlacedLabels(page: PageText, match: FormMatch, stops: readonly number[]): FormMatch {
  const candidates = candidatesOf(page, match, stops);
  if (candidates.every(({ claims }) => claims.every((claim) => claim === undefined))) return match;
  const claimed = claimedWords(page, match.hits, stops);
  const free = candidates.flatMap((one): readonly Candidate[] => {
    const word = page.tokens[page.tokenOf[one.run.start] ?? -1]?.word;
    const claimer = word && claimed.get(word);
    if (!claimer) return [one];
    const claims = claimsAgainst(page, match.form, one, claimer);
    return claims.every((claim) => claim === undefined) ? [] : [{ ...one, claims }];
  });
  const more = [...Map.groupBy(withoutSecondLines(page, match.form, free), ({ run }) => run.hitsBefore).values()].flatMap(placeInGap);
  return more.length === 0 ? match : { ...match, hits: [...match.hits, ...more].toSorted((a, b) => a.start - b.start) };
}
