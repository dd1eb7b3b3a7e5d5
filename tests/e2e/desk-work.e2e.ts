// A clerk's hands on the correction desk, in the real browser over the real back end and the real reader: a frame read
// into a field, letters that are completed, taking back and doing again over records, what a crash or ten seconds
// without the server leave behind, and a window beside the window.
import type { Page } from 'playwright';
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openWindow } from '../support/browser.ts';
import { openOffice, type Office } from '../support/office.ts';
import { readBatch } from '../support/read-batch.ts';

let office: Office;
let batchId: string;
let ids: readonly string[];
let page: Page;
let complaints: readonly string[];

beforeAll(async () => {
  office = await openOffice();
  ({ batchId, recordIds: ids } = await readBatch(office, 'Quyển 02/2018', [
    { type: 'KS', form: 'certificate', seed: 41 }, { type: 'KS', form: 'certificate', seed: 42 }, { type: 'KH', form: 'certificate', seed: 43 },
  ]));
});
beforeEach(async () => {
  ({ page, complaints } = await openWindow(office.browser, office.server.url));
  await openRecord(0);
});
afterEach(async () => {
  expect(complaints).toEqual([]);
  for (const context of office.browser.contexts()) await context.close();
});
afterAll(async () => office.close());

const hashOf = (index: number): string => `#/correction/${batchId}/${ids[index] ?? ''}`;
async function openRecord(index: number, where: Page = page): Promise<void> {
  await where.goto(`${office.server.url}${hashOf(index)}`);
  await where.locator('.done-button').waitFor();
  await where.locator('.field-row').first().waitFor();
}
const stored = async (index: number, field: string): Promise<string | undefined> => (await office.server.backend.parts.records.get(ids[index] ?? '')).fields[field]?.value;
/** Opens a field whatever it is: doubtful fields are open already, the others open as focus enters them. */
async function enter(field: string, label: string, where: Page = page): Promise<ReturnType<Page['locator']>> {
  const input = where.locator(`textarea#field-${field}`);
  const row = where.locator('.field-row', { hasText: label }).first();
  if ((await input.count()) > 0) await input.focus();
  else if ((await row.count()) > 0) await row.focus();
  else {
    await where.keyboard.press('Alt+a');
    await where.getByRole('dialog').getByRole('searchbox').fill(label);
    await where.keyboard.press('Enter');
  }
  await where.locator(`.field-card.active[data-field="${field}"]`).waitFor();
  return input;
}

describe('a frame on the page', () => {
  it('is put up, moved, read and taken by keyboard; what was read is shown before it lands, and Escape takes it out again', async () => {
    const input = await enter('nksHoTen', 'Họ, chữ đệm, tên');
    const value = await stored(0, 'nksHoTen');
    await input.fill('SAI');
    await page.keyboard.press('F2');
    await page.locator('.region-box.framing').waitFor();
    const before = await page.locator('.region-box').boundingBox();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Shift+ArrowRight');
    expect((await page.locator('.region-box').boundingBox())?.width).toBeGreaterThan(before?.width ?? 0);
    await page.keyboard.press('Enter');
    await page.locator('.region-preview b').waitFor({ timeout: 30_000 });
    expect(await input.inputValue()).toBe('SAI');
    expect(await page.locator('.region-preview b').innerText()).toContain((value ?? '').split(' ').at(-1));
    await page.keyboard.press('Enter');
    await expect.poll(() => input.inputValue()).not.toBe('SAI');
    await page.keyboard.press('Escape');
    await expect.poll(() => input.inputValue()).toBe(value);
    expect(await stored(0, 'nksHoTen')).toBe(value);
  });

  it('is drawn with the mouse over another field\'s place and does not move the focus', async () => {
    await enter('ghiChu', 'Ghi chú');
    await page.locator('[data-box="nksHoTen"]').scrollIntoViewIfNeeded();
    const box = await page.locator('[data-box="nksHoTen"]').boundingBox();
    if (!box) throw new Error('no box');
    await page.mouse.move(box.x - 4, box.y - 4);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 4 });
    await page.mouse.move(box.x + box.width + 6, box.y + box.height + 5, { steps: 4 });
    await page.mouse.up();
    await page.locator('.region-preview b').waitFor({ timeout: 30_000 });
    expect(await page.locator('.field-card.active').getAttribute('data-field')).toBe('ghiChu');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await expect.poll(() => stored(0, 'ghiChu')).toBeTruthy();
    const field = (await office.server.backend.parts.records.get(ids[0] ?? '')).fields['ghiChu'];
    expect((field?.box[2] ?? 0) * (field?.box[3] ?? 0)).toBeGreaterThan(0);
    await page.keyboard.press('Control+z');
    await expect.poll(() => stored(0, 'ghiChu')).toBeUndefined();
  });
});

describe('the page beside the fields', () => {
  it('is zoomed, carried about and fitted by keys, and by the wheel with Ctrl', async () => {
    const width = async (): Promise<number> => (await page.locator('.sheet').boundingBox())?.width ?? 0;
    const scrolled = (): Promise<readonly number[]> => page.locator('.viewer-room').evaluate((room) => [room.scrollLeft, room.scrollTop]);
    await page.keyboard.press('Alt+0');
    const fitted = await width();
    await page.keyboard.press('Alt+=');
    await page.keyboard.press('Alt+=');
    await expect.poll(width).toBeGreaterThan(fitted * 1.2);
    // The field in focus may have brought the page to its end.
    await page.locator('.viewer-room').evaluate((room) => room.scrollTo(0, 0));
    const before = await scrolled();
    await page.keyboard.press('Alt+Shift+ArrowRight');
    await page.keyboard.press('Alt+Shift+ArrowDown');
    await expect.poll(async () => (await scrolled()).map((px, index) => px > (before[index] ?? 0))).toEqual([true, true]);
    await page.keyboard.press('Alt+Shift+ArrowLeft');
    await page.keyboard.press('Alt+Shift+ArrowUp');
    await expect.poll(scrolled).toEqual(before);
    await page.locator('.viewer-room').hover();
    const large = await width();
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, 120);
    await page.keyboard.up('Control');
    await expect.poll(width).toBeLessThan(large);
    await page.keyboard.press('Alt+9');
    await expect.poll(async () => ((await page.locator('.sheet').boundingBox())?.height ?? 0) <= ((await page.locator('.viewer-room').boundingBox())?.height ?? 0)).toBe(true);
    await page.keyboard.press('Alt+0');
    await expect.poll(width).toBe(fitted);
  });

  it('gives the word that is clicked to the field that it stands in, selected, so that typing replaces it', async () => {
    const value = (await stored(0, 'nksHoTen')) ?? '';
    const reading = (await office.server.backend.parts.records.get(ids[0] ?? '')).fields['nksHoTen'];
    expect(value.split(' ').length).toBeGreaterThan(2);
    await page.locator('[data-box="nksHoTen"]').click({ force: true });
    const input = page.locator('textarea#field-nksHoTen');
    await input.waitFor();
    const chosen = await input.evaluate((node) => (node instanceof HTMLTextAreaElement ? node.value.slice(node.selectionStart, node.selectionEnd) : ''));
    expect(value.split(' '), JSON.stringify(reading?.box)).toContain(chosen);
    await page.keyboard.type('Xx');
    expect(await input.inputValue()).toBe(value.replace(chosen, 'Xx'));
    await page.keyboard.press('Escape');
    expect(await input.inputValue()).toBe(value);
  });

  it('is where a search result leads: to the record, with the focus in the field that has it', async () => {
    const sought = ((await stored(1, 'nksHoTen')) ?? '').normalize('NFD').replace(/\p{M}/gu, '').replace(/[Đđ]/g, 'd').toLowerCase();
    await page.keyboard.press('Control+Alt+1');
    await page.getByRole('searchbox', { name: 'Tìm trong mọi thứ đã đọc' }).fill(sought);
    await page.locator('.search-hit').first().click();
    await page.locator('.field-card.active[data-field="nksHoTen"]').waitFor();
    expect(page.url()).toContain(ids[1] ?? '');
  });
});

describe('somebody who may only look', () => {
  it('is offered nothing that would be refused, and goes through the records all the same', async () => {
    const auditor = await office.signedIn('auditor');
    await auditor.page.goto(`${office.server.url}${hashOf(0)}`);
    await auditor.page.getByText('Bạn chỉ được xem hồ sơ này').waitFor();
    expect(await auditor.page.getByRole('button', { name: /Xong hồ sơ|Hoàn tác/ }).count()).toBe(0);
    expect(await auditor.page.locator('.footer').innerText()).not.toContain('xong hồ sơ');
    await auditor.page.locator('.field-row').first().click();
    const input = auditor.page.locator('.field-card.active textarea');
    const value = await input.inputValue();
    await input.press('x');
    expect(await input.inputValue()).toBe(value);
    await auditor.page.keyboard.press('Control+Enter');
    expect(auditor.page.url()).toContain(ids[0] ?? '');
    await auditor.page.keyboard.press('Alt+ArrowDown');
    await expect.poll(() => auditor.page.url()).toContain(ids[1] ?? '');
    await auditor.page.keyboard.press('Control+k');
    await auditor.page.getByRole('dialog').getByRole('searchbox').fill('xoay');
    await auditor.page.getByText('Không có lệnh').waitFor();
    expect(await auditor.page.getByRole('option', { name: /[Xx]oay/ }).count()).toBe(0);
    expect(auditor.complaints).toEqual([]);
  });
});

describe('letters that are completed', () => {
  it('a place comes by its first letters with the arrow, and Enter stays what it is', async () => {
    const input = await enter('nksQueQuan', 'Quê quán');
    await input.fill('');
    await page.keyboard.type('ca dy');
    await page.locator('.option-keys').getByText('xã Cà Dy, huyện Nam Giang, tỉnh Quảng Nam').first().waitFor();
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => input.inputValue()).toContain('Cà Dy');
    await page.keyboard.press('ArrowUp');
    await expect.poll(() => input.inputValue()).toBe('ca dy');
    await page.keyboard.press('ArrowDown');
    const taken = await input.inputValue();
    expect(taken).toContain('Quảng Nam');
    expect(await page.locator('[data-current-province]').innerText()).toContain('Đà Nẵng');
    await page.keyboard.press('Enter');
    await expect.poll(() => stored(0, 'nksQueQuan')).toBe(taken);
    await page.keyboard.press('Control+z');
    await expect.poll(() => stored(0, 'nksQueQuan')).not.toBe(taken);
  });

  it('an ethnic group comes by one letter, said before it is stored', async () => {
    const input = await enter('nksDanToc', 'Dân tộc');
    await input.fill('t');
    const meant = await page.locator('[data-meant] b').innerText();
    expect(meant[0]).toBe('T');
    await page.keyboard.press('Tab');
    await expect.poll(() => stored(0, 'nksDanToc')).toBe(meant);
  });

  it('an input method is not disturbed: no key of a composition completes, accepts or leaves', async () => {
    const input = await enter('nksQueQuan', 'Quê quán');
    await input.fill('');
    const client = await page.context().newCDPSession(page);
    await client.send('Input.imeSetComposition', { text: 'cà', selectionStart: 2, selectionEnd: 2 });
    for (const key of ['ArrowDown', 'Enter', 'Tab', '1', 'F9', 'Escape']) await page.evaluate((name) => document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: name, isComposing: true, bubbles: true, cancelable: true })), key);
    expect(await page.locator('.field-card.active').getAttribute('data-field')).toBe('nksQueQuan');
    expect(await input.inputValue()).toBe('cà');
    await client.send('Input.insertText', { text: 'cà' });
    await page.keyboard.press('Escape');
  });

  it('rules speak while one types, and the suggestion is one key away', async () => {
    const input = await enter('nksDanToc', 'Dân tộc');
    await input.fill('Gie Trieng');
    await page.locator('.field-card.active .field-warnings').getByText('Giẻ-Triêng').waitFor();
    await page.keyboard.press('Alt+1');
    await expect.poll(() => stored(0, 'nksDanToc')).toBe('Giẻ-Triêng');
  });
});

describe('taking back and doing again', () => {
  it('goes over fields and records, and never takes back what somebody else did', async () => {
    const { records } = office.server.backend.parts;
    const first = await stored(0, 'nksGioiTinh');
    const other = first === 'Nam' ? 'Nữ' : 'Nam';
    await (await enter('nksGioiTinh', 'Giới tính')).fill(other);
    await page.keyboard.press('Enter');
    await expect.poll(() => stored(0, 'nksGioiTinh')).toBe(other);
    const { revision } = await records.get(ids[0] ?? '');
    await records.putField(ids[0] ?? '', 'trangSo', { value: '77', revision, by: 'minh' });
    await page.keyboard.press('Alt+ArrowDown');
    await page.getByText('Hồ sơ 2 / 3').waitFor();
    await page.keyboard.press('Control+z');
    await page.getByText('Hồ sơ 1 / 3').waitFor();
    await expect.poll(() => stored(0, 'nksGioiTinh')).toBe(first);
    expect(await stored(0, 'trangSo')).toBe('77');
    await page.keyboard.press('Control+y');
    await expect.poll(() => stored(0, 'nksGioiTinh')).toBe(other);
  });

  it('is there to be read: who changed what', async () => {
    await page.keyboard.press('Alt+i');
    const dialog = page.getByRole('dialog', { name: 'Lịch sử của hồ sơ' });
    await dialog.getByText('77').waitFor();
    await dialog.getByText('hoàn tác').first().waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });
});

describe('never lost', () => {
  it('a crash gives the letters back that were being typed, and saves none of them unasked', async () => {
    const value = await stored(1, 'nguoiKy');
    await openRecord(1);
    await (await enter('nguoiKy', 'Người ký')).fill('LÊ VĂN DỞ DANG');
    const survivor = await page.context().newPage();
    // The browser has the letters as soon as another window of it sees them.
    await survivor.goto(new URL('api/nothing', office.server.url).href);
    await expect.poll(() => survivor.evaluate(() => Object.values(localStorage).join())).toContain('LÊ VĂN DỞ DANG');
    await page.close({ runBeforeUnload: false });
    await openRecord(1, survivor);
    await survivor.getByText('LÊ VĂN DỞ DANG').waitFor();
    expect(await stored(1, 'nguoiKy')).toBe(value);
    await survivor.keyboard.press('Alt+y');
    await survivor.locator('textarea#field-nguoiKy').waitFor();
    await expect.poll(() => survivor.locator('textarea#field-nguoiKy').inputValue()).toBe('LÊ VĂN DỞ DANG');
    await survivor.keyboard.press('Enter');
    await expect.poll(() => stored(1, 'nguoiKy')).toBe('LÊ VĂN DỞ DANG');
  });

  it('ten seconds without the server: typing goes on, what waits is counted, each write is sent once and in order', async () => {
    const { records } = office.server.backend.parts;
    await openRecord(1);
    const before = (await records.edits(ids[1] ?? '')).length;
    await page.context().setOffline(true);
    for (const value of ['một', 'hai', 'ba']) {
      await (await enter('nguoiKy', 'Người ký')).fill(value);
      await page.keyboard.press('Enter');
    }
    await (await enter('nguoiThucHien', 'Người thực hiện')).fill('bốn');
    await page.keyboard.press('Tab');
    await page.getByText('Chưa lưu được 2 thay đổi').waitFor();
    await page.waitForTimeout(10_000);
    expect((await records.edits(ids[1] ?? '')).length).toBe(before);
    await page.context().setOffline(false);
    await page.getByText('Đã lưu', { exact: true }).waitFor({ timeout: 20_000 });
    const made = (await records.edits(ids[1] ?? '')).slice(before);
    expect(made.map((edit) => edit.after)).toEqual(['một', 'hai', 'ba', 'bốn']);
  });

  it('a second window on the same record is told what the first one saved', async () => {
    const second = await page.context().newPage();
    await openRecord(0, second);
    await (await enter('nguoiKy', 'Người ký')).fill('CỬA SỔ MỘT');
    await page.keyboard.press('Enter');
    await second.getByText('Hồ sơ này vừa được sửa ở nơi khác').waitFor({ timeout: 20_000 });
    await expect.poll(async () => (await second.locator('.form-side').innerText()).includes('CỬA SỔ MỘT') || (await second.locator('textarea#field-nguoiKy').inputValue().catch(() => '')) === 'CỬA SỔ MỘT').toBe(true);
  });
});

describe('a record', () => {
  it('has a field marked as blank or unreadable with one key, taken back with another', async () => {
    const value = await stored(2, 'chongQuocTich');
    await openRecord(2);
    await enter('chongQuocTich', 'Quốc tịch');
    await page.keyboard.press('Shift+F9');
    await expect.poll(async () => (await office.server.backend.parts.records.get(ids[2] ?? '')).fields['chongQuocTich']?.reasons).toEqual(['unreadable-on-paper']);
    await page.keyboard.press('Control+z');
    await expect.poll(() => stored(2, 'chongQuocTich')).toBe(value);
  });

  it('is found by its number, gets another type and a field that was not there', async () => {
    await page.keyboard.press('Control+g');
    await page.getByRole('dialog').getByRole('searchbox').fill('3');
    await page.keyboard.press('Enter');
    await page.getByText('Hồ sơ 3 / 3').waitFor();
    await page.keyboard.press('Alt+a');
    await page.getByRole('dialog').getByRole('searchbox').fill('trang so');
    await page.keyboard.press('Enter');
    await page.locator('.field-card.active[data-field="trangSo"]').waitFor();
    await page.keyboard.type('12');
    await page.keyboard.press('Enter');
    await expect.poll(() => stored(2, 'trangSo')).toBe('12');
    await page.keyboard.press('Alt+l');
    await page.getByRole('dialog').getByRole('searchbox').fill('khai sinh');
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await office.server.backend.parts.records.get(ids[2] ?? '')).recordType, { timeout: 30_000 }).toBe('KS');
  });

  it.each(['Control+g', 'Alt+l', 'Alt+a', 'Alt+i'])('opens nothing an accessibility checker objects to with %s', async (keys) => {
    await page.keyboard.press(keys);
    await page.getByRole('dialog').waitFor();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.filter((one) => one.impact === 'serious' || one.impact === 'critical').map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`)).toEqual([]);
  });
});
