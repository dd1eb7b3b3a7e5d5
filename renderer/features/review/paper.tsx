import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import type { PageDetail } from '../../../shared/api/pages.ts';
import { pageQuery } from '../../api/pages.ts';
import { PageTabs } from '../correction/page-tabs.tsx';
import type { PageBox } from '../viewer/page-box.ts';
import { PageViewer } from '../viewer/page-viewer.tsx';

const NO_WORDS: readonly PageBox[] = [];

export function usePaper(pageIds: readonly string[]): readonly (PageDetail | undefined)[] {
  return useQueries({ queries: pageIds.map(pageQuery) }).map((query) => query.data);
}

type PaperProps = { pages: readonly (PageDetail | undefined)[]; /** 1-based; follows the field in focus. */ wanted: number; boxesOf: (pageNumber: number) => readonly PageBox[]; focusId: string | null; onPick?: (id: string) => void };

/** The record's pages, the one with the field in focus in front. */
export function Paper({ pages, wanted, boxesOf, focusId, onPick }: PaperProps) {
  const [picked, setPicked] = useState({ wanted, at: wanted });
  const at = picked.wanted === wanted ? picked.at : wanted;
  const page = pages[at - 1];
  return (
    <div className="desk-pages">
      {page ? <PageViewer page={page} boxes={boxesOf(at)} words={NO_WORDS} focusId={focusId} {...(onPick ? { onPick } : {})} /> : <div className="viewer" />}
      {pages.length > 1 ? <PageTabs pages={pages} at={at} onPick={(number) => setPicked({ wanted, at: number })} /> : null}
    </div>
  );
}
