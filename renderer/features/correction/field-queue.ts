import { useMemo, useState } from 'react';
import type { RecordDetail } from '../../../shared/api/records.ts';
import { needsLook, orderFields } from './field-order.ts';

export const isOpenField = (record: RecordDetail, key: string): boolean => {
  const field = record.fields[key];
  return field !== undefined && needsLook(field);
};

/** Fields to look at, in the order of the form; those once in the list keep their places. */
export function useQueue(record: RecordDetail): readonly string[] {
  const [first] = useState(() => Object.keys(record.fields).filter((key) => isOpenField(record, key)));
  return useMemo(() => {
    const wanted = new Set([...first, ...Object.keys(record.fields).filter((key) => isOpenField(record, key))]);
    return orderFields(record.recordType, [...wanted]).groups.flatMap((group) => group.keys);
  }, [first, record]);
}
