// A place that packages go to. One interface; folder-target.ts (a share, a USB disk) and tus-target.ts
// (a repository over HTTP) are behind it, chosen by the address. Whatever the place: acknowledged bytes
// are not sent twice, a package sent twice is there once, and the receipt is what the place itself says
// it holds.
import type { Readable } from 'node:stream';
import { AppError } from '../../shared/errors.ts';
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

export type UploadTarget = {
  /** AppErrors: target-unreachable, target-refused, target-damaged, package-damaged (changed while it was sent), disk-full, not-writable, cancelled. */
  send(outgoing: Outgoing, context: SendContext): Promise<Receipt>;
  /** What the place holds of a package, read back; undefined when it holds none. */
  read(sha256: string, signal: AbortSignal): Promise<HeldPackage | undefined>;
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

function movedTo(target: string, url: string | null): string | null {
  return url === null || !URL.canParse(url) || !/^https?:/.test(target) ? null : new URL(new URL(url).pathname, target).href;
}

export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new AppError('cancelled', {}, 'again');
}
