import type { FieldReading, FieldWarning } from '../../../shared/domain/field.ts';

export type FieldOption = Readonly<{ value: string; from: 'reading' | 'rule' | 'record' | 'book' | 'list'; /** What the value stands for, where it is a code. */ name?: string }>;

export const MOST_OPTIONS = 4;

const once = (options: readonly FieldOption[]): readonly FieldOption[] => options.filter((option, index) => options.findIndex((other) => other.value === option.value) === index).slice(0, MOST_OPTIONS);

export function suggestionsOf(warnings: readonly FieldWarning[]): readonly FieldOption[] {
  return warnings.flatMap((warning): FieldOption[] => (warning.suggestion ? [{ value: warning.suggestion, from: 'rule' }] : []));
}

/** What else the field may say: a rule's suggestion first, then the reader's other readings, then `more`; each once. */
export function fieldOptions(field: FieldReading | undefined, more: readonly FieldOption[] = []): readonly FieldOption[] {
  if (!field) return [];
  const read = [...(field.alternatives ?? [])].sort((a, b) => b.confidence - a.confidence).map(({ text }): FieldOption => ({ value: text, from: 'reading' }));
  return once([...suggestionsOf(field.warnings), ...read, ...more].filter((option) => option.value !== '' && option.value !== field.value));
}

type Offer = { readings: readonly FieldOption[]; text: string; isUntouched: boolean; warnings: readonly FieldWarning[]; completions: readonly FieldOption[] };

/** What is offered beside a field: its readings while the text is as it was, what the letters may mean once it is being typed. */
export function offeredOptions({ readings, text, isUntouched, warnings, completions }: Offer): readonly FieldOption[] {
  if (!isUntouched) return once([...suggestionsOf(warnings), ...completions].filter((option) => option.value !== '' && option.value !== text));
  return readings.length === 0 && text === '' ? once(completions) : readings;
}
