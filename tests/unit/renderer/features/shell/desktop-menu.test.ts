import type { TFunction } from 'i18next';
import { describe, expect, it } from 'vitest';
import { desktopMenuSchema } from '../../../../../shared/api/desktop-menu.ts';
import { ACTIONS } from '../../../../../renderer/actions/registry.ts';
import type { Action, Scope } from '../../../../../renderer/actions/action.ts';
import { acceleratorOf, menuOf } from '../../../../../renderer/features/shell/desktop-menu.ts';

const t = ((key: string) => key) as unknown as TFunction;
const nowhere = {} as Scope;
const everywhere = ACTIONS.map((action): Action => ({ ...action, when: () => true }));

describe('the menu of the desktop window', () => {
  it('has every command of the registry that is possible, and passes the border to the window', () => {
    const menu = desktopMenuSchema.parse(menuOf(t, nowhere, everywhere));
    expect(menu.flatMap((group) => group.items.map((item) => item.id)).sort()).toEqual(ACTIONS.map((action) => action.id).filter((id) => !id.startsWith('choose-option')).sort());
  });

  it('is empty where nothing is possible', () => {
    expect(menuOf(t, nowhere, ACTIONS.map((action) => ({ ...action, when: () => false })))).toEqual([]);
  });

  it('writes keys as the window wants them, and leaves out what it has no name for', () => {
    expect(['Ctrl+Enter', 'Alt+ArrowDown', 'Ctrl+Shift+ArrowLeft', 'F2', 'R', '+', 'Ctrl+Alt+2', 'Alt++', 'PageDown'].map(acceleratorOf)).toEqual(['Ctrl+Enter', 'Alt+Down', 'Ctrl+Shift+Left', 'F2', 'R', 'Plus', 'Ctrl+Alt+2', 'Alt+Plus', 'PageDown']);
    expect(['Dead', '~~', ''].map(acceleratorOf)).toEqual([null, null, null]);
  });
});
