import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { RecordReading } from '../../../shared/domain/field.ts';

type Noted = Pick<RecordReading, 'recordType' | 'warnings'>;

/** What is told of the record as a whole, in words; that its type is unknown has a notice of its own. */
export function notesOf(t: TFunction, { recordType, warnings }: Noted): readonly string[] {
  const told = warnings.filter(({ code }) => recordType !== null || code !== 'type-unknown');
  return [...new Set(told.map(({ code, detail }) => t([`warning.${code}`, 'warning.other'], { ...detail, code })))];
}

/** Why the whole record needs a look: cut off, too coarse, several papers on one scan, a type that was guessed. */
export function RecordNotes({ record }: { record: Noted }) {
  const { t } = useTranslation();
  const notes = notesOf(t, record);
  if (notes.length === 0) return null;
  return (
    <ul className="field-warnings record-notes">
      {notes.map((note) => <li key={note}>{note}</li>)}
    </ul>
  );
}
