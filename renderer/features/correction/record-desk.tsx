import { useQueries } from '@tanstack/react-query';
import { useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { PageDetail } from '../../../shared/api/pages.ts';
import type { RecordDetail } from '../../../shared/api/records.ts';
import type { Box } from '../../../shared/domain/geometry.ts';
import type { DeskDialog } from '../../actions/action.ts';
import { useMay } from '../../actions/deeds.ts';
import { pageQuery } from '../../api/pages.ts';
import { useSayTrouble } from '../batches/use-batch-commands.tsx';
import { PageViewer } from '../viewer/page-viewer.tsx';
import { wordBoxes } from '../viewer/word-boxes.ts';
import { DeskBar } from './desk-bar.tsx';
import { DeskDialogs } from './desk-dialogs.tsx';
import { fieldBoxes } from './field-boxes.ts';
import { PageTabs } from './page-tabs.tsx';
import { RecordForm } from './record-form.tsx';
import { RegionLayer } from './region-layer.tsx';
import { RegionPreview } from './region-preview.tsx';
import type { Place } from './place.ts';
import { useDesk } from './use-desk.ts';
import { useRegion } from './use-region.ts';

/** Stable, so that the pages are new only when one of them is. */
const dataOf = (results: readonly { readonly data: PageDetail | undefined }[]): readonly (PageDetail | undefined)[] => results.map((result) => result.data);

export function RecordDesk({ stored, place, batchId }: { stored: RecordDetail; place: Place; batchId: string }) {
  const doneButton = useRef<HTMLButtonElement>(null);
  const trouble = useSayTrouble();
  const mayKey = useMay('key-fields');
  const [pageNumber, setPageNumber] = useState(1);
  const [dialog, setDialog] = useState<DeskDialog | null>(null);
  // The frame needs the field in focus, and the desk's commands put the frame up.
  const startFrame = useRef<() => void>(() => undefined);
  const onFrame = useCallback(() => startFrame.current(), []);
  const pages = useQueries({ queries: stored.pageIds.map(pageQuery), combine: dataOf });
  const readings = useMemo(() => pages.map((page) => page?.reading), [pages]);
  const desk = useDesk({ readings, stored, place, batchId, doneButton, pageNumber, onPage: setPageNumber, onOpen: setDialog, onFrame });
  const { record, activeKey, takeRegion } = desk;
  const active = activeKey === null ? undefined : record.fields[activeKey];
  const [followed, setFollowed] = useState(activeKey);
  if (followed !== activeKey) {
    setFollowed(activeKey);
    if (active !== undefined) setPageNumber(active.page);
  }
  const shown = pages[pageNumber - 1];
  const boxes = useMemo(() => fieldBoxes(record, pageNumber), [record, pageNumber]);
  const words = useMemo(() => wordBoxes(shown?.reading), [shown]);
  const onTake = useCallback((text: string, box: Box) => (activeKey === null ? undefined : takeRegion(activeKey, text, { page: pageNumber, box })), [activeKey, pageNumber, takeRegion]);
  const { region, start, read, scope } = useRegion({ page: shown, fieldKey: activeKey, fieldBox: active?.page === pageNumber ? active.box : undefined, onTake, onTrouble: trouble });
  useLayoutEffect(() => {
    startFrame.current = start;
  }, [start]);
  const size = useMemo(() => ({ widthPx: shown?.widthPx ?? 1, heightPx: shown?.heightPx ?? 1 }), [shown]);
  const readDrawn = useCallback((box: Box) => (activeKey === null || !mayKey ? undefined : void read(box)), [activeKey, mayKey, read]);
  return (
    <div className="two-parts desk">
      <DeskBar record={record} place={place} saver={desk.saverState} />
      <div className="desk-pages">
        {shown ? <PageViewer page={shown} boxes={boxes} words={words} focusId={activeKey} onPick={desk.pointAt} overlay={(scale) => <RegionLayer scale={scale} size={size} region={region} onDrawn={readDrawn} />} /> : <div className="viewer" />}
        {record.pageIds.length > 1 ? <PageTabs pages={pages} at={pageNumber} onPick={setPageNumber} /> : null}
      </div>
      <RecordForm desk={desk} place={place} doneButton={doneButton} pageOf={(number) => pages[number - 1]} preview={region && scope ? <RegionPreview region={region} scope={scope} /> : null} />
      {dialog === null ? null : <DeskDialogs dialog={dialog} record={record} batchId={batchId} onField={desk.focusField} onClose={() => setDialog(null)} />}
    </div>
  );
}
