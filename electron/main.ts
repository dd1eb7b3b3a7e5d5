// The desktop window: one instance, one window, the same back end as everywhere else, reached through the
// app: scheme. This folder is the only importer of 'electron' and stays small; whatever can live in backend/
// or renderer/ does. Files come in as grants: the page never sees a path.
import path from 'node:path';
import { app, dialog } from 'electron';
import { dataDirOf, linkedBatch } from '../backend/desktop/launch.ts';
import { createSealableBackend } from '../backend/sealed-backend.ts';
import { isAppError } from '../shared/errors.ts';
import { createGrants } from './grants.ts';
import { listenForMenu } from './menu.ts';
import { tellReadBatches } from './notices.ts';
import { systemSecrets } from './secret-box.ts';
import { openWindow } from './window.ts';
import { registerScheme, serveScheme } from './protocol.ts';
import { startUtilityWorker } from './worker-host.ts';

registerScheme();
/** macOS names a file before the program is ready. */
const openedFiles: string[] = [];

/** What other programs and worker processes read stands beside the archive. */
const unpacked = (file: string): string => file.replace('app.asar', 'app.asar.unpacked');

function explain(error: unknown): string {
  if (isAppError(error) && error.code === 'workspace-in-use') return 'Kho làm việc đang được một chương trình khác mở. Dữ liệu an toàn. Đóng chương trình đó rồi mở lại.';
  if (isAppError(error) && error.code === 'workspace-too-new') return 'Kho làm việc do bản Sổ Hoá mới hơn tạo ra. Dữ liệu không bị đụng đến. Cập nhật Sổ Hoá rồi mở lại.';
  return `Không mở được kho làm việc (${isAppError(error) ? error.code : String(error)}). Dữ liệu không bị đụng đến. Khởi động lại máy rồi thử lại.`;
}

async function start(): Promise<void> {
  const grants = createGrants();
  const dataDir = dataDirOf(process.argv.slice(1), process.env, path.join(app.getPath('userData'), 'data'));
  const backend = await createSealableBackend({ authenticate: 'accounts', dataDir,
    ...systemSecrets(),
    staticDir: path.join(import.meta.dirname, '../renderer'),
    samplesDir: unpacked(path.join(import.meta.dirname, '../resources/samples')),
    startWorkerPort: startUtilityWorker,
    resolveGrant: async (id) => grants.resolve(id),
  }, (opened) => tellReadBatches(opened, openWindow));
  serveScheme(backend);
  grants.listen(path.join(dataDir, 'packages'));
  listenForMenu();
  openWindow(linkedBatch([...process.argv, ...openedFiles]));
  app.on('open-file', (_event, file) => openWindow(linkedBatch([file])));
  let isClosed = false;
  app.on('before-quit', (event) => {
    if (isClosed) return;
    event.preventDefault();
    void backend.close().finally(() => {
      isClosed = true;
      app.quit();
    });
  });
  app.on('activate', () => openWindow());
}

if (app.requestSingleInstanceLock()) {
  app.enableSandbox();
  app.on('second-instance', (_event, words) => openWindow(linkedBatch(words)));
  app.once('open-file', (_event, file) => openedFiles.push(file));
  app.on('window-all-closed', () => app.quit());
  void app.whenReady().then(start).catch((error: unknown) => {
    dialog.showErrorBox('Sổ Hoá', explain(error));
    app.exit(1);
  });
} else {
  app.quit();
}
