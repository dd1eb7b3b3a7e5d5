// Ctrl+K: every command that makes sense here, found by a few letters with or without diacritics.
import { useState } from 'react';
import { Autocomplete, Input, ListBox, ListBoxItem, SearchField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Action } from '../../actions/action.ts';
import { isOffered } from '../../actions/deeds.ts';
import { ACTIONS } from '../../actions/registry.ts';
import { currentScope } from '../../actions/scope.ts';
import { Chord } from '../../ui/chord.tsx';
import { Modal } from '../../ui/modal.tsx';
import { plainLetters } from '../../ui/plain-letters.ts';

const containsLetters = (text: string, typed: string): boolean =>
  plainLetters(typed).split(/\s+/).every((part) => plainLetters(text).includes(part));

export function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [scope] = useState(currentScope);
  const commands = ACTIONS.filter((action) => action.id !== 'open-palette' && !action.id.startsWith('choose-option') && isOffered(action, scope));
  const run = (action: Action | undefined): void => {
    onClose();
    // After the layer has gone and focus is back where the command expects it.
    if (action) setTimeout(() => action.run(currentScope()), 0);
  };
  return (
    <Modal title={t('shell.palette')} hidesTitle className="palette" onClose={onClose}>
      <Autocomplete filter={containsLetters}>
        <SearchField aria-label={t('shell.palette')} autoFocus>
          <Input className="input" placeholder={t('shell.paletteHint')} />
        </SearchField>
        <div className="list-room" tabIndex={0} role="group" aria-label={t('shell.commands')}>
          <ListBox className="list" aria-label={t('shell.commands')} items={commands} onAction={(id) => run(commands.find((action) => action.id === id))} renderEmptyState={() => <p className="option quiet">{t('shell.noCommand')}</p>}>
            {(action) => (
              <ListBoxItem id={action.id} className="option" textValue={t(`action.${action.id}`)}>
                <span className="quiet small palette-group">{t(`group.${action.group}`)}</span>
                {t(`action.${action.id}`)}
                {action.keys[0] ? <Chord chord={action.keys[0]} /> : null}
              </ListBoxItem>
            )}
          </ListBox>
        </div>
      </Autocomplete>
    </Modal>
  );
}
