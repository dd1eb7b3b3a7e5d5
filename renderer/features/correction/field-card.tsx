// One open field: its piece of the page, what is doubtful and why, the value, and what else it may say.
import { Check } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { PageDetail } from '../../../shared/api/pages.ts';
import type { FieldReading } from '../../../shared/domain/field.ts';
import { area } from '../../../shared/domain/geometry.ts';
import { firstDifference } from './differing-marks.ts';
import { doubtText } from './doubt-text.ts';
import { fieldOptions } from './field-options.ts';
import { FieldWarnings } from './field-warnings.tsx';
import { MarkedText } from './marked-text.tsx';
import { OptionKeys } from './option-keys.tsx';
import { Strip } from './strip.tsx';
import { isNumeric, kindOf } from './typed-value.ts';
import { valueName } from './value-name.ts';

type FieldCardProps = {
  fieldKey: string;
  label: string;
  recordType: string | null;
  field: FieldReading | undefined;
  page: PageDetail | undefined;
  draft: string | undefined;
  isActive: boolean;
  isOpen: boolean;
  onFocus: () => void;
  onType: (text: string) => void;
  onLeave: () => void;
  onChoose: (index: number) => void;
};

export function FieldCard({ fieldKey, label, recordType, field, page, draft, isActive, isOpen, onFocus, onType, onLeave, onChoose }: FieldCardProps) {
  const { t } = useTranslation();
  const card = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLTextAreaElement>(null);
  const saved = field?.value ?? '';
  const text = draft ?? saved;
  const isUntouched = text === saved;
  const options = isOpen ? fieldOptions(field) : [];
  const rival = options[0]?.value;
  const name = valueName(recordType, fieldKey, text);
  const digitsAreText = isNumeric(kindOf(recordType, fieldKey));
  useInputFocus({ card, input, isActive, saved, rival, selectsAll: digitsAreText });
  const why = field && isOpen ? doubtText(t, field) : '';
  return (
    <div ref={card} className={['field-card', isActive ? 'active' : '', isOpen ? 'open' : ''].filter(Boolean).join(' ')} data-field={fieldKey}>
      <div className="field-head">
        <label htmlFor={`field-${fieldKey}`}>{label}</label>
        {isOpen ? <span className="doubt small">{why}</span> : <Check size={15} className="tick" aria-label={t('desk.accepted')} />}
      </div>
      {field && page && area(field.box) > 0 ? <Strip page={page} box={field.box} /> : null}
      <div className="field-text">
        <div className="field-under" aria-hidden>{isUntouched && rival !== undefined ? <MarkedText text={text} other={rival} /> : text}{'\u200b'}</div>
        <textarea
          ref={input}
          id={`field-${fieldKey}`}
          rows={1}
          spellCheck={false}
          autoComplete="off"
          value={text}
          data-text={isUntouched ? 'untouched' : 'changed'}
          onFocus={onFocus}
          onBlur={onLeave}
          onChange={(event) => onType(event.target.value.replaceAll('\n', ' '))}
          {...(why ? { 'aria-description': why } : {})}
        />
      </div>
      {name === undefined ? null : <p className="hint">{name}</p>}
      {options.length > 0 ? <OptionKeys options={options} value={saved} withAlt={digitsAreText} isActive={isActive} onChoose={onChoose} onFocus={onFocus} /> : null}
      {field ? <FieldWarnings field={field} isOpen={isOpen} /> : null}
    </div>
  );
}

type InputFocus = { card: RefObject<HTMLDivElement | null>; input: RefObject<HTMLTextAreaElement | null>; isActive: boolean; saved: string; rival: string | undefined; selectsAll: boolean };

/** Focus follows the desk; the caret stands where the readings part, or the whole number is taken. */
function useInputFocus({ card, input, isActive, saved, rival, selectsAll }: InputFocus): void {
  const place = useRef<[number, number]>([0, 0]);
  useEffect(() => {
    const at = rival === undefined ? saved.length : firstDifference(saved, rival);
    place.current = selectsAll ? [0, saved.length] : [at, at];
  }, [saved, rival, selectsAll]);
  useLayoutEffect(() => {
    if (!isActive) return;
    const node = input.current;
    if (node && document.activeElement !== node) {
      node.focus({ preventScroll: true });
      node.setSelectionRange(...place.current);
    }
    card.current?.scrollIntoView({ block: 'nearest' });
  }, [card, input, isActive]);
}
