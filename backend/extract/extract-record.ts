// From what was read on a record's pages to its fields. Each page is laid out as a letter sequence, its form
// is decided by title and labels, labels give spans, parsers give values; then values that name the same
// thing twice choose between readings, rules agree or warn, and the evidence becomes a probability.
// Pure: the same reading gives the same record. No value is made up: what is not on paper is absent.
import type { FieldReading, FieldWarning, RecordReading } from '../../shared/domain/field.ts';
import type { Box } from '../../shared/domain/geometry.ts';
import { bottom } from '../../shared/domain/geometry.ts';
import type { PageReading, QualityFacts } from '../../shared/domain/reading.ts';
import { checkRecord } from '../../shared/domain/rules/check-record.ts';
import type { Finding } from '../../shared/domain/rules/rule.ts';
import { agreeOnDates } from './agree-on-dates.ts';
import { agreeOnIdentifiers } from './agree-on-identifiers.ts';
import { agreeOnNumbers } from './agree-on-numbers.ts';
import { agreeOnReadings } from './agree-on-readings.ts';
import { confidenceOf, doubtsOf } from './confidence.ts';
import { decideForm, OTHER_FORM } from './decide-form.ts';
import type { FormDecision } from './decide-form.ts';
import { readDossierDocument } from './dossier-document.ts';
import { featuresOf, recordEvidence } from './features.ts';
import type { Features } from './features.ts';
import { loadForms } from './form-definition.ts';
import type { FormDefinition } from './form-definition.ts';
import { createPhraseIndex, matchForm } from './match-form.ts';
import type { PhraseIndex } from './match-form.ts';
import { buildPageText } from './page-text.ts';
import { isPageIncomplete, lastRowPx } from './page-tail.ts';
import type { PageText } from './page-text.ts';
import type { ParsedValue } from './parsed-value.ts';
import type { PlacedValue } from './placed-value.ts';
import { readFields } from './read-fields.ts';
import { mendRoundLetters } from './round-letters.ts';
import { hearTextLayer } from './text-layer-witness.ts';

/** One page with everything that deciding and reading need, computed once. */
export type PageAnalysis = Readonly<{ page: PageText; places: PhraseIndex; decision: FormDecision; quality: QualityFacts }>;

export function analysePage(reading: PageReading, quality: QualityFacts, recordType: string, forms: readonly FormDefinition[] = loadForms()): PageAnalysis {
  const page = buildPageText(reading);
  const places = createPhraseIndex(page);
  return { page, places, decision: decideForm(page, forms, places, recordType), quality };
}

function valuesOfPage(analysis: PageAnalysis, decision: FormDecision): readonly ParsedValue[] {
  const form = decision.match?.form;
  const isByHand = analysis.quality.findings.includes('handwritten');
  if (form) return readFields(analysis.page, analysis.decision.match?.form === form ? analysis.decision.match : matchForm(analysis.page, form, analysis.places), { isByHand });
  return decision.recordType === 'VB' ? readDossierDocument(analysis.page, analysis.places) : [];
}

/** Values of all pages; the first page that gives a field keeps it. */
export function gatherValues(pages: readonly PageAnalysis[]): readonly PlacedValue[] {
  const decision = pages[0]?.decision;
  const values = new Map<string, PlacedValue>();
  pages.forEach((analysis, index) => {
    if (!decision) return;
    for (const value of hearTextLayer(mendRoundLetters(valuesOfPage(analysis, decision), analysis.page.reading), analysis.page.reading)) {
      const before = values.get(value.key);
      const signer = decision.recordType === 'VB' && value.key === 'nguoiKy';
      if (!before || before.value === '' || signer) values.set(value.key, { ...value, page: index + 1, reading: analysis.page.reading, quality: analysis.quality });
    }
  });
  return agreeOnNumbers(agreeOnIdentifiers(agreeOnDates(agreeOnReadings([...values.values()]))));
}

export type ScoredValue = Readonly<{ value: PlacedValue; features: Features; warnings: readonly FieldWarning[]; agreements: readonly string[] }>;

export function scoreValues(recordType: string, values: readonly PlacedValue[]): readonly ScoredValue[] {
  const findings = checkRecord(recordType, Object.fromEntries(values.map((value) => [value.key, value.value])));
  const record = recordEvidence(values);
  const about = (key: string): readonly Finding[] => findings.filter((finding) => finding.keys.includes(key));
  return values.map((value) => {
    const agreements = about(value.key).flatMap((finding) => (finding.kind === 'agreement' ? [finding.code] : []));
    const warnings = about(value.key).flatMap((finding) => (finding.kind === 'warning' ? [finding.warning] : []));
    return { value, features: featuresOf(value, value.reading, { quality: value.quality, agreed: agreements.length + CONFIRMED_BY.filter((reason) => value.reasons.includes(reason)).length, record }), warnings: [...warnings, ...ownWarnings(value)], agreements };
  });
}

/** Reasons that say themselves why something else is suggested. */
const SUGGESTED_BY = ['text-layer-differs', 'words-differ-from-figures', 'tone-mark-unsure'] as const;
/** Reasons that speak for a value, not against it. */
const CONFIRMED_BY: readonly string[] = ['text-layer-agrees', 'words-agree'];

function ownWarnings(value: ParsedValue): readonly FieldWarning[] {
  const unreadable = value.value === '' ? [{ code: value.reasons[0] ?? 'unreadable' }] : [];
  const code = SUGGESTED_BY.find((reason) => value.reasons.includes(reason)) ?? 'not-in-list';
  return value.suggestion === undefined ? unreadable : [...unreadable, { code, suggestion: value.suggestion }];
}

const roundBox = (box: Box): Box => [Math.floor(box[0]), Math.floor(box[1]), Math.ceil(box[2]), Math.ceil(box[3])];

function fieldReading({ value, features, warnings }: ScoredValue): FieldReading {
  const believed = value.value === '' ? 0 : confidenceOf(features);
  const confidence = value.reasons.includes('disputed-under-mark') ? Math.min(NEVER_SURE, believed) : believed;
  const reasons = doubtsOf(value, features).filter((reason) => !CONFIRMED_BY.includes(reason));
  return { value: value.value, confidence, page: value.page, box: roundBox(value.span.box), from: 'ocr', warnings: [...warnings], ...(reasons.length > 0 ? { reasons: [...reasons] } : {}) };
}

/** On a paper of another form a label may mean something else: no value is certain. */
const GUESS = 0.5;
const asGuess = (field: FieldReading): FieldReading => ({ ...field, confidence: Math.min(GUESS, field.confidence), reasons: [...(field.reasons ?? []), OTHER_FORM] });

/** A fax in standard mode: a figure is six dots high, and 5 and 6 are the same dots. */
const TOO_COARSE_DPI = 100;
const NEVER_SURE = 0.85;

/** What the state of its page takes from a value: where a hand wrote, what is a guess is no value; nothing on a fax is certain. */
function onItsPage(field: FieldReading, { findings, dpi }: QualityFacts): FieldReading {
  if (findings.includes('handwritten') && field.value !== '' && field.confidence < GUESS) return { ...field, value: '', confidence: 0, warnings: [{ code: 'handwritten' }], reasons: ['handwritten'] };
  if (dpi >= TOO_COARSE_DPI || field.value === '') return field;
  return { ...field, confidence: Math.min(NEVER_SURE, field.confidence), reasons: [...(field.reasons ?? []), 'low-dpi'] };
}

/** What of a page's state a person must know before trusting any field of it. */
const TOLD_FINDINGS: ReadonlySet<string> = new Set(['low-dpi', 'blurred', 'negative', 'dark', 'uneven-light', 'noise', 'handwritten']);

function warningsOfPage({ quality, page }: PageAnalysis): readonly string[] {
  const left = page.reading.marks.some((mark) => mark.kind === 'unreadable') ? ['page-partly-read'] : [];
  const cut = quality.clippedEdges.length > 0 ? ['page-cut-off'] : [];
  const turned = quality.turnedDeg === 0 ? [] : ['page-turned'];
  return [...left, ...turned, ...quality.findings.filter((code) => TOLD_FINDINGS.has(code)), ...cut];
}

const pageWarnings = (pages: readonly PageAnalysis[]): readonly string[] => [...new Set(pages.flatMap(warningsOfPage))];

/** What was taken for a value with less than this is as good as none ("PHÓ CHỦ" for a name). */
const HARDLY_READ = 0.2;
const isThere = ({ value, features }: ScoredValue): boolean => value.reasons.includes('handwritten') || (value.value !== '' && confidenceOf(features) >= HARDLY_READ);

/** A page of its own that ends before its paper does. */
function endsMidway(pages: readonly PageAnalysis[], scored: readonly ScoredValue[]): boolean {
  const [first] = pages;
  if (!first || pages.length > 1 || first.decision.recordType === null) return false;
  return isPageIncomplete({ page: first.page, match: first.decision.match, keys: new Set(scored.filter(isThere).map(({ value }) => value.key)) });
}

/** Where a page breaks off, a value on its last line may have gone on. */
function onLastLine(field: FieldReading, page: PageText): FieldReading {
  if (field.value === '' || bottom(field.box) < lastRowPx(page)) return field;
  return { ...field, confidence: Math.min(NEVER_SURE, field.confidence), reasons: [...new Set([...(field.reasons ?? []), 'cut-off'])] };
}

/** The record on these pages; the first page decides type and form. */
export function extractRecord(pages: readonly PageAnalysis[]): RecordReading {
  const decision = pages[0]?.decision;
  const recordType = decision?.recordType ?? null;
  const scored = recordType === null ? [] : scoreValues(recordType, gatherValues(pages));
  const brokenOff = endsMidway(pages, scored) ? pages[0]?.page : undefined;
  const warnings = [...(decision?.reasons ?? []), ...pageWarnings(pages), ...(brokenOff ? ['page-incomplete'] : [])].map((code) => ({ code }));
  const isGuess = decision?.reasons.includes(OTHER_FORM) === true;
  const fieldOf = (one: ScoredValue): FieldReading => {
    const field = onItsPage(isGuess ? asGuess(fieldReading(one)) : fieldReading(one), one.value.quality);
    return brokenOff ? onLastLine(field, brokenOff) : field;
  };
  return {
    recordType,
    recordTypeConfidence: Math.round((decision?.confidence ?? 0) * 1000) / 1000,
    form: decision?.match?.form.form ?? (recordType === 'VB' ? 'VB' : null),
    fields: Object.fromEntries(scored.map((one) => [one.value.key, fieldOf(one)])),
    warnings,
  };
}
