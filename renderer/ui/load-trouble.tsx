import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { RequestFailure } from '../api/client.ts';
import { Button } from './button.tsx';
import { problemText } from './problem-text.ts';

type Failing = { isError: boolean; error: unknown; refetch: () => unknown };

/** In place of what could not be fetched: why, and a way to ask again. */
export function LoadTrouble({ query }: { query: Failing }) {
  const { t } = useTranslation();
  if (!query.isError) return null;
  const text = query.error instanceof RequestFailure ? problemText(t, query.error.problem) : t('error.other', { code: String(query.error) });
  return (
    <div className="notice" role="alert">
      <TriangleAlert size={16} aria-hidden />
      <p className="grow">{text}</p>
      <Button onPress={() => query.refetch()}>{t('common.again')}</Button>
    </div>
  );
}
