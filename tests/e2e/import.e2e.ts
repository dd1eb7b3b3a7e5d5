// A clerk's first day: scans in, progress to watch, pages to look at, one field put right and back again,
// a package made and checked, the receipt of the repository.
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import path from 'node:path';
import { mkdir, readFile } from 'node:fs/promises';
import { addAccount } from '../../backend/repository/accounts.ts';
import { createRepository } from '../../backend/repository/create-repository.ts';
import { serveRepository } from '../../backend/repository/serve-repository.ts';
import type { PageTruth } from '../../scripts/fixtures/render-page.ts';
import { openWindow, type DeskPage } from '../support/browser.ts';
import { openOffice, type Office } from '../support/office.ts';

let office: Office;
let desk: DeskPage;
let birth: { path: string; truth: PageTruth };
let broken: string;
let note: string;

const READ_MS = 120_000;

beforeAll(async () => {
  office = await openOffice();
  birth = await office.paper('khai-sinh.jpg', { type: 'KS', form: 'certificate', seed: 11 });
  const marriage = await office.paper('ket-hon.jpg', { type: 'KH', form: 'certificate', seed: 12 });
  broken = await office.file('bi-cut.jpg', (await readFile(marriage.path)).subarray(0, 60_000));
  note = await office.file('ghi-chu.jpg', 'không phải ảnh');
  desk = await openWindow(office.browser, office.server.entryUrl);
});
afterAll(async () => office.close());

/** An office of one: whoever keys looks at every record once, and says so. */
async function finishAll(page: Page): Promise<void> {
  const { db, records, review } = office.server.backend.parts;
  const { id = '' } = (await db.selectFrom('batches').select('id').executeTakeFirst()) ?? {};
  const [first] = (await records.list(id, 0, 10)).records;
  await page.goto(new URL(`#/correction/${id}/${first?.id ?? ''}`, office.server.url).href);
  await page.locator('.done-button').waitFor();
  const isDone = async (): Promise<boolean> => (await review.ofBatch(id, 'nobody')).mayPackage;
  for (let press = 0; press < 100 && !(await isDone()); press += 1) {
    await page.keyboard.press('Control+Enter');
    await page.waitForTimeout(200);
    if (!(await isDone())) await page.keyboard.press('Enter');
  }
  expect(await isDone()).toBe(true);
}

describe('from scans to a receipt', () => {
  it('greets a new user with what to do', async () => {
    await desk.page.getByRole('heading', { name: 'Bắt đầu với một đợt số hoá' }).waitFor();
    await expect(desk.page.getByRole('button', { name: 'Thử với đợt mẫu' }).isVisible()).resolves.toBe(true);
  });

  it('takes files in, shows progress while reading, and says what did not come through', async () => {
    const { page } = desk;
    await page.setInputFiles('input[data-import=files]', [birth.path, path.join(office.dir, 'ket-hon.jpg'), broken, note]);
    await page.getByText(/Đã đọc \d+ \/ \d+ trang/).first().waitFor({ timeout: READ_MS });
    await page.getByText(/^Đã đọc, chờ (hiệu đính|đóng gói)$/).first().waitFor({ timeout: READ_MS });
    const failures = page.locator('.failures');
    await failures.getByText('ghi-chu.jpg', { exact: true }).waitFor();
    expect(await failures.innerText()).toMatch(/Không đọc được ghi-chu\.jpg: đây không phải là ảnh hay PDF\. Bản gốc vẫn được giữ\./);
    expect(await failures.innerText()).toMatch(/bi-cut\.jpg/);
  });

  it('shows the pages in order and marks the one that failed', async () => {
    const { page } = desk;
    await page.keyboard.press('Alt+g');
    await page.locator('.thumb').first().waitFor();
    const marks = await page.locator('.thumb').evaluateAll((thumbs) => thumbs.map((thumb) => thumb.textContent ?? ''));
    expect(marks.find((text) => text.includes('bi-cut'))).toContain('Không đọc được');
    expect(marks.some((text) => text.includes('khai-sinh'))).toBe(true);
  });

  it('opens a page with its text boxes and fields', async () => {
    const { page } = desk;
    await page.locator('.thumb', { hasText: 'khai-sinh' }).dblclick();
    const side = page.getByRole('complementary');
    await side.getByText(birth.truth.fields['nksHoTen'] ?? 'nobody', { exact: true }).first().waitFor();
    await page.getByRole('button', { name: 'Khung chữ' }).click();
    await expect.poll(() => page.locator('.box.word, .box.word-doubt').count()).toBeGreaterThan(40);
    const sheet = await page.locator('.sheet').boundingBox();
    const boxes = await page.locator('.box.word').evaluateAll((all) => all.map((box) => box.getBoundingClientRect().toJSON() as { left: number; right: number }));
    for (const box of boxes) {
      expect(box.left).toBeGreaterThanOrEqual((sheet?.x ?? 0) - 4);
      expect(box.right).toBeLessThanOrEqual((sheet?.x ?? 0) + (sheet?.width ?? 0) + 4);
    }
  });

  it('keeps a corrected field over a reload and takes it back with Ctrl+Z', async () => {
    const { page } = desk;
    const name = birth.truth.fields['nksHoTen'] ?? '';
    await page.getByRole('button', { name: 'Hiệu đính hồ sơ này' }).click();
    await page.locator('.form-side').getByText(name, { exact: true }).first().click();
    const field = page.locator('textarea#field-nksHoTen');
    await field.fill('TRẦN THỊ SỬA');
    await page.keyboard.press('Enter');
    await page.getByText('Đã lưu').waitFor();
    await page.reload();
    await page.locator('.form-side').getByText('TRẦN THỊ SỬA', { exact: true }).first().waitFor();
    await page.keyboard.press('Control+z');
    await page.getByText('Đã hoàn tác.').waitFor();
    await expect.poll(async () => (await page.locator('textarea#field-nksHoTen').count()) > 0 ? page.locator('textarea#field-nksHoTen').inputValue() : '').toBe(name);
  });

  it('draws the box of the field in focus on the page', async () => {
    const { page } = desk;
    await page.locator('.box.focus[data-box=nksHoTen]').waitFor();
    expect(await page.locator('.box.focus').count()).toBe(1);
    const room = await page.locator('.viewer-room').boundingBox();
    const box = await page.locator('.box.focus').boundingBox();
    expect(box?.y ?? -1).toBeGreaterThanOrEqual(room?.y ?? 0);
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual((room?.y ?? 0) + (room?.height ?? 0));
  });

  it('finds what was read without diacritics and goes there', async () => {
    const { page } = desk;
    await page.keyboard.press('Control+Alt+1');
    const plain = (birth.truth.fields['nksHoTen'] ?? '').normalize('NFD').replace(/\p{M}/gu, '').replaceAll('Đ', 'D').toLowerCase();
    await page.getByRole('searchbox', { name: 'Tìm trong mọi thứ đã đọc' }).fill(plain);
    await page.locator('.search-hit').first().click();
    await page.locator('.form-side, .page-side').first().waitFor();
  });

  it('makes a package, checks it and sends it to a repository that gives a receipt', async () => {
    const { page } = desk;
    const data = path.join(office.dir, 'repository');
    await mkdir(data);
    const token = await addAccount(data, 'xa-01', null);
    const repository = await serveRepository(createRepository({ dataDir: data }), { host: '127.0.0.1', port: 0 });
    await finishAll(page);
    await page.keyboard.press('Control+Alt+4');
    await page.getByRole('button', { name: 'Đóng gói', exact: true }).last().click();
    await page.locator('[data-package] .chip', { hasText: 'Xong' }).waitFor({ timeout: READ_MS });
    await page.getByRole('button', { name: 'Kiểm tra gói' }).click();
    await page.getByText(/^Đúng cả \d+ tệp/).waitFor();
    await page.keyboard.press('Control+Alt+5');
    await page.getByRole('button', { name: 'Thêm' }).click();
    await page.getByLabel('Tên gọi').fill('Kho của tỉnh');
    await page.getByLabel('Địa chỉ', { exact: true }).fill(repository.url);
    await page.getByLabel('Mã truy cập (token)').fill(token);
    await page.getByRole('button', { name: 'Thử kết nối' }).click();
    await page.getByText('Ghi được.').waitFor();
    await page.getByRole('button', { name: 'Lưu', exact: true }).click();
    await page.getByText(/^1 gói chưa gửi đến đây/).waitFor();
    await page.getByRole('button', { name: 'Tải lên', exact: true }).last().click();
    await page.locator('[data-upload][data-state=acknowledged]').waitFor({ timeout: READ_MS });
    await page.getByRole('button', { name: 'Giấy báo nhận' }).click();
    expect(await page.locator('.receipt').innerText()).toMatch(/[0-9a-f]{64}/);
    await repository.stop();
  });

  it('has had nothing to complain about in the console', () => {
    expect(desk.complaints).toEqual([]);
  });
});

describe('stopping in the middle', () => {
  it('keeps what was read, reads no further, and goes on when told', async () => {
    const { page } = await openWindow(office.browser, office.server.entryUrl);
    await page.getByRole('heading', { name: 'Đợt số hoá' }).waitFor();
    await page.keyboard.press('Alt+n');
    await page.getByLabel('Tên đợt').fill('Đợt dừng giữa chừng');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Đợt dừng giữa chừng' }).waitFor();
    const papers = await Promise.all([21, 22, 23, 24].map((seed) => office.paper(`dung-${seed}.jpg`, { type: 'KT', form: 'extract', seed })));
    await page.setInputFiles('input[data-import=files]', papers.map((paper) => paper.path));
    await page.getByText(/Đã đọc [1-3] \/ 4 trang/).first().waitFor({ timeout: READ_MS });
    await page.getByRole('button', { name: 'Dừng hẳn' }).click();
    await page.locator('.batch-detail').getByText('Tạm dừng', { exact: true }).waitFor();
    const id = /batches\/([\w-]+)/.exec(page.url())?.[1] ?? '';
    const counts = async (): Promise<{ pages: number; pagesRead: number }> => (await office.server.backend.parts.batches.get(id)).counts;
    const atStop = await counts();
    expect(atStop.pagesRead).toBeGreaterThan(0);
    expect(atStop.pagesRead).toBeLessThan(4);
    await page.getByRole('button', { name: 'Tiếp tục' }).click();
    await page.locator('.batch-detail').getByText(/^Đã đọc, chờ/).waitFor({ timeout: READ_MS });
    expect(await counts()).toMatchObject({ pages: 4, pagesRead: 4 });
  });
});
