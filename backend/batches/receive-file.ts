// Takes one file from a request's body to the work folder: streamed, counted, whole or not at all.
// The name is only for people; it never decides where the file goes beyond its last part.
import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';
import { createId } from '../db/ids.ts';
import { guardStorage } from '../storage/storage-error.ts';
import type { Workspace } from '../storage/workspace.ts';

const MAX_NAME_BYTES = 255;
const UNSAFE = /[\p{Cc}\\/:*?"<>|]/gu;

/** The last part of a percent-encoded name, NFC, safe on every file system, at most 255 bytes, the extension kept. */
export function safeFileName(encoded: string): string {
  let name = encoded;
  try {
    name = decodeURIComponent(encoded);
  } catch {
    // Not percent-encoded after all: take it as it is.
  }
  const last = name.normalize('NFC').split(/[\\/]/).at(-1) ?? '';
  const clean = last.replace(UNSAFE, '_').replace(/^\.+/, '_').trim();
  if (clean === '') return 'tep';
  if (Buffer.byteLength(clean) <= MAX_NAME_BYTES) return clean;
  const extension = path.extname(clean).slice(0, 16);
  let stem = clean.slice(0, clean.length - extension.length);
  while (Buffer.byteLength(stem + extension) > MAX_NAME_BYTES) stem = [...stem].slice(0, -1).join('');
  return stem + extension;
}

/** Returns the local path. Errors: 'payload-too-large', 'empty-file', 'disk-full', 'not-writable'. */
export async function receiveFile(workspace: Workspace, request: Request, encodedName: string, maxBytes: number): Promise<{ path: string; dirId: string }> {
  const name = safeFileName(encodedName);
  const dirId = createId();
  const dir = workspace.workDirOf(dirId);
  return guardStorage(dir, async () => {
    await mkdir(dir, { recursive: true });
    const temporary = path.join(dir, '.receiving');
    try {
      const file = await open(temporary, 'wx');
      let bytes = 0;
      try {
        for await (const chunk of request.body ?? []) {
          bytes += chunk.byteLength;
          if (bytes > maxBytes) throw new AppError('payload-too-large', { name, maxBytes });
          await file.write(chunk);
        }
        await file.sync();
      } finally {
        await file.close();
      }
      if (bytes === 0) throw new AppError('empty-file', { name }, 'other-file');
      const target = path.join(dir, name);
      await rename(temporary, target);
      return { path: target, dirId };
    } catch (error) {
      await rm(dir, { recursive: true, force: true });
      throw error;
    }
  });
}
