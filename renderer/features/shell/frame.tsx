// The room every screen stands in: the rail with the steps of the work in their order, a bar that says where
// one is and whether everything is saved, a footer with the keys that work here, and the layers above.
import { useMemo, type ReactNode } from 'react';
import { useOffer } from '../../actions/scope.ts';
import { type AppScope } from '../../actions/action.ts';
import { navigate, useRoute } from '../../app-route.ts';
import { useStore } from '../../api/store.ts';
import { LANGUAGES, currentLanguage, setLanguage } from '../../i18n/language.ts';
import { THEMES, currentTheme, setTheme } from '../../ui/theme.ts';
import { Toasts } from '../../ui/toasts.tsx';
import { currentBatchId, useRememberBatch } from './current-batch.ts';
import { OwnPassword } from '../people/own-password.tsx';
import { TrailBanner } from '../people/trail-banner.tsx';
import { useDesktopMenu } from './desktop-menu.ts';
import { Footer } from './footer.tsx';
import './frame.css';
import { KeysSheet } from './keys-sheet.tsx';
import { overlayStore } from './overlay.ts';
import { Palette } from './palette.tsx';
import { Rail } from './rail.tsx';
import { TopBar } from './top-bar.tsx';

const after = <T,>(list: readonly T[], now: T): T => list[(list.indexOf(now) + 1) % list.length] ?? now;

const appCommands: AppScope = {
  openPalette: () => overlayStore.set('palette'),
  openKeys: () => overlayStore.set('keys'),
  nextTheme: () => setTheme(after(THEMES, currentTheme())),
  nextLanguage: () => setLanguage(after(LANGUAGES, currentLanguage())),
  go: (screen) => navigate({ screen, batchId: currentBatchId() }),
};

export function Frame({ children }: { children: ReactNode }) {
  const overlay = useStore(overlayStore);
  const route = useRoute();
  useRememberBatch(route.batchId);
  useDesktopMenu();
  useOffer('app', useMemo(() => appCommands, []));
  return (
    <div className="frame">
      <TopBar />
      <OwnPassword />
      <Rail />
      <main className="screen" data-screen={route.screen}><TrailBanner />{children}</main>
      <Footer />
      <Toasts />
      {overlay === 'palette' ? <Palette onClose={() => overlayStore.set(null)} /> : null}
      {overlay === 'keys' ? <KeysSheet onClose={() => overlayStore.set(null)} /> : null}
    </div>
  );
}
