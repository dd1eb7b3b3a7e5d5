// Structured values in text columns: parsed with zod at this border, because a database file outlives programs.
import type { z } from 'zod';

export const toJson = (value: unknown): string => JSON.stringify(value);

export function fromJson<S extends z.ZodType>(schema: S, text: string): z.infer<S> {
  return schema.parse(JSON.parse(text));
}
export function fromJsonOrNull<S extends z.ZodType>(schema: S, text: string | null): z.infer<S> | null {
  return text === null ? null : fromJson(schema, text);
}
