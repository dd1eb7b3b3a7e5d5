// What the check of a package needs of a line of its records.jsonl.
import { z } from 'zod';
import type { Finding } from '../../shared/api/packages.ts';

export const lineSchema = z.object({
  pdf: z.string(),
  /** What its workbook and zip are called; packages of before books were told apart have none. */
  book: z.string().optional(),
  /** Where its metadata by the general guide (CV 7197) are, below data/ and without extension. */
  guide: z.string().optional(),
  pages: z.number().int().positive(),
  recordType: z.string().nullable(),
  fields: z.record(z.string(), z.object({ value: z.string() })),
});
export type RecordLine = z.infer<typeof lineSchema>;
export type Add = (finding: Finding) => void;
