// What a reviewer looks at, in order: what the clerk changed and what the reader doubted come first, the rest
// follows as on paper.
import type { RecordReview } from '../../../shared/api/review.ts';
import { isDoubtful, type FieldReading } from '../../../shared/domain/field.ts';
import { orderFields } from '../correction/field-order.ts';

export type LineKind = 'same' | 'changed' | 'added' | 'emptied';
export type ReviewLine = Readonly<{ key: string; field: FieldReading; machine: FieldReading | undefined; kind: LineKind; isFirst: boolean }>;

function kindOfLine(field: FieldReading, machine: FieldReading | undefined): LineKind {
  const before = machine?.value ?? '';
  if (before === field.value) return 'same';
  if (field.value === '') return 'emptied';
  return before === '' ? 'added' : 'changed';
}

export function reviewLines({ record, machine, remarks }: Pick<RecordReview, 'record' | 'machine' | 'remarks'>): readonly ReviewLine[] {
  const marked = new Set(remarks.map((remark) => remark.field));
  const ordered = orderFields(record.recordType, Object.keys(record.fields)).groups.flatMap((group) => group.keys);
  const lines = ordered.flatMap((key): ReviewLine[] => {
    const field = record.fields[key];
    if (field === undefined) return [];
    const read = machine[key];
    const kind = kindOfLine(field, read);
    return [{ key, field, machine: read, kind, isFirst: kind !== 'same' || marked.has(key) || (read !== undefined && isDoubtful(read)) || field.warnings.length > 0 }];
  });
  return [...lines.filter((line) => line.isFirst), ...lines.filter((line) => !line.isFirst)];
}
