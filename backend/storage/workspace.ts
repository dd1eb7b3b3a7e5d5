// The folders of a workspace. originals/ is forever; cache/ may be deleted at any time; work/ holds what
// is under way (received files, unpacked zips); packages/ holds what was built.
// Errors: 'not-writable', 'disk-full'.
import { constants } from 'node:fs';
import { access, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { BlobStore } from '../pipeline/step-context.ts';
import type { Reach } from './atomic-write.ts';
import { createBlobStore, layerBlobStores } from './blob-store.ts';
import { createSealedBlobStore } from './sealed-blob-store.ts';
import { guardStorage, makeFolder } from './storage-error.ts';

export type Workspace = {
  readonly dataDir: string;
  readonly databaseFile: string;
  readonly packagesDir: string;
  readonly originals: BlobStore;
  readonly derivatives: BlobStore;
  /** Originals before derivatives, for a step that reads both. */
  readonly blobs: BlobStore;
  workDirOf(id: string): string;
  removeWorkDir(id: string): Promise<void>;
  /** Takes away a received file with its folder below work/; a path anywhere else is left alone. */
  removeReceived(file: string): Promise<void>;
  /** Takes away the work folders of earlier runs, except those that `keep` names. */
  sweepWork(keep: (name: string) => boolean): Promise<void>;
};

export type WorkspaceBlobs = Pick<Workspace, 'originals' | 'derivatives' | 'blobs'>;

/** `key`: of an encrypted workspace. */
export function openBlobs(dataDir: string, key?: Buffer): WorkspaceBlobs {
  const scratch = path.join(dataDir, 'work', `open-${process.pid}`);
  const open = (name: string, reach: Reach): BlobStore => (key === undefined ? createBlobStore(path.join(dataDir, name), reach) : createSealedBlobStore(path.join(dataDir, name), key, scratch, reach));
  const originals = open('originals', 'disk');
  // Every reader of a derivative makes it again where it is lost or damaged.
  const derivatives = open('cache', 'as-it-comes');
  return { originals, derivatives, blobs: layerBlobStores(originals, derivatives) };
}

export async function openWorkspace(dataDir: string, key?: Buffer): Promise<Workspace> {
  const workDir = path.join(dataDir, 'work');
  await guardStorage(dataDir, async () => {
    await makeFolder(workDir);
    await makeFolder(path.join(dataDir, 'packages'));
    await access(dataDir, constants.W_OK);
  });
  const workDirOf = (id: string): string => path.join(workDir, id);
  return {
    dataDir,
    databaseFile: path.join(dataDir, 'sohoa.db'),
    packagesDir: path.join(dataDir, 'packages'),
    ...openBlobs(dataDir, key),
    workDirOf,
    removeWorkDir: (id) => rm(workDirOf(id), { recursive: true, force: true }),
    removeReceived: async (file) => {
      const folder = path.dirname(path.resolve(file));
      if (path.dirname(folder) === path.resolve(workDir)) await rm(folder, { recursive: true, force: true });
    },
    sweepWork: async (keep) => {
      for (const name of await readdir(workDir)) if (!keep(name)) await rm(path.join(workDir, name), { recursive: true, force: true });
    },
  };
}
