import { useTranslation } from 'react-i18next';
import { useNames } from '../api/people.ts';

const NOBODYS = ['local', 'program', 'nobody'] as const;

/** Whoever an id stands for: a person's display name, or the program itself. */
export function usePersonName(): (id: string) => string {
  const { t } = useTranslation();
  const names = useNames().data;
  return (id) => names?.[id] ?? (NOBODYS.some((one) => one === id) ? t(`people.id.${id}`) : id);
}

export const PersonName = ({ id }: { id: string }) => <>{usePersonName()(id)}</>;
