// From a problem's code and facts to a sentence: what happened, what is safe, what to do next.
import type { TFunction } from 'i18next';
import type { Problem } from '../../shared/api/problem.ts';

/** "trang 12 của sổ-1.pdf", "sổ-1.pdf", or "tệp này": what the sentence is about. */
function aboutWhat(t: TFunction, detail: Problem['detail']): string {
  const name = detail['name'] ?? detail['file'];
  const { page } = detail;
  if (page !== undefined && name !== undefined) return t('about.pageOf', { page: String(page), name: String(name) });
  if (page !== undefined) return t('about.page', { page: String(page) });
  return name === undefined ? t('about.file') : String(name);
}

export const problemText = (t: TFunction, problem: Problem): string => t([`error.${problem.code}`, 'error.other'], { ...problem.detail, what: aboutWhat(t, problem.detail), code: problem.code });
