// Which record type and form a page is: by its title first, by its labels where the title is lost, torn
// off or never was (register pages). Labels also decide between variants under one title.
import { findDocumentTitle } from './dossier-document.ts';
import { findTitle } from './find-title.ts';
import type { TitleHit } from './find-title.ts';
import type { FormDefinition } from './form-definition.ts';
import { matchForm } from './match-form.ts';
import type { FormMatch, PhraseIndex } from './match-form.ts';
import { isUpperCase, lettersOnly } from '../../shared/domain/vietnamese-text.ts';
import { segmentText } from './page-text.ts';
import type { PageText } from './page-text.ts';

export type FormDecision = Readonly<{
  recordType: string | null;
  confidence: number;
  /** Labels laid over the page; undefined for dossier documents and unknown pages. */
  match: FormMatch | undefined;
  title: TitleHit | undefined;
  reasons: readonly string[];
}>;

const GOOD_TITLE = 0.7;
/** Label points (see match-form) from which labels alone name a type. */
const ENOUGH_LABELS = 70;

type Titled = Readonly<{ form: FormDefinition; hit: TitleHit }>;

function titledForms(page: PageText, forms: readonly FormDefinition[], places: PhraseIndex): readonly Titled[] {
  const all = forms.flatMap((form) => form.titles.flatMap((title) => findTitle(page, title, places).slice(0, 1).map((hit) => ({ form, hit }))));
  return all.toSorted((a, b) => b.hit.quality - a.hit.quality || b.hit.title.length - a.hit.title.length);
}

const byScore = (a: FormMatch, b: FormMatch): number => b.score - a.score;
const confidenceOf = (quality: number, score: number): number => Math.max(0, Math.min(0.999, 1 - 0.5 * (1 - quality) - Math.max(0, 0.25 * (1 - score / 120))));

/** A title as good as this, of a type that a person did not name, is told. */
const SURE_TITLE = 0.85;

/** A person's word stands; that the paper bears another form's title is said, and nothing on it is certain. */
function withOtherTitle(decision: FormDecision, page: PageText, forms: readonly FormDefinition[], places: PhraseIndex): FormDecision {
  const best = titledForms(page, forms, places)[0];
  if (!best || best.hit.quality < SURE_TITLE || best.form.recordType === decision.recordType || (decision.title?.quality ?? 0) >= best.hit.quality) return decision;
  return { ...decision, confidence: Math.min(decision.confidence, 0.5), reasons: [...decision.reasons, OTHER_FORM] };
}

export const OTHER_FORM = 'title-of-other-form';

export function decideForm(page: PageText, forms: readonly FormDefinition[], places: PhraseIndex, wanted: string): FormDecision {
  const decision = decide(page, forms, places, wanted);
  return wanted === 'auto' || decision.recordType === null ? decision : withOtherTitle(decision, page, forms, places);
}

function decide(page: PageText, forms: readonly FormDefinition[], places: PhraseIndex, wanted: string): FormDecision {
  const allowed = wanted === 'auto' ? forms : forms.filter((form) => form.recordType === wanted);
  const titled = titledForms(page, allowed, places);
  const best = titled[0];
  const document = wanted === 'auto' || wanted === 'VB' ? findDocumentTitle(page, places) : undefined;
  if (best && best.hit.quality >= GOOD_TITLE) {
    const types = new Set(titled.filter(({ hit }) => hit.quality >= best.hit.quality - 0.02 && hit.segment === best.hit.segment && hit.title.length === best.hit.title.length).map(({ form }) => form.recordType));
    const match = allowed.filter((form) => types.has(form.recordType) && (types.size > 1 || form.titles.includes(best.hit.title) || form.recordType === best.form.recordType)).map((form) => matchForm(page, form, places)).map((one) => (one.form.titles.includes(best.hit.title) ? { ...one, score: one.score + 15 } : one)).toSorted(byScore)[0];
    // "GIẤY CHỨNG NHẬN KẾT HÔN" holds the document title "GIẤY CHỨNG NHẬN"; the longer title is the title.
    const longer = document !== undefined && document.hit.segment === best.hit.segment && best.hit.title.length > document.kind.title.length;
    if (match && (match.score > 45 || !document || longer)) return { recordType: match.form.recordType, confidence: confidenceOf(best.hit.quality, match.score), match, title: best.hit, reasons: match.score < 45 ? ['few-labels'] : [] };
  }
  const labelled = bestByLabels(page, allowed, places, titled);
  // "GIẤY CHỨNG NHẬN" may be what a seal left of GIẤY CHỨNG NHẬN KẾT HÔN: then the labels are there in plenty.
  const isTitled = document !== undefined && document.hit.quality > 0.85;
  const isRestOfTitle = isTitled && (labelled?.match?.score ?? 0) >= 2 * ENOUGH_LABELS && labelled?.match?.form.titles.some((title) => title.startsWith(`${document.kind.title} `));
  if (labelled && (!isTitled || isRestOfTitle === true)) return labelled;
  const decision = documentDecision(page, document?.hit, wanted);
  return document === undefined ? (byTitleEnd(page, allowed, places) ?? decision) : decision;
}

/** Letters of a title's end that tell it from all other types' titles, and the labels that must speak for it too. */
const LEAST_TITLE_END = 6;
const SOME_LABELS = 20;
/** Titles stand above this share of the sheet. */
const TITLE_ZONE = 0.45;

/** "ÚC KẾT HÔN": what a black edge left of a title, if only one type's titles end so and its labels agree. */
function byTitleEnd(page: PageText, forms: readonly FormDefinition[], places: PhraseIndex): FormDecision | undefined {
  const shouted = page.segments.filter((segment) => segment.box[1] < TITLE_ZONE * page.heightPx && isUpperCase(segmentText(segment))).map((segment) => lettersOnly(segmentText(segment)));
  const types = new Set(forms.filter((form) => form.titles.some((title) => shouted.some((text) => sharedEnd(text, lettersOnly(title)) >= LEAST_TITLE_END))).map((form) => form.recordType));
  if (types.size !== 1) return undefined;
  const match = forms.filter((form) => types.has(form.recordType)).map((form) => matchForm(page, form, places)).toSorted(byScore)[0];
  return match && match.score >= SOME_LABELS ? { recordType: match.form.recordType, confidence: 0.5, match, title: undefined, reasons: ['type-from-labels', 'few-labels'] } : undefined;
}

function sharedEnd(a: string, b: string): number {
  let shared = 0;
  while (shared < Math.min(a.length, b.length) && a.at(-1 - shared) === b.at(-1 - shared)) shared++;
  return shared;
}

function bestByLabels(page: PageText, forms: readonly FormDefinition[], places: PhraseIndex, titled: readonly Titled[]): FormDecision | undefined {
  const matches = forms.map((form) => {
    const title = titled.find((one) => one.form === form)?.hit.quality ?? 0;
    const match = matchForm(page, form, places);
    return { ...match, score: match.score + (title >= 0.4 ? 30 * title : 0) };
  }).toSorted(byScore);
  const best = matches[0];
  const single = new Set(forms.map((form) => form.recordType)).size === 1;
  if (!best || best.score < (single ? 25 : ENOUGH_LABELS) || best.share < 0.25) return undefined;
  const rival = matches.find((match) => match.form.recordType !== best.form.recordType);
  const lead = rival ? (best.score - rival.score) / best.score : 1;
  const confidence = Math.min(0.97, 0.55 + 0.8 * lead) * Math.min(1, 0.6 + 0.8 * best.share);
  return { recordType: best.form.recordType, confidence, match: best, title: titled.find((one) => one.form === best.form)?.hit, reasons: ['type-from-labels'] };
}

const NOTATION = /so\d{1,6}[a-z]{2,8}/;

function documentDecision(page: PageText, title: TitleHit | undefined, wanted: string): FormDecision {
  const hasNation = page.letters.includes('doclaptudo') || page.letters.includes('conghoaxahoi');
  const hasNumber = NOTATION.test(page.letters.slice(0, 400));
  if (wanted === 'VB' || (title && (hasNation || hasNumber)) || (hasNation && hasNumber)) {
    const confidence = (title ? 0.6 + 0.3 * title.quality : 0.6) + (hasNation ? 0.07 : 0) + (hasNumber ? 0.02 : 0);
    return { recordType: 'VB', confidence: Math.min(0.99, confidence), match: undefined, title, reasons: title ? [] : ['no-title'] };
  }
  return { recordType: null, confidence: 0, match: undefined, title, reasons: ['type-unknown'] };
}
