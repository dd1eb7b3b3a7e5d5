// What an action does to one page: columns before and after. The inverse is the two exchanged, so undoing
// needs no code of its own per kind of action. Pure, but for reading and writing the rows at the end.
import { z } from 'zod';
import { RECORD_TYPE_CODES } from '../../shared/domain/record-types.ts';
import { proposalAnswerSchema, skipReasonSchema } from '../../shared/api/page-actions.ts';
import type { Db } from '../db/schema.ts';
import type { PageRow } from '../pages/page-repository.ts';

const columnsSchema = z.object({
  position: z.number().int(),
  bin: z.number().int().min(0).max(2),
  skip_reason: skipReasonSchema.nullable(),
  boundary: z.enum(['starts', 'continues']).nullable(),
  fixed_type: z.enum(RECORD_TYPE_CODES).nullable(),
  /** JSON text, as the column has it. */
  fixed_transforms: z.string().nullable(),
  blank_answer: proposalAnswerSchema.nullable(),
  duplicate_answer: proposalAnswerSchema.nullable(),
  poor_answer: proposalAnswerSchema.nullable(),
  spread_answer: proposalAnswerSchema.nullable(),
}).partial();
export type PageColumns = z.infer<typeof columnsSchema>;

export const pagePatchSchema = z.object({
  id: z.string(),
  before: columnsSchema,
  after: columnsSchema,
});
export type PagePatch = Readonly<z.infer<typeof pagePatchSchema>>;
export const pagePatchesSchema = z.array(pagePatchSchema).readonly();

export const inverseOf = (patches: readonly PagePatch[]): readonly PagePatch[] => patches.map(({ id, before, after }) => ({ id, before: after, after: before }));

const columnsOf = (page: PageRow): PageColumns => ({
  position: Number(page.position), bin: page.bin, skip_reason: page.skip_reason, boundary: page.boundary, fixed_type: page.fixed_type, fixed_transforms: page.fixed_transforms,
  blank_answer: page.blank_answer, duplicate_answer: page.duplicate_answer, poor_answer: page.poor_answer, spread_answer: page.spread_answer,
});

/** Whether the page is still as the patch left it. */
export function isAsLeft(page: PageRow, { after }: PagePatch): boolean {
  const now = columnsOf(page);
  return (Object.keys(after) as (keyof PageColumns)[]).every((key) => now[key] === after[key]);
}

/** Only the columns that really change; undefined when none does. */
export function patchOf(page: PageRow, wanted: PageColumns): PagePatch | undefined {
  const now = columnsOf(page);
  const keys = (Object.keys(wanted) as (keyof PageColumns)[]).filter((key) => wanted[key] !== undefined && wanted[key] !== now[key]);
  if (keys.length === 0) return undefined;
  const pick = (from: PageColumns): PageColumns => Object.fromEntries(keys.map((key) => [key, from[key]]));
  return { id: page.id, before: pick(now), after: pick(wanted) };
}

/** The rows of a batch's pages with these ids, in batch order; ids that are not there are left out. */
export async function findPages(db: Db, batchId: string, ids: readonly string[]): Promise<readonly PageRow[]> {
  const rows: PageRow[] = [];
  const CHUNK = 500;
  for (let at = 0; at < ids.length; at += CHUNK) rows.push(...(await db.selectFrom('pages').selectAll().where('batch_id', '=', batchId).where('id', 'in', ids.slice(at, at + CHUNK)).execute()));
  return rows.sort((a, b) => Number(a.position) - Number(b.position) || a.source_page - b.source_page);
}
