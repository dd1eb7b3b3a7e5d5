import { z } from 'zod';
import { profileSchema, type Profile } from './batches.ts';
import { problemSchema } from './problem.ts';

const said = z.string().trim().max(300).exactOptional();

/** What an office says about its files and no paper does (TT 05/2025 Điều 4.1.c); empty is left out of the package. */
export const archiveFactsSchema = z.object({ agencyCode: said, agencyName: said, fileCode: said, fileTitle: said, retention: said, access: said, physicalState: said });
export type ArchiveFacts = Readonly<z.infer<typeof archiveFactsSchema>>;

/** `older` leaves out what the births template gained later: 61 columns where `current` has 70. */
export const WORKBOOK_VARIANTS = ['current', 'older'] as const;
const namePattern = z.string().trim().min(1).max(100);
/** File names by pattern: {type} {year} {book} {date} {number}. */
export const civilOptionsSchema = z.object({ workbook: z.enum(WORKBOOK_VARIANTS).exactOptional(), names: z.object({ pdf: namePattern, book: namePattern, document: namePattern }).exactOptional() });

/** Where the key is: a file on the machine that packs, or a token plugged into it. Never the secret that opens it. */
export const keyPlaceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('pkcs12'), path: z.string().trim().min(1).max(2000) }),
  z.object({ kind: z.literal('pkcs11'), library: z.string().trim().min(1).max(2000), label: z.string().max(64).exactOptional() }),
]);
export type KeyPlace = Readonly<z.infer<typeof keyPlaceSchema>>;
export const signingSettingsSchema = z.object({ key: keyPlaceSchema, /** Shown instead of the certificate's own name. */ name: said, role: said, /** RFC 3161 server: the signature is then B-T. */ timestampUrl: z.url({ protocol: /^https?$/ }).exactOptional() });
export type SigningSettings = Readonly<z.infer<typeof signingSettingsSchema>>;

/** Civil-status files go unsigned (CV 1437/BTP-CNTT). */
export const isSignedProfile = (profile: Profile): boolean => profile === 'luu-tru' || profile === 'cv-7197';

export const packageSettingsSchema = z.object({ archive: archiveFactsSchema, civil: civilOptionsSchema, /** null: packages go unsigned and say so. */ signing: signingSettingsSchema.nullable(),
  /** Archive profile: pages as print over paper where that halves them; smaller, but some pages lose words to a reader. */
  isMixedRaster: z.boolean().exactOptional() });
export type PackageSettings = Readonly<z.infer<typeof packageSettingsSchema>>;
export const NO_PACKAGE_SETTINGS: PackageSettings = { archive: {}, civil: {}, signing: null };

/** `secret`, the key's password or PIN, is kept in memory until the package is built and nowhere else; with it the package is signed as the settings say. */
export const createPackageSchema = z.object({ profile: profileSchema.optional(), secret: z.string().min(1).max(500).optional() });

/** The signature on a package's PDFs; null: unsigned. */
export const packageSignatureSchema = z.object({ name: z.string(), issuer: z.string(), validTo: z.string(), level: z.enum(['B-B', 'B-T']), role: z.string().exactOptional() });
export type PackageSignature = Readonly<z.infer<typeof packageSignatureSchema>>;

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
  signature: packageSignatureSchema.nullable(),
  /** What a clerk may want to repair, and what was noted: the count; the list is at /findings. */
  warnings: z.number().int(),
  problem: problemSchema.nullable(),
});
export type PackageSummary = Readonly<z.infer<typeof packageSummarySchema>>;

/** Something to repair before or after packing; `recordId` opens the record. Texts: packages.finding.<code>. */
export const packageFindingSchema = z.object({ code: z.string(), recordId: z.string().nullable(), title: z.string(), detail: z.record(z.string(), z.string()) });
export type PackageFinding = Readonly<z.infer<typeof packageFindingSchema>>;
export const packageFindingsSchema = z.object({ findings: z.array(packageFindingSchema).readonly(), /** The list stops at a thousand. */ total: z.number().int() });

/** What is plugged in, or the file's certificate, as far as it shows without a secret. */
export const keyPlaceFactsSchema = z.object({ tokens: z.array(z.object({ label: z.string(), model: z.string(), isPinLocked: z.boolean(), isPinLow: z.boolean() })).readonly() });

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
