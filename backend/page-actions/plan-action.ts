// From what a person asks to what happens to which page. Reads, never writes.
// Errors: 'not-found' (a page or record that is not of this batch), 'wrong-state', 'bad-request'.
import type { PageAction, ProposalKind } from '../../shared/api/page-actions.ts';
import { RECORD_TYPE_CODES } from '../../shared/domain/record-types.ts';
import { AppError, assertNever } from '../../shared/errors.ts';
import { toJson } from '../db/json.ts';
import type { Db } from '../db/schema.ts';
import { isActive } from '../pages/page-order.ts';
import type { PageRow } from '../pages/page-repository.ts';
import { findPages, patchOf, type PageColumns, type PagePatch } from './page-patch.ts';
import { imageStateOf } from './image-state.ts';
import { planMove } from './plan-move.ts';
import { planSpreads, type Cut } from './plan-spread.ts';
import { planTransform } from './plan-transform.ts';

export type Plan = { /** Rows that must be there before the patches: unseen until one brings them in. */ readonly added?: readonly PageRow[]; readonly patches: readonly PagePatch[]; /** Pages that nothing changes in, but that have other neighbours now. */ readonly unsettled: readonly string[] };

const distinct = (ids: readonly string[]): readonly string[] => [...new Set(ids)];

async function pagesOf(db: Db, batchId: string, ids: readonly string[]): Promise<readonly PageRow[]> {
  const wanted = distinct(ids);
  const pages = await findPages(db, batchId, wanted);
  if (pages.length < wanted.length) {
    const found = new Set(pages.map((page) => page.id));
    throw new AppError('not-found', { what: 'page', id: wanted.find((id) => !found.has(id)) ?? '' });
  }
  return pages;
}

const plan = (pages: readonly PageRow[], wanted: (page: PageRow) => PageColumns): Plan => ({ patches: pages.flatMap((page) => patchOf(page, wanted(page)) ?? []), unsettled: [] });

async function planOrder(db: Db, batchId: string, action: Extract<PageAction, { kind: 'move' }>): Promise<Plan> {
  const ids = distinct(action.pageIds);
  const pages = await pagesOf(db, batchId, ids);
  if (action.before !== null && ids.includes(action.before)) throw new AppError('bad-request', { reason: 'before: one of the moved pages' });
  if (action.before !== null) await pagesOf(db, batchId, [action.before]);
  const rows = await db.selectFrom('pages').select(['id', 'position']).where('batch_id', '=', batchId).orderBy('position').orderBy('source_page').execute();
  const { placed, unsettled } = planMove(rows.map((row) => ({ id: row.id, position: Number(row.position) })), ids, action.before);
  const known = new Map(pages.map((page) => [page.id, page]));
  const oldPosition = new Map(rows.map((row) => [row.id, Number(row.position)]));
  const patches = placed.map(({ id, position }): PagePatch => ({ id, before: { position: Number(known.get(id)?.position ?? oldPosition.get(id) ?? position) }, after: { position } }));
  return { patches, unsettled };
}

async function planChange(db: Db, batchId: string, action: Extract<PageAction, { kind: 'transform' }>): Promise<Plan> {
  const pages = await pagesOf(db, batchId, action.pageIds);
  const patches: PagePatch[] = [];
  for (const page of pages) {
    // The program's own decision and a whole list need no picture to go by.
    const isFree = action.change.do === 'set' || action.change.do === 'reset';
    if (page.master === null) throw new AppError('wrong-state', { state: 'no-image', id: page.id }, 'rescan');
    const { transforms, size } = isFree ? { transforms: [], size: { widthPx: 0, heightPx: 0 } } : await imageStateOf(db, page);
    const wanted = planTransform(transforms, size, action.change);
    const patch = patchOf(page, { fixed_transforms: wanted === null ? null : toJson(wanted) });
    if (patch !== undefined) patches.push(patch);
  }
  return { patches, unsettled: [] };
}

/** Pages of the records, each record's in order; records in batch order. */
async function pagesOfRecords(db: Db, batchId: string, recordIds: readonly string[]): Promise<readonly (readonly string[])[]> {
  const groups: (readonly string[])[] = [];
  for (const id of distinct(recordIds)) {
    const rows = await db.selectFrom('record_pages').innerJoin('records', 'records.id', 'record_pages.record_id').select('record_pages.page_id')
      .where('record_pages.record_id', '=', id).where('records.batch_id', '=', batchId).where('records.hidden', '=', 0).orderBy('record_pages.ordinal').execute();
    if (rows.length === 0) throw new AppError('not-found', { what: 'record', id });
    groups.push(rows.map((row) => row.page_id));
  }
  return groups;
}

async function planJoin(db: Db, batchId: string, recordIds: readonly string[]): Promise<Plan> {
  const wanted = new Set((await pagesOfRecords(db, batchId, recordIds)).flat());
  if (distinct(recordIds).length < 2) throw new AppError('bad-request', { reason: 'recordIds: at least two records' });
  const pages = await pagesOf(db, batchId, [...wanted]);
  const active = (await db.selectFrom('pages').select('id').where('batch_id', '=', batchId).where(isActive).orderBy('position').orderBy('source_page').execute()).map((row) => row.id);
  const from = active.findIndex((id) => wanted.has(id));
  if (!active.slice(from, from + wanted.size).every((id) => wanted.has(id))) throw new AppError('wrong-state', { state: 'not-neighbours' });
  return plan(pages, (page) => ({ boundary: page.id === active[from] ? 'starts' : 'continues' }));
}

async function planType(db: Db, batchId: string, recordIds: readonly string[], recordType: string | null): Promise<Plan> {
  if (recordType !== null && !RECORD_TYPE_CODES.includes(recordType)) throw new AppError('bad-request', { reason: `recordType: ${RECORD_TYPE_CODES.join(', ')}` });
  const groups = await pagesOfRecords(db, batchId, recordIds);
  const firsts = new Set(groups.map((group) => group[0]));
  const pages = await pagesOf(db, batchId, groups.flat());
  // Read as another type, a record of several pages must not fall apart.
  return plan(pages, (page) => (recordType === null ? { fixed_type: null } : { fixed_type: recordType, boundary: firsts.has(page.id) ? page.boundary : 'continues' }));
}

function answerColumns(proposal: ProposalKind, answer: 'accepted' | 'refused'): PageColumns {
  switch (proposal) {
    case 'blank':
      return { blank_answer: answer, bin: answer === 'accepted' ? 1 : 0 };
    case 'duplicate':
      return { duplicate_answer: answer, bin: answer === 'accepted' ? 1 : 0 };
    case 'poor-scan':
      return { poor_answer: answer };
    case 'boundary':
      return { boundary: answer === 'accepted' ? 'continues' : 'starts' };
    case 'spread':
      return { spread_answer: answer };
    default:
      return assertNever(proposal);
  }
}

async function planAnswers(db: Db, batchId: string, action: Extract<PageAction, { kind: 'answer' }>): Promise<Plan> {
  const pages = await pagesOf(db, batchId, action.answers.map((one) => one.pageId));
  const byPage = Map.groupBy(action.answers, (one) => one.pageId);
  const cuts = new Map(action.answers.flatMap((one): [string, Cut][] => (one.proposal === 'spread' && one.answer === 'accepted' ? [[one.pageId, { axis: 'x', at: one.at ?? 0.5 }]] : [])));
  const answered = plan(pages.filter((page) => !cuts.has(page.id)), (page) => Object.assign({}, ...(byPage.get(page.id) ?? []).map((one) => answerColumns(one.proposal, one.answer))) as PageColumns);
  if (cuts.size === 0) return answered;
  const { added, patches } = await planSpreads(db, batchId, pages.filter((page) => cuts.has(page.id)), cuts, { spread_answer: 'accepted' });
  return { added, patches: [...answered.patches, ...patches], unsettled: [] };
}

async function planCuts(db: Db, batchId: string, action: Extract<PageAction, { kind: 'split-spread' }>): Promise<Plan> {
  const pages = await pagesOf(db, batchId, action.pageIds);
  return { ...(await planSpreads(db, batchId, pages, new Map(pages.map((page) => [page.id, { axis: action.axis, at: action.at }])))), unsettled: [] };
}

export async function planAction(db: Db, batchId: string, action: PageAction): Promise<Plan> {
  switch (action.kind) {
    case 'move':
      return planOrder(db, batchId, action);
    case 'bin':
      return plan(await pagesOf(db, batchId, action.pageIds), () => ({ bin: 1 }));
    case 'restore':
      return plan(await pagesOf(db, batchId, action.pageIds), () => ({ bin: 0 }));
    case 'skip':
      return plan(await pagesOf(db, batchId, action.pageIds), () => ({ skip_reason: action.reason }));
    case 'transform':
      return planChange(db, batchId, action);
    case 'split-spread':
      return planCuts(db, batchId, action);
    case 'split':
      return plan(await pagesOf(db, batchId, action.pageIds), () => ({ boundary: 'starts' }));
    case 'join':
      return planJoin(db, batchId, action.recordIds);
    case 'set-type':
      return planType(db, batchId, action.recordIds, action.recordType);
    case 'answer':
      return planAnswers(db, batchId, action);
    default:
      return assertNever(action);
  }
}
