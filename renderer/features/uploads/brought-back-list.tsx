import { useTranslation } from 'react-i18next';
import { navigate } from '../../app-route.ts';
import { useBroughtBack } from '../../api/uploads.ts';
import { Button } from '../../ui/button.tsx';
import { formatMoment } from '../../ui/numbers.ts';
import { uploadProblemText } from './upload-text.ts';

const SHOWN = 5;

/** Packages that came back lately, each with the batch it became. */
export function BroughtBackList() {
  const { t } = useTranslation();
  const brought = useBroughtBack();
  const rows = (brought.data ?? []).slice(0, SHOWN);
  if (rows.length === 0) return null;
  return (
    <section className="column" aria-label={t('uploads.broughtBack')}>
      <h2 className="uploads-heading">{t('uploads.broughtBack')}</h2>
      <ul className="uploads-list">
        {rows.map(({ id, name, state, batchId, problem, at }) => (
          <li key={id} className="sheet-box place" data-brought={state}>
            <div className="row"><b className="cut grow">{name}</b>{batchId !== null && state === 'done' ? <Button onPress={() => navigate({ screen: 'correction', batchId, itemId: null })}>{t('uploads.correct')}</Button> : null}</div>
            <p className={problem === null ? 'quiet small' : 'doubt small'}>{problem === null ? `${t(`uploads.bringing.${state}`)} · ${formatMoment(at)}` : uploadProblemText(t, problem)}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
