// A place that packages go to. One interface, chosen by the address: a folder, share or USB disk (file:),
// a repository by tus (http:, https:), the national guide's document API (documents+https:), S3-compatible
// storage (s3+https:), SFTP (sftp:). Whatever the place: acknowledged bytes
// are not sent twice, a package sent twice is there once, and the receipt is what the place itself says
// it holds.
import type { Readable } from 'node:stream';
import { AppError } from '../../shared/errors.ts';
import type { Trust } from './http-line.ts';
import type { RateLimit } from './rate-limit.ts';
import type { RetryPace } from './retry.ts';
import type { Receipt, UploadState, UploadStateStore } from './upload-state.ts';

export type OutgoingFile = { readonly path: string; readonly sha256: string; readonly sizeBytes: number };

export type Outgoing = {
  /** The package's folder. */
  readonly dir: string;
  /** Every file of the package, tag files included. */
  readonly files: readonly OutgoingFile[];
  /** SHA-256 of tagmanifest-sha256.txt: names the whole. */
  readonly sha256: string;
  /** What a person calls it. */
  readonly name: string;
};

export type SendContext = {
  readonly state: UploadStateStore;
  readonly signal: AbortSignal;
  progress(doneBytes: number, totalBytes: number): void;
};

/** Where to and how: what a profile says, secrets included. It lives in memory only. */
export type TargetOptions = {
  /** Bearer token of a repository or a document API. */
  readonly token?: string;
  /** User of SFTP, access key of S3. */
  readonly user?: string;
  /** Password of SFTP, secret key of S3. */
  readonly password?: string;
  /** SFTP: a private key (OpenSSH or PEM), instead of a password. */
  readonly privateKey?: string;
  /** SFTP: "SHA256:…" as ssh-keygen -l shows it; without it nothing is sent. */
  readonly hostKey?: string;
  /** S3: region; 'us-east-1' where the storage knows none. */
  readonly region?: string;
  readonly trust?: Trust;
  readonly proxy?: string;
  readonly rate?: RateLimit;
  readonly pace?: RetryPace;
};

/** What a target can say about itself before anything is sent: facts, in the order they were found out. */
export type TrialStep = { readonly ok: boolean; readonly code: string; readonly detail?: Readonly<Record<string, string | number>> };

export type ListedPackage = { readonly sha256: string; readonly identifier: string; readonly at: string; readonly name: string; readonly bytes: number };

export type UploadTarget = {
  /** AppErrors: target-unreachable, target-refused, target-damaged, package-damaged (changed while it was sent), disk-full, not-writable, cancelled. */
  send(outgoing: Outgoing, context: SendContext): Promise<Receipt>;
  /** What the place holds of a package, read back; undefined when it holds none. */
  read(sha256: string, signal: AbortSignal): Promise<HeldPackage | undefined>;
  /** Every package the place holds; undefined where the place cannot tell. */
  list(signal: AbortSignal): Promise<readonly ListedPackage[] | undefined>;
  /** Is it there, does it know us, does it take something? Leaves nothing behind. Throws what `send` would throw. */
  probe(signal: AbortSignal): Promise<readonly TrialStep[]>;
};

export type HeldPackage = {
  readonly receipt: Receipt;
  readonly files: readonly OutgoingFile[];
  open(file: OutgoingFile): Promise<Readable>;
};

/** The saved state when it is of this very package; at a new address of the same repository its uploads go on there. Else a fresh one. */
export async function stateFor(outgoing: Outgoing, target: string, store: UploadStateStore): Promise<UploadState> {
  const saved = await store.load();
  const isSamePackage = saved !== null && saved.packageSha256 === outgoing.sha256;
  if (isSamePackage && saved.target === target) return saved;
  const urls = new Map(isSamePackage ? saved.files.map(({ path, url }) => [path, url]) : []);
  const files = outgoing.files.map((file) => ({ ...file, url: movedTo(target, urls.get(file.path) ?? null), offset: 0, done: false }));
  return { target, packageSha256: outgoing.sha256, files, receipt: null };
}

/** An upload's address at the target's new host; what is no address (an S3 upload's id) goes along as it is. */
function movedTo(target: string, url: string | null): string | null {
  if (url === null || url.startsWith('part:')) return url;
  const http = target.replace(/^[a-z0-9]+\+/, '');
  return URL.canParse(url) && /^https?:/.test(http) ? new URL(new URL(url).pathname, http).href : null;
}

export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new AppError('cancelled', {}, 'again');
}
