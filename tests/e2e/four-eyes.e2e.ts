// Three people in three browsers carry a book of thirty records from import to acceptance: a clerk keys, a
// reviewer agrees, one record goes back and comes again, one is keyed twice and a difference settled by the
// third, one lot is rejected by its sample and the next passes. The trail of it all verifies, until one byte of
// it is changed. The queues are the people's own screens; only what an admin sets once goes by address.
import { sql } from 'kysely';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { drawSample } from '../../backend/review/draw-sample.ts';
import { listStanding } from '../../backend/review/work-repository.ts';
import { verifyTrail } from '../../backend/trail/verify-trail.ts';
import type { RecordState } from '../../shared/domain/batch-life.ts';
import { openOffice, type Office } from '../support/office.ts';

const RECORDS = 30;
const READ_MS = 900_000;
const STEP_MS = 60_000;
const SLOW_MS = 1500;
/** Where pictures of the desks go, if anywhere. */
const PICTURES = process.env['SOHOA_PICTURES'];
const PLAN = { name: 'own', mode: 'key-and-review', types: { KH: { mode: 'double-keying' } }, sampling: { level: 'II', aql: 1, severity: 'normal' } };

let office: Office;
let clerk: Page;
let reviewer: Page;
let admin: Page;
let batchId = '';
let marriageId = '';
const complaints: (readonly string[])[] = [];

beforeAll(async () => {
  office = await openOffice();
  for (const [role, keep] of [['clerk', (page: Page) => { clerk = page; }], ['reviewer', (page: Page) => { reviewer = page; }], ['admin', (page: Page) => { admin = page; }]] as const) {
    const window = await office.signedIn(role);
    complaints.push(window.complaints);
    keep(window.page);
  }
}, READ_MS);
afterAll(async () => office.close());

const db = () => office.server.backend.parts.db;
const works = () => listStanding(db(), batchId);
const states = async (): Promise<Partial<Record<RecordState, number>>> => Object.fromEntries(Object.entries(Object.groupBy(await works(), (work) => work.state)).map(([state, all]) => [state, all.length]));
const open = (page: Page, hash: string): Promise<unknown> => page.goto(new URL(hash, office.server.url).href);
async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES === undefined) return;
  await mkdir(PICTURES, { recursive: true });
  await page.waitForLoadState('networkidle').catch(() => undefined);
  await page.screenshot({ path: path.join(PICTURES, `${name}.png`) });
}

/** As that person's browser sends it: their cookie, their origin. */
const ask = (page: Page, method: string, address: string, body?: unknown): Promise<{ status: number; reply: unknown }> =>
  page.evaluate(async ([verb, to, sent]) => {
    const response = await fetch(`./api/${to}`, { method: verb, headers: { 'content-type': 'application/json' }, ...(sent === null ? {} : { body: JSON.stringify(sent) }) });
    return { status: response.status, reply: (await response.json().catch(() => null)) as unknown };
  }, [method, address, body ?? null] as const);

const hashOf = (page: Page): string => decodeURIComponent(new URL(page.url()).hash);

/** Presses a key and waits until the address has changed; false when it stays. */
async function pressOn(page: Page, key: string, waitMs: number): Promise<boolean> {
  const before = hashOf(page);
  await page.keyboard.press(key);
  return vi.waitUntil(() => hashOf(page) !== before, { timeout: waitMs, interval: 20 }).then(() => true, () => false);
}

/** The clerk goes through the book: "done" by one key, and Enter for what must be looked at first. */
async function keyWholeBook(): Promise<void> {
  const waiting = (await works()).filter((work) => ['read', 'correcting', 'returned'].includes(work.state)).map((work) => work.record_id);
  await open(clerk, `#/correction/${batchId}/${waiting[0] ?? ''}`);
  await clerk.locator('.done-button').waitFor();
  const left = async (): Promise<number> => (await works()).filter((work) => ['read', 'correcting', 'returned'].includes(work.state)).length;
  for (let press = 0; press < 20 * RECORDS && (await left()) > 0; press += 1) {
    if (await pressOn(clerk, 'Control+Enter', 400)) continue;
    await clerk.keyboard.press('Enter');
  }
  await expect.poll(left, { timeout: STEP_MS }).toBe(0);
}

async function openFromQueue(page: Page, name: RegExp): Promise<void> {
  await open(page, `#/review/${batchId}`);
  await page.getByRole('button', { name }).click();
}

/** Agrees to everything in the queue that is open, one key a record. */
async function agreeToAll(page: Page): Promise<number> {
  let agreed = 0;
  await vi.waitUntil(() => hashOf(page).includes(':'), { timeout: STEP_MS });
  for (; hashOf(page).includes(':'); agreed += 1) {
    await page.locator('.review-line').first().waitFor();
    if (!(await pressOn(page, 'Enter', STEP_MS))) throw new Error(`after ${agreed}: ${(await page.locator('body').innerText()).slice(0, 600)}`);
  }
  return agreed;
}

async function keyTwice(change: (key: string, value: string) => string): Promise<void> {
  await openFromQueue(reviewer, /Nhập lần hai/);
  await reviewer.locator('.blind-input').first().waitFor();
  const { fields } = await office.server.backend.parts.records.get(marriageId);
  const keys = await reviewer.locator('.field-card').evaluateAll((cards) => cards.map((card) => card.getAttribute('data-field') ?? ''));
  expect(keys.length).toBeGreaterThan(5);
  expect(await reviewer.locator('.blind-input').evaluateAll((inputs) => inputs.every((input) => input instanceof HTMLInputElement && input.value === ''))).toBe(true);
  await picture(reviewer, 'blind');
  for (const key of keys) {
    await reviewer.locator(`#blind-${key}`).focus();
    await reviewer.keyboard.insertText(change(key, fields[key]?.value ?? ''));
  }
  await reviewer.getByRole('button', { name: /Xong, lấy hồ sơ kế/ }).click();
  await vi.waitUntil(() => !hashOf(reviewer).includes('second'), { timeout: STEP_MS });
}

/** A seed whose sample somebody is left to look at: the reviewer and the admin have both had a hand in the marriage. */
async function seedWithout(recordId: string, sampleSize: number): Promise<string> {
  const ids = (await works()).filter((work) => work.state === 'sampling').map((work) => work.record_id);
  for (let at = 0; ; at += 1) if (!drawSample(ids, sampleSize, `seed ${at}`).includes(recordId)) return `seed ${at}`;
}

describe('a book of thirty records and three people', () => {
  it('the clerk imports it', async () => {
    const papers: string[] = [];
    for (let at = 0; at < RECORDS; at += 1) papers.push((await office.paper(`so-${String(at + 1).padStart(2, '0')}.jpg`, { type: at === 4 ? 'KH' : 'KS', form: 'certificate', seed: 500 + at })).path);
    const { status, reply } = await ask(clerk, 'POST', 'batches', { name: 'Quyển 01/2018', recordType: 'auto' });
    expect(status).toBe(201);
    batchId = (reply as { id: string }).id;
    await open(clerk, `#/batches/${batchId}`);
    await clerk.locator('.batch-row[data-selected]').waitFor();
    await clerk.setInputFiles('input[data-import=files]', papers);
    const { batches, records } = office.server.backend.parts;
    await vi.waitUntil(async () => { const { counts, state } = await batches.get(batchId); return state === 'read' && counts.pages === RECORDS; }, { timeout: READ_MS, interval: 500 });
    const list = (await records.list(batchId, 0, 100)).records;
    expect(list).toHaveLength(RECORDS);
    marriageId = list.find((record) => record.recordType === 'KH')?.id ?? '';
    expect(marriageId).not.toBe('');
  }, READ_MS);

  it('the admin says how it is checked; neither clerk nor reviewer can', async () => {
    for (const page of [clerk, reviewer]) expect((await ask(page, 'PUT', `batches/${batchId}/review/plan`, { plan: null })).status).toBe(403);
    expect((await ask(admin, 'PUT', `batches/${batchId}/review/plan`, { plan: PLAN })).status).toBe(200);
    await open(admin, `#/review/${batchId}`);
    await admin.locator('.review-table tbody tr').first().waitFor();
    expect(await admin.locator('.review-table tbody tr').count()).toBe(RECORDS);
    await picture(admin, 'home-admin');
    expect(await ask(clerk, 'POST', `batches/${batchId}/packages`, {})).toMatchObject({ status: 409, reply: { code: 'records-not-accepted', detail: { missing: RECORDS } } });
  });

  it('the clerk keys all of it', async () => {
    await keyWholeBook();
    expect(await states()).toEqual({ reviewing: RECORDS - 1, 'second-keying': 1 });
  }, READ_MS);

  it('the reviewer returns one record with its reason at the field, and agrees to the others', async () => {
    await openFromQueue(reviewer, /^Duyệt \d/);
    await reviewer.locator('.review-line.active').waitFor();
    await picture(reviewer, 'review');
    const returnedId = hashOf(reviewer).split(':')[1] ?? '';
    const field = (await reviewer.locator('.review-line.active').getAttribute('data-field')) ?? '';
    await reviewer.keyboard.press('x');
    await reviewer.getByRole('dialog').waitFor();
    await picture(reviewer, 'fault');
    await reviewer.keyboard.press('2');
    await reviewer.locator('.review-line.faulty').waitFor();
    expect(await pressOn(reviewer, 'Control+Enter', STEP_MS)).toBe(true);
    const remark = await db().selectFrom('remarks').select(['field', 'kind', 'record_id']).executeTakeFirst();
    expect(remark).toEqual({ field, kind: 'wrong-mark', record_id: returnedId });
    expect(await agreeToAll(reviewer)).toBe(RECORDS - 2);
    expect(await states()).toEqual({ returned: 1, sampling: RECORDS - 2, 'second-keying': 1 });
  }, READ_MS);

  it('the returned record comes back to its clerk, who mends it, and is agreed to', async () => {
    const returned = (await works()).find((work) => work.state === 'returned');
    expect(returned?.assigned_to).toBe((await office.person('clerk', ['clerk'])).id);
    await openFromQueue(clerk, /^Hiệu đính \d/);
    const notes = clerk.locator('[data-returned]');
    await notes.waitFor();
    expect(await notes.innerText()).toMatch(/reviewer trả lại[\s\S]*Sai dấu, sai chữ/);
    await notes.getByRole('button').click();
    await clerk.locator('[data-remarks]').waitFor();
    await picture(clerk, 'returned');
    await clerk.keyboard.press('End');
    await clerk.keyboard.insertText(' SỬA');
    await clerk.keyboard.press('Enter');
    await clerk.keyboard.press('Control+Enter');
    await expect.poll(async () => (await states()).reviewing, { timeout: STEP_MS }).toBe(1);
    // Over a slow line, where what the reviewer saw of the record last time would still be at hand.
    await reviewer.route('**/records/*/review', async (route) => { await setTimeout(SLOW_MS); await route.continue(); });
    await openFromQueue(reviewer, /^Duyệt \d/);
    expect(await agreeToAll(reviewer)).toBe(1);
    await reviewer.unroute('**/records/*/review');
  }, READ_MS);

  it('the marriage is keyed twice; the admin settles the one difference', async () => {
    await keyTwice((key, value) => (key === 'voHoTen' ? `${value}X` : value));
    expect((await states()).arbitrating).toBe(1);
    const before = (await office.server.backend.parts.records.get(marriageId)).fields['voHoTen']?.value;
    await openFromQueue(admin, /^Phân xử chỗ khác nhau \d/);
    await admin.locator('.arbitration-option').first().waitFor();
    expect(await admin.locator('.arbitration-options').count()).toBe(1);
    await picture(admin, 'arbitration');
    await admin.keyboard.press('1');
    await admin.getByRole('button', { name: 'Quyết định' }).click();
    await expect.poll(states, { timeout: STEP_MS }).toEqual({ sampling: RECORDS });
    expect((await office.server.backend.parts.records.get(marriageId)).fields['voHoTen']?.value).toBe(before);
  }, READ_MS);

  it('a bad sample sends the whole lot back', async () => {
    expect((await ask(admin, 'POST', `batches/${batchId}/lots`, { seed: await seedWithout(marriageId, 13) })).status).toBe(201);
    await openFromQueue(reviewer, /^Kiểm tra mẫu \d/);
    await reviewer.locator('.review-line.active').waitFor();
    await reviewer.keyboard.press('x');
    await reviewer.getByRole('dialog').waitFor();
    await reviewer.keyboard.press('1');
    await reviewer.locator('.review-line.faulty').waitFor();
    await reviewer.keyboard.press('Control+Enter');
    await expect.poll(states, { timeout: STEP_MS }).toEqual({ returned: RECORDS });
  }, READ_MS);

  it('the clerk goes through the book once more, the second lot passes, and the book is accepted', async () => {
    await keyWholeBook();
    await openFromQueue(reviewer, /^Duyệt \d/);
    expect(await agreeToAll(reviewer)).toBe(RECORDS - 1);
    await keyTwice((_, value) => value);
    expect(await states()).toEqual({ sampling: RECORDS });
    expect((await ask(admin, 'POST', `batches/${batchId}/lots`, { seed: await seedWithout(marriageId, 13) })).status).toBe(201);
    await openFromQueue(reviewer, /^Kiểm tra mẫu \d/);
    expect(await agreeToAll(reviewer)).toBe(13);
    expect(await states()).toEqual({ accepted: RECORDS });
    await open(admin, `#/review/${batchId}`);
    await admin.getByText('Mọi hồ sơ đã được nghiệm thu: đóng gói được.').waitFor();
    await picture(admin, 'accepted');
    expect((await ask(clerk, 'POST', `batches/${batchId}/packages`, {})).status).toBe(201);
  }, READ_MS);

  it('no browser complained', () => expect(complaints.flat()).toEqual([]));

  it('the trail of it verifies, and one flipped byte in it is found', async () => {
    await office.server.backend.parts.runner.idle(batchId);
    expect(await verifyTrail(db())).toMatchObject({ ok: true });
    const agreed = await db().selectFrom('trail').select(['seq', 'by']).where('kind', '=', 'record-agree').orderBy('seq').executeTakeFirstOrThrow();
    // As somebody would who has the database file and a tool.
    await sql`drop trigger trail_no_update`.execute(db());
    const forged = `${agreed.by.slice(0, -1)}${agreed.by.endsWith('0') ? '1' : '0'}`;
    await db().updateTable('trail').set({ by: forged }).where('seq', '=', agreed.seq).execute();
    expect(await verifyTrail(db())).toMatchObject({ ok: false, seq: Number(agreed.seq) });
  });
});
