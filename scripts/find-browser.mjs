// Finds a browser for the browser stories: on the system, else by Playwright's own download, else from
// Debian's packages when root. Says which; never decides silently that there is none.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const DOWNLOAD_TIMEOUT_MS = 180_000;

function onPath(name) {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file));
}

function systemBrowser() {
  const named = process.env.SOHOA_BROWSER;
  if (named) return existsSync(named) ? named : undefined;
  const windows = ['C:/Program Files/Google/Chrome/Application/chrome.exe', 'C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe'];
  const mac = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];
  return NAMES.map(onPath).find(Boolean) ?? [...windows, ...mac].find((file) => existsSync(file));
}

async function playwrightBrowser({ download }) {
  const { chromium } = await import('playwright');
  if (!existsSync(chromium.executablePath()) && download) {
    const cli = path.join(path.dirname(createRequire(import.meta.url).resolve('playwright/package.json')), 'cli.js');
    spawnSync(process.execPath, [cli, 'install', 'chromium'], { stdio: 'ignore', timeout: DOWNLOAD_TIMEOUT_MS });
  }
  return existsSync(chromium.executablePath()) ? chromium.executablePath() : undefined;
}

function debianBrowser() {
  if (process.getuid?.() !== 0 || !onPath('apt-get')) return undefined;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore', env });
  spawnSync('apt-get', ['install', '-y', '-qq', 'chromium', 'fonts-noto-core'], { stdio: 'ignore', env });
  return systemBrowser();
}

/** @returns {Promise<{path: string, how: string} | undefined>} */
export async function findBrowser() {
  const system = systemBrowser();
  if (system) return { path: system, how: 'on the system' };
  const own = (await playwrightBrowser({ download: false })) ?? (await playwrightBrowser({ download: true }));
  if (own) return { path: own, how: "Playwright's own" };
  const debian = debianBrowser();
  return debian ? { path: debian, how: 'installed from Debian' } : undefined;
}
