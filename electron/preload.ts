// The bridge (renderer/api/desktop.ts): four functions, no paths out, nothing else. Bundled to CommonJS,
// because a sandboxed preload cannot be a module.
import { contextBridge, ipcRenderer, webUtils } from 'electron';

contextBridge.exposeInMainWorld('sohoa', {
  pickFiles: () => ipcRenderer.invoke('pick-files'),
  pickFolder: () => ipcRenderer.invoke('pick-folder'),
  grantDropped: (files: readonly File[]) => ipcRenderer.invoke('grant-dropped', files.map((file) => webUtils.getPathForFile(file)).filter((file) => file !== '')),
  reveal: (packageId: string) => ipcRenderer.invoke('reveal', packageId),
});
