// What an upload remembers between two runs, so that a killed process, a reboot or a cut line never
// costs acknowledged bytes. The caller keeps it (in the database, in a file, in memory for a test);
// the adapters only load it once and save it after every step they would not like to repeat.
import { z } from 'zod';

export const uploadFileStateSchema = z.object({
  /** Path inside the package, '/' separators. */
  path: z.string(),
  /** Fingerprint of the content: a file that changed since no longer has this hash and starts anew. */
  sha256: z.string(),
  sizeBytes: z.number().int().nonnegative(),
  /** Upload address given by the server; null until there is one. */
  url: z.string().nullable(),
  /** Bytes the server acknowledged. */
  offset: z.number().int().nonnegative(),
  done: z.boolean(),
});
export type UploadFileState = Readonly<z.infer<typeof uploadFileStateSchema>>;

export const receiptSchema = z.object({
  /** What the repository calls the package. */
  identifier: z.string().min(1).max(500),
  /** SHA-256 that the repository computed over the package's tagmanifest-sha256.txt. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** When it was accepted, ISO 8601, by the repository's clock. */
  at: z.string().min(1).max(60),
});
export type Receipt = Readonly<z.infer<typeof receiptSchema>>;

export const uploadStateSchema = z.object({
  target: z.string(),
  /** SHA-256 of the package's tagmanifest-sha256.txt: the identity of its whole content. */
  packageSha256: z.string(),
  files: z.array(uploadFileStateSchema).readonly(),
  receipt: receiptSchema.nullable(),
});
export type UploadState = Readonly<z.infer<typeof uploadStateSchema>>;

/** JSON-safe; `load` gives null when nothing was saved for this upload. `save` is never called twice at once. */
export type UploadStateStore = {
  load(): Promise<UploadState | null>;
  save(state: UploadState): Promise<void>;
};

export function createMemoryUploadState(initial: UploadState | null = null): UploadStateStore & { current(): UploadState | null } {
  let state = initial;
  return {
    load: () => Promise.resolve(state),
    save: (next) => {
      state = next;
      return Promise.resolve();
    },
    current: () => state,
  };
}
