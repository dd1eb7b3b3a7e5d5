import { useQueries } from '@tanstack/react-query';
import { useMemo, useRef, useState } from 'react';
import type { RecordDetail } from '../../../shared/api/records.ts';
import { pageQuery } from '../../api/pages.ts';
import { PageViewer } from '../viewer/page-viewer.tsx';
import { wordBoxes } from '../viewer/word-boxes.ts';
import { DeskBar } from './desk-bar.tsx';
import { fieldBoxes } from './field-boxes.ts';
import { PageTabs } from './page-tabs.tsx';
import { RecordForm } from './record-form.tsx';
import { useDesk, type Place } from './use-desk.ts';

export function RecordDesk({ stored, place, batchId }: { stored: RecordDetail; place: Place; batchId: string }) {
  const doneButton = useRef<HTMLButtonElement>(null);
  const desk = useDesk({ stored, place, batchId, doneButton });
  const { record, activeKey } = desk;
  const pages = useQueries({ queries: record.pageIds.map(pageQuery) });
  const [pickedPage, setPickedPage] = useState(1);
  const activePage = activeKey === null ? undefined : record.fields[activeKey]?.page;
  const [followed, setFollowed] = useState(activeKey);
  if (followed !== activeKey) {
    setFollowed(activeKey);
    if (activePage !== undefined) setPickedPage(activePage);
  }
  const shown = pages[pickedPage - 1]?.data;
  const boxes = useMemo(() => fieldBoxes(record, pickedPage), [record, pickedPage]);
  const words = useMemo(() => wordBoxes(shown?.reading), [shown]);
  return (
    <div className="two-parts desk">
      <DeskBar record={record} place={place} saver={desk.saverState} />
      <div className="desk-pages">
        {shown ? <PageViewer page={shown} boxes={boxes} words={words} focusId={activeKey} onPick={desk.focusField} /> : <div className="viewer" />}
        {record.pageIds.length > 1 ? <PageTabs pages={pages.map((page) => page.data)} at={pickedPage} onPick={setPickedPage} /> : null}
      </div>
      <RecordForm desk={desk} place={place} doneButton={doneButton} pageOf={(number) => pages[number - 1]?.data} />
    </div>
  );
}
