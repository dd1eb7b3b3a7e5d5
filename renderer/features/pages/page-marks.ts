import type { PageSummary } from '../../../shared/api/pages.ts';

export const PAGE_FILTERS = ['all', 'failed', 'blank', 'duplicate', 'noRecord', 'rescan', 'skipped', 'waiting'] as const;
export type PageFilter = (typeof PAGE_FILTERS)[number];

export const isPageFilter = (value: unknown): value is PageFilter => PAGE_FILTERS.some((filter) => filter === value);

export function matchesFilter(page: PageSummary, filter: PageFilter): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'failed':
      return page.state === 'failed';
    case 'blank':
      return page.isBlank;
    case 'duplicate':
      return page.duplicateOf !== null;
    case 'noRecord':
      return page.state === 'read' && page.recordId === null && !page.isBlank;
    case 'rescan':
      return page.answers.poorScan === 'accepted';
    case 'skipped':
      return page.skipReason !== null;
    case 'waiting':
      return page.state === 'waiting' || page.state === 'reading';
  }
}
