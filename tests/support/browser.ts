// The browser for the stories: the one the test run found (SOHOA_BROWSER), else whatever scripts/find-browser.mjs
// finds; without any the stories fail with what to do, they are never left out silently.
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright';
import { z } from 'zod';

const finderSchema = z.object({ findBrowser: z.custom<() => Promise<unknown>>((value) => typeof value === 'function') });
const foundSchema = z.object({ path: z.string() }).optional();

async function browserPath(): Promise<string> {
  const named = process.env['SOHOA_BROWSER'];
  if (named) return named;
  const { findBrowser } = finderSchema.parse(await import(new URL('../../scripts/find-browser.mjs', import.meta.url).href));
  const found = foundSchema.parse(await findBrowser());
  if (!found) throw new Error('No browser for the browser stories. Install one (Debian: apt install chromium) or set SOHOA_BROWSER.');
  return found.path;
}

export async function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await browserPath(), args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

export type DeskPage = { readonly page: Page; /** What the console complained about: must stay empty. */ readonly complaints: readonly string[] };

const OFFICE_SCREEN = { width: 1366, height: 768 };

export type WindowOptions = {
  readonly zoom?: number;
  readonly theme?: 'light' | 'dark';
  /** In place of those that every window of this browser has. */
  readonly cookies?: Parameters<BrowserContext['addCookies']>[0];
  /** What is there when the window is ready; default: the application's frame. */
  readonly ready?: string;
};

/** A window of its own (own storage, own cookies) with the application open in it. */
export async function openWindow(browser: Browser, url: string, options: WindowOptions = {}): Promise<DeskPage> {
  const zoom = options.zoom ?? 1;
  const context = await browser.newContext({
    viewport: { width: Math.floor(OFFICE_SCREEN.width / zoom), height: Math.floor(OFFICE_SCREEN.height / zoom) },
    deviceScaleFactor: zoom,
    locale: 'vi-VN',
    colorScheme: options.theme ?? 'light',
  });
  if (options.cookies !== undefined) {
    await context.clearCookies();
    await context.addCookies(options.cookies);
  }
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    // A refused request is told in the page itself; the browser's own line about it is not ours.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) complaints.push(message.text());
  });
  await page.goto(url);
  await page.locator(options.ready ?? '.frame').waitFor();
  return { page, complaints };
}
