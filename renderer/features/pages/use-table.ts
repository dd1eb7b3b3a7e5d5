// The commands of the light table, over the pages chosen there or the one that is open. A command that needs an
// answer first (a reason, an angle, a frame) opens its dialog; everything else is done at once and can be taken back.
import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AskedAction, ProposalAnswer } from '../../../shared/api/page-actions.ts';
import type { PageSummary } from '../../../shared/api/pages.ts';
import type { TableCommand, TableScope } from '../../actions/action.ts';
import { actOnPages, stepBack, useActions, useProposals } from '../../api/page-actions.ts';
import type { Shelf } from '../../api/pages.ts';
import { formatNumber } from '../../ui/numbers.ts';
import { say } from '../../ui/toasts.tsx';
import { useSayTrouble } from '../batches/use-batch-commands.tsx';
import { pick, pickMany, type Selection } from './selection.ts';
import { answersFor, neighbourPlace } from './table-moves.ts';
import { THUMB_WIDTHS_PX } from './grid.ts';

export type TableDialog = 'skip' | 'type' | 'straighten' | 'crop' | 'spread' | 'empty-bin';
export type Panel = 'proposals' | 'actions' | 'none';
export type Act = (action: AskedAction) => Promise<void>;

export type TableState = {
  readonly batchId: string;
  readonly shelf: Shelf;
  /** In the order of the table, as shown now. */
  readonly shown: readonly PageSummary[];
  readonly all: readonly PageSummary[];
  /** What commands work on, in order. */
  readonly ids: readonly string[];
  readonly isOpen: boolean;
  readonly panel: Panel;
  readonly sheetWidthPx: number;
  readonly selection: Selection;
  setSelection(next: Selection): void;
  setShelf(shelf: Shelf): void;
  setPanel(panel: Panel): void;
  setSheetWidth(widthPx: number): void;
};

const nextWidth = (now: number, by: 1 | -1): number | undefined => THUMB_WIDTHS_PX[THUMB_WIDTHS_PX.findIndex((width) => width === now) + by];

export function useTable(state: TableState) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const trouble = useSayTrouble();
  const [dialog, setDialog] = useState<TableDialog | null>(null);
  const [cut, setCut] = useState<readonly string[]>([]);
  const proposals = useProposals(state.batchId).data;
  const log = useActions(state.batchId).data;
  const { batchId } = state;

  const work = useMemo(() => {
    const step = async (which: 'undo' | 'redo'): Promise<void> => {
      try {
        const done = await stepBack(client, batchId, which);
        if (done) say(t(`pages.said.${which}`, { what: t(`pages.did.${done.kind}`, { count: done.pages, number: formatNumber(done.pages) }) }));
      } catch (error) {
        trouble(error);
      }
    };
    const act: Act = async (action) => {
      try {
        const done = await actOnPages(client, batchId, action);
        if (done) say(t(`pages.did.${done.kind}`, { count: done.pages, number: formatNumber(done.pages) }), { action: { name: t('action.undo-pages'), run: () => void step('undo') } });
      } catch (error) {
        trouble(error);
      }
    };
    return { act, step };
  }, [batchId, client, t, trouble]);

  const scope = useMemo((): TableScope => {
    const { ids, all, shown, selection } = state;
    const byId = new Map(all.map((page) => [page.id, page]));
    const worked = ids.flatMap((id) => byId.get(id) ?? []);
    const onTable = state.shelf === 'table';
    const has = ids.length > 0;
    const withImage = worked.filter((page) => page.widthPx !== null).map((page) => page.id);
    const recordIds = [...new Set(worked.flatMap((page) => page.recordId ?? []))];
    const allIds = all.map((page) => page.id);
    const open = (proposals ?? []).filter((one) => ids.includes(one.pageId));
    const focus = byId.get(selection.focusId ?? '');
    const turn = (angleDeg: 90 | 180 | 270) => void work.act({ kind: 'transform', pageIds: withImage, change: { do: 'rotate', angleDeg } });
    const answer = (to: ProposalAnswer) => void work.act(answersFor(open, to));
    const shift = (by: 1 | -1): void => {
      const before = neighbourPlace(allIds, ids, by);
      if (before !== undefined) void work.act({ kind: 'move', pageIds: [...ids], before });
    };
    const panelTo = (panel: Panel) => state.setPanel(state.panel === panel ? 'none' : panel);
    const onlyTable = onTable && !state.isOpen;
    const commands: Readonly<Record<TableCommand, readonly [boolean, () => void]>> = {
      'turn-right': [onTable && withImage.length > 0, () => turn(90)],
      'turn-left': [onTable && withImage.length > 0, () => turn(270)],
      'turn-over': [onTable && withImage.length > 0, () => turn(180)],
      'straighten-pages': [onTable && withImage.length > 0, () => setDialog('straighten')],
      'crop-pages': [onTable && withImage.length > 0, () => setDialog('crop')],
      'split-spread': [onTable && withImage.length > 0, () => setDialog('spread')],
      'reset-image': [onTable && withImage.length > 0, () => void work.act({ kind: 'transform', pageIds: withImage, change: { do: 'reset' } })],
      'bin-pages': [onTable && has, () => void work.act({ kind: 'bin', pageIds: [...ids] })],
      'restore-pages': [!onTable && has, () => void work.act({ kind: 'restore', pageIds: [...ids] })],
      'empty-bin': [!onTable && all.length > 0, () => setDialog('empty-bin')],
      'skip-pages': [onTable && has, () => setDialog('skip')],
      'new-record-here': [onTable && has, () => void work.act({ kind: 'split', pageIds: [...ids] })],
      'join-records': [onTable && recordIds.length > 1, () => void work.act({ kind: 'join', recordIds })],
      'set-record-type': [onTable && recordIds.length > 0, () => setDialog('type')],
      'select-all-pages': [!state.isOpen && shown.length > 0, () => state.setSelection({ ...pickMany(selection, shown.map((page) => page.id), false), focusId: selection.focusId })],
      'select-record-pages': [onlyTable && (focus?.recordId ?? null) !== null, () => state.setSelection({ ...pickMany(selection, shown.filter((page) => page.recordId === focus?.recordId).map((page) => page.id), false), focusId: selection.focusId })],
      'clear-selection': [!state.isOpen && (selection.chosen.size > 1 || cut.length > 0), () => { setCut([]); if (selection.focusId !== null) state.setSelection(pick(selection, [], selection.focusId, 'one')); }],
      'cut-pages': [onlyTable && has, () => { setCut(ids); say(t('pages.said.cut', { count: ids.length, number: formatNumber(ids.length) })); }],
      'paste-pages': [onlyTable && cut.length > 0 && selection.focusId !== null && !cut.includes(selection.focusId), () => { setCut([]); void work.act({ kind: 'move', pageIds: [...cut], before: selection.focusId }); }],
      'move-pages-earlier': [onlyTable && neighbourPlace(allIds, ids, -1) !== undefined, () => shift(-1)],
      'move-pages-later': [onlyTable && neighbourPlace(allIds, ids, 1) !== undefined, () => shift(1)],
      'undo-pages': [(log?.undo ?? null) !== null, () => void work.step('undo')],
      'redo-pages': [(log?.redo ?? null) !== null, () => void work.step('redo')],
      'show-proposals': [!state.isOpen, () => panelTo('proposals')],
      'show-page-actions': [!state.isOpen, () => panelTo('actions')],
      'show-bin': [!state.isOpen, () => state.setShelf(onTable ? 'bin' : 'table')],
      'accept-proposal': [onTable && open.length > 0, () => answer('accepted')],
      'refuse-proposal': [onTable && open.length > 0, () => answer('refused')],
      'larger-thumbnails': [!state.isOpen && nextWidth(state.sheetWidthPx, 1) !== undefined, () => state.setSheetWidth(nextWidth(state.sheetWidthPx, 1) ?? state.sheetWidthPx)],
      'smaller-thumbnails': [!state.isOpen && nextWidth(state.sheetWidthPx, -1) !== undefined, () => state.setSheetWidth(nextWidth(state.sheetWidthPx, -1) ?? state.sheetWidthPx)],
    };
    return { can: (command) => commands[command][0], run: (command) => (commands[command][0] ? commands[command][1]() : undefined) };
  }, [state, work, proposals, log, cut, t]);

  return { scope, act: work.act, dialog, setDialog, cut, proposals: proposals ?? null, log: log ?? null };
}
