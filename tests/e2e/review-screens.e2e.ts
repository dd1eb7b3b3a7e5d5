// Where review begins, as it is looked at: in the dark, at 125 %, in English, without a fault
// of accessibility; records picked by hand and handed out; the next step of a batch that waits for review.
import { AxeBuilder } from '@axe-core/playwright';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { listStanding } from '../../backend/review/work-repository.ts';
import type { DeskPage } from '../support/browser.ts';
import { openOffice, type Office } from '../support/office.ts';

const READ_MS = 300_000;
const STEP_MS = 30_000;
const PICTURES = process.env['SOHOA_PICTURES'];
let office: Office;
let batchId = '';
let recordId = '';
let clerkId = '';

beforeAll(async () => {
  office = await openOffice();
  const { batches, review, records } = office.server.backend.parts;
  const papers = await Promise.all([0, 1, 2].map(async (at) => (await office.paper(`so-${at}.jpg`, { type: 'KS', form: 'certificate', seed: 700 + at })).path));
  ({ id: batchId } = await batches.create({ name: 'Quyển 01/2018', recordType: 'auto', profile: 'ho-tich' }));
  clerkId = (await office.person('clerk', ['clerk'])).id;
  await batches.addInputs(batchId, papers);
  await vi.waitUntil(async () => (await batches.get(batchId)).state === 'read', { timeout: READ_MS, interval: 500 });
  await review.setPlan(batchId, { name: 'own', mode: 'key-and-review', kinds: {}, types: {}, sampling: null }, office.lead.id);
  recordId = (await listStanding(office.server.backend.parts.db, batchId))[0]?.record_id ?? '';
  await review.finish(recordId, clerkId, (await records.get(recordId)).revision);
}, READ_MS + STEP_MS);
afterAll(async () => office.close());

const open = (page: Page, hash: string): Promise<unknown> => page.goto(new URL(hash, office.server.url).href);

async function lookAt(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('networkidle').catch(() => undefined);
  if (PICTURES !== undefined) {
    await mkdir(PICTURES, { recursive: true });
    await page.screenshot({ path: path.join(PICTURES, `${name}.png`) });
  }
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map((found) => `${name}: ${found.id}: ${found.nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), `${name} is wider than its window`).toBeLessThanOrEqual(0);
}

async function homeScreen({ page, complaints }: DeskPage, name: string): Promise<void> {
  await open(page, `#/review/${batchId}`);
  await page.locator('.review-table tbody tr').first().waitFor();
  await lookAt(page, `${name}-home`);
  expect(complaints).toEqual([]);
}

describe('where review begins', () => {
  it('can be used by everybody in the light', async () => homeScreen(await office.signedIn('admin', { login: 'quan.tri' }), 'light'), STEP_MS * 4);
  it('can be used by everybody in the dark, at 125 %', async () => homeScreen(await office.signedIn('reviewer', { theme: 'dark', zoom: 1.25 }), 'dark-125'), STEP_MS * 4);

  it('is there in English', async () => {
    const window = await office.signedIn('reviewer', { theme: 'dark' });
    await window.page.evaluate(() => { localStorage.setItem('sohoa.language', '"en"'); });
    await window.page.reload();
    await homeScreen(window, 'english');
    expect(await window.page.locator('html').getAttribute('lang')).toBe('en');
  }, STEP_MS * 4);

  it('hands out what is picked in the list, and only that', async () => {
    const { page } = await office.signedIn('admin', { login: 'quan.tri' });
    await open(page, `#/review/${batchId}`);
    const free = page.locator('.review-table tbody tr[data-state=read]').last();
    await free.locator('input[type=checkbox]').check();
    const panel = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Giao việc' }) });
    await panel.getByRole('button', { name: /Giao 1 hồ sơ đã chọn/ }).click();
    await page.getByRole('option', { name: 'clerk' }).click();
    await panel.getByRole('button', { name: 'Giao', exact: true }).click();
    const picked = await free.getAttribute('data-record');
    await expect.poll(async () => (await listStanding(office.server.backend.parts.db, batchId)).filter((work) => work.assigned_to === clerkId).map((work) => work.record_id), { timeout: STEP_MS }).toEqual([picked]);
    await expect.poll(() => page.locator('.review-table input:checked').count(), { timeout: STEP_MS }).toBe(0);
  }, STEP_MS * 2);

  it('lets an administrator give one field a rule of its own, and take it away again', async () => {
    const { page, complaints } = await office.signedIn('admin', { login: 'quan.tri' });
    await open(page, `#/review/${batchId}`);
    const choose = async (label: RegExp, option: string): Promise<void> => {
      await page.getByRole('button', { name: label }).click();
      await page.getByRole('option', { name: option, exact: true }).click();
    };
    const savePlan = async (): Promise<void> => {
      await page.getByRole('button', { name: 'Lưu cách kiểm tra' }).click();
      await page.getByRole('button', { name: 'Lưu cách kiểm tra' }).waitFor({ state: 'detached' });
    };
    const stored = async () => (await office.server.backend.parts.review.ofBatch(batchId, office.lead.id)).plan;
    await page.getByText('Riêng từng trường').click();
    await choose(/ Trường$/, 'Nơi sinh');
    await page.getByText('Không có quy tắc riêng thì trường này: nhập rồi duyệt.').waitFor();
    await page.getByRole('button', { name: 'Thêm quy tắc' }).click();
    await page.getByText('Riêng từng nhóm trường').click();
    await choose(/ Họ tên người$/, 'một người xem');
    await lookAt(page, 'plan-rules');
    await savePlan();
    expect(await stored()).toMatchObject({ name: 'own', kinds: { personName: 'one-look' }, types: { KS: { fields: { nksNoiSinh: 'double-keying' } } } });
    await page.getByText('Riêng từng trường').click();
    await page.getByRole('button', { name: /Bỏ quy tắc của .*Nơi sinh/ }).click();
    await savePlan();
    expect((await stored())?.types).toEqual({});
    expect(complaints).toEqual([]);
  }, STEP_MS * 2);
});
