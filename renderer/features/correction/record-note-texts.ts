import type { TFunction } from 'i18next';
import type { RecordReading } from '../../../shared/domain/field.ts';

export type Noted = Pick<RecordReading, 'recordType' | 'warnings'>;

/** What is told of the record as a whole, in words; that its type is unknown has a notice of its own. */
export function recordNoteTexts(t: TFunction, { recordType, warnings }: Noted): readonly string[] {
  const told = warnings.filter(({ code }) => recordType !== null || code !== 'type-unknown');
  return [...new Set(told.map(({ code, detail }) => t([`warning.${code}`, 'warning.other'], { ...detail, code })))];
}
