// BagIt 1.0 (RFC 8493) around a finished data/ folder.
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import civilProfile from '../../resources/packaging/bagit/ho-tich.json' with { type: 'json' };
import guideProfile from '../../resources/packaging/bagit/cv-7197.json' with { type: 'json' };
import archiveProfile from '../../resources/packaging/bagit/luu-tru.json' with { type: 'json' };
import { AppError } from '../../shared/errors.ts';
import { withoutControls } from '../pdf/write-xmp.ts';
import type { HashName, ManifestEntry } from './bag-manifest.ts';
import { formatManifest } from './bag-manifest.ts';
import { hashedAtATime, hashEntry } from './hash-entry.ts';
import { mapAhead } from './map-ahead.ts';
import type { PayloadWriter } from './payload-writer.ts';
import { openFolder } from './package-source.ts';
import { collisionKey, pathProblem } from './safe-path.ts';
import { SOFTWARE_AGENT } from './software-agent.ts';

export type BagInfo = { readonly batchId: string; readonly batchName: string; readonly createdAt: string; readonly hashes: readonly HashName[]; /** Whose BagIt profile the bag is under; it goes along as a tag file. */ readonly profile?: string };

/** Adds the tag files to `dir`. `written` spares the reading of files whose checksums were taken while they were written. `files` and `bytes` count everything, tag files included. */
export async function writeBag(dir: string, info: BagInfo, signal: AbortSignal, written: PayloadWriter['written'] = new Map()): Promise<{ files: number; bytes: number }> {
  const source = await openFolder(dir);
  const payload = source.entries.filter((entry) => entry.path.startsWith('data/'));
  refuseBadNames(payload.map((entry) => entry.path));
  const lists = new Map<HashName, ManifestEntry[]>(info.hashes.map((hash) => [hash, []]));
  const checked = mapAhead(payload, hashedAtATime(source), async ({ path, sizeBytes }) => {
    const known = written.get(path);
    return { path, checksums: known?.sizeBytes === sizeBytes ? known.checksums : await hashEntry(source, path, info.hashes, signal) };
  });
  for await (const { path, checksums } of checked) for (const hash of info.hashes) lists.get(hash)?.push({ path, checksum: checksums.get(hash) ?? '' });
  const payloadBytes = payload.reduce((sum, entry) => sum + entry.sizeBytes, 0);
  const tags = new Map<string, string>([
    ['bagit.txt', 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n'],
    ['bag-info.txt', bagInfo(info, payloadBytes, payload.length)],
    ...(bagProfile(info.profile) === undefined ? [] : [['bagit-profile.json', `${JSON.stringify(bagProfile(info.profile), null, 1)}\n`] as [string, string]]),
    ...[...lists].map(([hash, entries]): [string, string] => [`manifest-${hash}.txt`, formatManifest(entries)]),
  ]);
  for (const hash of info.hashes) tags.set(`tagmanifest-${hash}.txt`, tagManifest(tags, hash));
  let tagBytes = 0;
  for (const [name, text] of tags) {
    await writeFile(join(dir, name), text, { flush: true });
    tagBytes += Buffer.byteLength(text);
  }
  return { files: payload.length + tags.size, bytes: payloadBytes + tagBytes };
}

/** https://bagit-profiles.github.io/bagit-profiles-specification/ 1.3.0 */
const BAG_PROFILES = { 'ho-tich': civilProfile, 'luu-tru': archiveProfile, 'cv-7197': guideProfile } as const;
export const bagProfile = (profile: string | undefined): (typeof BAG_PROFILES)[keyof typeof BAG_PROFILES] | undefined => (profile === 'ho-tich' || profile === 'luu-tru' || profile === 'cv-7197' ? BAG_PROFILES[profile] : undefined);

function refuseBadNames(paths: readonly string[]): void {
  const seen = new Map<string, string>();
  for (const path of paths) {
    const problem = pathProblem(path);
    if (problem !== null) throw new AppError('record-not-packable', { path, problem });
    const other = seen.get(collisionKey(path));
    if (other !== undefined) throw new AppError('record-not-packable', { path, other, problem: 'same-name' });
    seen.set(collisionKey(path), path);
  }
}

function bagInfo(info: BagInfo, bytes: number, files: number): string {
  const identifier = bagProfile(info.profile)?.['BagIt-Profile-Info']['BagIt-Profile-Identifier'];
  const lines = [
    ...(identifier === undefined ? [] : [['BagIt-Profile-Identifier', identifier] as const]),
    ['Bag-Software-Agent', SOFTWARE_AGENT],
    ['Bagging-Date', info.createdAt.slice(0, 10)],
    ['External-Description', info.batchName],
    ['External-Identifier', info.batchId],
    ['Payload-Oxum', `${bytes}.${files}`],
  ] as const;
  return lines.map(([label, value]) => `${label}: ${oneLine(value)}\n`).join('');
}

const oneLine = (text: string): string => withoutControls(text).normalize('NFC').replace(/\s+/g, ' ').trim();

/** Over every tag file but the tag manifests themselves. */
function tagManifest(tags: ReadonlyMap<string, string>, hash: HashName): string {
  const listed = [...tags].filter(([name]) => !name.startsWith('tagmanifest-'));
  return formatManifest(listed.map(([path, text]) => ({ path, checksum: createHash(hash).update(text).digest('hex') })));
}
