// A whole office for a browser story: the renderer built from its sources, the real back end with real reading
// on a free port, an empty workspace, and a folder of rendered pages.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright';
import { build } from 'vite';
import { serve, type RunningServer } from '../../backend/serve.ts';
import { renderPage, type PageTruth, type RenderOptions } from '../../scripts/fixtures/render-page.ts';
import { openBrowser } from './browser.ts';

export type Office = {
  readonly server: RunningServer;
  readonly browser: Browser;
  readonly dir: string;
  /** Renders a page and writes it as a JPEG; its path and what is printed on it. */
  paper(name: string, options: RenderOptions): Promise<{ path: string; truth: PageTruth }>;
  /** Any bytes as a file. */
  file(name: string, bytes: Uint8Array | string): Promise<string>;
  close(): Promise<void>;
};

const rendererDir = fileURLToPath(new URL('../../renderer/', import.meta.url));

export async function openOffice(): Promise<Office> {
  const dir = await mkdtemp(path.join(tmpdir(), 'sohoa-office-'));
  const staticDir = path.join(dir, 'renderer');
  await build({ configFile: path.join(rendererDir, 'vite.config.ts'), logLevel: 'error', build: { outDir: staticDir, emptyOutDir: true } });
  const server = await serve({ dataDir: path.join(dir, 'data'), staticDir, workers: 1, port: 0 });
  const browser = await openBrowser();
  const file = async (name: string, bytes: Uint8Array | string): Promise<string> => {
    const target = path.join(dir, name);
    await writeFile(target, bytes);
    return target;
  };
  return {
    server,
    browser,
    dir,
    file,
    async paper(name, options) {
      const page = await renderPage(options);
      return { path: await file(name, await page.jpeg()), truth: page.truth };
    },
    async close() {
      await browser.close();
      await server.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
