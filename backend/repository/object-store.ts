// Accepted packages, stored as OCFL 1.1 objects: plain files that any system can read and check without
// this program. A package is one version of the object that its External-Identifier names; a second
// package of the same batch becomes the next version and stores only what is new. Contents are kept
// under their SHA-256, so no name from a package is ever a path. packages/<digest>.json, written last
// and by rename, is the moment a package counts as accepted.
import { createHash } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { copyFile, link, mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Readable } from 'node:stream';
import { z } from 'zod';
import { receiptSchema } from '../targets/upload-state.ts';

export const packageFileSchema = z.object({ path: z.string().min(1).max(2_000), sha256: z.string().regex(/^[0-9a-f]{64}$/), sizeBytes: z.number().int().nonnegative() });
export type PackageFile = Readonly<z.infer<typeof packageFileSchema>>;

const storedSchema = z.object({
  receipt: receiptSchema,
  name: z.string(),
  objectId: z.string(),
  version: z.number().int().positive(),
  bytes: z.number().int(),
  /** Who sent it; absent where the repository knows no accounts. */
  account: z.string().optional(),
  /** `content` is the OCFL content path. */
  files: z.array(packageFileSchema.extend({ content: z.string() })).readonly(),
});
export type StoredPackage = Readonly<z.infer<typeof storedSchema>>;

const inventorySchema = z.object({
  id: z.string(),
  type: z.string(),
  digestAlgorithm: z.literal('sha256'),
  head: z.string().regex(/^v\d+$/),
  manifest: z.record(z.string(), z.array(z.string())),
  versions: z.record(z.string(), z.object({ created: z.string(), message: z.string(), user: z.object({ name: z.string() }), state: z.record(z.string(), z.array(z.string())) })),
});
type Inventory = z.infer<typeof inventorySchema>;

export type NewPackage = {
  readonly digest: string;
  readonly objectId: string;
  readonly name: string;
  readonly files: readonly PackageFile[];
  readonly account?: string;
  /** Local path of a verified content. */
  readonly contentOf: (sha256: string) => string;
};

export type ObjectStore = {
  find(digest: string): Promise<StoredPackage | undefined>;
  /** Newest first. */
  list(): Promise<readonly StoredPackage[]>;
  /** Bytes of the packages that this account sent. */
  usedBy(account: string): Promise<number>;
  /** Twice is once: the second call gives the first one's receipt. */
  store(incoming: NewPackage): Promise<StoredPackage>;
  open(stored: StoredPackage, sha256: string): Readable | undefined;
  /** Where the content lies, when it is there in its full size. */
  intact(stored: StoredPackage, sha256: string): Promise<string | undefined>;
  /** Contents of the package that are not there (any more). */
  missing(stored: StoredPackage): Promise<readonly string[]>;
  /** Reads everything; what is not what its name says is put aside and counts as missing from then on. The files as they truly are. */
  checkFixity(stored: StoredPackage): Promise<readonly PackageFile[]>;
  /** Puts contents that went missing back in their places. */
  repair(stored: StoredPackage, contentOf: (sha256: string) => string): Promise<void>;
  /** Every version of an object, oldest first. */
  versions(objectId: string): Promise<readonly { version: number; created: string; message: string }[]>;
};

const LAYOUT = '0003-hash-and-id-n-tuple-storage-layout';
const LONGEST_FOLDER_NAME = 100;

export async function openObjectStore(dir: string): Promise<ObjectStore> {
  const root = join(dir, 'ocfl');
  const index = join(dir, 'packages');
  await mkdir(index, { recursive: true });
  await declareRoot(root);
  const find = async (digest: string): Promise<StoredPackage | undefined> => {
    if (!/^[0-9a-f]{64}$/.test(digest)) return undefined;
    const text = await readFile(join(index, `${digest}.json`), 'utf8').catch(() => undefined);
    return text === undefined ? undefined : storedSchema.parse(JSON.parse(text));
  };
  // One package at a time is written of each object; two clients that send the same one are served one after the other.
  const queues = new Map<string, Promise<unknown>>();
  /** Read once, when somebody first asks, and kept up from then on: with thousands of packages every plan would read them all. */
  let usage: Promise<Map<string, number>> | undefined;
  const store = async (incoming: NewPackage): Promise<StoredPackage> => {
    const before = await find(incoming.digest);
    if (before !== undefined) return before;
    const { version, inventory } = await addVersion(objectRoot(root, incoming.objectId), incoming);
    const stored: StoredPackage = {
      receipt: { identifier: `${incoming.objectId}/v${version}`.slice(0, 500), sha256: incoming.digest, at: new Date().toISOString() },
      name: incoming.name, objectId: incoming.objectId, version, ...(incoming.account === undefined ? {} : { account: incoming.account }),
      bytes: incoming.files.reduce((sum, file) => sum + file.sizeBytes, 0),
      files: incoming.files.map((file) => ({ ...file, content: inventory.manifest[file.sha256]?.[0] ?? '' })),
    };
    // Counted before it is there, so that it is not counted twice.
    const used = await countedUsage();
    await writeWhole(join(index, `${incoming.digest}.json`), JSON.stringify(stored));
    if (stored.account !== undefined) used.set(stored.account, (used.get(stored.account) ?? 0) + stored.bytes);
    return stored;
  };
  const list = async (): Promise<readonly StoredPackage[]> => {
    const names = (await readdir(index)).filter((name) => /^[0-9a-f]{64}\.json$/.test(name));
    const all = await Promise.all(names.map((name) => find(name.slice(0, 64))));
    return all.filter((stored) => stored !== undefined).sort((a, b) => (a.receipt.at < b.receipt.at ? 1 : -1));
  };
  const countUsage = async (): Promise<Map<string, number>> => {
    const used = new Map<string, number>();
    for (const { account, bytes } of await list()) if (account !== undefined) used.set(account, (used.get(account) ?? 0) + bytes);
    return used;
  };
  const countedUsage = (): Promise<Map<string, number>> => {
    usage ??= countUsage().catch((error: unknown) => {
      usage = undefined;
      throw error;
    });
    return usage;
  };
  const placeOf = (stored: StoredPackage, content: string): string => join(objectRoot(root, stored.objectId), content);
  const intact: ObjectStore['intact'] = async (stored, sha256) => {
    const file = stored.files.find((candidate) => candidate.sha256 === sha256);
    const size = file === undefined ? undefined : await stat(placeOf(stored, file.content)).then((facts) => facts.size, () => undefined);
    return file !== undefined && size === file.sizeBytes ? placeOf(stored, file.content) : undefined;
  };
  const missing: ObjectStore['missing'] = async (stored) => {
    const gone = new Set<string>();
    for (const { sha256 } of stored.files) if ((await intact(stored, sha256)) === undefined) gone.add(sha256);
    return [...gone];
  };
  return {
    find,
    intact,
    missing,
    checkFixity: async (stored) => {
      const held: PackageFile[] = [];
      for (const { path, sha256, sizeBytes } of stored.files) {
        const place = await intact(stored, sha256);
        if (place === undefined) continue;
        if ((await hashFile(place)) === sha256) held.push({ path, sha256, sizeBytes });
        else await putAside(dir, place);
      }
      return held;
    },
    repair: async (stored, contentOf) => {
      for (const sha256 of await missing(stored)) {
        const place = placeOf(stored, stored.files.find((file) => file.sha256 === sha256)?.content ?? '');
        await rm(place, { force: true });
        await placeContent(contentOf(sha256), place);
      }
    },
    versions: async (objectId) => {
      const inventory = await readInventory(objectRoot(root, objectId));
      const all = Object.entries(inventory?.versions ?? {}).map(([name, { created, message }]) => ({ version: Number(name.slice(1)), created, message }));
      return all.sort((a, b) => a.version - b.version);
    },
    list,
    usedBy: async (account) => (await countedUsage()).get(account) ?? 0,
    store: (incoming) => {
      const { objectId } = incoming;
      const result = (queues.get(objectId) ?? Promise.resolve()).then(() => store(incoming));
      const turn: Promise<unknown> = result.catch(() => undefined).then(() => {
        if (queues.get(objectId) === turn) queues.delete(objectId);
      });
      queues.set(objectId, turn);
      return result;
    },
    open: (stored, sha256) => {
      const file = stored.files.find((candidate) => candidate.sha256 === sha256);
      return file === undefined ? undefined : createReadStream(join(objectRoot(root, stored.objectId), file.content));
    },
  };
}

/** Extension 0003 with its defaults: three tuples of three letters of the SHA-256 of the id, then the id itself in letters that every file system takes. */
export function objectRoot(root: string, objectId: string): string {
  const hash = createHash('sha256').update(objectId).digest('hex');
  const spelled = [...Buffer.from(objectId)].map((byte) => (/[A-Za-z0-9_-]/.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : `%${byte.toString(16).padStart(2, '0')}`)).join('');
  const name = spelled.length > LONGEST_FOLDER_NAME ? `${spelled.slice(0, LONGEST_FOLDER_NAME)}-${hash}` : spelled;
  return join(root, hash.slice(0, 3), hash.slice(3, 6), hash.slice(6, 9), name);
}

async function declareRoot(root: string): Promise<void> {
  const extension = join(root, 'extensions', LAYOUT);
  await mkdir(extension, { recursive: true });
  await writeFile(join(root, '0=ocfl_1.1'), 'ocfl_1.1\n');
  await writeFile(join(root, 'ocfl_layout.json'), `${JSON.stringify({ extension: LAYOUT, description: 'Hash and id n-tuple: sha256, 3 tuples of 3, then the id' }, null, 1)}\n`);
  const config = { extensionName: LAYOUT, digestAlgorithm: 'sha256', tupleSize: 3, numberOfTuples: 3 };
  await writeFile(join(extension, 'config.json'), `${JSON.stringify(config, null, 1)}\n`);
}

export async function addVersion(object: string, incoming: NewPackage): Promise<{ version: number; inventory: Inventory }> {
  const state = stateOf(incoming.files);
  const previous = await readInventory(object);
  // Died between the inventory and the index last time: the version is there already.
  const head = previous === undefined ? undefined : previous.versions[previous.head];
  if (previous !== undefined && head !== undefined && sameState(head.state, state)) return { version: Number(previous.head.slice(1)), inventory: previous };
  const version = previous === undefined ? 1 : Number(previous.head.slice(1)) + 1;
  const inventory = nextInventory(incoming, version, state, previous);
  // What a killed run left of this version is no part of the object yet.
  await rm(join(object, `v${version}`), { recursive: true, force: true });
  await mkdir(join(object, `v${version}`, 'content'), { recursive: true });
  for (const [sha256, paths] of Object.entries(inventory.manifest)) {
    const path = paths[0] ?? '';
    if (path.startsWith(`v${version}/`)) await placeContent(incoming.contentOf(sha256), join(object, path));
  }
  await Promise.all([writeWhole(join(object, '0=ocfl_object_1.1'), 'ocfl_object_1.1\n'), writeInventory(join(object, `v${version}`), inventory)]);
  await writeInventory(object, inventory);
  return { version, inventory };
}

function stateOf(files: readonly PackageFile[]): Record<string, string[]> {
  const state: Record<string, string[]> = {};
  for (const { sha256, path } of files) (state[sha256] ??= []).push(path);
  return state;
}

const sameState = (a: Inventory['versions'][string]['state'], b: Inventory['versions'][string]['state']): boolean => canonical(a) === canonical(b);
const canonical = (state: Record<string, string[]>): string => JSON.stringify(Object.entries(state).map(([hash, paths]) => [hash, paths.toSorted()]).sort());

function nextInventory(incoming: NewPackage, version: number, state: Record<string, string[]>, previous: Inventory | undefined): Inventory {
  const fresh = Object.keys(state).filter((sha256) => previous?.manifest[sha256] === undefined);
  return {
    id: incoming.objectId,
    type: 'https://ocfl.io/1.1/spec/#inventory',
    digestAlgorithm: 'sha256',
    head: `v${version}`,
    manifest: { ...previous?.manifest, ...Object.fromEntries(fresh.map((sha256) => [sha256, [`v${version}/content/${sha256}`]])) },
    versions: { ...previous?.versions, [`v${version}`]: { created: new Date().toISOString(), message: incoming.name, user: { name: 'sohoa repository' }, state } },
  };
}

async function readInventory(object: string): Promise<Inventory | undefined> {
  const text = await readFile(join(object, 'inventory.json'), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : inventorySchema.parse(JSON.parse(text));
}

async function writeInventory(dir: string, inventory: Inventory): Promise<void> {
  const text = JSON.stringify(inventory, null, 1);
  const sidecar = `${createHash('sha256').update(text).digest('hex')} inventory.json\n`;
  await Promise.all([writeWhole(join(dir, 'inventory.json'), text), writeWhole(join(dir, 'inventory.json.sha256'), sidecar)]);
}

async function writeWhole(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text, { flush: true });
  await rename(`${path}.new`, path);
}

/** A second name for the same bytes where the file system can; a copy otherwise. */
async function placeContent(from: string, to: string): Promise<void> {
  await link(from, to).catch(() => copyFile(from, to, constants.COPYFILE_EXCL));
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(path)) hash.update(part as Uint8Array);
  return hash.digest('hex');
}

/** Never deleted: somebody may want to know what happened to it. */
async function putAside(dir: string, place: string): Promise<void> {
  const aside = join(dir, 'quarantine');
  await mkdir(aside, { recursive: true });
  await rename(place, join(aside, `${new Date().toISOString().replaceAll(':', '-')}-${basename(place)}`));
}
