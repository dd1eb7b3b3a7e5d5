// The bridge (renderer/api/desktop.ts): functions only, no paths out, nothing else. Bundled to CommonJS,
// because a sandboxed preload cannot be a module.
import { contextBridge, ipcRenderer, webUtils } from 'electron';

contextBridge.exposeInMainWorld('sohoa', {
  pickFiles: () => ipcRenderer.invoke('pick-files'),
  pickFolder: () => ipcRenderer.invoke('pick-folder'),
  grantDropped: (files: readonly File[]) => ipcRenderer.invoke('grant-dropped', files.map((file) => webUtils.getPathForFile(file)).filter((file) => file !== '')),
  setMenu: (menu: unknown) => ipcRenderer.send('set-menu', menu),
  onCommand: (listener: (id: unknown) => void) => void ipcRenderer.on('command', (_event, id: unknown) => listener(id)),
  reveal: (packageId: string) => ipcRenderer.invoke('reveal', packageId),
});
