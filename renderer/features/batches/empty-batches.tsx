import { FilePlus2, FolderPlus, Plus, Sparkles } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../actions/deeds.ts';
import { ActionButton } from '../../ui/button.tsx';

/** The first start: what this is for, and two ways to begin. */
export function EmptyBatches() {
  const { t } = useTranslation();
  const mayMake = useMay('make-batches');
  return (
    <div className="empty">
      <div>
        <h1>{t('first.title')}</h1>
        <p>{t(mayMake ? 'first.what' : 'first.nothing')}</p>
        <div className="row wrap">
          <ActionButton id="import-samples" look="primary" icon={<Sparkles size={16} aria-hidden />} />
          <ActionButton id="import-files" icon={<FilePlus2 size={16} aria-hidden />} />
          <ActionButton id="import-folder" icon={<FolderPlus size={16} aria-hidden />} />
          <ActionButton id="new-batch" icon={<Plus size={16} aria-hidden />} />
        </div>
        {mayMake ? <p className="small">{t('first.safe')}</p> : null}
      </div>
    </div>
  );
}
