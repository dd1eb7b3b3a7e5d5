// What the law and plain sense say about the fields of one record. A rule never changes a value: it agrees,
// or it warns and may suggest. Agreements matter as much: two fields that confirm each other are both
// more likely to be read right. Sources: TT 04/2020/TT-BTP Điều 29–34; the register tools' own checks.
import { checkBooks } from './check-books.ts';
import { checkDates } from './check-dates.ts';
import { checkIdentifiers } from './check-identifiers.ts';
import { checkPersons } from './check-persons.ts';
import type { Finding, Rule, Values } from './rule.ts';

const RULES: readonly Rule[] = [checkDates, checkIdentifiers, checkPersons, checkBooks];

/** All findings for one record; `values` by field key, as stored (dates dd.MM.yyyy). */
export function checkRecord(recordType: string, values: Values): readonly Finding[] {
  return RULES.flatMap((rule) => rule(values, recordType));
}
