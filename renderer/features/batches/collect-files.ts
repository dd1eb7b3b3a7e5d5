// Files as they come from a drop, a picker or the clipboard, with their place in the folder as their name
// (NFC, "/" between), in natural order, without what operating systems leave lying about.
import type { FileToSend } from '../../api/upload-queue.ts';

const LITTER = /(^|\/)(\.[^/]+|Thumbs\.db|desktop\.ini|__MACOSX\/.*)$/i;
const order = new Intl.Collator('vi', { numeric: true, sensitivity: 'base' });

export function tidyFiles(files: readonly FileToSend[]): readonly FileToSend[] {
  return files
    .map(({ file, name }) => ({ file, name: name.normalize('NFC').replaceAll('\\', '/').replace(/^\/+/, '') }))
    .filter(({ name }) => name !== '' && !LITTER.test(name))
    .sort((a, b) => order.compare(a.name, b.name));
}

export const filesFromList = (list: FileList | readonly File[]): readonly FileToSend[] =>
  tidyFiles([...list].map((file) => ({ file, name: file.webkitRelativePath || file.name })));

const readEntries = (reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> => new Promise((resolve, reject) => reader.readEntries(resolve, reject));
const fileOf = (entry: FileSystemFileEntry): Promise<File> => new Promise((resolve, reject) => entry.file(resolve, reject));

async function walk(entry: FileSystemEntry): Promise<FileToSend[]> {
  if (entry.isFile) return [{ file: await fileOf(entry as FileSystemFileEntry), name: entry.fullPath }];
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: FileToSend[] = [];
  // readEntries answers at most a hundred at a time.
  for (let some = await readEntries(reader); some.length > 0; some = await readEntries(reader)) {
    for (const child of some) found.push(...(await walk(child)));
  }
  return found;
}

/** Folders are walked. The transfer must be read before the drop event is over: call without waiting first. */
export async function filesFromTransfer(transfer: DataTransfer): Promise<readonly FileToSend[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  if (entries.length === 0) return filesFromList(transfer.files);
  const found: FileToSend[] = [];
  for (const entry of entries) found.push(...(await walk(entry)));
  return tidyFiles(found);
}
