import type { FieldReading } from '../../../shared/domain/field.ts';

export type FieldOption = Readonly<{ value: string; from: 'reading' | 'rule' }>;

const MOST = 4;

/** What else the field may say: a rule's suggestion first, then the reader's other readings, each once. */
export function fieldOptions(field: FieldReading | undefined): readonly FieldOption[] {
  if (!field) return [];
  const suggested = field.warnings.flatMap((warning): FieldOption[] => (warning.suggestion ? [{ value: warning.suggestion, from: 'rule' }] : []));
  const read = [...(field.alternatives ?? [])].sort((a, b) => b.confidence - a.confidence).map(({ text }): FieldOption => ({ value: text, from: 'reading' }));
  const all = [...suggested, ...read].filter((option) => option.value !== '' && option.value !== field.value);
  return all.filter((option, index) => all.findIndex((other) => other.value === option.value) === index).slice(0, MOST);
}
