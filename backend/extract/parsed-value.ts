// What a value parser hands on: the value as it will be stored, the words it came from, how far the
// reading had to be mended, and what speaks for or against it.
import type { FieldKind } from '../../shared/domain/record-types.ts';
import type { Span } from './value-span.ts';

export type ParsedValue = Readonly<{
  key: string;
  kind: FieldKind;
  value: string;
  span: Span;
  /** Sum of the weights of the letters that were mended by a closed list; 0 when taken as read. */
  mended: number;
  /** In the list that such values come from; undefined when there is none. */
  listed?: boolean | undefined;
  /** Codes of what speaks against the reading. */
  reasons: readonly string[];
  /** A value that the paper might mean, as a suggestion only. */
  suggestion?: string | undefined;
}>;

export type Parse = (span: Span, key: string) => ParsedValue | undefined;

export function parsed(key: string, kind: FieldKind, value: string, span: Span, more: Partial<Pick<ParsedValue, 'mended' | 'listed' | 'reasons' | 'suggestion'>> = {}): ParsedValue {
  return { key, kind, value, span, mended: more.mended ?? 0, listed: more.listed, reasons: more.reasons ?? [], suggestion: more.suggestion };
}
