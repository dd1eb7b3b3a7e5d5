import { Ban, Combine, Crop, FoldHorizontal, Inbox, Lightbulb, ListRestart, Redo2, RefreshCcw, RotateCcw, RotateCw, Scissors, SquareSplitVertical, Tag, Trash2, Undo2, Wand } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { TableCommand } from '../../actions/action.ts';
import { useScope } from '../../actions/scope.ts';
import type { Shelf } from '../../api/pages.ts';
import { ActionButton } from '../../ui/button.tsx';
import { formatNumber } from '../../ui/numbers.ts';

const PX = 16;
const IMAGE_TOOLS: readonly (readonly [TableCommand, ReactNode])[] = [
  ['turn-left', <RotateCcw key="l" size={PX} aria-hidden />], ['turn-right', <RotateCw key="r" size={PX} aria-hidden />], ['straighten-pages', <Wand key="s" size={PX} aria-hidden />],
  ['crop-pages', <Crop key="c" size={PX} aria-hidden />], ['split-spread', <SquareSplitVertical key="d" size={PX} aria-hidden />], ['reset-image', <RefreshCcw key="o" size={PX} aria-hidden />],
];
const RECORD_TOOLS: readonly (readonly [TableCommand, ReactNode])[] = [
  ['new-record-here', <Scissors key="n" size={PX} aria-hidden />], ['join-records', <Combine key="j" size={PX} aria-hidden />], ['set-record-type', <Tag key="m" size={PX} aria-hidden />],
];

function Tool({ id, icon }: { id: TableCommand; icon: ReactNode }) {
  const can = useScope().table?.can(id) === true;
  return <ActionButton id={id} icon={icon} isIcon look="plain" isDisabled={!can} />;
}

/** What can be done with the chosen pages; a tool that cannot be used now keeps its place. */
export function TableTools({ shelf, chosen, proposals, binned }: { shelf: Shelf; chosen: number; proposals: number; binned: number }) {
  const { t } = useTranslation();
  return (
    <div className="table-tools" role="toolbar" aria-label={t('pages.tools')}>
      <span className="table-chosen small">{chosen === 0 ? t('pages.chooseFirst') : t('pages.chosen', { count: chosen, number: formatNumber(chosen) })}</span>
      {shelf === 'table' ? (
        <>
          {IMAGE_TOOLS.map(([id, icon]) => <Tool key={id} id={id} icon={icon} />)}
          <span className="tools-gap" />
          {RECORD_TOOLS.map(([id, icon]) => <Tool key={id} id={id} icon={icon} />)}
          <span className="tools-gap" />
          <Tool id="skip-pages" icon={<Ban size={PX} aria-hidden />} />
          <Tool id="bin-pages" icon={<Trash2 size={PX} aria-hidden />} />
        </>
      ) : (
        <>
          <ActionButton id="restore-pages" icon={<FoldHorizontal size={PX} aria-hidden />} isDisabled={chosen === 0} />
          <ActionButton id="empty-bin" icon={<Trash2 size={PX} aria-hidden />} isDisabled={binned === 0} />
        </>
      )}
      <span className="tools-gap" />
      <Tool id="undo-pages" icon={<Undo2 size={PX} aria-hidden />} />
      <Tool id="redo-pages" icon={<Redo2 size={PX} aria-hidden />} />
      <span className="grow" />
      <ActionButton id="show-bin" look="plain" icon={shelf === 'bin' ? <Inbox size={PX} aria-hidden /> : <Trash2 size={PX} aria-hidden />} text={shelf === 'bin' ? t('pages.backToTable') : t('pages.binCount', { number: formatNumber(binned) })} />
      <ActionButton id="show-page-actions" look="plain" isIcon icon={<ListRestart size={PX} aria-hidden />} />
      <ActionButton id="show-proposals" look="plain" icon={<Lightbulb size={PX} aria-hidden />} text={t('pages.proposalCount', { number: formatNumber(proposals) })} />
    </div>
  );
}
