import { useTranslation } from 'react-i18next';
import type { FieldOption } from './field-options.ts';
import { MarkedText } from './marked-text.tsx';

type OptionKeysProps = { options: readonly FieldOption[]; value: string; withAlt: boolean; isActive: boolean; onChoose: (index: number) => void; onFocus: () => void };

/** What else the field may say, one key each, the differing letters set apart. */
export function OptionKeys({ options, value, withAlt, isActive, onChoose, onFocus }: OptionKeysProps) {
  const { t } = useTranslation();
  return (
    <ul className="option-keys">
      {options.map((option, index) => (
        <li key={option.value}>
          <button type="button" tabIndex={-1} onMouseDown={(event) => event.preventDefault()} onClick={() => (isActive ? onChoose(index) : onFocus())}>
            <kbd>{withAlt ? t('desk.altKey', { number: index + 1 }) : index + 1}</kbd>
            <span>{option.from !== 'book' && option.from !== 'list' ? <MarkedText text={option.value} other={value} /> : option.value}</span>
            {option.name === undefined ? null : <span className="quiet small">{option.name}</span>}
            {option.from === 'rule' ? <span className="quiet small">{t('desk.fromRule')}</span> : null}
            {option.from === 'record' ? <span className="quiet small">{t('desk.fromRecord')}</span> : null}
            {option.from === 'book' ? <span className="quiet small">{t('desk.fromBook')}</span> : null}
          </button>
        </li>
      ))}
    </ul>
  );
}
