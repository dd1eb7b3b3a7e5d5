// The one window: sandboxed, isolated, without Node. It can go nowhere but app://sohoa, open nothing, and is
// given no permission. Its place and size are remembered.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { app, BrowserWindow, screen, session, shell, type Rectangle } from 'electron';
import { z } from 'zod';
import { ORIGIN } from './protocol.ts';

const boundsSchema = z.object({ x: z.number().int(), y: z.number().int(), width: z.number().int().min(600), height: z.number().int().min(400), isMaximized: z.boolean() });
const boundsFile = (): string => path.join(app.getPath('userData'), 'window.json');

function rememberedBounds(): (Rectangle & { isMaximized: boolean }) | undefined {
  try {
    const bounds = boundsSchema.parse(JSON.parse(readFileSync(boundsFile(), 'utf8')));
    const area = screen.getDisplayMatching(bounds).workArea;
    const isInSight = bounds.x < area.x + area.width && bounds.y < area.y + area.height && bounds.x + bounds.width > area.x && bounds.y + bounds.height > area.y;
    return isInSight ? bounds : undefined;
  } catch {
    return undefined;
  }
}

function refuseEverything(window: BrowserWindow): void {
  const { webContents } = window;
  const stay = (event: { preventDefault(): void }, url: string): void => {
    if (new URL(url).origin !== ORIGIN && !url.startsWith(`${ORIGIN}/`)) event.preventDefault();
  };
  webContents.on('will-navigate', (event) => stay(event, event.url));
  webContents.on('will-frame-navigate', (event) => stay(event, event.url));
  webContents.on('will-attach-webview', (event) => event.preventDefault());
  webContents.setWindowOpenHandler(({ url }) => {
    if (url.startsWith('https://')) void shell.openExternal(url);
    return { action: 'deny' };
  });
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.defaultSession.setPermissionCheckHandler(() => false);
}

/** `batchId`: what to show; else where the clerk was. */
export function openWindow(batchId?: string): void {
  const url = batchId === undefined ? `${ORIGIN}/` : `${ORIGIN}/#/batches/${batchId}`;
  const [open] = BrowserWindow.getAllWindows();
  if (open) {
    if (batchId !== undefined) void open.loadURL(url);
    if (open.isMinimized()) open.restore();
    open.focus();
    return;
  }
  const bounds = rememberedBounds();
  const window = new BrowserWindow({
    ...(bounds ?? { width: 1366, height: 768 }),
    minWidth: 1024,
    minHeight: 600,
    show: false,
    backgroundColor: '#f1f2f4',
    webPreferences: { preload: path.join(import.meta.dirname, 'preload.cjs'), sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false, spellcheck: false },
  });
  if (bounds?.isMaximized) window.maximize();
  refuseEverything(window);
  window.once('ready-to-show', () => window.show());
  window.on('close', () => {
    try {
      writeFileSync(boundsFile(), JSON.stringify({ ...window.getNormalBounds(), isMaximized: window.isMaximized() }));
    } catch {
      // The place of the window is not worth a message.
    }
  });
  void window.loadURL(url);
}
