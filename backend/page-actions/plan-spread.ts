// A spread becomes two pages of the same scan: the page itself keeps the first half, a new row behind it shows the
// other. The row waits unseen (bin 2) until its patch brings it onto the table, and goes back there when the
// splitting is taken back, so that undo and redo are patches like all others. Reads, never writes.
import type { Transform } from '../../shared/domain/transform.ts';
import type { SizePx } from '../../shared/domain/transformed-size.ts';
import { createId } from '../db/ids.ts';
import { toJson } from '../db/json.ts';
import type { Db } from '../db/schema.ts';
import type { PageRow } from '../pages/page-repository.ts';
import { imageStateOf } from './image-state.ts';
import { patchOf, type PageColumns, type PagePatch } from './page-patch.ts';

export type Cut = { readonly axis: 'x' | 'y'; readonly at: number };
export type SpreadPlan = { readonly added: readonly PageRow[]; readonly patches: readonly PagePatch[] };
type Placed = { readonly id: string; readonly position: number };

/** The two halves as crops of the page as it is delivered; together they are the whole of it. */
export function halvesOf(size: SizePx, { axis, at }: Cut): readonly [Transform, Transform] {
  const whole = axis === 'x' ? size.widthPx : size.heightPx;
  const cutPx = Math.min(whole - 1, Math.max(1, Math.round(whole * at)));
  const crop = (xPx: number, yPx: number, widthPx: number, heightPx: number): Transform => ({ kind: 'crop', xPx, yPx, widthPx, heightPx });
  return axis === 'x'
    ? [crop(0, 0, cutPx, size.heightPx), crop(cutPx, 0, size.widthPx - cutPx, size.heightPx)]
    : [crop(0, 0, size.widthPx, cutPx), crop(0, cutPx, size.widthPx, size.heightPx - cutPx)];
}

/** Places for new pages, each right behind the page it is named for; pages behind make room as far as they must. */
export function dealPlaces(pages: readonly Placed[], added: ReadonlyMap<string, string>): readonly Placed[] {
  const placed: Placed[] = [];
  let last = Number.NEGATIVE_INFINITY;
  let isPushed = false;
  const put = (id: string, position: number): void => {
    last = position;
    placed.push({ id, position });
  };
  for (const page of pages) {
    isPushed = isPushed && page.position <= last;
    put(page.id, isPushed ? last + 1 : page.position);
    const behind = added.get(page.id);
    if (behind === undefined) continue;
    put(behind, last + 1);
    isPushed = true;
  }
  return placed;
}

async function nextParts(db: Db, pages: readonly PageRow[]): Promise<ReadonlyMap<string, number>> {
  const parts = new Map<string, number>();
  for (const page of pages) {
    const row = await db.selectFrom('pages').select((e) => e.fn.max('part').as('part')).where('source_id', '=', page.source_id).where('source_page', '=', page.source_page).executeTakeFirst();
    parts.set(page.id, Number(row?.part ?? 0) + 1);
  }
  return parts;
}

function secondHalf(page: PageRow, part: number, position: number, transforms: readonly Transform[]): PageRow {
  return {
    ...page, id: createId(), part, position, state: 'waiting', fixed_transforms: toJson(transforms), reading_key: null, is_blank: 0, duplicate_of: null, problem: null, reads: 0, bin: 2,
    // The other half of the same scan repeats nothing.
    master_key: page.master_key === null ? null : `${page.master_key}#${part}`,
    boundary: null, blank_answer: null, duplicate_answer: null, poor_answer: null, spread_answer: null, stale: 1,
  };
}

/** `cuts`: for each page where; `columns`: what else changes on the page itself. Errors as of imageStateOf. */
export async function planSpreads(db: Db, batchId: string, pages: readonly PageRow[], cuts: ReadonlyMap<string, Cut>, columns: PageColumns = {}): Promise<SpreadPlan> {
  const rows = await db.selectFrom('pages').select(['id', 'position']).where('batch_id', '=', batchId).orderBy('position').orderBy('source_page').orderBy('part').execute();
  // A page that is cut twice within one plan would need two parts at once: each page is cut once.
  const parts = await nextParts(db, pages);
  const halves = new Map<string, PageRow>();
  const firsts = new Map<string, PageColumns>();
  for (const page of pages) {
    const cut = cuts.get(page.id);
    if (cut === undefined) continue;
    const { transforms, size } = await imageStateOf(db, page);
    const [first, second] = halvesOf(size, cut);
    halves.set(page.id, secondHalf(page, parts.get(page.id) ?? 1, 0, [...transforms, second]));
    firsts.set(page.id, { ...columns, fixed_transforms: toJson([...transforms, first]) });
  }
  const placed = new Map(dealPlaces(rows.map((row) => ({ id: row.id, position: Number(row.position) })), new Map([...halves].map(([id, half]) => [id, half.id]))).map((page) => [page.id, page.position]));
  const added = [...halves.values()].map((half) => ({ ...half, position: placed.get(half.id) ?? 0 }));
  const known = new Map(pages.map((page) => [page.id, page]));
  const patches = rows.flatMap((row): readonly PagePatch[] => {
    const position = placed.get(row.id) ?? Number(row.position);
    const page = known.get(row.id);
    const patch = page === undefined ? undefined : patchOf(page, { ...firsts.get(row.id), position });
    if (patch !== undefined) return [patch];
    return position === Number(row.position) ? [] : [{ id: row.id, before: { position: Number(row.position) }, after: { position } }];
  });
  return { added, patches: [...patches, ...added.map((half): PagePatch => ({ id: half.id, before: { bin: 2 }, after: { bin: 0 } }))] };
}
