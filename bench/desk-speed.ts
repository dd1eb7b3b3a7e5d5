// Claim: in a book of 5,000 records the next record is on the screen, image and fields, within 100 ms (median) and
// 200 ms (95th) of the key; a letter within 50 ms; the desk can be used 2 s after a cold start; the page's memory
// is flat after 500 records. Driven in a real browser over the real back end. The peer, in the same browser: the
// same page opened as a bare <img> beside a bare form, without anything fetched or decoded ahead.
//   node bench/desk-speed.ts [--records N] [--steps N] [--quick]
// The rest of the 500 is walked through fast, for the memory alone. --quick: 2,000 records, 40 of them timed.
import { parseArgs } from 'node:util';
import type { CDPSession, Page } from 'playwright';
import { openWindow } from '../tests/support/browser.ts';
import { growBook, readBook, type DeskBook } from './support/desk-workspace.ts';
import { describeMachine } from './support/machine.ts';
import { paintClock } from './support/paint-clock.ts';
import { printTable, type Cell } from './support/print-table.ts';

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false }, records: { type: 'string', default: '5000' }, steps: { type: 'string', default: '100' }, seed: { type: 'string', default: '700' } } });
const ORIGINALS = values.quick ? 6 : 12;
const RECORDS = values.quick ? 2000 : Number(values.records);
const TIMED_STEPS = values.quick ? 40 : Number(values.steps);
const WALKED = 500;
const FAST_STEPS = Math.max(0, WALKED - TIMED_STEPS);
const FAST_LOOK_MS = 80;
const LOOK_MS = 700;
const POLL_MS = 5;

const sorted = (numbers: readonly number[]): readonly number[] => [...numbers].sort((a, b) => a - b);
const quantile = (numbers: readonly number[], share: number): number => sorted(numbers)[Math.min(numbers.length - 1, Math.floor(numbers.length * share))] ?? Number.NaN;

async function openDesk(book: DeskBook, index: number): Promise<{ page: Page; usableMs: number; cdp: CDPSession }> {
  const { page } = await openWindow(book.office.browser, book.office.server.url);
  await page.addInitScript(paintClock);
  const list = await book.office.server.backend.parts.records.list(book.batchId, index, 1);
  await page.goto('about:blank');
  const startMs = Date.now();
  await page.goto(`${book.office.server.url}#/correction/${book.batchId}/${list.records[0]?.id ?? ''}`);
  await page.locator('.done-button').waitFor();
  // The page's policy allows no evaluated scripts, so the question is asked from outside.
  while (!(await page.evaluate('window.deskClock.isImageShown()'))) await page.waitForTimeout(POLL_MS);
  const usableMs = Date.now() - startMs;
  return { page, usableMs, cdp: await page.context().newCDPSession(page) };
}

/** A clerk's pace is never faster than a look at the page. */
const look = (page: Page): Promise<void> => page.waitForTimeout(LOOK_MS);

async function nextRecords(page: Page, steps: number, onStep: (step: number) => Promise<void>): Promise<readonly number[]> {
  const times: number[] = [];
  for (let step = 0; step < steps; step++) {
    await page.evaluate('window.deskClock.armNext()');
    await page.keyboard.press('Alt+ArrowDown');
    times.push(Number(await page.evaluate('window.deskClock.next')));
    await onStep(step);
    await look(page);
  }
  return times;
}

async function letters(page: Page): Promise<readonly number[]> {
  const times: number[] = [];
  await page.locator('.field-row').first().focus();
  await page.locator('.field-card.active textarea').press('End');
  for (const letter of ', thon Pa Dau, xa Ca Dy, huyen Nam Giang, tinh Quang Nam') {
    await page.evaluate('window.deskClock.armLetter()');
    await page.keyboard.press(letter === ' ' ? 'Space' : letter);
    times.push(Number(await page.evaluate('window.deskClock.letter')));
  }
  await page.keyboard.press('Escape');
  return times;
}

async function heapMb(cdp: CDPSession): Promise<number> {
  await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  return usedSize / 2 ** 20;
}

/** The plainest page that shows the same: one image, one form, the record fetched when it is asked for. */
async function plainPage(book: DeskBook, steps: number): Promise<readonly number[]> {
  const { page } = await openWindow(book.office.browser, book.office.server.url);
  await page.addInitScript(paintClock);
  await page.goto(`${book.office.server.url}api/health`);
  const { records } = await book.office.server.backend.parts.records.list(book.batchId, 100, steps);
  const times: number[] = [];
  for (const record of records) {
    times.push(Number(await page.evaluate(`window.deskClock.plain(${JSON.stringify(record.id)}, ${JSON.stringify(record.pageIds[0] ?? '')})`)));
    await page.waitForTimeout(100);
  }
  return times;
}

async function main(): Promise<void> {
  const types = ['KS', 'KH', 'KT', 'HN', 'KS', 'CMC'] as const;
  const book = await readBook(Array.from({ length: ORIGINALS }, (_, index) => ({ type: types[index % types.length] ?? 'KS', seed: Number(values.seed) + index, preset: 'scan' as const })));
  try {
    await growBook(book, RECORDS);
    const cold: number[] = [];
    for (let n = 0; n < 5; n++) {
      const opened = await openDesk(book, 40 + n);
      cold.push(opened.usableMs);
      await opened.page.context().close();
    }
    const { page, cdp } = await openDesk(book, 60);
    await look(page);
    const memory: { step: number; mb: number }[] = [];
    const steps = TIMED_STEPS + FAST_STEPS;
    const measure = async (step: number): Promise<void> => {
      if (step % 50 === 49) memory.push({ step: step + 1, mb: await heapMb(cdp) });
    };
    const next = await nextRecords(page, TIMED_STEPS, measure);
    for (let step = TIMED_STEPS; step < steps; step++) {
      await page.keyboard.press('Alt+ArrowDown');
      await page.waitForTimeout(FAST_LOOK_MS);
      await measure(step);
    }
    await look(page);
    const typed = await letters(page);
    const plain = await plainPage(book, 40);
    const atStart = memory[0]?.mb ?? Number.NaN;
    const atEnd = memory.at(-1)?.mb ?? Number.NaN;
    const row = (name: string, goal: string, times: readonly number[]): Cell[] => [name, goal, quantile(times, 0.5).toFixed(0), quantile(times, 0.95).toFixed(0), Math.max(...times).toFixed(0), times.length];
    console.log(`The desk over ${RECORDS} records · ${describeMachine()}\n`);
    printTable(['what', 'goal', 'median ms', '95th ms', 'worst ms', 'times'], [
      row('next record on screen, image and fields', '≤ 100, 95th ≤ 200', next),
      row('the same as a plain image and form', 'peer', plain),
      row('a letter on screen', '≤ 50', typed),
      row('cold start to usable', '≤ 2000', cold),
    ]);
    console.log(`\nmemory of the page (heap after collection): ${memory.map(({ step, mb }) => `${step}: ${mb.toFixed(1)} MB`).join(' · ')}; grown by ${(atEnd - atStart).toFixed(1)} MB between record 50 and ${steps}`);
  } finally {
    await book.office.close();
  }
}

await main();
