// Record types and their field keys, as the national import workbooks name them. The table itself is
// record-types.json; its order is the workbook's order.
import { z } from 'zod';
import table from './record-types.json' with { type: 'json' };

export const FIELD_KINDS = [
  'registrationNumber', 'bookNumber', 'integer', 'date', 'partialDate', 'dateInWords', 'timeOfDay', 'enum',
  'place', 'personName', 'text', 'idNumber', 'gender', 'ethnicGroup', 'nationality', 'code',
] as const;
export type FieldKind = (typeof FIELD_KINDS)[number];

const fieldSpecSchema = z.object({
  key: z.string(),
  kind: z.enum(FIELD_KINDS),
  enum: z.string().optional(),
  labelOnPaper: z.string().optional(),
});
export type FieldSpec = Readonly<z.infer<typeof fieldSpecSchema>>;

const recordTypeSpecSchema = z.object({
  nameVi: z.string(),
  nameEn: z.string(),
  titlesOnPaper: z.array(z.string()).readonly(),
  fields: z.array(fieldSpecSchema).readonly(),
});
export type RecordTypeSpec = Readonly<z.infer<typeof recordTypeSpecSchema>>;

const parsed = z
  .object({ enums: z.record(z.string(), z.record(z.string(), z.string())), types: z.record(z.string(), recordTypeSpecSchema) })
  .parse(table);

export const RECORD_TYPES: Readonly<Record<string, RecordTypeSpec>> = parsed.types;
export const ENUMS: Readonly<Record<string, Readonly<Record<string, string>>>> = parsed.enums;
export const RECORD_TYPE_CODES: readonly string[] = Object.keys(parsed.types);

export function fieldSpec(recordType: string, key: string): FieldSpec | undefined {
  return RECORD_TYPES[recordType]?.fields.find((field) => field.key === key);
}
