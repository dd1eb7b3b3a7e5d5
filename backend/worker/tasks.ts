// What a worker can be asked to do, and what it answers: schemas of both sides, because the worker may be
// another machine. Pixels never cross this border; they travel as content addresses in the blob store.
import { z } from 'zod';
import { packageSignatureSchema, signingSettingsSchema } from '../../shared/api/packages.ts';
import { regionReadingSchema } from '../../shared/api/page-actions.ts';
import { fieldWarningSchema, recordReadingSchema } from '../../shared/domain/field.ts';
import { boxSchema } from '../../shared/domain/geometry.ts';
import { pageReadingSchema, qualityFactsSchema } from '../../shared/domain/reading.ts';
import { transformsSchema } from '../../shared/domain/transform.ts';
import { ERROR_CODES } from '../../shared/errors.ts';
import { smallPictureSchema } from '../packaging/small-picture-ref.ts';
import { pageMasterSchema } from '../pipeline/page-master.ts';

export const taskSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('import-source'), path: z.string(), displayName: z.string() }),
  /** `transforms` are those a person fixed; null lets the clean-up find its own. */
  z.object({ kind: z.literal('read-page'), master: pageMasterSchema, transforms: transformsSchema.nullable(), /** While its pixels are at hand: the picture for civil-status files. */ wantsSmallPicture: z.boolean().exactOptional() }),
  /** The same picture of a page that was read before; `dpi` is the reading's. */
  z.object({ kind: z.literal('make-small-picture'), master: pageMasterSchema, transforms: transformsSchema, dpi: z.number() }),
  /** Makes a picture (again). 'original' is the untouched page in a form that a browser shows, 'reading' the copy that OCR sees. */
  z.object({ kind: z.literal('render-image'), master: pageMasterSchema, transforms: transformsSchema, want: z.enum(['delivered', 'thumbnail', 'original', 'reading']) }),
  /** The delivered image in the size of screens. */
  z.object({ kind: z.literal('shrink-image'), deliveredSha256: z.string(), share: z.number().positive().max(1) }),
  z.object({
    kind: z.literal('extract-records'),
    recordType: z.string(),
    /** Readings and quality as JSON text, as the database has them: the process that answers the window does not parse what it only passes on. `boundary` and `recordType` are a person's decisions. */
    pages: z.array(z.object({ pageId: z.string(), readingJson: z.string(), qualityJson: z.string(), boundary: z.enum(['starts', 'continues']).optional(), recordType: z.string().optional() })).readonly(),
  }),
  /** Reads one part of a delivered image; `box` is in its pixels. */
  z.object({ kind: z.literal('read-region'), delivered: z.object({ sha256: z.string(), widthPx: z.number().int(), heightPx: z.number().int() }), dpi: z.number(), box: boxSchema }),
  /** Some of a package's PDFs, ahead of it: records `from` to `to` (0-based, not included) of those with pages, into `pdfDir`. */
  z.object({ kind: z.literal('write-pdfs-ahead'), inputFile: z.string(), pdfDir: z.string(), from: z.number().int(), to: z.number().int() }),
  /** `inputFile` is written by write-package-input.ts; `pdfDir`: what was written ahead. */
  z.object({ kind: z.literal('build-package'), inputFile: z.string(), outDir: z.string(), pdfDir: z.string().exactOptional(), /** With the secret: in this message only, never in a file. */ signing: signingSettingsSchema.extend({ secret: z.string() }).exactOptional() }),
  /** A token's driver is foreign code: it runs here, not in the process that answers the window. */
  z.object({ kind: z.literal('list-tokens'), library: z.string() }),
]);
export type Task = Readonly<z.infer<typeof taskSchema>>;
export type TaskKind = Task['kind'];
export type TaskOf<K extends TaskKind> = Extract<Task, { kind: K }>;

const importedPageSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), master: pageMasterSchema }),
  z.object({
    ok: z.literal(false),
    code: z.enum(ERROR_CODES),
    detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string()).readonly()])),
    retry: z.enum(['again', 'rescan', 'other-file', 'none']),
  }),
]);

export const stageMsSchema = z.object({ decode: z.number(), clean: z.number(), encode: z.number(), recognise: z.number() });
export type StageMs = Readonly<z.infer<typeof stageMsSchema>>;

export const readResultSchema = z.object({
  reading: pageReadingSchema,
  quality: qualityFactsSchema,
  transforms: transformsSchema,
  deliveredSha256: z.string(),
  thumbnailSha256: z.string(),
  /** null: the delivered image is small enough for screens. */
  screenSha256: z.string().nullable(),
  /** null: not asked for, or a black and white scan, which needs none. */
  smallPicture: smallPictureSchema.nullable().default(null),
  ms: stageMsSchema,
});
export type ReadResult = Readonly<z.infer<typeof readResultSchema>>;

export const taskResultSchemas = {
  'import-source': z.object({ sha256: z.string(), mediaType: z.string(), sizeBytes: z.number().int(), pages: z.array(importedPageSchema).readonly() }),
  'read-page': readResultSchema,
  'make-small-picture': z.object({ smallPicture: smallPictureSchema.nullable() }),
  'render-image': z.object({ sha256: z.string() }),
  'shrink-image': z.object({ sha256: z.string() }),
  'extract-records': z.object({ drafts: z.array(z.object({ pageIds: z.array(z.string()).readonly(), reading: recordReadingSchema })).readonly(), ms: z.number() }),
  'read-region': regionReadingSchema,
  'write-pdfs-ahead': z.object({}),
  'build-package': z.object({ dir: z.string(), files: z.number().int(), bytes: z.number(), warnings: z.array(fieldWarningSchema).readonly(), signature: packageSignatureSchema.nullable().default(null) }),
  'list-tokens': z.object({ tokens: z.array(z.object({ label: z.string(), model: z.string(), serial: z.string(), isPinLocked: z.boolean(), isPinLow: z.boolean(), isLastTry: z.boolean() })).readonly() }),
} as const;
export type TaskResult<K extends TaskKind> = Readonly<z.infer<(typeof taskResultSchemas)[K]>>;
