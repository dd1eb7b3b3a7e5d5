import type { AskedAction } from '../../shared/api/page-actions.ts';
import type { PageSummary } from '../../shared/api/pages.ts';

const numbered = (pages: readonly PageSummary[]): readonly PageSummary[] => pages.map((page, index) => (page.seq === index + 1 ? page : { ...page, seq: index + 1 }));

function moved(pages: readonly PageSummary[], ids: readonly string[], before: string | null): readonly PageSummary[] {
  const byId = new Map(pages.map((page) => [page.id, page]));
  const going = ids.flatMap((id) => byId.get(id) ?? []);
  const isGoing = new Set(ids);
  const rest = pages.filter((page) => !isGoing.has(page.id));
  const found = before === null ? rest.length : rest.findIndex((page) => page.id === before);
  const at = found < 0 ? rest.length : found;
  return [...rest.slice(0, at), ...going, ...rest.slice(at)];
}

/** The pages of the table as the back end will have them, as far as that is plain before it has answered. Pure. */
export function changedPages(pages: readonly PageSummary[], action: AskedAction): readonly PageSummary[] {
  switch (action.kind) {
    case 'move':
      return numbered(moved(pages, action.pageIds, action.before));
    case 'bin': {
      const gone = new Set(action.pageIds);
      return numbered(pages.filter((page) => !gone.has(page.id)));
    }
    case 'skip': {
      const marked = new Set(action.pageIds);
      return pages.map((page) => (marked.has(page.id) ? { ...page, skipReason: action.reason } : page));
    }
    default:
      return pages;
  }
}
