// The unified guide CV 7197/BKHCN-CĐSQG (records.md 1.4) as data: patterns, codes of document kinds, fields
// and how long they may be. The guide contradicts itself (five digits or six, YYYY-DD-MM), so an office
// that reads it otherwise changes resources/packaging/guide/cv-7197.json, not the program. Eight optional fields
// are known by name; the ninth, Autograph (bút tích), is taken from the archive list that the guide follows
// (TT 05/2025 Điều 4.1.c) and stays empty unless somebody fills it.
import { z } from 'zod';
import shipped from '../../../resources/packaging/guide/cv-7197.json' with { type: 'json' };

const lengths = z.record(z.string(), z.number().int().positive());

export const guideRulesSchema = z.strictObject({
  docCode: z.string().regex(/\{number\}/),
  docCodeDigits: z.number().int().min(1).max(9),
  fileName: z.string().regex(/\{docCode\}/),
  issuedDate: z.string().regex(/^(?=.*yyyy)(?=.*MM)(?=.*dd)[yMd./-]+$/),
  unknownKind: z.string().min(1),
  kinds: z.record(z.string(), z.string().min(1)),
  mandatory: lengths,
  optional: lengths,
}).readonly();
export type GuideRules = z.infer<typeof guideRulesSchema>;

export const GUIDE_RULES: GuideRules = guideRulesSchema.parse(shipped);

/** `{name}` by what `parts` has for it; a placeholder nobody knows stays and is seen. */
export const fill = (pattern: string, parts: Readonly<Record<string, string>>): string => pattern.replace(/\{(\w+)\}/g, (whole, name: string) => parts[name] ?? whole);
