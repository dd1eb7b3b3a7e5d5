import type { RecordDetail } from '../../../shared/api/records.ts';
import { area } from '../../../shared/domain/geometry.ts';
import type { PageBox } from '../viewer/page-box.ts';
import { needsLook } from './field-order.ts';

/** The boxes of the fields that stand on one page (1-based within the record); fields without a place have none. */
export function fieldBoxes(record: RecordDetail, pageNumber: number): readonly PageBox[] {
  return Object.entries(record.fields)
    .filter(([, field]) => field.page === pageNumber && area(field.box) > 0)
    .map(([key, field]): PageBox => ({ id: key, box: field.box, look: needsLook(field) ? 'doubt' : 'field' }));
}
