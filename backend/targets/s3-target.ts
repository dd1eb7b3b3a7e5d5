// S3-compatible storage: s3+https://host/bucket/prefix. Objects lie under <prefix>/<package>/<path>, the
// tag manifest last: once it is there, the package is. Small files are one request; large ones go in parts,
// and the upload's id is kept in the caller's state, so that a restart asks the storage which parts it has.
// A storage answers only for whole parts (5 MiB at least, the protocol's own limit): a cut costs the part
// that was on its way. There is no whole-object SHA-256 for parts, so ours is proved by reading back where
// the storage does not give the checksum of each object.
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import type { S3Access } from './s3-access.ts';
import { openS3 } from './s3-access.ts';
import { isGone } from './s3-errors.ts';
import { hashOfPlaceName, placeName, TAG_MANIFEST } from './place-name.ts';
import { withRetries } from './retry.ts';
import type { Receipt } from './upload-state.ts';
import type { UploadTracker } from './upload-tracker.ts';
import { createUploadTracker } from './upload-tracker.ts';
import type { HeldPackage, ListedPackage, Outgoing, OutgoingFile, SendContext, TargetOptions, TrialStep, UploadTarget } from './upload-target.ts';
import { stateFor, throwIfCancelled } from './upload-target.ts';
import { clockStep } from './clock-step.ts';

const MB = 1024 * 1024;
/** The protocol's least; a larger one would only cost more when the line drops. */
const LEAST_PART_BYTES = 5 * MB;
const MOST_PARTS = 9_000;
const AT_ONCE = 4;

export function createS3Target(url: URL, options: TargetOptions): UploadTarget {
  const withAccess = async <T>(work: (access: S3Access) => Promise<T>): Promise<T> => {
    const access = await openS3(url, options);
    try {
      return await work(access);
    } finally {
      access.close();
    }
  };
  return {
    send: (outgoing, context) => withAccess(async (access) => {
      const tracker = createUploadTracker(await stateFor(outgoing, url.href, context.state), context.state, context.progress);
      try {
        const receipt = await sendPackage(outgoing, { access, tracker, context });
        tracker.finish(receipt);
        return receipt;
      } finally {
        await tracker.flush();
      }
    }),
    read: (sha256, signal) => openS3(url, options).then((access) => read(access, sha256, signal)),
    list: (signal) => withAccess((access) => list(access, signal)),
    probe: (signal) => withAccess((access) => probe(access, signal)),
  };
}

type Sending = { readonly access: S3Access; readonly tracker: UploadTracker; readonly context: SendContext };

async function sendPackage(outgoing: Outgoing, sending: Sending): Promise<Receipt> {
  const { access, context, tracker } = sending;
  const folder = `${access.prefix}${placeName(outgoing)}/`;
  const last = outgoing.files.find(({ path }) => path === TAG_MANIFEST);
  if (last === undefined) throw new AppError('package-incomplete', { path: TAG_MANIFEST });
  const held = new Map((await access.listKeys(folder, context.signal)).map(({ key, sizeBytes }) => [key.slice(folder.length), sizeBytes]));
  const waiting = outgoing.files.filter((file) => file !== last).toSorted((a, b) => b.sizeBytes - a.sizeBytes).values();
  const failed = new AbortController();
  const signal = AbortSignal.any([context.signal, failed.signal]);
  const lane = async (): Promise<void> => {
    for (const file of waiting) {
      throwIfCancelled(context.signal);
      if (signal.aborted) return;
      await settle(file, folder, held.get(file.path), { ...sending, context: { ...context, signal } }, outgoing.dir);
    }
  };
  const results = await Promise.allSettled(Array.from({ length: AT_ONCE }, () => lane().catch((error: unknown) => {
    failed.abort();
    throw error;
  })));
  throwIfCancelled(context.signal);
  const reasons: unknown[] = results.flatMap((result): unknown[] => (result.status === 'rejected' ? [result.reason] : []));
  const cause = reasons.find((reason) => !(reason instanceof AppError && reason.code === 'cancelled')) ?? reasons[0];
  if (cause !== undefined) throw cause;
  await settle(last, folder, held.get(last.path), sending, outgoing.dir);
  for (const file of outgoing.files) tracker.update(file.path, { done: true });
  return receiptOf(access, folder, last, context.signal);
}

/** Makes sure of one object: there already, or sent and compared. */
async function settle(file: OutgoingFile, folder: string, heldBytes: number | undefined, sending: Sending, dir: string): Promise<void> {
  const { access, tracker, context } = sending;
  const key = `${folder}${file.path}`;
  if (heldBytes === file.sizeBytes && (await isOurs(access, key, file, undefined, context.signal))) return tracker.update(file.path, { done: true, offset: file.sizeBytes });
  const composite = await sendObject(file, key, sending, dir);
  if (!(await isOurs(access, key, file, composite, context.signal))) throw new AppError('target-damaged', { path: file.path, target: access.origin }, 'again');
  tracker.update(file.path, { done: true, offset: file.sizeBytes });
}

/** By the checksum that the storage computed, where it tells one; otherwise by reading it back. */
async function isOurs(access: S3Access, key: string, file: OutgoingFile, composite: string | undefined, signal: AbortSignal): Promise<boolean> {
  const facts = await access.head(key, signal);
  if (facts === undefined || facts.sizeBytes !== file.sizeBytes) return false;
  if (facts.sha256Base64 === base64Of(file.sha256)) return true;
  if (composite !== undefined && facts.sha256Base64 === composite) return true;
  return (await access.hash(key, signal)) === file.sha256;
}

const base64Of = (hex: string): string => Buffer.from(hex, 'hex').toString('base64');

async function sendObject(file: OutgoingFile, key: string, sending: Sending, dir: string): Promise<string | undefined> {
  const handle = await open(join(dir, file.path), constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0)).catch((error: unknown) => {
    throw new AppError('package-damaged', { path: file.path }, 'none', { cause: error });
  });
  const piece = async (start: number, end: number): Promise<Buffer> => {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(end - start), 0, end - start, start);
    if (bytesRead !== end - start) throw new AppError('package-damaged', { path: file.path, reason: 'became-shorter' });
    return buffer;
  };
  try {
    if (file.sizeBytes > LEAST_PART_BYTES) return await sendParts(file, key, sending, piece);
    const bytes = await piece(0, file.sizeBytes);
    if (createHash('sha256').update(bytes).digest('hex') !== file.sha256) throw new AppError('package-damaged', { path: file.path }, 'none');
    await sending.access.put(key, bytes, base64Of(file.sha256), sending.context.signal);
    return undefined;
  } finally {
    await handle.close();
  }
}

/** Returns the composite checksum that a storage shows for these parts. */
async function sendParts(file: OutgoingFile, key: string, { access, tracker, context: { signal } }: Sending, piece: (start: number, end: number) => Promise<Buffer>): Promise<string> {
  const partBytes = Math.max(LEAST_PART_BYTES, Math.ceil(file.sizeBytes / MOST_PARTS / MB) * MB);
  for (let round = 0; ; round += 1) {
    const known = tracker.file(file.path).url;
    const upload = known?.startsWith('part:') === true ? known.slice(5) : await access.begin(key, signal);
    tracker.update(file.path, { url: `part:${upload}` });
    try {
      return await sendMissingParts({ file, key, upload, partBytes }, { access, tracker, signal, piece });
    } catch (error) {
      // The storage forgot the upload (they are swept after days): from the start, but not for ever.
      if (!isGone(error) || round >= 2) throw error;
      tracker.update(file.path, { url: null, offset: 0 });
    }
  }
}

type Parts = { readonly file: OutgoingFile; readonly key: string; readonly upload: string; readonly partBytes: number };
type PartSending = { readonly access: S3Access; readonly tracker: UploadTracker; readonly signal: AbortSignal; piece(start: number, end: number): Promise<Buffer> };

async function sendMissingParts({ file, key, upload, partBytes }: Parts, { access, tracker, signal, piece }: PartSending): Promise<string> {
  const held = await access.parts(key, upload, signal);
  const whole = createHash('sha256');
  const sums = createHash('sha256');
  const parts: { number: number; etag: string; sha256Base64: string }[] = [];
  for (let start = 0, number = 1; start < file.sizeBytes; start += partBytes, number += 1) {
    throwIfCancelled(signal);
    const bytes = await piece(start, Math.min(file.sizeBytes, start + partBytes));
    whole.update(bytes);
    const digest = createHash('sha256').update(bytes).digest();
    sums.update(digest);
    const sha256Base64 = digest.toString('base64');
    const there = held.get(number);
    const isSame = there !== undefined && there.sizeBytes === bytes.length && (there.sha256Base64 === sha256Base64 || there.etag.replaceAll('"', '') === createHash('md5').update(bytes).digest('hex'));
    const etag = isSame ? there.etag : await access.putPart({ key, upload, number, bytes, sha256Base64 }, signal);
    parts.push({ number, etag, sha256Base64 });
    tracker.update(file.path, { offset: start + bytes.length });
  }
  if (whole.digest('hex') !== file.sha256) throw new AppError('package-damaged', { path: file.path }, 'none');
  await access.complete(key, upload, parts, signal);
  return `${sums.digest('base64')}-${parts.length}`;
}

async function receiptOf(access: S3Access, folder: string, last: OutgoingFile, signal: AbortSignal): Promise<Receipt> {
  const facts = await access.head(`${folder}${last.path}`, signal);
  const sha256 = await access.hash(`${folder}${last.path}`, signal);
  return { identifier: `${access.bucket}/${folder}`.slice(0, 500), sha256, at: facts?.modifiedAt ?? new Date().toISOString() };
}

async function read(access: S3Access, sha256: string, signal: AbortSignal): Promise<HeldPackage | undefined> {
  const keys = await access.listKeys(access.prefix, signal);
  const marker = keys.find(({ key }) => key.endsWith(`-${sha256.slice(0, 12)}/${TAG_MANIFEST}`));
  if (marker === undefined) return undefined;
  const folder = marker.key.slice(0, -TAG_MANIFEST.length);
  const receipt = await receiptOf(access, folder, { path: TAG_MANIFEST, sha256, sizeBytes: 0 }, signal);
  if (receipt.sha256 !== sha256) return undefined;
  const files: OutgoingFile[] = [];
  for (const { key, sizeBytes } of keys.filter((candidate) => candidate.key.startsWith(folder))) {
    const facts = await access.head(key, signal);
    // Of parts there is only a composite, and not every storage says so: what it holds is read.
    const simple = sizeBytes <= LEAST_PART_BYTES && facts?.sha256Base64?.includes('-') === false ? Buffer.from(facts.sha256Base64, 'base64').toString('hex') : undefined;
    files.push({ path: key.slice(folder.length), sizeBytes, sha256: simple ?? (await access.hash(key, signal)) });
  }
  return { receipt, files, open: (file) => access.get(`${folder}${file.path}`, signal) };
}

async function list(access: S3Access, signal: AbortSignal): Promise<readonly ListedPackage[]> {
  const keys = await access.listKeys(access.prefix, signal);
  const markers = keys.filter(({ key }) => key.endsWith(`/${TAG_MANIFEST}`) && hashOfPlaceName(key.slice(access.prefix.length).split('/')[0] ?? '') !== undefined);
  return Promise.all(markers.map(async ({ key, modifiedAt }) => {
    const folder = key.slice(0, -TAG_MANIFEST.length);
    const bytes = keys.filter((other) => other.key.startsWith(folder)).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    return { sha256: await access.hash(key, signal), identifier: `${access.bucket}/${folder}`, at: modifiedAt, name: folder.slice(access.prefix.length, -1), bytes };
  }));
}

async function probe(access: S3Access, signal: AbortSignal): Promise<readonly TrialStep[]> {
  const key = `${access.prefix}.thu-ket-noi`;
  const date = await withRetries(() => access.touch(key, signal), { pace: { firstDelayMs: 1, longestDelayMs: 1, tries: 1 }, signal });
  return [{ ok: true, code: 'trial-reached', detail: { target: access.origin } }, { ok: true, code: 'trial-writable' }, ...clockStep(date)];
}
