// People at their windows: the first start, a temporary password, locking over half-typed text, changing over,
// two administrators, the trail.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWindow } from '../support/browser.ts';
import { openOffice, type Office } from '../support/office.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(async () => office.close());

const at = (hash: string): string => `${office.server.url}${hash}`;
async function seriousFaults(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.filter((found) => found.impact === 'serious' || found.impact === 'critical').map((found) => `${found.id}: ${found.nodes[0]?.html ?? ''}`);
}

describe('people at their windows', () => {
  it('sign in by keyboard, are told what is wrong, lock over what they type and go on', async () => {
    const { page, complaints } = await office.stranger();
    expect(await seriousFaults(page)).toEqual([]);
    await page.keyboard.type(office.lead.login);
    await page.keyboard.press('Tab');
    await page.keyboard.type('không phải mật khẩu');
    await page.keyboard.press('Enter');
    await page.getByText('Tên đăng nhập hoặc mật khẩu không đúng').waitFor();
    await page.getByLabel('Mật khẩu', { exact: true }).fill(office.lead.password);
    await page.keyboard.press('Enter');
    await page.locator('.frame').waitFor();
    await page.getByRole('button', { name: 'Đợt mới' }).first().click();
    await page.getByLabel('Tên đợt').fill('Quyển đang gõ dở');
    await page.evaluate(() => fetch('./api/session/lock', { method: 'POST' }));
    // The next thing that asks the back end finds the screen locked.
    await page.getByRole('button', { name: 'Mở đợt', exact: true }).click();
    await page.locator('.door-card').getByText('Màn hình đang khoá').waitFor();
    expect(await page.locator('.door-card').evaluate((card) => card.contains(document.activeElement))).toBe(true);
    await page.keyboard.press('Control+Alt+8');
    expect(page.url()).not.toContain('people');
    await page.getByLabel('Mật khẩu', { exact: true }).fill(office.lead.password);
    await page.keyboard.press('Enter');
    await page.locator('.door').waitFor({ state: 'detached' });
    expect(await page.getByLabel('Tên đợt').inputValue()).toBe('Quyển đang gõ dở');
    expect(complaints).toEqual([]);
  });

  it('change over at one computer: the next one sees nothing of the one before', async () => {
    const clerk = await office.person('lan', ['clerk']);
    const { page } = await office.stranger();
    await page.getByLabel('Tên đăng nhập').fill(office.lead.login);
    await page.getByLabel('Mật khẩu', { exact: true }).fill(office.lead.password);
    await page.keyboard.press('Enter');
    await page.locator('.frame').waitFor();
    await page.getByRole('button', { name: 'Nhật ký' }).waitFor();
    await page.keyboard.press('Control+Alt+u');
    await page.getByRole('button', { name: 'Người khác' }).click();
    await page.getByLabel('Tên đăng nhập').fill(clerk.login);
    await page.getByLabel('Mật khẩu', { exact: true }).fill(clerk.password);
    await page.keyboard.press('Enter');
    await page.locator('.door').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Đang làm việc: lan' }).waitFor();
    expect(await page.getByRole('button', { name: 'Nhật ký' }).count()).toBe(0);
  });

  it('a new person gets a temporary password, changes it, and works', async () => {
    const { page } = await openWindow(office.browser, at('#/people'));
    await page.getByRole('button', { name: 'Thêm người' }).click();
    await page.locator('.dialog').getByLabel('Họ và tên').fill('Nguyễn Thị Hồng Nhung');
    expect(await page.locator('.dialog').getByLabel('Tên đăng nhập').inputValue()).toBe('nhung.nth');
    await page.keyboard.press('Enter');
    const temporary = await page.locator('.dialog .made-password').innerText();
    await page.getByRole('button', { name: 'Đã đưa' }).click();
    const { page: hers } = await office.stranger();
    await hers.getByLabel('Tên đăng nhập').fill('nhung.nth');
    await hers.getByLabel('Mật khẩu', { exact: true }).fill(temporary);
    await hers.keyboard.press('Enter');
    await hers.getByText('hãy đặt mật khẩu riêng').waitFor();
    await hers.getByLabel('Mật khẩu mới', { exact: true }).fill('sân gạch phơi thóc');
    await hers.getByLabel('Gõ lại mật khẩu mới').fill('sân gạch phơi thóc');
    await hers.keyboard.press('Enter');
    await hers.locator('.frame').waitFor();
  });

  it('two administrators delete a batch, and the trail tells it and is sound', async () => {
    const { id } = await office.server.backend.parts.batches.create({ name: 'Quyển nhập nhầm', recordType: 'auto', profile: 'ho-tich' });
    const { page: hers } = await office.signedIn('admin', { login: 'binh' });
    await hers.goto(at('#/people'));
    await hers.getByRole('button', { name: 'Xoá đợt' }).click();
    await hers.getByLabel('Lý do').fill('Nhập nhầm sổ của xã khác');
    await hers.keyboard.press('Enter');
    await hers.getByText('Đang chờ người quản trị khác').waitFor();
    const { page, complaints } = await openWindow(office.browser, at('#/people'));
    await page.getByText('1 đề nghị chờ đồng ý').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Đồng ý', exact: true }).click();
    await page.getByText('Đã thực hiện').waitFor();
    await expect.poll(() => office.server.backend.parts.db.selectFrom('batches').select('id').where('id', '=', id).execute()).toEqual([]);
    await page.goto(at('#/trail'));
    await page.locator('.trail-row').first().waitFor();
    await page.getByRole('button', { name: 'Kiểm tra nhật ký' }).click();
    await page.getByText('Nguyên vẹn').waitFor();
    expect(await page.locator('.trail-head', { hasText: 'Xoá đợt' }).count()).toBeGreaterThan(0);
    expect(await seriousFaults(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('an administrator sets how long things are held, and sees how the workspace is encrypted', async () => {
    const { page, complaints } = await openWindow(office.browser, at('#/people'));
    await page.getByText('Chưa có gì đến hạn.').waitFor();
    await page.getByText('sohoa encrypt').waitFor();
    await page.getByRole('button', { name: 'Đặt thời hạn' }).click();
    await page.getByRole('dialog').getByRole('button', { name: /Pages in a bin|Trang trong thùng rác/ }).click();
    await page.getByRole('option', { name: 'Giữ mãi' }).click();
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Lưu', exact: true }).click();
    await page.getByText('Đã lưu thời hạn.').waitFor();
    expect(await (await page.request.get(at('api/retention'))).json()).toMatchObject({ settings: { binDays: null } });
    expect(complaints).toEqual([]);
  });

  it('an auditor sees a page after saying why, and the trail keeps the reason', async () => {
    const { batches, runner, db } = office.server.backend.parts;
    const { path } = await office.paper('giay.jpg', { type: 'KS', form: 'certificate', seed: 41 });
    const { id } = await batches.create({ name: 'Quyển để xem', recordType: 'auto', profile: 'ho-tich' });
    await batches.addInputs(id, [path]);
    await runner.idle(id);
    const { page } = await office.signedIn('auditor', { login: 'kiem' });
    await page.goto(at(`#/correction/${id}`));
    await page.getByLabel('Lý do cần xem').fill('Kiểm tra theo quyết định 12');
    await page.getByRole('button', { name: 'Xem ảnh trang' }).click();
    await expect.poll(() => page.locator('img.sheet-image').evaluateAll((images) => images.some((image) => image instanceof HTMLImageElement && image.naturalWidth > 0))).toBe(true);
    const rows = await db.selectFrom('trail').select('kind').where('kind', '=', 'identifier-shown').execute();
    expect(rows).toHaveLength(1);
  });
});
