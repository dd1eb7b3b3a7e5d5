// The desk as a clerk lives it: by keyboard alone, with an input method, with the network cut, two at one record;
// and every screen at 100 % and 125 %, light and dark, as an accessibility checker and a ruler see it.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { renderForeign } from '../../scripts/fixtures/foreign-pages.ts';
import { imageOf } from '../../scripts/fixtures/raster.ts';
import { openWindow } from '../support/browser.ts';
import { openOffice, type Office } from '../support/office.ts';
import { readBatch } from '../support/read-batch.ts';

let office: Office;
let batchId: string;
let firstRecordId: string;

beforeAll(async () => {
  office = await openOffice();
  const read = await readBatch(office, 'Quyển 01/2018', [{ type: 'KS', form: 'certificate', seed: 31 }, { type: 'KH', form: 'certificate', seed: 32 }, { type: 'HN', form: 'certificate', seed: 33 }]);
  batchId = read.batchId;
  firstRecordId = read.recordIds[0] ?? '';
});
afterEach(async () => {
  for (const context of office.browser.contexts()) await context.close();
});
afterAll(async () => office.close());

const at = (hash: string): string => `${office.server.url}${hash}`;

async function goTo(page: Page, hash: string, readySelector: string): Promise<void> {
  await page.goto(at(hash));
  await page.locator(readySelector).first().waitFor().catch(async (error: unknown) => {
    throw new Error(`${hash} at ${page.url()} shows: ${(await page.locator('body').innerText()).slice(0, 600)}`, { cause: error });
  });
}

const stored = async (field: string): Promise<string | undefined> => (await office.server.backend.parts.records.get(firstRecordId)).fields[field]?.value;

describe('a paper of no known kind', () => {
  it('is given its kind from its own notice, and then has fields', { timeout: 120_000 }, async () => {
    const jpeg = await imageOf(renderForeign('english-letter', 3)).withMetadata({ density: 200 }).jpeg().toBuffer();
    const { batches, records } = office.server.backend.parts;
    const strange = (await batches.create({ name: 'Giấy lạ', recordType: 'auto', profile: 'ho-tich' })).id;
    await batches.addInputs(strange, [await office.file('thu.jpg', jpeg)]);
    await expect.poll(async () => (await batches.get(strange)).state, { timeout: 60_000 }).toBe('read');
    const [record] = (await records.list(strange, 0, 2)).records;
    const { page } = await openWindow(office.browser, office.server.entryUrl);
    await goTo(page, `#/correction/${strange}/${record?.id ?? ''}`, '.notice button');
    const [notice, button] = await Promise.all([page.locator('.notice').boundingBox(), page.locator('.notice button').boundingBox()]);
    const textWidth = await page.locator('.notice button').evaluate((element) => element.scrollWidth);
    expect(textWidth).toBeLessThanOrEqual((button?.width ?? 0) + 1);
    expect((button?.x ?? Infinity) + (button?.width ?? Infinity)).toBeLessThanOrEqual((notice?.x ?? 0) + (notice?.width ?? 0));
    await page.locator('.notice button').click();
    await page.keyboard.type('kt');
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await records.list(strange, 0, 2)).records.map(({ recordType }) => recordType), { timeout: 15_000 }).toEqual(['KT']);
    await page.locator('.notice').waitFor({ state: 'detached' });
  });
});

describe('by keyboard alone', () => {
  it('a batch of printed records is finished with one key per doubt and one per record', async () => {
    const { page } = await openWindow(office.browser, office.server.entryUrl);
    await page.locator('.batch-row[data-selected]').waitFor();
    await page.keyboard.press('Alt+h');
    await page.locator('.done-button').waitFor();
    const { records, batches } = office.server.backend.parts;
    const list = (await records.list(batchId, 0, 10)).records;
    await goTo(page, `#/correction/${batchId}/${firstRecordId}`, '.done-button');
    let keys = 0;
    for (const [index, record] of list.entries()) {
      await page.getByText(`Hồ sơ ${index + 1} / ${list.length}`).waitFor({ timeout: 5000 }).catch(async (error: unknown) => {
        throw new Error(`after ${keys} keys: ${(await page.locator('body').innerText()).slice(0, 500)}`, { cause: error });
      });
      for (let doubt = 0; doubt <= record.doubtfulFields; doubt++) {
        await page.keyboard.press('Enter');
        keys += 1;
      }
    }
    await expect.poll(async () => (await batches.get(batchId)).counts.doubtfulFields).toBe(0);
    expect(keys).toBe(list.reduce((sum, record) => sum + record.doubtfulFields + 1, 0));
    await page.getByText(`hôm nay ${list.length} hồ sơ`).waitFor();
  });

  it('every field is reached with Tab, opens as focus enters it, and its box follows', async () => {
    const { page } = await openWindow(office.browser, office.server.entryUrl);
    await goTo(page, `#/correction/${batchId}/${firstRecordId}`, '.field-row');
    await page.locator('.field-row').first().focus();
    const seen = new Set<string>();
    for (let step = 0; step < 6; step++) {
      const card = page.locator('.field-card.active');
      await card.waitFor();
      const key = (await card.getAttribute('data-field')) ?? '';
      seen.add(key);
      expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA');
      const boxes = await page.locator('.box.focus').evaluateAll((all) => all.map((box) => box.getAttribute('data-box')));
      expect(boxes.length === 0 || boxes[0] === key).toBe(true);
      await page.keyboard.press('Tab');
    }
    expect(seen.size).toBe(6);
  });

  it('the palette finds a command without diacritics and runs it', async () => {
    const { page } = await openWindow(office.browser, office.server.entryUrl);
    await page.locator('.batch-row[data-selected]').waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').getByRole('option').first().waitFor();
    for (let step = 0; step < 14; step++) await page.keyboard.press('ArrowDown');
    const room = await page.locator('.list-room').boundingBox();
    const at = await page.locator('.list-room .option[data-focused]').boundingBox();
    expect((at?.y ?? 0) + (at?.height ?? 0), 'what the arrows reach comes into sight').toBeLessThanOrEqual((room?.y ?? 0) + (room?.height ?? 0) + 1);
    await page.getByRole('dialog').getByRole('searchbox').fill('tai len');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Tải lên' }).waitFor();
  });
});

describe('with an input method', () => {
  it('a key that composes a letter is no command', async () => {
    const { page } = await openWindow(office.browser, office.server.entryUrl);
    await goTo(page, `#/correction/${batchId}/${firstRecordId}`, '.field-row');
    await page.locator('.field-row').first().focus();
    const input = page.locator('.field-card.active textarea');
    await input.waitFor();
    const client = await page.context().newCDPSession(page);
    await input.press('End');
    await client.send('Input.imeSetComposition', { text: 'ế', selectionStart: 1, selectionEnd: 1 });
    const key = await page.locator('.field-card.active').getAttribute('data-field');
    await page.evaluate(() => document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true })));
    await page.evaluate(() => document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: '1', isComposing: true, bubbles: true, cancelable: true })));
    expect(await page.locator('.field-card.active').getAttribute('data-field')).toBe(key);
    await client.send('Input.insertText', { text: 'ế' });
    expect(await input.inputValue()).toMatch(/ế$/);
    await page.keyboard.press('Escape');
    expect(await input.inputValue()).not.toMatch(/ế$/);
  });
});

describe('never lost', () => {
  it('what is typed while the network is cut is saved when it is back', async () => {
    const { page } = await openWindow(office.browser, office.server.entryUrl);
    await goTo(page, `#/correction/${batchId}/${firstRecordId}`, '.field-row');
    await page.locator('.field-row', { hasText: 'Người ký' }).first().focus();
    const input = page.locator('textarea#field-nguoiKy');
    await page.context().setOffline(true);
    await input.fill('LÊ VĂN MẠNG');
    await page.keyboard.press('Enter');
    await page.getByText('Chưa lưu được 1 thay đổi').waitFor();
    await page.context().setOffline(false);
    await expect.poll(() => stored('nguoiKy'), { timeout: 20_000 }).toBe('LÊ VĂN MẠNG');
    await page.getByText('Đã lưu', { exact: true }).waitFor();
  });

  it('two people at one field are told, and choose', async () => {
    const { page } = await openWindow(office.browser, office.server.entryUrl);
    await goTo(page, `#/correction/${batchId}/${firstRecordId}`, '.field-row');
    await page.locator('.field-row', { hasText: 'Người ký' }).first().focus();
    await page.context().setOffline(true);
    await page.locator('textarea#field-nguoiKy').fill('CỦA TÔI');
    await page.keyboard.press('Enter');
    const { records } = office.server.backend.parts;
    const { revision } = await records.get(firstRecordId);
    await records.putField(firstRecordId, 'nguoiKy', { value: 'CỦA HỌ', revision, by: 'other' });
    await page.context().setOffline(false);
    const notice = page.getByRole('alert').filter({ hasText: 'Người khác vừa sửa' });
    await notice.waitFor({ timeout: 20_000 });
    expect(await stored('nguoiKy')).toBe('CỦA HỌ');
    await notice.getByRole('button', { name: 'Giữ của tôi' }).click();
    await expect.poll(() => stored('nguoiKy')).toBe('CỦA TÔI');
  });
});

type Look = { name: string; hash: () => string; ready: string };
const SCREENS: readonly Look[] = [
  { name: 'batches', hash: () => `#/batches/${batchId}`, ready: '.batch-detail' },
  { name: 'pages', hash: () => `#/pages/${batchId}`, ready: '.thumb img' },
  { name: 'correction', hash: () => `#/correction/${batchId}/${firstRecordId}`, ready: '.field-row' },
  { name: 'packages', hash: () => `#/packages/${batchId}`, ready: '.package-build' },
  { name: 'uploads', hash: () => '#/uploads', ready: '.uploads-main p' },
];

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  it('an accessibility checker finds nothing serious on any screen', async () => {
    const { page, complaints } = await openWindow(office.browser, office.server.entryUrl, { theme });
    for (const screen of SCREENS) {
      await goTo(page, screen.hash(), screen.ready);
      const { violations } = await new AxeBuilder({ page }).analyze();
      const serious = violations.filter((violation) => violation.impact === 'serious' || violation.impact === 'critical');
      expect(serious.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`), screen.name).toEqual([]);
    }
    expect(complaints).toEqual([]);
  });
});

describe.each([1, 1.25])('at zoom %s on an office screen', (zoom) => {
  it('no screen needs a horizontal scroll bar, and what is pressed is large enough', async () => {
    const { page } = await openWindow(office.browser, office.server.entryUrl, { zoom });
    for (const screen of SCREENS) {
      await goTo(page, screen.hash(), screen.ready);
      const overflowing = await page.evaluate(() =>
        [document.documentElement, ...document.querySelectorAll<HTMLElement>('.screen, .side, .batches-main, .top-bar, .light-table, .plain-screen')].filter((element) => element.scrollWidth > element.clientWidth + 1).map((element) => element.className || element.tagName),
      );
      expect(overflowing, screen.name).toEqual([]);
      const small = await page.locator('button:visible').evaluateAll((all) => all.filter((button) => button.getBoundingClientRect().height < 27.5).map((button) => button.outerHTML.slice(0, 120)));
      expect(small, screen.name).toEqual([]);
    }
  });

  it('the paper keeps more than half of the desk', async () => {
    const { page } = await openWindow(office.browser, office.server.entryUrl, { zoom });
    await goTo(page, `#/correction/${batchId}/${firstRecordId}`, '.field-row');
    const room = await page.locator('.desk-pages').boundingBox();
    expect((room?.width ?? 0) / (page.viewportSize()?.width ?? 1)).toBeGreaterThan(0.5);
  });
});
