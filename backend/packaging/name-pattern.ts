// File names by patterns that an office can change (records.md 0: what is known second-hand must be
// data): "{type}.{year}.{book}.{date}.{number}". What stands between the placeholders is taken as it is
// and so may be nothing that a file system or another office's parser trips over.
import { z } from 'zod';
import shipped from '../../resources/packaging/civil-names.json' with { type: 'json' };

const PLACEHOLDERS = ['type', 'year', 'book', 'date', 'number'] as const;
export type NamePart = (typeof PLACEHOLDERS)[number];

const isSafe = (pattern: string): boolean => {
  const literals = pattern.replace(/\{(\w+)\}/g, (whole, name: string) => (PLACEHOLDERS.some((known) => known === name) ? 'x' : whole));
  return /^[A-Za-z0-9_-](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?$/.test(literals);
};
const pattern = (...needed: readonly NamePart[]): z.ZodType<string> =>
  z.string().max(100)
    .refine(isSafe, 'only letters, digits, ".", "-", "_" and {type} {year} {book} {date} {number}; no dot at either end')
    .refine((text) => needed.every((name) => text.includes(`{${name}}`)), `needs ${needed.map((name) => `{${name}}`).join(' and ')}`);

/** `pdf` names a case's file, `book` the workbook and zip of a book, `document` an administrative document. */
export const civilNamesSchema = z.strictObject({ pdf: pattern('type', 'number'), book: pattern('type', 'book'), document: pattern('type', 'number') }).readonly();
export type CivilNames = z.infer<typeof civilNamesSchema>;

export const CIVIL_NAMES: CivilNames = civilNamesSchema.parse(shipped);

/** `parts` are escaped already (fileNamePart). */
export const fillPattern = (text: string, parts: Readonly<Record<NamePart, string>>): string => text.replace(/\{(type|year|book|date|number)\}/g, (_, name: NamePart) => parts[name]);
