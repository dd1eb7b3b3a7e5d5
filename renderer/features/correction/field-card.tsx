// One open field: its piece of the page, what is doubtful and why, the value, and what else it may say.
import { Check } from 'lucide-react';
import { useEffect, useLayoutEffect, useMemo, useRef, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { PageDetail } from '../../../shared/api/pages.ts';
import { markOf, type FieldReading, type FieldWarning } from '../../../shared/domain/field.ts';
import { area } from '../../../shared/domain/geometry.ts';
import { currentProvince } from '../../../shared/domain/places.ts';
import { tidy } from '../../../shared/domain/vietnamese-text.ts';
import { doubtText } from './doubt-text.ts';
import { worstRun, type Run } from './doubtful-runs.ts';
import type { FieldOption } from './field-options.ts';
import { FieldWarnings } from './field-warnings.tsx';
import { OptionKeys } from './option-keys.tsx';
import { RunMarks } from './run-marks.tsx';
import { Strip } from './strip.tsx';
import { isNumeric, kindOf } from './typed-value.ts';
import type { Draft } from './use-drafts.ts';
import { valueName } from './value-name.ts';

type FieldCardProps = {
  fieldKey: string;
  label: string;
  recordType: string | null;
  field: FieldReading | undefined;
  page: PageDetail | undefined;
  draft: Draft | undefined;
  warnings: readonly FieldWarning[];
  options: readonly FieldOption[];
  /** Letters of the saved value that may be wrong. */
  runs: readonly Run[];
  /** The word that was pointed at on the page. */
  pointed: Run | undefined;
  /** What would be stored if the field were left now. */
  storedValue: string;
  preview?: ReactNode;
  isActive: boolean;
  isOpen: boolean;
  isReadOnly: boolean;
  onFocus: () => void;
  onType: (text: string) => void;
  onLeave: () => void;
  onChoose: (index: number) => void;
};

export function FieldCard({ fieldKey, label, recordType, field, page, draft, warnings, options, runs, pointed, storedValue, preview, isActive, isOpen, isReadOnly, onFocus, onType, onLeave, onChoose }: FieldCardProps) {
  const { t } = useTranslation();
  const card = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLTextAreaElement>(null);
  const saved = field?.value ?? '';
  const text = draft?.text ?? saved;
  const isUntouched = (draft?.typed ?? saved) === saved;
  const name = valueName(recordType, fieldKey, storedValue);
  const digitsAreText = isNumeric(kindOf(recordType, fieldKey));
  const mark = field && isUntouched ? markOf(field) : undefined;
  const shows = `${options.length}${preview ? 'p' : ''}${warnings.length}`;
  useLayoutEffect(() => {
    // What is offered below the text comes into sight with it.
    if (isActive) card.current?.scrollIntoView({ block: 'nearest' });
  }, [isActive, shows]);
  useInputFocus({ card, input, isActive, saved, worst: useMemo(() => worstRun(runs), [runs]), pointed, selectsAll: digitsAreText });
  const why = field && isOpen ? doubtText(t, field) : '';
  const evidence = draft?.evidence;
  const place = evidence ?? (field && area(field.box) > 0 ? field : undefined);
  const meant = storedValue !== tidy(text) ? storedValue : undefined;
  const provinceNow = kindOf(recordType, fieldKey) === 'place' && (isOpen || isActive) ? currentProvince(text) : undefined;
  return (
    <div ref={card} className={['field-card', isActive ? 'active' : '', isOpen ? 'open' : ''].filter(Boolean).join(' ')} data-field={fieldKey}>
      <div className="field-head">
        <label htmlFor={`field-${fieldKey}`}>{label}</label>
        {isOpen ? <span className="doubt small">{why}</span> : <Check size={15} className="tick" aria-label={t('desk.accepted')} />}
      </div>
      {place && page ? <Strip page={page} box={place.box} /> : null}
      <div className="field-text">
        <div className="field-under" aria-hidden>{text === saved ? <RunMarks text={text} runs={runs} /> : text}{'\u200b'}</div>
        <textarea
          ref={input}
          id={`field-${fieldKey}`}
          rows={1}
          readOnly={isReadOnly}
          spellCheck={false}
          autoComplete="off"
          value={text}
          data-text={text === saved ? 'untouched' : 'changed'}
          onFocus={onFocus}
          onBlur={onLeave}
          onChange={(event) => onType(event.target.value.replaceAll('\n', ' '))}
          {...(why ? { 'aria-description': why } : {})}
        />
      </div>
      {meant === undefined && name === undefined ? null : <p className="hint" data-meant>{meant === undefined ? null : <>{t('desk.meant')} <b>{meant}</b>{name === undefined ? null : t('common.dot')}</>}{name}</p>}
      {mark === undefined ? null : <p className="hint">{t(`mark.${mark}`)}</p>}
      {provinceNow === undefined ? null : <p className="hint" data-current-province>{t('desk.currentProvince', { name: provinceNow })}</p>}
      {preview}
      {options.length > 0 && !isReadOnly && (isOpen || isActive) ? <OptionKeys options={options} value={saved} withAlt={digitsAreText || !isUntouched} isActive={isActive} onChoose={onChoose} onFocus={onFocus} /> : null}
      <FieldWarnings field={field} warnings={warnings} isOpen={isOpen || !isUntouched} />
    </div>
  );
}

type InputFocus = { card: RefObject<HTMLDivElement | null>; input: RefObject<HTMLTextAreaElement | null>; isActive: boolean; saved: string; worst: Run | undefined; pointed: Run | undefined; selectsAll: boolean };

/** Focus follows the desk; the letters most likely wrong are selected, so that typing replaces them; else a whole number is, or the caret stands at the end. */
function useInputFocus({ card, input, isActive, saved, worst, pointed, selectsAll }: InputFocus): void {
  const place = useRef<[number, number]>([0, 0]);
  const shown = useRef<Run | undefined>(undefined);
  useEffect(() => {
    const [from, to] = place.current;
    place.current = worst ? [worst.start, worst.end] : [selectsAll ? 0 : saved.length, saved.length];
    // The page's evidence may come after the focus: then too, unless the clerk has begun.
    const node = input.current;
    if (node && document.activeElement === node && node.value === saved && node.selectionStart === from && node.selectionEnd === to) node.setSelectionRange(...place.current);
  }, [input, saved, worst, selectsAll]);
  useLayoutEffect(() => {
    if (!isActive) return;
    const node = input.current;
    if (node && document.activeElement !== node) {
      node.focus({ preventScroll: true });
      node.setSelectionRange(...place.current);
    }
    card.current?.scrollIntoView({ block: 'nearest' });
  }, [card, input, isActive]);
  useLayoutEffect(() => {
    if (pointed && pointed !== shown.current && input.current?.value === saved) input.current.setSelectionRange(pointed.start, pointed.end);
    shown.current = pointed;
  }, [input, pointed, saved]);
}
