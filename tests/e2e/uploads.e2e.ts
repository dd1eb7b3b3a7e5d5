// Uploads as an office sees them: a place is made and tried, packages are sent; one runs, one waits and says
// why, one failed and is repaired, one has its receipt; the place is asked what it holds, and gives one back.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { addAccount } from '../../backend/repository/accounts.ts';
import { createRepository } from '../../backend/repository/create-repository.ts';
import { serveRepository, type RunningRepository } from '../../backend/repository/serve-repository.ts';
import { openWindow } from '../support/browser.ts';
import { openOffice, type Office } from '../support/office.ts';
import { makeReadyPackage } from '../support/ready-package.ts';

let office: Office;
let repository: RunningRepository;
let token: string;

beforeAll(async () => {
  office = await openOffice();
  const data = path.join(office.dir, 'kho');
  await mkdir(data, { recursive: true });
  token = await addAccount(data, 'xa-01', null);
  repository = await serveRepository(createRepository({ dataDir: data }), { host: '127.0.0.1', port: 0 });
});
afterEach(async () => {
  for (const context of office.browser.contexts()) await context.close();
});
afterAll(async () => {
  await office.close();
  await repository.stop();
});

async function openUploads(): Promise<{ page: Page; complaints: readonly string[] }> {
  const { page, complaints } = await openWindow(office.browser, office.server.entryUrl);
  await page.goto(`${office.server.url}#/uploads`);
  await page.getByRole('heading', { name: 'Tải lên' }).waitFor();
  return { page, complaints };
}

const shot = async (page: Page, name: string): Promise<void> => {
  const dir = process.env['SOHOA_SHOTS'];
  if (dir !== undefined) await page.screenshot({ path: path.join(dir, `${name}.png`) });
};

/** Slow enough to be seen on its way. */
const makeProfile = (name: string, address: string, more: { secret?: string; settings?: object } = {}) =>
  office.server.backend.parts.uploadProfiles.create({ name, kind: 'repository', address, settings: {}, ...more });

describe('the screen of uploads', () => {
  it('says what to do when there is nothing, and a place made by hand is tried before it is kept', async () => {
    const { page, complaints } = await openUploads();
    await page.getByText('Chưa có nơi nhận nào').waitFor();
    await page.getByRole('button', { name: 'Thêm' }).click();
    await page.getByLabel('Tên gọi').fill('Kho thử của tỉnh');
    await page.getByLabel('Địa chỉ', { exact: true }).fill(repository.url);
    await page.getByLabel('Mã truy cập (token)').fill('sai');
    await page.getByRole('button', { name: 'Thử kết nối' }).click();
    await page.getByText('Nơi nhận không chấp nhận mã truy cập').waitFor();
    await shot(page, 'form');
    await page.getByLabel('Mã truy cập (token)').fill(token);
    await page.getByRole('button', { name: 'Thử kết nối' }).click();
    await page.getByText('Ghi được.').waitFor();
    await page.getByRole('button', { name: 'Lưu', exact: true }).click();
    await page.locator('[data-place]').getByText('Kho thử của tỉnh').waitFor();
    expect(await page.content()).not.toContain(token);
    expect(complaints).toEqual([]);
  });

  it('shows one running, one waiting with its reason, one failed with its repair, and the receipt of a finished one', async () => {
    const { backend } = office.server;
    const profiles = await backend.parts.uploadProfiles.list();
    const good = profiles[0]?.id ?? '';
    const make = (files: Record<string, number | string>, name: string): Promise<string> => makeReadyPackage(backend, files, name);
    const hour = new Date().getHours();
    const closed = await makeProfile('Kho đêm', repository.url, { secret: token, settings: { hours: { from: `${String((hour + 2) % 24).padStart(2, '0')}:00`, until: `${String((hour + 3) % 24).padStart(2, '0')}:00` } } });
    const slow = await makeProfile('Đường truyền chậm', repository.url, { secret: token, settings: { kilobytesPerSecond: 60 } });
    const wrong = await makeProfile('Kho huyện (mã cũ)', repository.url, { secret: 'sai' });
    const { uploads } = backend.parts;
    const [done] = await uploads.enqueue([await make({ 'a.txt': 'xong' }, 'Sổ khai sinh 1998')], good, 0);
    await uploads.settled(done?.id ?? '', AbortSignal.timeout(30_000));
    const [failed] = await uploads.enqueue([await make({ 'a.txt': 'hỏng' }, 'Sổ khai tử 2001')], wrong.id, 0);
    await uploads.settled(failed?.id ?? '', AbortSignal.timeout(30_000));
    await uploads.enqueue([await make({ 'a.txt': 'đợi' }, 'Sổ kết hôn 2010')], closed.id, 0);
    await uploads.enqueue([await make({ 'a.bin': 2_500_000 }, 'Sổ khai sinh 2005')], slow.id, 0);
    const { page, complaints } = await openUploads();
    const item = (name: string) => page.locator('[data-upload]', { hasText: name });
    await page.locator('[data-section=sending] [data-upload]').getByText('còn khoảng').waitFor();
    await item('Sổ kết hôn 2010').getByText('Ngoài giờ gửi, gửi tiếp lúc').waitFor();
    await item('Sổ khai tử 2001').getByText('Bấm Sửa ở nơi nhận, nhập mã mới').waitFor();
    await shot(page, 'queue');
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 120) ?? ''}`)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    await item('Sổ khai sinh 1998').getByRole('button', { name: 'Giấy báo nhận' }).click();
    await page.getByText('Mã kiểm tra').first().waitFor();
    await shot(page, 'receipt');
    await page.keyboard.press('Escape');
    await backend.parts.uploadProfiles.update(wrong.id, { name: wrong.name, kind: 'repository', address: wrong.address, settings: {}, secret: token });
    await item('Sổ khai tử 2001').getByRole('button', { name: 'Thử lại' }).click();
    await item('Sổ khai tử 2001').and(page.locator('[data-state=acknowledged]')).waitFor();
    await item('Sổ khai sinh 2005').getByRole('button', { name: /Tạm dừng/ }).click();
    await item('Sổ khai sinh 2005').getByText('Đang tạm dừng').waitFor();
    expect(complaints).toEqual([]);
  });

  it('asks the place what it holds: all the same; and brings a package back', async () => {
    const { page, complaints } = await openUploads();
    const place = page.locator('[data-place]', { hasText: 'Kho thử của tỉnh' });
    await place.getByRole('button', { name: 'Đối soát' }).click();
    await place.getByText('gói đều đúng').waitFor({ timeout: 30_000 });
    await place.getByRole('button', { name: 'Lấy về' }).click();
    await page.getByRole('dialog').getByText('Gói thử').first().waitFor();
    await shot(page, 'held');
    await page.getByRole('dialog').getByRole('button', { name: 'Đóng' }).click();
    expect(complaints).toEqual([]);
  });

  it('opens a package that was brought back as a batch with what was corrected in it, and sends it as version 2', async () => {
    const { batches, records, packages, uploads, uploadProfiles, runner } = office.server.backend.parts;
    const good = (await uploadProfiles.list()).find(({ name }) => name === 'Kho thử của tỉnh')?.id ?? '';
    const papers = await Promise.all([office.paper('a-ks.jpg', { type: 'KS', form: 'certificate', seed: 41 }), office.paper('b-ks.jpg', { type: 'KS', form: 'certificate', seed: 42 })]);
    const { id: batchId } = await batches.create({ name: 'Quyển lấy về', recordType: 'auto', profile: 'ho-tich' });
    await batches.addInputs(batchId, papers.map((paper) => paper.path));
    await runner.idle(batchId);
    const before = (await records.list(batchId, 0, 10)).records;
    const first = await records.get(before[0]?.id ?? '');
    await records.putField(first.id, 'nksHoTen', { value: 'NGUYỄN THỊ HIỆU ĐÍNH', revision: first.revision, by: 'lan' });
    const send = async (id: string): Promise<string> => {
      const pack = await packages.create(id, 'ho-tich', { collisions: 'number' });
      await runner.idle(id);
      const [row] = await uploads.enqueue([pack.id], good, 0);
      const ended = await uploads.settled(row?.id ?? '', AbortSignal.timeout(60_000));
      expect(ended.problem).toBeNull();
      expect((await uploads.receipt(ended.id)).records).toHaveLength(2);
      return ended.receipt?.identifier ?? '';
    };
    expect(await send(batchId)).toBe(`${batchId}/v1`);
    const values = async (id: string): Promise<unknown> => Promise.all((await records.list(id, 0, 10)).records.map(async (record) => Object.fromEntries(Object.entries((await records.get(record.id)).fields).map(([key, field]) => [key, field.value]))));
    const sent = await values(batchId);
    await batches.remove(batchId, 'Quyển lấy về');
    const { page, complaints } = await openUploads();
    await page.locator('[data-place]', { hasText: 'Kho thử của tỉnh' }).getByRole('button', { name: 'Lấy về' }).click();
    await page.getByRole('dialog').locator('li', { hasText: 'Quyển lấy về' }).getByRole('button', { name: 'Lấy về' }).click();
    await page.locator('[data-brought=done]').waitFor({ timeout: 120_000 });
    await shot(page, 'brought-back');
    expect((await batches.get(batchId)).name).toBe('Quyển lấy về');
    expect(await values(batchId)).toEqual(sent);
    await page.locator('[data-brought=done]').getByRole('button', { name: 'Hiệu đính' }).click();
    await page.locator('.done-button').waitFor();
    expect(await send(batchId)).toBe(`${batchId}/v2`);
    expect(complaints).toEqual([]);
  });
});
