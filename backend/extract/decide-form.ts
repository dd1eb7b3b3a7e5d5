// Which record type and form a page is: by its title first, by its labels where the title is lost, torn
// off or never was (register pages). Labels also decide between variants under one title.
import { findDocumentTitle } from './dossier-document.ts';
import { findTitle } from './find-title.ts';
import type { TitleHit } from './find-title.ts';
import { captionedForms, hasCaptionBeginning } from './find-caption.ts';
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
    if (match && (match.score > 45 || !document || longer) && !isTornFromOther(page, allowed, places, { match, quality: best.hit.quality })) return { recordType: match.form.recordType, confidence: confidenceOf(best.hit.quality, match.score), match, title: best.hit, reasons: match.score < 45 ? ['few-labels'] : [] };
  }
  const captioned = captionedForms(page, allowed, places);
  const labelled = bestByLabels(page, allowed, places, { titled, captioned });
  // "GIẤY CHỨNG NHẬN" may be what a seal left of GIẤY CHỨNG NHẬN KẾT HÔN: then the labels are there in plenty, or its caption is.
  const isTitled = document !== undefined && document.hit.quality > 0.85;
  const plenty = labelled?.match !== undefined && captioned.includes(labelled.match.form) ? ENOUGH_LABELS : 2 * ENOUGH_LABELS;
  const isRestOfTitle = isTitled && (labelled?.match?.score ?? 0) >= plenty && labelled?.match?.form.titles.some((title) => title.startsWith(`${document.kind.title} `));
  if (labelled && (!isTitled || isRestOfTitle === true)) return labelled;
  const isCivil = wanted === 'auto' && hasCaptionBeginning(page, allowed);
  // "GIẤY CHỨNG NHẬN" above "NGƯỜI KÝ GIẤY CHỨNG …" is half a title
  const isHalf = isCivil && document !== undefined && allowed.some((form) => form.titles.some((title) => title.startsWith(`${document.kind.title} `)));
  if (document !== undefined && !isHalf) return documentDecision(page, document.hit, wanted);
  return byCaption(page, captioned, places) ?? byTitleEnd(page, allowed, places) ?? (isCivil ? UNKNOWN : documentDecision(page, undefined, wanted));
}

/** Share of its points by which one type's labels must lead where one caption is that of several types. */
const CLEAR_LEAD = 0.2;

/** Points of one short label: beside a caption that only one type has it is enough. */
const A_LABEL = 8;

/** The line over the signature, if some labels speak for that type too. */
function byCaption(page: PageText, captioned: readonly FormDefinition[], places: PhraseIndex): FormDecision | undefined {
  const matches = captioned.map((form) => matchForm(page, form, places)).toSorted(byScore);
  const match = matches[0];
  const rival = matches.find((one) => one.form.recordType !== match?.form.recordType);
  if (!match || match.score < (rival ? 2 * SOME_LABELS : A_LABEL) || (rival && match.score - rival.score < CLEAR_LEAD * match.score)) return undefined;
  return { recordType: match.form.recordType, confidence: 0.5, match, title: undefined, reasons: ['type-from-caption', 'few-labels'] };
}

/** A title with no wrong letter is believed. */
const WHOLE_TITLE = 0.93;
/** Labels of another type count against a torn title from this many times its own on. */
const OVERRULES = 1.5;

/** "TRÍCH LỤC KHAI": what is left of TRÍCH LỤC KHAI SINH is nearest to TRÍCH LỤC KHAI TỬ, but the labels say which it was. */
function isTornFromOther(page: PageText, forms: readonly FormDefinition[], places: PhraseIndex, { match, quality }: Readonly<{ match: FormMatch; quality: number }>): boolean {
  if (quality >= WHOLE_TITLE) return false;
  return forms.some((form) => form.recordType !== match.form.recordType && matchForm(page, form, places).score >= Math.max(ENOUGH_LABELS, OVERRULES * match.score));
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

type Named = Readonly<{ titled: readonly Titled[]; captioned: readonly FormDefinition[] }>;

/** Points of a form's caption over the signature; a register's page may bear that of the certificate. */
const CAPTION = 20;
const CAPTION_OF_TYPE = 17;
/** Two forms as near as this are told apart by how many of their labels are there. */
const AS_GOOD = 0.95;

function bestByLabels(page: PageText, forms: readonly FormDefinition[], places: PhraseIndex, { titled, captioned }: Named): FormDecision | undefined {
  const types = new Set(captioned.map((form) => form.recordType));
  const matches = forms.map((form) => {
    const title = titled.find((one) => one.form === form)?.hit.quality ?? 0;
    const match = matchForm(page, form, places);
    return { ...match, score: match.score + (title >= 0.4 ? 30 * title : 0) + (captioned.includes(form) ? CAPTION : types.has(form.recordType) ? CAPTION_OF_TYPE : 0) };
  }).toSorted(byScore);
  const best = matches.filter((match) => match.score >= AS_GOOD * (matches[0]?.score ?? 0)).toSorted((a, b) => b.share - a.share)[0];
  const single = new Set(forms.map((form) => form.recordType)).size === 1;
  if (!best || best.score < (single ? 25 : ENOUGH_LABELS) || best.share < 0.25) return undefined;
  const rival = matches.find((match) => match.form.recordType !== best.form.recordType);
  const lead = rival ? Math.max(0, best.score - rival.score) / best.score : 1;
  const confidence = Math.min(0.97, 0.55 + 0.8 * lead) * Math.min(1, 0.6 + 0.8 * best.share);
  return { recordType: best.form.recordType, confidence, match: best, title: titled.find((one) => one.form === best.form)?.hit, reasons: ['type-from-labels'] };
}

const UNKNOWN: FormDecision = { recordType: null, confidence: 0, match: undefined, title: undefined, reasons: ['type-unknown'] };

const NOTATION = /so\d{1,6}[a-z]{2,8}/;

function documentDecision(page: PageText, title: TitleHit | undefined, wanted: string): FormDecision {
  const hasNation = page.letters.includes('doclaptudo') || page.letters.includes('conghoaxahoi');
  const hasNumber = NOTATION.test(page.letters.slice(0, 400));
  if (wanted === 'VB' || (title && (hasNation || hasNumber)) || (hasNation && hasNumber)) {
    const confidence = (title ? 0.6 + 0.3 * title.quality : 0.6) + (hasNation ? 0.07 : 0) + (hasNumber ? 0.02 : 0);
    return { recordType: 'VB', confidence: Math.min(0.99, confidence), match: undefined, title, reasons: title ? [] : ['no-title'] };
  }
  return { ...UNKNOWN, title };
}
