// What the screen of uploads says, made from codes and facts.
import type { TFunction } from 'i18next';
import type { Problem } from '../../../shared/api/problem.ts';
import type { Trial, Waiting } from '../../../shared/api/uploads.ts';
import { formatBytes, formatMoment, formatNumber } from '../../ui/numbers.ts';
import { problemText } from '../../ui/problem-text.ts';

/** The more exact sentence where the reason is known: what is wrong, what is safe, what to do. */
export function uploadProblemText(t: TFunction, problem: Problem): string {
  const reason = String(problem.detail['reason'] ?? '');
  const known = reason === '' ? '' : t(`uploads.reason.${reason}`, { defaultValue: '', ...problem.detail });
  return known === '' ? problemText(t, problem) : known;
}

export function waitingText(t: TFunction, waiting: Waiting): string {
  return t(`uploads.waiting.${waiting.code}`, { when: waiting.until === undefined ? '' : formatMoment(waiting.until) });
}

const MINUTE = 60;
const HOUR = 3600;

export function timeLeftText(t: TFunction, seconds: number): string {
  if (seconds < MINUTE) return t('uploads.left.seconds', { count: seconds, number: formatNumber(seconds) });
  if (seconds < HOUR) return t('uploads.left.minutes', { count: Math.ceil(seconds / MINUTE), number: formatNumber(Math.ceil(seconds / MINUTE)) });
  return t('uploads.left.hours', { number: formatNumber(Math.round((seconds / HOUR) * 10) / 10) });
}

export function trialLines(t: TFunction, trial: Trial): readonly { ok: boolean; text: string }[] {
  const steps = trial.steps.map(({ ok, code, detail = {} }) => ({ ok, text: t(`uploads.trial.${code}`, { ...detail, free: formatBytes(Number(detail['freeBytes'] ?? 0)) }) }));
  return trial.problem === null ? steps : [...steps, { ok: false, text: uploadProblemText(t, trial.problem) }];
}
