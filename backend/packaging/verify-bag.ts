// Is this a sound BagIt bag (RFC 8493)? Every payload file in every manifest, nothing missing, nothing
// more, every byte as it was, no name that leaves the bag. Works on ours and on anybody's. Collects
// findings; throws only when the package cannot be read at all or the signal fires.
import type { Finding } from '../../shared/api/packages.ts';
import { AppError } from '../../shared/errors.ts';
import type { HashName } from './bag-manifest.ts';
import { manifestHash, parseManifestLine } from './bag-manifest.ts';
import { hashedAtATime, hashEntry } from './hash-entry.ts';
import { mapAhead } from './map-ahead.ts';
import type { PackageSource, SourceEntry } from './package-source.ts';
import { readWhole } from './package-source.ts';
import { collisionKey, pathProblem } from './safe-path.ts';
import { bagProfile } from './write-bag.ts';

/** Enough to see what is wrong; a package of a million bad files must not fill the screen or the memory. */
const MAX_FINDINGS = 500;
const MAX_LINE_BYTES = 64 * 1024;
const MAX_TAG_FILE_BYTES = 1024 * 1024;

type Manifest = { readonly file: string; readonly hash: HashName; readonly kind: 'manifest' | 'tagmanifest'; readonly checksums: ReadonlyMap<string, string> };

export async function verifyBag(source: PackageSource, signal: AbortSignal): Promise<readonly Finding[]> {
  const findings = collector();
  checkNames(source.entries, findings.add);
  await checkDeclaration(source, findings.add);
  const manifests: Manifest[] = [];
  for (const entry of source.entries.filter(({ kind, path }) => kind === 'file' && !path.includes('/'))) {
    for (const kind of ['manifest', 'tagmanifest'] as const) {
      const hash = manifestHash(entry.path, kind);
      if (hash !== undefined) manifests.push({ file: entry.path, hash, kind, checksums: await readManifest(source, entry, { hash, kind }, findings.add) });
    }
  }
  if (!manifests.some(({ kind }) => kind === 'manifest')) findings.add({ ok: false, code: 'manifest-missing' });
  if (source.entries.some(({ path }) => path === 'fetch.txt')) findings.add({ ok: false, code: 'fetch-not-supported', path: 'fetch.txt' });
  checkCompleteness(source.entries, manifests, findings.add);
  await checkOxum(source, findings.add);
  await checkProfile(source, findings.add);
  const checked = await checkContents(source, manifests, findings.add, signal);
  if (findings.list().length === 0) findings.add({ ok: true, code: 'bag-sound', detail: { files: checked, manifests: manifests.map(({ file }) => file).join(', ') } });
  return findings.list();
}

type Add = (finding: Finding) => void;

function collector(): { add: Add; list(): readonly Finding[] } {
  const list: Finding[] = [];
  let more = 0;
  return {
    add: (finding) => (list.length < MAX_FINDINGS ? list.push(finding) : (more += 1)),
    list: () => (more === 0 ? list : [...list, { ok: false, code: 'more-findings', detail: { count: more } }]),
  };
}

function checkNames(entries: readonly SourceEntry[], add: Add): void {
  const seen = new Map<string, string>();
  for (const { path, kind } of entries) {
    if (kind !== 'file') add({ ok: false, code: kind === 'symlink' ? 'symbolic-link' : 'no-plain-file', path });
    const problem = pathProblem(path);
    // A line end in a name is legal in a bag, if unwise; the names that reach outside are not.
    if (problem !== null && problem !== 'control-character') add({ ok: false, code: 'unsafe-name', path, detail: { problem } });
    const other = seen.get(collisionKey(path));
    if (other !== undefined) add({ ok: false, code: 'names-collide', path, detail: { other } });
    seen.set(collisionKey(path), path);
  }
}

async function checkDeclaration(source: PackageSource, add: Add): Promise<void> {
  const text = await tagFile(source, 'bagit.txt', add);
  if (text === undefined) return add({ ok: false, code: 'bagit-txt-missing', path: 'bagit.txt' });
  const lines = text.split(/\r\n|\r|\n/).filter((line, index, all) => line !== '' || index < all.length - 1);
  const isExact = lines.length === 2 && /^BagIt-Version: ?\d+\.\d+$/.test(lines[0] ?? '') && /^Tag-File-Character-Encoding: ?UTF-8$/i.test(lines[1] ?? '');
  if (!isExact) add({ ok: false, code: 'bagit-txt-wrong', path: 'bagit.txt' });
}

async function tagFile(source: PackageSource, path: string, add: Add): Promise<string | undefined> {
  if (!source.entries.some((entry) => entry.path === path && entry.kind === 'file')) return undefined;
  try {
    return (await readWhole(source, path, MAX_TAG_FILE_BYTES)).toString('utf8');
  } catch {
    add({ ok: false, code: 'unreadable', path });
    return undefined;
  }
}

async function readManifest(source: PackageSource, entry: SourceEntry, wanted: { hash: HashName; kind: Manifest['kind'] }, add: Add): Promise<ReadonlyMap<string, string>> {
  const checksums = new Map<string, string>();
  for await (const line of boundedLines(source, entry.path)) {
    if (line === '') continue;
    const parsed = line === null ? null : parseManifestLine(line, wanted.hash);
    if (parsed === null) {
      add({ ok: false, code: 'manifest-line-wrong', path: entry.path, detail: { line: (line ?? '').slice(0, 120) } });
      continue;
    }
    const problem = pathProblem(parsed.path.normalize('NFC'));
    const reachesOut = (problem !== null && problem !== 'control-character') || (wanted.kind === 'manifest' && !parsed.path.startsWith('data/'));
    if (reachesOut) add({ ok: false, code: 'unsafe-name', path: entry.path, detail: { name: parsed.path.slice(0, 200), problem: problem ?? 'leaves-the-package' } });
    else if (checksums.has(parsed.path)) add({ ok: false, code: 'listed-twice', path: parsed.path, detail: { manifest: entry.path } });
    else checksums.set(parsed.path, parsed.checksum);
  }
  return checksums;
}

/** Lines of a manifest; null for one longer than any path can be, of which no more than that is ever held. */
async function* boundedLines(source: PackageSource, path: string): AsyncGenerator<string | null> {
  let rest = Buffer.alloc(0);
  for await (const part of await source.open(path)) {
    const bytes = Buffer.concat([rest, part as Uint8Array]);
    const end = bytes.lastIndexOf(10) + 1;
    if (end > 0) yield* bytes.toString('utf8', 0, end).split(/\r\n|\r|\n/);
    rest = bytes.subarray(end);
    if (rest.length > MAX_LINE_BYTES) return yield null;
  }
  yield* rest.toString('utf8').split('\r');
}

function checkCompleteness(entries: readonly SourceEntry[], manifests: readonly Manifest[], add: Add): void {
  const present = new Map(entries.map((entry) => [entry.path.normalize('NFC'), entry]));
  for (const { file, kind, checksums } of manifests) {
    for (const path of checksums.keys()) if (!present.has(path.normalize('NFC'))) add({ ok: false, code: 'file-missing', path, detail: { manifest: file } });
    if (kind === 'tagmanifest') continue;
    const listed = new Set([...checksums.keys()].map((path) => path.normalize('NFC')));
    for (const { path } of entries) if (path.startsWith('data/') && !listed.has(path.normalize('NFC'))) add({ ok: false, code: 'file-not-listed', path, detail: { manifest: file } });
  }
}

async function checkOxum(source: PackageSource, add: Add): Promise<void> {
  const info = await tagFile(source, 'bag-info.txt', add);
  const oxum = /^Payload-Oxum:\s*(\d+)\.(\d+)\s*$/m.exec(info ?? '');
  if (oxum === null) return;
  const payload = source.entries.filter(({ path }) => path.startsWith('data/'));
  const bytes = payload.reduce((sum, entry) => sum + entry.sizeBytes, 0);
  if (Number(oxum[1]) !== bytes || Number(oxum[2]) !== payload.length) add({ ok: false, code: 'oxum-differs', path: 'bag-info.txt', detail: { bytes, files: payload.length } });
}

/** A bag that names one of our profiles keeps it; others' profiles are theirs to judge. */
async function checkProfile(source: PackageSource, add: Add): Promise<void> {
  const info = await tagFile(source, 'bag-info.txt', add);
  const named = /^BagIt-Profile-Identifier:\s*urn:sohoa:bagit-profile:([a-z-]+):1\s*$/m.exec(info ?? '')?.[1];
  const profile = bagProfile(named);
  if (profile === undefined || info === undefined) return;
  for (const field of Object.keys(profile['Bag-Info'])) if (!new RegExp(`^${field}:\\s*\\S`, 'm').test(info)) add({ ok: false, code: 'bag-profile-differs', path: 'bag-info.txt', detail: { field } });
  const needed = [...profile['Manifests-Required'].map((hash) => `manifest-${hash}.txt`), ...profile['Tag-Manifests-Required'].map((hash) => `tagmanifest-${hash}.txt`), ...profile['Tag-Files-Required']];
  for (const file of needed) if (!source.entries.some(({ path }) => path === file)) add({ ok: false, code: 'bag-profile-differs', path: 'bag-info.txt', detail: { field: file } });
}

type Listed = { readonly path: string; readonly expected: readonly { readonly file: string; readonly hash: HashName; readonly checksum: string }[] };

/** Reads every listed file once, whatever the number of manifests; findings in the order of the files. Returns how many it read. */
async function checkContents(source: PackageSource, manifests: readonly Manifest[], add: Add, signal: AbortSignal): Promise<number> {
  const listed = source.entries.flatMap(({ path, kind }): Listed[] => {
    const expected = manifests.flatMap(({ file, hash, checksums }) => {
      const checksum = checksums.get(path) ?? checksums.get(path.normalize('NFC')) ?? checksums.get(path.normalize('NFD'));
      return checksum === undefined ? [] : [{ file, hash, checksum }];
    });
    return kind !== 'file' || expected.length === 0 ? [] : [{ path, expected }];
  });
  for await (const finding of mapAhead(listed, hashedAtATime(source), (file) => checkFile(source, file, signal))) if (finding !== null) add(finding);
  return listed.length;
}

async function checkFile(source: PackageSource, { path, expected }: Listed, signal: AbortSignal): Promise<Finding | null> {
  try {
    const actual = await hashEntry(source, path, [...new Set(expected.map(({ hash }) => hash))], signal);
    const wrong = expected.filter(({ hash, checksum }) => actual.get(hash) !== checksum);
    return wrong.length === 0 ? null : { ok: false, code: 'file-changed', path, detail: { manifest: wrong.map(({ file }) => file).join(', ') } };
  } catch (error) {
    if (error instanceof AppError && error.code !== 'not-found') throw error;
    return { ok: false, code: 'unreadable', path };
  }
}
