// Claim: a printed record costs the clerk no more keys than it has doubtful fields, plus one, plus the letters that
// are really wrong. Pages are rendered and read by the real reader, so the mistakes are its own; then the real desk
// is driven by keyboard to what is printed on the paper. Every key counts, arrows and Delete too; a chord is one. A
// letter with its marks counts as one. What is wrong and not doubtful is reached with one click and counted apart.
// The peer: a plain form beside the image, every field typed.
//   node bench/desk-keystrokes.ts [--pages N] [--seed N]
import { parseArgs } from 'node:util';
import type { Page } from 'playwright';
import { sameText } from '../shared/domain/vietnamese-text.ts';
import { openWindow } from '../tests/support/browser.ts';
import { readBook, type DeskBook } from './support/desk-workspace.ts';
import { editKeys, type EditKeys } from './support/edit-keys.ts';
import { describeMachine } from './support/machine.ts';
import { percent, printTable, type Cell } from './support/print-table.ts';

const { values } = parseArgs({ options: { pages: { type: 'string', default: '24' }, seed: { type: 'string', default: '810' } } });
const TYPES = ['KS', 'KH', 'KT', 'HN'] as const;
const LEVELS = ['clean', 'scan', 'poor'] as const;
const MOST_STEPS = 80;
/** Nothing on paper says what these mean; the bench's truth has none of them. */
const isPrinted = (truth: Readonly<Record<string, string>>, key: string): boolean => truth[key] !== undefined;

type Cost = { level: string; fields: number; doubtful: number; keys: number; letters: number; looked: number; unmarked: number; plain: number };
type Standing = { key: string | null; shown: string; caret: number; options: readonly string[]; withAlt: boolean };

const standing = (page: Page): Promise<Standing> => page.evaluate(() => {
  const card = document.querySelector('.field-card.active');
  const input = card?.querySelector('textarea');
  const options = [...(card?.querySelectorAll('.option-keys button') ?? [])];
  return {
    key: document.activeElement === input ? (card?.getAttribute('data-field') ?? null) : null, shown: input?.value ?? '', caret: input?.selectionStart ?? 0,
    options: options.map((option) => option.querySelector('span')?.textContent ?? ''), withAlt: options.some((option) => option.querySelector('kbd')?.textContent?.startsWith('Alt') === true),
  };
});

/** Presses what mends the text, and tells how many keys that were. */
async function mend(page: Page, from: string, caret: number, to: string): Promise<EditKeys> {
  const edit = editKeys(from, caret, to);
  for (const key of edit.keys) await (key.length === 1 && !/[ -~]/.test(key) ? page.keyboard.insertText(key) : page.keyboard.press(key === ' ' ? 'Space' : key));
  return edit;
}

async function settleField(page: Page, now: Standing, truth: string): Promise<{ keys: number; letters: number }> {
  if (sameText(now.shown, truth)) {
    await page.keyboard.press('Enter');
    return { keys: 1, letters: 0 };
  }
  const option = now.options.findIndex((value) => sameText(value, truth));
  if (option >= 0) {
    await page.keyboard.press(`${now.withAlt ? 'Alt+' : ''}${option + 1}`);
    return { keys: 1, letters: 0 };
  }
  const edit = await mend(page, now.shown, now.caret, truth);
  await page.keyboard.press('Enter');
  return { keys: edit.keys.length + 1, letters: edit.letters };
}

async function correctRecord(page: Page, book: DeskBook, index: number): Promise<Cost> {
  const { records } = book.office.server.backend.parts;
  const id = book.recordIds[index] ?? '';
  const truth = book.truths[index];
  if (!truth) throw new Error('no truth');
  const printed = { ...truth.extraFields, ...truth.fields };
  const before = await records.get(id);
  const cost: Cost = { level: truth.level, fields: Object.keys(truth.fields).length, doubtful: before.doubtfulFields, keys: 0, letters: 0, looked: 0, unmarked: 0, plain: Object.values(truth.fields).reduce((sum, value) => sum + [...value].length + 1, 0) };
  await page.goto(`${book.office.server.url}#/correction/${book.batchId}/${id}`);
  await page.locator('.done-button').waitFor();
  await page.waitForTimeout(300);
  for (let step = 0; step < MOST_STEPS; step++) {
    const now = await standing(page);
    if (now.key === null) break;
    const spent = await settleField(page, now, printed[now.key] ?? now.shown);
    cost.keys += spent.keys;
    cost.letters += spent.letters;
    cost.looked += 1;
    await page.waitForTimeout(60);
  }
  for (const [key, value] of Object.entries(truth.fields)) {
    const field = before.fields[key];
    const isWrong = field !== undefined && !sameText(field.value, value);
    if (!isWrong || field.confidence < 0.9 || field.warnings.length > 0 || !isPrinted(truth.fields, key)) continue;
    cost.unmarked += 1;
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
    const sum = (of: readonly Cost[], what: keyof Omit<Cost, 'level'>): number => of.reduce((total, cost) => total + cost[what], 0);
    const each = (of: readonly Cost[], what: keyof Omit<Cost, 'level'>): string => (sum(of, what) / of.length).toFixed(1);
    const goalOf = (cost: Cost): number => cost.doubtful + 1 + cost.letters;
    const row = (name: string, of: readonly Cost[]): Cell[] => of.length === 0 ? [name, 0, null, null, null, null, null, null, null, null] : [
      name, of.length, each(of, 'fields'), each(of, 'doubtful'), each(of, 'looked'), each(of, 'letters'), each(of, 'keys'), (of.reduce((total, cost) => total + goalOf(cost), 0) / of.length).toFixed(1),
      percent(of.filter((cost) => cost.keys <= goalOf(cost)).length, of.length, 0), each(of, 'plain'),
    ];
    printTable(['pages', 'records', 'fields', 'doubtful', 'looked at', 'letters changed', 'keys', 'goal', 'records within goal', 'plain form'], [...LEVELS.map((level) => row(level, costs.filter((cost) => cost.level === level))), row('all', costs)]);
    console.log(`\nfields wrong and not marked as doubtful: ${sum(costs, 'unmarked')} in ${sum(costs, 'fields')}`);
  } finally {
    await book.office.close();
  }
}

await main();
