import { Check, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Trial } from '../../../shared/api/uploads.ts';
import { trialLines } from './upload-text.ts';

export function TrialResult({ trial }: { trial: Trial }) {
  const { t } = useTranslation();
  return <ul className="trial" role="status">{trialLines(t, trial).map(({ ok, text }) => <li key={text} className={ok ? 'row' : 'row doubt'}>{ok ? <Check size={14} className="tick" aria-hidden /> : <TriangleAlert size={14} aria-hidden />}<span>{text}</span></li>)}</ul>;
}
