// Every screen a person can stand before, in one table: each is opened with real pages in it and looked at as an
// accessibility checker and an office screen of 1366 × 768 would, in the light at 100 %, in the dark at 125 % and in
// English. With SOHOA_PICTURES set, a picture of each is left there for human eyes.
import { AxeBuilder } from '@axe-core/playwright';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encryptWorkspace } from '../../backend/privacy/encrypt-workspace.ts';
import { serve, type RunningServer } from '../../backend/serve.ts';
import { openWindow, type WindowOptions } from '../support/browser.ts';
import { openOffice, type Office } from '../support/office.ts';
import { readBatch } from '../support/read-batch.ts';

const PICTURES = process.env['SOHOA_PICTURES'];
const PASSPHRASE = 'cây đa giếng nước sân đình';
const STEP_MS = 60_000;

let office: Office;
let batchId = '';
let emptyId = '';
let ids: readonly string[] = [];
let fresh: RunningServer;
let sealed: RunningServer;
let doors = '';

beforeAll(async () => {
  office = await openOffice();
  ({ batchId, recordIds: ids } = await readBatch(office, 'Quyển 02/2018', [
    { type: 'KS', form: 'certificate', seed: 813, preset: 'poor' }, { type: 'KH', form: 'certificate', seed: 815, preset: 'poor' }, { type: 'KT', seed: 43, preset: 'scan' },
  ]));
  const { batches, runner, records } = office.server.backend.parts;
  const blank = await sharp({ create: { width: 1654, height: 2339, channels: 3, background: '#fcfbf8' } }).withMetadata({ density: 200 }).jpeg().toBuffer();
  await batches.addInputs(batchId, [await office.file('d-trang-trang.jpg', blank), await office.file('e-hong.jpg', 'không phải ảnh')]);
  await runner.idle(batchId);
  emptyId = (await batches.create({ name: 'Quyển 03/2019', recordType: 'auto', profile: 'ho-tich' })).id;
  const first = await records.get(ids[0] ?? '');
  await records.putField(first.id, 'nksHoTen', { value: 'TRẦN VĂN AN', revision: first.revision, by: office.lead.id });
  doors = await mkdtemp(path.join(tmpdir(), 'sohoa-doors-'));
  const staticDir = path.join(office.dir, 'renderer');
  fresh = await serve({ dataDir: path.join(doors, 'fresh'), staticDir, workers: 1, port: 0 });
  const dataDir = path.join(doors, 'sealed');
  await (await serve({ dataDir, staticDir, workers: 1, port: 0 })).close();
  await encryptWorkspace(dataDir, PASSPHRASE, { cost: { n: 1024, r: 8, p: 1 } });
  sealed = await serve({ dataDir, staticDir, workers: 1, port: 0 });
});
afterAll(async () => {
  await Promise.all([fresh.close(), sealed.close()]);
  await rm(doors, { recursive: true, force: true });
  await office.close();
});

type Place = Readonly<{ name: string; /** The address behind #. */ hash?: () => string; ready: string; /** Opens what stands over the screen. */ then?: (page: Page) => Promise<void>; door?: () => Promise<Page> }>;

const record = (index: number) => () => `#/correction/${batchId}/${ids[index] ?? ''}`;
const press = (...keys: readonly string[]) => async (page: Page): Promise<void> => {
  for (const key of keys) await page.keyboard.press(key);
};
const dialog = (...keys: readonly string[]) => async (page: Page): Promise<void> => {
  await press(...keys)(page);
  await page.getByRole('dialog').waitFor();
};

const PLACES: readonly Place[] = [
  { name: 'batches', hash: () => `#/batches/${batchId}`, ready: '.failures' },
  { name: 'batch-empty', hash: () => `#/batches/${emptyId}`, ready: '.batch-detail' },
  { name: 'batch-form', hash: () => `#/batches/${batchId}`, ready: '.failures', then: dialog('F2') },
  { name: 'light-table', hash: () => `#/pages/${batchId}`, ready: '.thumb img' },
  { name: 'light-table-empty', hash: () => `#/pages/${emptyId}`, ready: '.light-empty' },
  { name: 'page', hash: () => `#/pages/${batchId}`, ready: '.thumb img', then: async (page) => { await page.locator('.thumb-sheet').first().dblclick(); await page.locator('.read-field').first().waitFor(); } },
  { name: 'desk-doubts', hash: record(1), ready: '.field-card.active .strip img' },
  { name: 'desk-certain', hash: record(0), ready: '.field-row' },
  { name: 'desk-empty', hash: () => `#/correction/${emptyId}`, ready: '.empty h1' },
  { name: 'desk-history', hash: record(0), ready: '.field-row', then: dialog('Alt+i') },
  { name: 'desk-type', hash: record(0), ready: '.field-row', then: dialog('Alt+l') },
  { name: 'keys', hash: record(0), ready: '.field-row', then: dialog('F1') },
  { name: 'palette', hash: record(0), ready: '.field-row', then: dialog('Control+k') },
  { name: 'review', hash: () => `#/review/${batchId}`, ready: '.review-home h1' },
  { name: 'packages', hash: () => `#/packages/${batchId}`, ready: 'h1' },
  { name: 'uploads', hash: () => '#/uploads', ready: 'h1' },
  { name: 'report-book', hash: () => `#/reports/${batchId}/book`, ready: '.reports-form' },
  { name: 'report-quality', hash: () => `#/reports/${batchId}/quality`, ready: '.reports-column' },
  { name: 'report-progress', hash: () => `#/reports/${batchId}/progress`, ready: '.reports-column' },
  { name: 'report-own', hash: () => `#/reports/${batchId}/mine`, ready: '.reports-column' },
  { name: 'people', hash: () => '#/people', ready: '.person-row' },
  { name: 'trail', hash: () => '#/trail', ready: '.trail-row' },
];

const LOOKS: readonly (Readonly<{ look: string; language: 'vi' | 'en' }> & WindowOptions)[] = [
  { look: 'light', language: 'vi', theme: 'light' },
  { look: 'dark-125', language: 'vi', theme: 'dark', zoom: 1.25 },
  { look: 'english', language: 'en', theme: 'light' },
];

async function faultsOf(page: Page, name: string): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const wide = await page.evaluate(() => [document.documentElement, ...document.querySelectorAll('.screen, .side, .batches-main, .top-bar, .light-table, .plain-screen, .dialog')].filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => `too wide: ${one.className || one.tagName}`));
  const headings = await page.evaluate(() => [...document.querySelectorAll('h1, h2, h3, h4')].filter((one) => one.checkVisibility() && one.closest('[inert]') === null).map((one) => Number(one.tagName.slice(1))));
  const skipped = headings.flatMap((level, index) => (level > (headings[index - 1] ?? 0) + 1 ? [`heading h${String(level)} after h${String(headings[index - 1] ?? 0)}`] : []));
  return [...violations.filter((one) => one.impact === 'serious' || one.impact === 'critical').map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 140)).join(' | ')}`), ...wide, ...skipped].map((fault) => `${name}: ${fault}`);
}

const speakEnglish = async (page: Page): Promise<void> => {
  await page.evaluate(() => localStorage.setItem('sohoa.language', '"en"'));
  await page.reload();
};

async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES === undefined) return;
  await mkdir(PICTURES, { recursive: true });
  await page.waitForTimeout(400);
  await page.screenshot({ path: path.join(PICTURES, `${name}.png`) });
}

describe.each(LOOKS)('$look', ({ look, language, ...options }) => {
  it('every screen can be used by everybody, and fits', async () => {
    const { page, complaints } = await openWindow(office.browser, office.server.url, options);
    if (language === 'en') await speakEnglish(page);
    const faults: string[] = [];
    for (const { name, hash, ready, then } of PLACES) {
      await page.goto('about:blank');
      await page.goto(`${office.server.url}${hash?.() ?? ''}`);
      await page.locator(ready).first().waitFor({ timeout: STEP_MS });
      await then?.(page);
      await picture(page, `${name}-${look}`);
      faults.push(...(await faultsOf(page, name)));
    }
    expect(faults).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  }, STEP_MS * 6);

  it('every door can be used by everybody, and fits', async () => {
    const temporary = `moi.${look}`;
    const { temporaryPassword } = await office.server.backend.parts.accounts.people.add({ login: temporary, name: 'Nguyễn Thị Mới', roles: ['clerk'] });
    const doorsOf: readonly (readonly [name: string, url: string, open: (page: Page) => Promise<void>])[] = [
      ['door-first-start', fresh.entryUrl, async (page) => page.getByLabel('Họ và tên').or(page.getByLabel('Full name')).waitFor()],
      ['door-sealed', sealed.url, async (page) => page.locator('input[type=password]').waitFor()],
      ['door-sign-in', office.server.url, async (page) => page.locator('input[type=password]').waitFor()],
      ['door-new-password', office.server.url, async (page) => {
        await page.locator('input').first().fill(temporary);
        await page.locator('input[type=password]').fill(temporaryPassword);
        await page.keyboard.press('Enter');
        await page.locator('input[type=password]').nth(1).waitFor();
      }],
    ];
    const faults: string[] = [];
    for (const [name, url, open] of doorsOf) {
      const { page } = await openWindow(office.browser, url, { ...options, cookies: [], ready: '.door' });
      if (language === 'en') await speakEnglish(page);
      await open(page);
      await picture(page, `${name}-${look}`);
      faults.push(...(await faultsOf(page, name)));
      await page.context().close();
    }
    expect(faults).toEqual([]);
  }, STEP_MS * 3);
});
