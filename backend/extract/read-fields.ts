// Reads the fields of one page with a known form: labels give spans, spans go to the parser of the field.
import { findPhrase } from './find-phrase.ts';
import type { FormDefinition, FormField } from './form-definition.ts';
import { readHeadNumber, readPlaceDate } from './letterhead.ts';
import type { FormMatch, LabelHit } from './match-form.ts';
import type { PageText } from './page-text.ts';
import { parseChange, parseCourtRuling, parseDeathTime, parseIdentityPaper, parseNameAndOffice, parseNameAndRelation, parseNoticePaper, parsePeriod, parseRegisteredAs } from './parse-composite.ts';
import type { Composite } from './parse-composite.ts';
import { parseDateInWords, parseDateValue, parseIdNumber, parseInteger, parseTimeValue, registrationNumber } from './parse-figures.ts';
import { parsePlace } from './parse-place.ts';
import { parseEthnicGroup, parseGender, parseNationality, parsePersonName, parseText, parseTextWith } from './parse-words.ts';
import type { Parse, ParsedValue } from './parsed-value.ts';
import { readSignature, signatureTop } from './signature.ts';
import { valueSpan } from './value-span.ts';
import type { Span } from './value-span.ts';
import { fieldSpec } from '../../shared/domain/record-types.ts';
import { lettersOnly } from '../../shared/domain/vietnamese-text.ts';

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
    case 'name-and-office': return parseNameAndOffice;
    case 'period': return parsePeriod;
    case 'court-ruling': return parseCourtRuling;
    case 'change': return parseChange;
    case 'name-and-relation': return parseNameAndRelation;
    default: return undefined;
  }
}

function stopPositions(page: PageText, form: FormDefinition): readonly number[] {
  const phrases = [...form.stops, ...form.signature.filter((heading) => heading.length > 8)];
  const found = phrases.flatMap((phrase) => findPhrase(page.letters, lettersOnly(phrase)).map((match) => match.start));
  return found.sort((a, b) => a - b);
}

function valuesOfHit(form: FormDefinition, hit: LabelHit, span: Span): readonly ParsedValue[] {
  const composite = compositeOf(form, hit.field);
  if (composite) return composite(span, hit.field.prefix ?? '');
  if (hit.field.key === null || span.text === '') return [];
  const value = hit.field.phrases ? parseTextWith(hit.field.phrases)(span, hit.field.key) : parserOf(form, hit.field.key)(span, hit.field.key);
  return value ? [withKind(form, value)] : [];
}

const withKind = (form: FormDefinition, value: ParsedValue): ParsedValue => ({ ...value, kind: fieldSpec(form.recordType, value.key)?.kind ?? value.kind });

/** The body's values; where two labels give the same field, the first that gave a value stays. */
export function readFields(page: PageText, match: FormMatch): readonly ParsedValue[] {
  const { form, hits } = match;
  const stops = stopPositions(page, form);
  const values = new Map<string, ParsedValue>();
  const keep = (value: ParsedValue | undefined, overrides = false): void => {
    if (!value || fieldSpec(form.recordType, value.key) === undefined) return;
    const before = values.get(value.key);
    if (!before || overrides || (before.value === '' && value.value !== '')) values.set(value.key, value);
  };
  hits.forEach((hit, index) => {
    const span = valueSpan(page, hit.end, hits[index + 1]?.start ?? page.letters.length, { oneLine: hit.field.oneLine, stops });
    // The number in the head of an extract is the extract's own; the register entry's is the record's.
    for (const value of valuesOfHit(form, hit, span)) keep(value, hit.field.as === 'registered-as');
  });
  if (!values.has('so')) keep(readHeadNumber(page, form.numberEndings, 'so'));
  if (form.placeDateKey) keep(readPlaceDate(page, form.placeDateKey));
  for (const value of readSignature(page, form.signature)) if (form.signatureKey === 'nguoiKy') keep(value); else if (value.key === 'nguoiKy') keep({ ...value, key: form.signatureKey });
  return [...values.values()];
}

export { signatureTop };
