import { Archive, ChartColumn, ClipboardCheck, CloudUpload, ScrollText, Users, Images, Library, PencilLine, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { mayRun } from '../../actions/deeds.ts';
import { actionById } from '../../actions/registry.ts';
import { useScope } from '../../actions/scope.ts';
import { Hint } from '../../ui/hint.tsx';
import { Button as AriaButton } from 'react-aria-components';
import { navigate, SCREENS, useRoute, type Screen } from '../../app-route.ts';
import { currentBatchId } from './current-batch.ts';

const ICONS: Readonly<Record<Screen, LucideIcon>> = { batches: Library, pages: Images, correction: PencilLine, review: ClipboardCheck, packages: Archive, uploads: CloudUpload, reports: ChartColumn, people: Users, trail: ScrollText };

export function Rail() {
  const { t } = useTranslation();
  const route = useRoute();
  const { roles } = useScope();
  return (
    <nav className="rail" aria-label={t('shell.steps')}>
      {SCREENS.filter((screen) => mayRun(`go-${screen}`, roles)).map((screen) => {
        const Icon = ICONS[screen];
        const isHere = route.screen === screen;
        return (
          <Hint key={screen} text={t(`action.go-${screen}`)} chord={actionById(`go-${screen}`)?.keys[0]}>
            <AriaButton className={isHere ? 'rail-step here' : 'rail-step'} onPress={() => navigate({ screen, batchId: currentBatchId() })} {...(isHere ? { 'aria-current': 'page' as const } : {})}>
              <Icon size={20} strokeWidth={1.75} aria-hidden />
              {t(`screen.${screen}`)}
            </AriaButton>
          </Hint>
        );
      })}
    </nav>
  );
}
