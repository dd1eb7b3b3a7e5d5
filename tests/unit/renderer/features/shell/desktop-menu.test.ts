import { createInstance } from 'i18next';
import { describe, expect, it } from 'vitest';
import { ROLES } from '../../../../../shared/domain/roles.ts';
import { desktopMenuSchema } from '../../../../../shared/api/desktop-menu.ts';
import { ACTIONS } from '../../../../../renderer/actions/registry.ts';
import type { Action, Scope } from '../../../../../renderer/actions/action.ts';
import { acceleratorOf, menuOf } from '../../../../../renderer/features/shell/desktop-menu.ts';

const i18n = createInstance({ lng: 'cimode' });
await i18n.init();
const { t } = i18n;
const nowhere: Scope = { route: { screen: 'batches', batchId: null, itemId: null }, roles: ROLES, app: null, person: null, batches: null, pages: null, table: null, viewer: null, desk: null, region: null, review: null };
const everywhere = ACTIONS.map((action): Action => ({ ...action, when: () => true }));

describe('the menu of the desktop window', () => {
  it('has every command of the registry that is possible, and passes the border to the window', () => {
    const menu = desktopMenuSchema.parse(menuOf(t, nowhere, everywhere));
    expect(menu.flatMap((group) => group.items.map((item) => item.id)).sort()).toEqual(ACTIONS.map((action) => action.id).filter((id) => !id.startsWith('choose-option')).sort());
  });

  it('leaves out what the person at the window may not do', () => {
    const ids = menuOf(t, { ...nowhere, roles: ['auditor'] }, everywhere).flatMap((group) => group.items.map((item) => item.id));
    expect(ids).toContain('next-record');
    for (const id of ['accept-record', 'bin-pages', 'delete-batch']) expect(ids).not.toContain(id);
  });

  it('is empty where nothing is possible', () => {
    expect(menuOf(t, nowhere, ACTIONS.map((action) => ({ ...action, when: () => false })))).toEqual([]);
  });

  it('writes keys as the window wants them, and leaves out what it has no name for', () => {
    expect(['Ctrl+Enter', 'Alt+ArrowDown', 'Ctrl+Shift+ArrowLeft', 'F2', 'R', '+', 'Ctrl+Alt+2', 'Alt++', 'PageDown'].map(acceleratorOf)).toEqual(['Ctrl+Enter', 'Alt+Down', 'Ctrl+Shift+Left', 'F2', 'R', 'Plus', 'Ctrl+Alt+2', 'Alt+Plus', 'PageDown']);
    expect(['Dead', '~~', ''].map(acceleratorOf)).toEqual([null, null, null]);
  });
});
