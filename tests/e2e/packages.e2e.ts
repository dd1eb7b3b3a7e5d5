// Packages in the window: what to repair opens the record, settings are kept, an archive package is signed with
// a key from a file whose password is typed and never kept, and the check says that the signature holds.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DeskPage } from '../support/browser.ts';
import { openWindow } from '../support/browser.ts';
import type { Office } from '../support/office.ts';
import { openOffice } from '../support/office.ts';
import type { SigningKeys } from '../support/signing-keys.ts';
import { makeSigningKeys, PASSWORD, SIGNER } from '../support/signing-keys.ts';

const READ_MS = 120_000;
let office: Office;
let desk: DeskPage;
let keys: SigningKeys;

beforeAll(async () => {
  office = await openOffice();
  keys = await makeSigningKeys(path.join(office.dir, 'keys'));
  await mkdir(path.join(office.dir, 'shots'), { recursive: true });
  const papers = [await office.paper('khai-sinh.jpg', { type: 'KS', form: 'certificate', seed: 21 }), await office.paper('ket-hon.jpg', { type: 'KH', form: 'certificate', seed: 22 })];
  desk = await openWindow(office.browser, office.server.entryUrl);
  await desk.page.setInputFiles('input[data-import=files]', papers.map((paper) => paper.path));
  await desk.page.getByText(/^Đã đọc, chờ (hiệu đính|đóng gói)$/).first().waitFor({ timeout: READ_MS });
  const [batch] = await office.server.backend.parts.batches.list();
  // A batch that nobody has to check (review has its own story).
  await office.server.backend.parts.db.deleteFrom('review_plans').execute();
  await desk.page.evaluate((id) => { window.location.hash = `#/packages/${id}`; }, batch?.id ?? '');
  await desk.page.getByRole('heading', { name: 'Đóng gói' }).waitFor();
});
afterAll(async () => office.close());

const shot = async (name: string): Promise<void> => {
  const dir = process.env['SOHOA_SHOTS'];
  if (dir !== undefined) await desk.page.screenshot({ path: path.join(dir, `${name}.png`) });
};

describe('the packages screen', () => {
  it('lists what to repair before anything is made, each line with the way to its record', async () => {
    const { page } = desk;
    const line = page.locator('.repair-list .repair-line').first();
    await line.waitFor();
    expect(await page.locator('.repair').innerText()).toMatch(/điều nên sửa trước khi gửi đi/);
    await shot('repair');
    await line.click();
    await page.waitForURL(/correction/);
    await page.keyboard.press('Escape');
    await page.goBack();
    await page.getByRole('heading', { name: 'Đóng gói' }).waitFor();
  });

  it('keeps archive facts and the place of the key, and never the password', async () => {
    const { page } = desk;
    await page.getByRole('button', { name: /Hộ tịch|hộ tịch/ }).first().click();
    await page.getByRole('option', { name: /[Ll]ưu trữ/ }).click();
    await page.getByText('Thiết lập gói').click();
    await page.getByLabel('Mã định danh cơ quan').fill('H49.12');
    await page.getByLabel('Tên cơ quan').fill('UBND xã Tam Thanh');
    await page.getByRole('button', { name: /Khoá ký/ }).click();
    await page.getByRole('option', { name: /Tệp \.p12/ }).click();
    await page.getByLabel('Đường dẫn tệp').fill(keys.p12);
    await page.getByLabel('Vai trò người ký').fill('Người duyệt');
    await shot('settings');
    await page.getByRole('button', { name: 'Lưu thiết lập' }).click();
    await page.getByLabel('Mật khẩu hoặc mã PIN').waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Đóng gói' }).waitFor();
  });

  it('says that a password is wrong, and signs with the right one', async () => {
    const { page } = desk;
    await page.getByRole('button', { name: /Hộ tịch|hộ tịch/ }).first().click();
    await page.getByRole('option', { name: /[Ll]ưu trữ/ }).click();
    await page.getByLabel('Mật khẩu hoặc mã PIN').fill('sai rồi');
    await page.getByRole('button', { name: 'Ký và đóng gói' }).click();
    await page.getByText(/Mật khẩu hoặc mã PIN của chứng thư số không đúng/).first().waitFor({ timeout: 60_000 });
    await page.getByLabel('Mật khẩu hoặc mã PIN').fill(PASSWORD);
    await page.getByRole('button', { name: 'Ký và đóng gói' }).click();
    const pack = page.locator('[data-package]').first();
    await pack.getByText(`Đã ký số: ${SIGNER}`, { exact: false }).waitFor({ timeout: 60_000 });
    await pack.getByRole('button', { name: 'Kiểm tra gói' }).click();
    await pack.getByText(/Đúng cả \d+ tệp/).waitFor({ timeout: 60_000 });
    await shot('signed');
    const stored = await office.server.backend.parts.db.selectFrom('settings').select('value').execute();
    expect(JSON.stringify(stored)).not.toContain(PASSWORD);
  });

  it('signs documents by the general guide with the same key, and leaves civil-status files unsigned', async () => {
    const { page } = desk;
    const choose = async (from: RegExp, to: RegExp): Promise<void> => {
      await page.getByRole('button', { name: from }).first().click();
      await page.getByRole('option', { name: to }).click();
    };
    await choose(/[Ll]ưu trữ/, /CV 7197/);
    await page.getByLabel('Mật khẩu hoặc mã PIN').fill(PASSWORD);
    await shot('guide');
    await page.getByRole('button', { name: 'Ký và đóng gói' }).click();
    const pack = page.locator('[data-package]').first();
    await pack.getByText('CV 7197', { exact: false }).first().waitFor({ timeout: 60_000 });
    await pack.getByText(`Đã ký số: ${SIGNER}`, { exact: false }).waitFor({ timeout: 60_000 });
    await choose(/CV 7197/, /[Hh]ộ tịch/);
    await page.getByRole('button', { name: 'Đóng gói', exact: true }).last().waitFor();
    expect(await page.getByLabel('Mật khẩu hoặc mã PIN').count()).toBe(0);
  });
});
