import { useTranslation } from 'react-i18next';
import { recordNoteTexts, type Noted } from './record-note-texts.ts';

/** Why the whole record needs a look: cut off, too coarse, several papers on one scan, a type that was guessed. */
export function RecordNotes({ record }: { record: Noted }) {
  const { t } = useTranslation();
  const notes = recordNoteTexts(t, record);
  if (notes.length === 0) return null;
  return (
    <ul className="field-warnings record-notes">
      {notes.map((note) => <li key={note}>{note}</li>)}
    </ul>
  );
}
