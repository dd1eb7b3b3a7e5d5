import { z } from 'zod';
import { profileSchema } from './batches.ts';
import { problemSchema } from './problem.ts';

export const createPackageSchema = z.object({ profile: profileSchema.optional() });

/** One finding of a check: right or wrong, about which file, as a code with its facts. */
export const findingSchema = z.object({
  ok: z.boolean(),
  code: z.string(),
  path: z.string().optional(),
  detail: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});
export type Finding = Readonly<z.infer<typeof findingSchema>>;

export const verificationSchema = z.object({ ok: z.boolean(), files: z.number().int(), bytes: z.number().int(), findings: z.array(findingSchema).readonly() });
export type Verification = Readonly<z.infer<typeof verificationSchema>>;

export const packageSummarySchema = z.object({
  id: z.string(),
  batchId: z.string(),
  profile: profileSchema,
  state: z.enum(['building', 'ready', 'failed']),
  records: z.number().int(),
  files: z.number().int(),
  bytes: z.number().int(),
  createdAt: z.string(),
  problem: problemSchema.nullable(),
});
export type PackageSummary = Readonly<z.infer<typeof packageSummarySchema>>;

export const createUploadSchema = z.object({ target: z.url(), /** Kept in memory only, never stored. */ token: z.string().min(1).max(4000).optional() });

export const uploadSummarySchema = z.object({
  id: z.string(),
  packageId: z.string(),
  target: z.string(),
  state: z.enum(['queued', 'sending', 'sent', 'acknowledged', 'failed']),
  bytesSent: z.number().int(),
  bytes: z.number().int(),
  receipt: z.object({ identifier: z.string(), sha256: z.string(), at: z.string() }).nullable(),
  problem: problemSchema.nullable(),
});
export type UploadSummary = Readonly<z.infer<typeof uploadSummarySchema>>;
