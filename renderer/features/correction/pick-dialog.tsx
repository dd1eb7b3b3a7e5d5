// A list that a few letters narrow down, with or without diacritics: for choosing a record type, a field, a record.
import { useState, type ReactNode } from 'react';
import { Autocomplete, Input, ListBox, ListBoxItem, SearchField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Modal } from '../../ui/modal.tsx';
import { plainLetters } from '../../ui/plain-letters.ts';

export type Choice = Readonly<{ id: string; name: string; aside?: ReactNode; /** Letters it is also found by. */ alsoFoundBy?: string }>;

type PickDialogProps = { title: string; hint: string; choices: readonly Choice[]; onPick: (id: string) => void; onClose: () => void };

const MOST_SHOWN = 200;

const textOf = (choice: Choice): string => plainLetters(`${choice.name} ${choice.alsoFoundBy ?? ''}`);

/** What begins with the letters stands before what only has them. */
export function narrowDown(choices: readonly Choice[], typed: string): readonly Choice[] {
  const wanted = plainLetters(typed.trim());
  const parts = wanted.split(/\s+/);
  const found = choices.filter((choice) => parts.every((part) => textOf(choice).includes(part)));
  const begins = (choice: Choice): number => (textOf(choice).split(/\s+/).includes(wanted) ? 0 : textOf(choice).startsWith(wanted) ? 1 : 2);
  return wanted === '' ? found : [...found].sort((a, b) => begins(a) - begins(b));
}

/** The caret stays in the letters, but a list that scrolls must be reachable by keyboard by itself too. */
const canBeScrolled = (list: HTMLDivElement | null): void => list?.setAttribute('tabindex', '0');

export function PickDialog({ title, hint, choices, onPick, onClose }: PickDialogProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const found = narrowDown(choices, typed).slice(0, MOST_SHOWN);
  const pick = (id: string): void => {
    onClose();
    // After the layer has gone and focus is back.
    setTimeout(() => onPick(id), 0);
  };
  return (
    <Modal title={title} className="palette" onClose={onClose}>
      <Autocomplete inputValue={typed} onInputChange={setTyped}>
        <SearchField aria-label={hint} autoFocus>
          <Input className="input" placeholder={hint} onKeyDown={(event) => { if (event.key === 'Enter' && !event.nativeEvent.isComposing && event.currentTarget.getAttribute('aria-activedescendant') === null && found[0]) pick(found[0].id); }} />
        </SearchField>
        <ListBox ref={canBeScrolled} className="list" aria-label={title} items={found} onAction={(id) => pick(String(id))} renderEmptyState={() => <p className="option quiet">{t('desk.noSuch')}</p>}>
          {(choice) => (
            <ListBoxItem id={choice.id} className="option" textValue={choice.name}>
              <span className="cut grow">{choice.name}</span>
              {choice.aside}
            </ListBoxItem>
          )}
        </ListBox>
      </Autocomplete>
    </Modal>
  );
}
