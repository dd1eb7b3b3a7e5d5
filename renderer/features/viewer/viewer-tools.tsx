import { Maximize, MoveHorizontal, Type, ZoomIn, ZoomOut } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { ActionButton } from '../../ui/button.tsx';

export function ViewerTools({ percent, showsWords, hasWords }: { percent: number; showsWords: boolean; hasWords: boolean }) {
  const { t } = useTranslation();
  return (
    <div className="viewer-tools" role="toolbar" aria-label={t('viewer.tools')}>
      <ActionButton id="zoom-out" look="plain" isIcon icon={<ZoomOut size={16} aria-hidden />} />
      <span className="viewer-percent">{t('common.percent', { value: percent })}</span>
      <ActionButton id="zoom-in" look="plain" isIcon icon={<ZoomIn size={16} aria-hidden />} />
      <ActionButton id="fit-width" look="plain" isIcon icon={<MoveHorizontal size={16} aria-hidden />} />
      <ActionButton id="fit-page" look="plain" isIcon icon={<Maximize size={16} aria-hidden />} />
      <ActionButton id="toggle-words" look="plain" icon={<Type size={16} aria-hidden />} isDisabled={!hasWords} text={t(showsWords ? 'viewer.wordsOn' : 'viewer.wordsOff')} />
    </div>
  );
}
