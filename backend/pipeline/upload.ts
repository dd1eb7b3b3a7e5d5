// A package goes to a target: checked first (nothing broken is ever sent), sent resumably, and done only
// when the target's receipt carries the hash of what we meant to send.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { Finding } from '../../shared/api/packages.ts';
import { AppError } from '../../shared/errors.ts';
import { parseManifestLine } from '../packaging/bag-manifest.ts';
import { findingText } from '../packaging/finding-text.ts';
import { hashEntry } from '../packaging/hash-entry.ts';
import { openFolder } from '../packaging/package-source.ts';
import { targetFor } from '../targets/target-registry.ts';
import type { Receipt, UploadStateStore } from '../targets/upload-state.ts';
import type { Outgoing, TargetOptions } from '../targets/upload-target.ts';
import type { StepContext } from './step-context.ts';

export type UploadInput = TargetOptions & {
  readonly dir: string;
  /** The target's address; see target-registry.ts for the schemes. */
  readonly target: string;
  readonly state: UploadStateStore;
};

const TAG_MANIFEST = 'tagmanifest-sha256.txt';

/** Progress is in bytes. AppErrors: source-missing, package-damaged, package-incomplete, wrong-usage and those of UploadTarget.send. */
export async function uploadPackage(input: UploadInput, context: Pick<StepContext, 'signal' | 'progress'>): Promise<Receipt> {
  const target = targetFor(input.target, input);
  const outgoing = await prepareOutgoing(input.dir, context.signal);
  const receipt = await target.send(outgoing, { state: input.state, signal: context.signal, progress: (done, total) => context.progress(done, total) });
  if (receipt.sha256 !== outgoing.sha256) throw new AppError('target-damaged', { target: input.target, expected: outgoing.sha256, received: receipt.sha256 }, 'again');
  return receipt;
}

/** Verifies the package and lists its files with their hashes. */
export async function prepareOutgoing(dir: string, signal: AbortSignal): Promise<Outgoing> {
  // brings a reader of PDFs with it, which only who sends needs
  const { verifyPackage } = await import('../packaging/verify-package.ts');
  const verification = await verifyPackage(dir, signal);
  if (!verification.ok) throw new AppError('package-damaged', { path: dir, findings: wrong(verification.findings) }, 'none');
  const source = await openFolder(dir);
  const tagManifest = source.entries.find(({ path }) => path === TAG_MANIFEST);
  if (tagManifest === undefined) throw new AppError('package-incomplete', { path: TAG_MANIFEST }, 'none');
  const known = await checksums(dir);
  const files = [];
  for (const { path, sizeBytes } of source.entries) {
    // The check has just read every listed file; only the tag manifests themselves are in no list.
    const sha256 = known.get(path) ?? (await hashEntry(source, path, ['sha256'], signal)).get('sha256') ?? '';
    files.push({ path, sizeBytes, sha256 });
  }
  const sha256 = createHash('sha256').update(await readFile(join(dir, TAG_MANIFEST))).digest('hex');
  return { dir, files, sha256, name: await displayName(dir) };
}

/** What the batch was called; the folder's name for a bag of others. */
async function displayName(dir: string): Promise<string> {
  const info = await readFile(join(dir, 'bag-info.txt'), 'utf8').catch(() => '');
  return (/^External-Description:[ \t]*(\S.*?)\s*$/m.exec(info)?.[1] ?? basename(resolve(dir))).slice(0, 300);
}

async function checksums(dir: string): Promise<ReadonlyMap<string, string>> {
  const texts = await Promise.all(['manifest-sha256.txt', TAG_MANIFEST].map((name) => readFile(join(dir, name), 'utf8').catch(() => '')));
  const entries = texts.flatMap((text) => text.split('\n').map((line) => parseManifestLine(line, 'sha256')));
  return new Map(entries.filter((entry) => entry !== null).map(({ path, checksum }) => [path, checksum]));
}

const wrong = (findings: readonly Finding[]): string[] => findings.filter((finding) => !finding.ok).slice(0, 5).map((finding) => findingText(finding).vi);
