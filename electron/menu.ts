// The menu, as the page's registry of commands names it; a choice goes back as the command's id. The keys are only
// shown: the page itself knows when a key is a command and when it is a letter.
import { BrowserWindow, Menu, ipcMain } from 'electron';
import { desktopMenuSchema } from '../shared/api/desktop-menu.ts';
import { isOurs } from './protocol.ts';

export function listenForMenu(): void {
  ipcMain.on('set-menu', (event, sent: unknown) => {
    if (!isOurs(event.senderFrame?.url)) return;
    const run = (id: string): void => BrowserWindow.getAllWindows()[0]?.webContents.send('command', id);
    Menu.setApplicationMenu(Menu.buildFromTemplate(desktopMenuSchema.parse(sent).map(({ label, items }) => ({
      label, submenu: items.map((item) => ({ label: item.label, click: () => run(item.id), registerAccelerator: false, ...(item.accelerator === null ? {} : { accelerator: item.accelerator }) })),
    }))));
  });
}
