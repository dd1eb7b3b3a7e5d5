// Native pickers. What was picked stays in this process; the page gets an opaque id for each path and hands
// it to POST /api/batches/:id/imports. A grant is good for this run only.
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { BrowserWindow, dialog, ipcMain, shell, type IpcMainInvokeEvent, type OpenDialogOptions } from 'electron';
import { z } from 'zod';
import { isOurs } from './protocol.ts';

const EXTENSIONS = ['jpg', 'jpeg', 'png', 'tif', 'tiff', 'webp', 'bmp', 'pdf', 'zip'];
const droppedSchema = z.array(z.string().min(1)).max(10_000);
const packageIdSchema = z.string().regex(/^[\w-]{1,64}$/);

export type Grants = { resolve(id: string): string | undefined; listen(packagesDir: string): void };

export function createGrants(): Grants {
  const paths = new Map<string, string>();
  const grant = (file: string): string => {
    const id = randomUUID();
    paths.set(id, file);
    return id;
  };
  const pick = async (event: IpcMainInvokeEvent, options: OpenDialogOptions): Promise<readonly string[]> => {
    const window = BrowserWindow.fromWebContents(event.sender);
    const { canceled, filePaths } = await (window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options));
    return canceled ? [] : filePaths.map(grant);
  };
  /** Only our own page may ask. */
  const handle = (channel: string, answer: (event: IpcMainInvokeEvent, argument: unknown) => Promise<unknown>): void =>
    ipcMain.handle(channel, (event, argument: unknown) => {
      if (!isOurs(event.senderFrame?.url)) throw new Error('refused');
      return answer(event, argument);
    });
  return {
    resolve: (id) => paths.get(id),
    listen(packagesDir) {
      handle('pick-files', (event) => pick(event, { properties: ['openFile', 'multiSelections'], filters: [{ name: 'Bản quét', extensions: EXTENSIONS }, { name: '*', extensions: ['*'] }] }));
      handle('pick-folder', (event) => pick(event, { properties: ['openDirectory', 'multiSelections'] }));
      handle('grant-dropped', async (_event, files) => droppedSchema.parse(files).filter((file) => path.isAbsolute(file)).map(grant));
      handle('reveal', async (_event, id) => shell.showItemInFolder(path.join(packagesDir, packageIdSchema.parse(id))));
    },
  };
}
