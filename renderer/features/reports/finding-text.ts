import type { TFunction } from 'i18next';
import type { BookFindingLine } from '../../../shared/api/reports.ts';
import { fullFieldLabel } from '../correction/field-label.ts';

/** What is to be repaired, as a person reads it. */
export function findingText(t: TFunction, { code, field, detail }: BookFindingLine): string {
  const label = field === null ? '' : fullFieldLabel(t, null, field);
  const whatName = detail['what'] === undefined ? '' : t(`reports.book.${String(detail['what'])}`).toLocaleLowerCase();
  const whichName = detail['which'] === undefined ? '' : t(`reports.which.${String(detail['which'])}`);
  return t([`reports.finding.${code}`, 'reports.finding.other'], { ...detail, code, label, whatName, whichName });
}
