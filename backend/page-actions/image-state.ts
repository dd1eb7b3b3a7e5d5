// How a page looks by what is asked for now, whether it has been read that way yet or not.
import type { Transform } from '../../shared/domain/transform.ts';
import { transformsSchema } from '../../shared/domain/transform.ts';
import { transformedSize, type SizePx } from '../../shared/domain/transformed-size.ts';
import { AppError } from '../../shared/errors.ts';
import { fromJson, fromJsonOrNull } from '../db/json.ts';
import type { Db } from '../db/schema.ts';
import { findReading, type PageRow } from '../pages/page-repository.ts';
import { pageMasterSchema } from '../pipeline/page-master.ts';

export type ImageState = { readonly transforms: readonly Transform[]; readonly size: SizePx };

/** 'wrong-state' for a page without an image, or one whose clean-up is not known yet. */
export async function imageStateOf(db: Db, page: PageRow): Promise<ImageState> {
  const master = fromJsonOrNull(pageMasterSchema, page.master);
  if (master === null) throw new AppError('wrong-state', { state: 'no-image', id: page.id }, 'rescan');
  const reading = page.reading_key === null ? undefined : await findReading(db, page.reading_key);
  const fixed = fromJsonOrNull(transformsSchema, page.fixed_transforms);
  if (page.state === 'read' && reading !== undefined) return { transforms: fixed ?? fromJson(transformsSchema, reading.transforms), size: { widthPx: reading.width_px, heightPx: reading.height_px } };
  const transforms = fixed ?? (reading === undefined ? undefined : fromJson(transformsSchema, reading.transforms));
  if (transforms === undefined) throw new AppError('wrong-state', { state: 'not-read', id: page.id }, 'again');
  return { transforms, size: transformedSize(master, transforms) };
}
