// The value each field had in the record finished before this one, by record type: one key repeats it.
const values = new Map<string, { readonly value: string; readonly recordId: string }>();
const before = new Map<string, { readonly value: string; readonly recordId: string }>();

const nameOf = (recordType: string | null, key: string): string => `${recordType ?? ''}/${key}`;

export const lastValues = {
  learn(recordType: string | null, key: string, value: string, recordId: string): void {
    if (value === '') return;
    const name = nameOf(recordType, key);
    const now = values.get(name);
    if (now && now.recordId !== recordId) before.set(name, now);
    values.set(name, { value, recordId });
  },
  /** The value of the last record other than this one. */
  of(recordType: string | null, key: string, recordId: string): string | undefined {
    const name = nameOf(recordType, key);
    const last = values.get(name);
    return last && last.recordId !== recordId ? last.value : before.get(name)?.value;
  },
};
