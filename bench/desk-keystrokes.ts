// Claim: a printed record costs the clerk no more keys than it has doubtful fields, plus one, plus the letters that
// are really wrong. Pages are rendered and read by the real reader, so the mistakes are its own; then the real desk
// is driven by keyboard to what is printed on the paper. Every key counts, arrows and Delete too; a chord is one. A
// letter with its marks counts as one. What is wrong and not doubtful is found by looking at the page, reached with a
// click on the wrong word and mended too; a click counts as a key. The last doubtful field is accepted together with
// its record (Ctrl+Enter). Letters that are wrong are counted as the least number of changes, however they are mended.
// The peer: a plain form beside the image, every field typed.
//   node bench/desk-keystrokes.ts [--pages N] [--seed N] [--each]
import { parseArgs } from 'node:util';
import type { Page } from 'playwright';
import type { Run } from '../renderer/features/correction/doubtful-runs.ts';
import { alignWords, wordsIn } from '../renderer/features/correction/word-evidence.ts';
import { DOUBT_BELOW, type FieldReading } from '../shared/domain/field.ts';
import { pageReadingSchema, type PageReading } from '../shared/domain/reading.ts';
import { sameText } from '../shared/domain/vietnamese-text.ts';
import { openWindow } from '../tests/support/browser.ts';
import { readBook, type DeskBook } from './support/desk-workspace.ts';
import { editKeys, lettersWrong } from './support/edit-keys.ts';
import { describeMachine } from './support/machine.ts';
import { percent, printTable, type Cell } from './support/print-table.ts';

const { values } = parseArgs({ options: { pages: { type: 'string', default: '24' }, seed: { type: 'string', default: '810' }, each: { type: 'boolean', default: false } } });
const TYPES = ['KS', 'KH', 'KT', 'HN'] as const;
const LEVELS = ['clean', 'scan', 'poor'] as const;
const MOST_STEPS = 80;
const STEP_MS = 60;
const SETTLE_MS = 400;
/** Around a field's box on the page. */
const BOX_AIR_PX = 3;

type Cost = { level: string; type: string; fields: number; doubtful: number; keys: number; letters: number; looked: number; unmarked: number; plain: number };
type Figure = keyof Omit<Cost, 'level' | 'type'>;
const goalOf = (cost: Cost): number => cost.doubtful + 1 + cost.letters;
type Standing = Readonly<{ key: string | null; text: string; from: number; to: number; runs: readonly Run[]; options: readonly string[]; withAlt: boolean; open: number }>;
type Spent = Readonly<{ keys: number; letters: number }>;
/** `isLeft`: with the key that leaves it, not by choosing another reading. */
type Settled = Spent & Readonly<{ isLeft: boolean }>;

const standing = (page: Page): Promise<Standing> => page.evaluate(() => {
  const card = document.querySelector('.field-card.active');
  const input = card?.querySelector('textarea');
  const options = [...(card?.querySelectorAll('.option-keys button') ?? [])];
  return {
    key: document.activeElement === input ? (card?.getAttribute('data-field') ?? null) : null, text: input?.value ?? '', from: input?.selectionStart ?? 0, to: input?.selectionEnd ?? 0,
    runs: [...(card?.querySelectorAll('mark[data-run]') ?? [])].map((mark) => ({ start: Number(mark.getAttribute('data-run')), end: Number(mark.getAttribute('data-run')) + (mark.textContent?.length ?? 0), rank: 0 })),
    options: options.map((option) => option.querySelector('span')?.textContent ?? ''), withAlt: options.some((option) => option.querySelector('kbd')?.textContent?.startsWith('Alt') === true),
    open: document.querySelectorAll('.field-card.open').length,
  };
});

async function pressAll(page: Page, keys: readonly string[]): Promise<void> {
  for (const key of keys) await (key.length === 1 && !/[ -~]/.test(key) ? page.keyboard.insertText(key) : page.keyboard.press(key === ' ' ? 'Space' : key));
}

/** Presses what mends the text in the field, and makes sure that it stands there. */
async function mend(page: Page, now: Standing, truth: string): Promise<Spent> {
  const { keys, letters } = editKeys(now, truth);
  await pressAll(page, keys);
  const { text } = await standing(page);
  if (!sameText(text, truth)) throw new Error(`${now.key ?? ''}: ${keys.join(' ')} made ${text} of ${now.text}, wanted was ${truth}`);
  return { keys: keys.length, letters };
}

/** `leave`: the key that accepts what stands there. */
async function settleField(page: Page, now: Standing, truth: string, leave: string): Promise<Settled> {
  const letters = sameText(now.text, truth) ? 0 : lettersWrong(now.text, truth);
  const option = letters === 0 ? -1 : now.options.findIndex((value) => sameText(value, truth));
  const edit = letters === 0 ? { keys: [] } : editKeys(now, truth);
  if (option >= 0 && edit.keys.length > 0) {
    await page.keyboard.press(`${now.withAlt ? 'Alt+' : ''}${option + 1}`);
    return { keys: 1, letters, isLeft: false };
  }
  const mended = letters === 0 ? 0 : (await mend(page, now, truth)).keys;
  await page.keyboard.press(leave);
  return { keys: mended + 1, letters, isLeft: true };
}

type Wrong = Readonly<{ key: string; truth: string; field: FieldReading | undefined }>;

/** What is wrong though nothing marks it: read otherwise than printed, or not found at all. */
const wrongUnmarked = (fields: Readonly<Record<string, FieldReading>>, printed: Readonly<Record<string, string>>): readonly Wrong[] =>
  Object.entries(printed).flatMap(([key, truth]): Wrong[] => {
    const field = fields[key];
    const isSeen = field !== undefined && (field.confidence < DOUBT_BELOW || field.warnings.length > 0);
    return isSeen || sameText(field?.value ?? '', truth) ? [] : [{ key, truth, field }];
  });

/** A click on the wrong word of the page, else on the field's line, else on what is not filled in. */
async function reach(page: Page, { key, truth, field }: Wrong, reading: PageReading | undefined): Promise<number> {
  const tokens = field === undefined ? [] : alignWords(field.value, wordsIn(reading, field.box));
  const words = truth.split(' ');
  const word = tokens.find((token, index) => token.text !== words[index])?.word;
  const box = page.locator(`[data-box="${key}"]`);
  if (field !== undefined && word !== undefined && reading !== undefined && (await box.count()) > 0) {
    const scale = (await page.locator('.sheet').evaluate((sheet) => sheet.clientWidth)) / reading.widthPx;
    await box.click({ force: true, position: { x: (word.box[0] + word.box[2] / 2 - field.box[0]) * scale + BOX_AIR_PX, y: (word.box[1] + word.box[3] / 2 - field.box[1]) * scale + BOX_AIR_PX } });
    return 1;
  }
  const row = page.locator(`.field-row[data-field="${key}"]`);
  if ((await row.count()) > 0) {
    await row.click();
    return 1;
  }
  await page.getByRole('button', { name: 'trường để trống' }).click();
  await row.click();
  return 2;
}

async function correctRecord(page: Page, book: DeskBook, index: number): Promise<Cost> {
  const { records, db } = book.office.server.backend.parts;
  const id = book.recordIds[index] ?? '';
  const truth = book.truths[index];
  if (!truth) throw new Error('no truth');
  const printed = { ...truth.extraFields, ...truth.fields };
  const before = await records.get(id);
  const cost: Cost = { level: truth.level, type: truth.type, fields: Object.keys(truth.fields).length, doubtful: before.doubtfulFields, keys: 0, letters: 0, looked: 0, unmarked: 0, plain: Object.values(truth.fields).reduce((sum, value) => sum + [...value].length + 1, 0) };
  const spend = ({ keys, letters }: Spent): void => {
    cost.keys += keys;
    cost.letters += letters;
    cost.looked += 1;
  };
  await page.goto(`${book.office.server.url}#/correction/${book.batchId}/${id}`);
  await page.locator('.done-button').waitFor();
  await page.locator('img.sheet-image').first().waitFor();
  await page.waitForTimeout(SETTLE_MS);
  for (const wrong of wrongUnmarked(before.fields, truth.fields)) {
    const row = await db.selectFrom('pages').innerJoin('page_readings', 'page_readings.cache_key', 'pages.reading_key').select('reading').where('pages.id', '=', before.pageIds[(wrong.field?.page ?? 1) - 1] ?? '').executeTakeFirst();
    const clicks = await reach(page, wrong, row === undefined ? undefined : pageReadingSchema.parse(JSON.parse(row.reading)));
    await page.waitForTimeout(STEP_MS);
    cost.unmarked += 1;
    spend({ keys: clicks, letters: 0 });
    spend(await settleField(page, await standing(page), wrong.truth, 'Enter'));
    cost.looked -= 1;
    await page.waitForTimeout(STEP_MS);
  }
  for (let step = 0; step < MOST_STEPS; step++) {
    const now = await standing(page);
    if (now.key === null) break;
    const wanted = printed[now.key] ?? now.text;
    const isLast = now.open === 1 && wanted !== '';
    const settled = await settleField(page, now, wanted, isLast ? 'Control+Enter' : 'Enter');
    spend(settled);
    if (isLast && settled.isLeft) return cost;
    await page.waitForTimeout(STEP_MS);
  }
  await page.keyboard.press('Control+Enter');
  cost.keys += 1;
  return cost;
}

async function main(): Promise<void> {
  const count = Number(values.pages);
  const book = await readBook(Array.from({ length: count }, (_, index) => ({ type: TYPES[index % TYPES.length] ?? 'KS', seed: Number(values.seed) + index, preset: LEVELS[index % LEVELS.length] ?? 'scan' })));
  try {
    if (book.recordIds.length !== count) throw new Error(`${count} papers gave ${book.recordIds.length} records`);
    const { page } = await openWindow(book.office.browser, book.office.server.url);
    const costs: Cost[] = [];
    for (let index = 0; index < count; index++) costs.push(await correctRecord(page, book, index));
    console.log(`Keys for a record, ${count} generated pages with the reader's own mistakes · ${describeMachine()}\n`);
    if (values.each) printTable(['record', 'type', 'pages', 'doubtful', 'keys', 'letters wrong', 'looked at', 'unmarked', 'goal'], costs.map((cost, index) => [index + 1, cost.type, cost.level, cost.doubtful, cost.keys, cost.letters, cost.looked, cost.unmarked, goalOf(cost)]));
    const sum = (of: readonly Cost[], what: Figure): number => of.reduce((total, cost) => total + cost[what], 0);
    const each = (of: readonly Cost[], what: Figure): string => (sum(of, what) / of.length).toFixed(1);
    const row = (name: string, of: readonly Cost[]): Cell[] => of.length === 0 ? [name, 0, null, null, null, null, null, null, null, null] : [
      name, of.length, each(of, 'fields'), each(of, 'doubtful'), each(of, 'looked'), each(of, 'letters'), each(of, 'keys'), (of.reduce((total, cost) => total + goalOf(cost), 0) / of.length).toFixed(1),
      percent(of.filter((cost) => cost.keys <= goalOf(cost)).length, of.length, 0), each(of, 'plain'),
    ];
    printTable(['pages', 'records', 'fields', 'doubtful', 'looked at', 'letters wrong', 'keys', 'goal', 'records within goal', 'plain form'], [...LEVELS.map((level) => row(level, costs.filter((cost) => cost.level === level))), row('all', costs)]);
    console.log(`\nfields wrong and not marked as doubtful: ${sum(costs, 'unmarked')} in ${sum(costs, 'fields')}`);
  } finally {
    await book.office.close();
  }
}

await main();
