import type { RecordDetail } from '../../../shared/api/records.ts';
import type { FieldReading } from '../../../shared/domain/field.ts';
import type { Pending } from './record-saver.ts';

/** The newer of what the cache holds and what the last answer told. */
export const newestOf = (stored: RecordDetail, latest: RecordDetail | null): RecordDetail => (latest?.id === stored.id && latest.revision > stored.revision ? latest : stored);

/** The record with what is pending laid over it, as a clerk's own values. */
export function withPending(record: RecordDetail, pending: Pending | undefined): RecordDetail {
  if (!pending) return record;
  const fields: Record<string, FieldReading> = { ...record.fields };
  for (const [key, { value, mark, evidence }] of Object.entries(pending)) {
    const now = fields[key];
    if (value === '' && !now && mark === undefined) continue;
    fields[key] = {
      page: evidence?.page ?? now?.page ?? 1, box: evidence?.box ?? now?.box ?? [0, 0, 0, 0], value, confidence: 1, from: 'clerk', warnings: [],
      ...(mark === undefined ? {} : { reasons: [mark] }),
    };
  }
  return { ...record, fields };
}
