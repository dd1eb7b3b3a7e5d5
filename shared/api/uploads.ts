// Uploads as the screen and the command line see them: profiles of targets, the queue, receipts, reconciliation.
import { z } from 'zod';
import { uploadSummarySchema } from './packages.ts';
import { problemSchema } from './problem.ts';

export const TARGET_KINDS = ['folder', 'repository', 'documents', 's3', 'sftp', 'tus'] as const;
export type TargetKind = (typeof TARGET_KINDS)[number];

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
/** Local time of this machine; `until` before `from` goes over midnight. */
export const hoursSchema = z.object({ from: clockTime, until: clockTime });
export type Hours = Readonly<z.infer<typeof hoursSchema>>;

export const profileSettingsSchema = z.object({
  /** SFTP user, S3 access key. */
  user: z.string().min(1).max(200).optional(),
  region: z.string().min(1).max(60).optional(),
  hostKey: z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}$/).optional(),
  /** PEM of the only authorities to believe. */
  ca: z.string().regex(/-----BEGIN CERTIFICATE-----/).max(100_000).optional(),
  pinSha256: z.string().regex(/^([0-9A-Fa-f]{2}:?){32}$/).optional(),
  /** Without credentials. */
  proxy: z.url({ protocol: /^http$/ }).optional(),
  kilobytesPerSecond: z.number().int().min(1).max(10_000_000).optional(),
  hours: hoursSchema.optional(),
  /** Every night: does the place still hold what it said? Default yes. */
  nightlyCheck: z.boolean().optional(),
});
export type ProfileSettings = Readonly<z.infer<typeof profileSettingsSchema>>;

export const profileInputSchema = z.object({
  name: z.string().trim().min(1).max(100),
  kind: z.enum(TARGET_KINDS),
  address: z.url().max(2000),
  settings: profileSettingsSchema.default({}),
  /** Token, password, secret key or private key. Absent keeps the one there is; null takes it away. */
  secret: z.string().min(1).max(20_000).nullable().optional(),
});
export type ProfileInput = z.infer<typeof profileInputSchema>;

export const uploadProfileSchema = z.object({
  id: z.string(), name: z.string(), kind: z.enum(TARGET_KINDS), address: z.string(), settings: profileSettingsSchema, hasSecret: z.boolean(),
  /** Where secrets are kept: the system's key store, or encrypted under a key file that only this user may read. */
  secretsIn: z.enum(['system', 'key-file']),
});
export type UploadProfile = Readonly<z.infer<typeof uploadProfileSchema>>;
export const profileListSchema = z.object({ profiles: z.array(uploadProfileSchema).readonly(), templates: z.array(z.object({ name: z.string(), kind: z.enum(TARGET_KINDS), address: z.string(), settings: profileSettingsSchema })).readonly() });

export const trialSchema = z.object({ ok: z.boolean(), steps: z.array(z.object({ ok: z.boolean(), code: z.string(), detail: z.record(z.string(), z.union([z.string(), z.number()])).optional() })).readonly(), problem: problemSchema.nullable() });
export type Trial = Readonly<z.infer<typeof trialSchema>>;

export const waitingSchema = z.object({
  code: z.enum(['paused', 'queue-paused', 'off-hours', 'again-later', 'busy', 'next']),
  /** ISO 8601; when it will be looked at again, where that is known. */
  until: z.string().optional(),
});
export type Waiting = Readonly<z.infer<typeof waitingSchema>>;

export const uploadRowSchema = uploadSummarySchema.extend({
  packageName: z.string(),
  records: z.number().int(),
  profileId: z.string().nullable(),
  profileName: z.string().nullable(),
  priority: z.number().int(),
  isPaused: z.boolean(),
  tries: z.number().int(),
  waiting: waitingSchema.nullable(),
  bytesPerSecond: z.number().nullable(),
  secondsLeft: z.number().nullable(),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
});
export type UploadRow = Readonly<z.infer<typeof uploadRowSchema>>;
export const uploadQueueSchema = z.object({ isPaused: z.boolean(), uploads: z.array(uploadRowSchema).readonly() });

export const enqueueSchema = z.object({ packageIds: z.array(z.string()).min(1).max(10_000), profileId: z.string(), priority: z.number().int().min(-10).max(10).default(0) });
export const changeUploadSchema = z.object({ priority: z.number().int().min(-10).max(10).optional(), isPaused: z.boolean().optional() });

export const receiptDetailSchema = z.object({
  receipt: z.object({ identifier: z.string(), sha256: z.string(), at: z.string() }),
  records: z.array(z.object({ recordId: z.string(), title: z.string(), path: z.string(), identifier: z.string(), sha256: z.string(), at: z.string() })).readonly(),
});
export type ReceiptDetail = Readonly<z.infer<typeof receiptDetailSchema>>;

export const differenceSchema = z.object({
  uploadId: z.string(), packageName: z.string(),
  /** The place lacks the package, some files of it, or holds others. */
  kind: z.enum(['package-missing', 'files-missing', 'files-differ']),
  paths: z.array(z.string()).readonly(), count: z.number().int(),
});
export type Difference = Readonly<z.infer<typeof differenceSchema>>;
export const reconciliationResultSchema = z.object({ checked: z.number().int(), same: z.number().int(), differences: z.array(differenceSchema).readonly(), /** Held there, unknown here. */ unknownThere: z.number().int(), /** The place cannot be asked for what it holds. */ notAskable: z.number().int() });
export type ReconciliationResult = Readonly<z.infer<typeof reconciliationResultSchema>>;
export const reconciliationSchema = z.object({ id: z.string(), state: z.enum(['running', 'done', 'failed']), startedAt: z.string(), endedAt: z.string().nullable(), result: reconciliationResultSchema.nullable(), problem: problemSchema.nullable() });
export type Reconciliation = Readonly<z.infer<typeof reconciliationSchema>>;

export const heldPackagesSchema = z.object({ packages: z.array(z.object({ sha256: z.string(), identifier: z.string(), at: z.string(), name: z.string(), bytes: z.number() })).readonly().nullable() });
export const bringBackSchema = z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/), name: z.string().min(1).max(300) });
export const broughtBackSchema = z.object({ id: z.string(), name: z.string(), state: z.enum(['queued', 'downloading', 'reading', 'done', 'failed']), batchId: z.string().nullable(), problem: problemSchema.nullable(), at: z.string() });
export type BroughtBack = Readonly<z.infer<typeof broughtBackSchema>>;
