// The desktop window's menu, made from the same registry as the palette and the sheet of keys: what can be done here
// and now, group by group, with its key.
import type { TFunction } from 'i18next';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { DesktopMenu } from '../../../shared/api/desktop-menu.ts';
import { ACTION_GROUPS, type Action, type Scope } from '../../actions/action.ts';
import { isOffered } from '../../actions/deeds.ts';
import { ACTIONS, actionById } from '../../actions/registry.ts';
import { currentScope, useScope } from '../../actions/scope.ts';
import { desktopBridge } from '../../api/desktop.ts';

const GATHER_MS = 150;
const KEY_NAMES: Readonly<Record<string, string>> = { ArrowUp: 'Up', ArrowDown: 'Down', ArrowLeft: 'Left', ArrowRight: 'Right', ' ': 'Space', '+': 'Plus' };
const SHOWABLE = /^((Ctrl|Alt|Shift)\+)*([A-Z0-9=\-?]|F\d{1,2}|Plus|Space|Tab|Enter|Escape|Delete|Insert|Up|Down|Left|Right|PageUp|PageDown|Home|End)$/;

/** As Electron writes keys; null for one that it has no name for. */
export function acceleratorOf(chord: string): string | null {
  const parts = chord.split(/\+(?=.)/);
  const key = parts.at(-1) ?? '';
  const written = [...parts.slice(0, -1), KEY_NAMES[key] ?? key].join('+');
  return SHOWABLE.test(written) ? written : null;
}

export function menuOf(t: TFunction, scope: Scope, actions: readonly Action[] = ACTIONS): DesktopMenu {
  return ACTION_GROUPS.map((group) => ({
    label: t(`group.${group}`),
    items: actions.filter((action) => action.group === group && !action.id.startsWith('choose-option') && isOffered(action, scope))
      .map((action) => ({ id: action.id, label: t(`action.${action.id}`), accelerator: action.keys[0] === undefined ? null : acceleratorOf(action.keys[0]) })),
  })).filter((menu) => menu.items.length > 0);
}

/** Sends the menu whenever it would read differently, and runs what is chosen from it. Nothing in a browser. */
export function useDesktopMenu(): void {
  const { t } = useTranslation();
  const scope = useScope();
  useEffect(() => {
    const bridge = desktopBridge();
    if (!bridge) return undefined;
    const timer = setTimeout(() => bridge.setMenu(menuOf(t, currentScope())), GATHER_MS);
    return () => clearTimeout(timer);
  }, [t, scope]);
  useEffect(() => {
    desktopBridge()?.onCommand((id) => {
      const [action, now] = [actionById(String(id)), currentScope()];
      if (action && isOffered(action, now)) action.run(now);
    });
  }, []);
}
