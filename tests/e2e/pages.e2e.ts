// A clerk at the light table: a book with a spread, a blank and a page on its side comes in; pages are turned, cut,
// thrown away by proposal, moved, marked "không số hóa", parted and joined, and everything is taken back and done
// again. By keyboard where a clerk would, by pointer where a clerk would.
import { AxeBuilder } from '@axe-core/playwright';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFile } from 'node:fs/promises';
import { batchSummarySchema } from '../../shared/api/batches.ts';
import { openWindow, type DeskPage } from '../support/browser.ts';
import { openOffice, type Office } from '../support/office.ts';
import { z } from 'zod';

let office: Office;
let desk: DeskPage;
let files: readonly string[] = [];
const READ_MS = 225_000;

/** Half a page is read in half the time; the story is about pages, not about what stands on them. */
async function upperHalf(name: string, type: 'KS' | 'KH', seed: number): Promise<{ path: string; bytes: Buffer }> {
  const page = await readFile((await office.paper(name, { type, form: 'certificate', seed })).path);
  const { width = 1, height = 1, density = 200 } = await sharp(page).metadata();
  const bytes = await sharp(page).extract({ left: 0, top: 0, width, height: Math.round(height * 0.5) }).withMetadata({ density }).jpeg({ quality: 88 }).toBuffer();
  return { path: await office.file(name, bytes), bytes };
}

beforeAll(async () => {
  office = await openOffice();
  const birth = await upperHalf('1-khai-sinh.jpg', 'KS', 61);
  const marriage = await upperHalf('2-ket-hon.jpg', 'KH', 62);
  const [left, right] = [birth.bytes, (await upperHalf('x.jpg', 'KS', 63)).bytes];
  const { width = 1, height = 1, density = 200 } = await sharp(left).metadata();
  const spread = sharp({ create: { width: width * 2, height, channels: 3, background: '#ffffff' } })
    .composite([{ input: await sharp(left).resize(width, height, { fit: 'fill' }).toBuffer(), left: 0, top: 0 }, { input: await sharp(right).resize(width, height, { fit: 'fill' }).toBuffer(), left: width, top: 0 }]);
  const blank = sharp({ create: { width, height, channels: 3, background: '#fcfbf8' } });
  files = [
    birth.path, marriage.path, await office.file('3-trang-doi.jpg', await spread.withMetadata({ density }).jpeg({ quality: 85 }).toBuffer()),
    await office.file('4-trang-trang.jpg', await blank.withMetadata({ density }).jpeg().toBuffer()),
  ];
  desk = await openWindow(office.browser, office.server.entryUrl);
});
afterAll(async () => office.close());

const names = async (): Promise<readonly string[]> => desk.page.locator('.thumb').evaluateAll((all) => all.map((thumb) => thumb.querySelector('.thumb-foot .cut')?.textContent?.slice(0, 1) ?? ''));
const order = (wanted: string) => expect.poll(async () => (await names()).join(''), { timeout: 60_000 }).toBe(wanted);
const sheet = (index: number) => desk.page.locator('.thumb-sheet').nth(index);
const chosen = () => desk.page.locator('.thumb[data-chosen=true]').count();
const allRead = async () => expect.poll(async () => (await batch()).counts, { timeout: READ_MS }).toMatchObject({ pagesRead: (await batch()).counts.pages });
const batch = async () => {
  const [one] = z.object({ batches: z.array(batchSummarySchema) }).parse(await desk.page.evaluate(async () => (await fetch('./api/batches')).json() as Promise<unknown>)).batches;
  if (!one) throw new Error('a batch expected');
  return one;
};
const settled = async () => {
  await allRead();
  await expect.poll(async () => (await batch()).state, { timeout: READ_MS }).toBe('read');
};
const serious = async (): Promise<readonly string[]> => (await new AxeBuilder({ page: desk.page }).analyze()).violations.filter((one) => one.impact === 'serious' || one.impact === 'critical').map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 120)).join(' ')}`);

describe('a book is made', () => {
  it('with the facts of its cover; an impossible year is refused beside its field', async () => {
    const { page } = desk;
    await page.getByRole('button', { name: 'Đợt mới' }).click();
    await page.getByLabel('Tên đợt').fill('Khai sinh 01/2018');
    await page.getByLabel('Quyển số').fill('01/2018');
    await page.getByLabel('Năm mở sổ').fill('20018');
    await page.getByText('Năm phải có bốn chữ số').waitFor();
    expect(await page.getByRole('button', { name: 'Mở đợt' }).isDisabled()).toBe(true);
    await page.getByLabel('Năm mở sổ').fill('2018');
    await page.getByLabel('Nơi đăng ký').fill('UBND xã Cà Dy, huyện Nam Giang');
    expect(await serious()).toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByText('Quyển 01/2018 · mở năm 2018').waitFor();
    expect((await batch()).facts).toMatchObject({ bookNumber: '01/2018', yearOpened: 2018, place: 'UBND xã Cà Dy, huyện Nam Giang', dossierCode: null });
  });

  it('and can be changed later', async () => {
    const { page } = desk;
    await page.keyboard.press('F2');
    await page.getByLabel('Quyển số').fill('02/2018');
    await page.getByRole('button', { name: 'Lưu' }).click();
    await page.getByText('Quyển 02/2018').waitFor();
  });

  it('and takes its scans', async () => {
    await desk.page.setInputFiles('input[data-import=files]', [...files]);
    await expect.poll(async () => (await batch()).counts.pages, { timeout: READ_MS }).toBe(4);
    await settled();
    await desk.page.keyboard.press('Alt+g');
    await order('1234');
  });
});

describe('pages are chosen', () => {
  it('by click, with Ctrl and Shift, by arrows, all of them, and by a band', async () => {
    const { page } = desk;
    await sheet(0).click();
    await sheet(2).click({ modifiers: ['Control'] });
    expect(await chosen()).toBe(2);
    await sheet(0).click();
    await sheet(2).click({ modifiers: ['Shift'] });
    expect(await chosen()).toBe(3);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+ArrowLeft');
    expect(await chosen()).toBe(2);
    await page.keyboard.press('Control+a');
    expect(await chosen()).toBe(4);
    await page.keyboard.press('Escape');
    expect(await chosen()).toBe(1);
    const table = await page.locator('.light-table').boundingBox();
    const last = await sheet(1).boundingBox();
    if (!table || !last) throw new Error('the table is not there');
    await page.mouse.move(table.x + 4, table.y + table.height - 60);
    await page.mouse.down();
    await page.mouse.move(last.x + 30, last.y + 40, { steps: 6 });
    expect(await page.locator('.light-band').count()).toBe(1);
    await page.mouse.up();
    expect(await chosen()).toBe(2);
  });
});

describe('pages are put right', () => {
  it('turned with one key, shown turned before they are read again, and back', async () => {
    const { page } = desk;
    await sheet(1).click();
    await page.keyboard.press('l');
    await page.getByText('Đã chỉnh ảnh 1 trang').first().waitFor();
    await expect.poll(async () => sheet(1).locator('img').evaluate((image) => (image instanceof HTMLImageElement ? image.naturalWidth < image.naturalHeight : false)), { timeout: READ_MS }).toBe(true);
    await page.keyboard.press('Control+z');
    await expect.poll(async () => sheet(1).locator('img').evaluate((image) => (image instanceof HTMLImageElement ? image.naturalWidth > image.naturalHeight : false)), { timeout: READ_MS }).toBe(true);
    await settled();
  });

  it('cropped and straightened by keys alone', async () => {
    const { page } = desk;
    await sheet(1).click();
    await page.keyboard.press('c');
    await page.locator('.crop-handle.nw').waitFor();
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+ArrowRight');
    await page.getByRole('button', { name: 'Làm với 1 trang' }).click();
    await page.getByText('Đã chỉnh ảnh 1 trang').first().waitFor();
    await settled();
    await sheet(1).click();
    await page.keyboard.press('s');
    await page.getByLabel('Góc').press('Shift+ArrowRight');
    await page.keyboard.press('Enter');
    await expect.poll(async () => page.locator('.dialog').count()).toBe(0);
    await settled();
    const { id } = await batch();
    const [, second] = z.object({ pages: z.array(z.object({ id: z.string() })) }).parse(await page.evaluate(async (batchId) => (await fetch(`./api/batches/${batchId}/pages`)).json() as Promise<unknown>, id)).pages;
    const { transforms } = z.object({ transforms: z.array(z.object({ kind: z.string() })) }).parse(await page.evaluate(async (pageId) => (await fetch(`./api/pages/${pageId}`)).json() as Promise<unknown>, second?.id ?? ''));
    expect(transforms.slice(-2).map((one) => one.kind)).toEqual(['crop', 'deskew']);
    await sheet(1).click();
    await page.keyboard.press('Control+z');
    await settled();
    await page.keyboard.press('Control+z');
    await settled();
  });

  it('cut into two where the gutter was found, each with a record of its own', async () => {
    const { page } = desk;
    await page.getByText('Trang đôi (1)').waitFor();
    await page.locator('.tray-line[data-proposal=spread]').getByRole('button', { name: 'Nhận đề xuất' }).click();
    await order('12334');
    await settled();
    await expect.poll(async () => page.locator('.record-line.first').count(), { timeout: 60_000 }).toBeGreaterThanOrEqual(4);
    await page.keyboard.press('Control+z');
    await order('1234');
    await page.keyboard.press('Control+y');
    await order('12334');
    await settled();
  });

  it('thrown away by proposal, found in the bin, and taken back', async () => {
    const { page } = desk;
    await page.getByText('Trang trắng (1)').waitFor();
    await page.locator('.tray-line[data-proposal=blank]').getByRole('button', { name: 'Nhận đề xuất' }).click();
    await order('1233');
    await page.keyboard.press('b');
    await order('4');
    expect(await serious()).toEqual([]);
    await sheet(0).click();
    await page.keyboard.press('Insert');
    await page.getByText('Thùng rác trống.').waitFor();
    await page.keyboard.press('b');
    await order('12334');
  });
});

describe('pages are put into order', () => {
  it('by keys, by cut and put, and by carrying them with the pointer', async () => {
    const { page } = desk;
    await sheet(1).click();
    await page.keyboard.press('Control+Shift+ArrowLeft');
    await order('21334');
    await sheet(4).click();
    await page.keyboard.press('Control+x');
    await sheet(0).click();
    await page.keyboard.press('Control+v');
    await order('42133');
    await settled();
    const [from, to] = [await sheet(0).boundingBox(), await sheet(3).boundingBox()];
    if (!from || !to) throw new Error('pages are not there');
    await page.mouse.move(from.x + 40, from.y + 60);
    await page.mouse.down();
    await page.mouse.move(to.x + to.width - 8, to.y + 60, { steps: 8 });
    expect(await page.locator('.light-drop').count()).toBe(1);
    await page.mouse.up();
    await order('21343');
    for (let times = 0; times < 3; times += 1) await page.keyboard.press('Control+z');
    await order('12334');
    await settled();
  });

  it('marked with a legal reason, out of records but in their place', async () => {
    const { page } = desk;
    const before = (await batch()).counts.records;
    await sheet(0).click();
    await page.keyboard.press('k');
    await page.getByRole('button', { name: 'Giấy tờ mật' }).click();
    await page.locator('.thumb').first().getByText('Mật', { exact: true }).waitFor();
    await expect.poll(async () => (await batch()).counts.records, { timeout: 60_000 }).toBe(before - 1);
    await page.keyboard.press('Control+z');
    await expect.poll(async () => (await batch()).counts.records, { timeout: 60_000 }).toBe(before);
  });

  it('joined into one record and parted again', async () => {
    const { page } = desk;
    const before = (await batch()).counts.records;
    // The table knows the record of each page again.
    await expect.poll(async () => page.locator('.thumb').nth(0).locator('.record-line').count(), { timeout: 60_000 }).toBe(1);
    await sheet(0).click();
    await sheet(1).click({ modifiers: ['Shift'] });
    await page.keyboard.press('j');
    await expect.poll(async () => (await batch()).counts.records, { timeout: 60_000 }).toBe(before - 1);
    await sheet(1).click();
    await page.keyboard.press('n');
    await expect.poll(async () => (await batch()).counts.records, { timeout: 60_000 }).toBe(before);
  });

  it('with everything that was done in a list', async () => {
    const { page } = desk;
    await page.keyboard.press('y');
    await page.getByRole('heading', { name: 'Việc đã làm' }).waitFor();
    expect(await page.locator('.action-log li').count()).toBeGreaterThan(8);
    expect(await page.locator('.action-log li.undone').count()).toBeGreaterThan(2);
    await page.keyboard.press('t');
    await page.getByRole('heading', { name: 'Đề xuất của máy' }).waitFor();
  });
});

describe('the screens', () => {
  it('have no serious finding of axe, in both languages', async () => {
    const { page } = desk;
    expect(await serious()).toEqual([]);
    await page.getByRole('button', { name: 'Tiếng Việt, English' }).click();
    await page.getByRole('heading', { name: 'Proposals' }).waitFor();
    expect(await serious()).toEqual([]);
    await page.getByRole('button', { name: 'English, tiếng Việt' }).click();
  });

  it('fit at 125 % without a horizontal scroll bar', async () => {
    const { page, complaints } = await openWindow(office.browser, office.server.entryUrl, { zoom: 1.25 });
    for (const hash of ['#/batches', `#/pages/${(await batch()).id}`]) {
      await page.evaluate((to) => { window.location.hash = to; }, hash);
      await page.locator('.batch-row, .thumb').first().waitFor();
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth && [...document.querySelectorAll('.table-tools, .batches-head')].every((bar) => bar.scrollWidth <= bar.clientWidth + 1))).toBe(true);
    }
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('complain of nothing', () => {
    expect(desk.complaints).toEqual([]);
  });
});
