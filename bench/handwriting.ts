// Claim: what is written by hand is known before anything is read, within 300 ms of one core after decoding, and
// costs no reading; and no printed page is taken for a hand.
//   npm run bench:handwriting [-- --written 12 --filled 16 --printed 60 --seed 851 --verbose]
// Pages wholly written by hand; printed forms filled in by hand; printed pages of all degrees. Milliseconds are
// processor time of cleaning, which is where a hand is found; "read" is the share of the ink's lines handed to the reader.
import { parseArgs } from 'node:util';
import { benchPage } from '../scripts/fixtures/bench-set.ts';
import { renderHandwritten } from '../scripts/fixtures/handwritten-page.ts';
import type { Rgb } from '../scripts/fixtures/raster.ts';
import { renderPage, type RenderOptions } from '../scripts/fixtures/render-page.ts';
import { cleanPage, type CleanedPage } from '../backend/pipeline/clean.ts';
import { printedLines } from '../backend/pipeline/recognise.ts';
import { describeMachine } from './support/machine.ts';
import { printTable, type Cell } from './support/print-table.ts';

const { values } = parseArgs({ options: { written: { type: 'string', default: '12' }, filled: { type: 'string', default: '16' }, printed: { type: 'string', default: '60' }, seed: { type: 'string', default: '851' }, verbose: { type: 'boolean', default: false } } });
const signal = new AbortController().signal;
const seed = Number(values.seed);

type Seen = { readonly name: string; readonly isFound: boolean; readonly share: number; readonly readShare: number; readonly ms: number };
type Page = { readonly name: string; readonly raster: Rgb; readonly dpi: number };

const widthOf = (lines: CleanedPage['layout']['lines']): number => lines.reduce((sum, { box }) => sum + box[2], 0);

async function look({ name, raster, dpi }: Page): Promise<Seen> {
  const before = process.cpuUsage();
  const page = await cleanPage({ raster: { ...raster, data: new Uint8Array(raster.data) }, master: { dpi, orientation: 1 } }, signal);
  const { user, system } = process.cpuUsage(before);
  return { name, isFound: page.quality.findings.includes('handwritten'), share: page.layout.handwriting.share, readShare: widthOf(printedLines(page)) / Math.max(1, widthOf(page.layout.lines)), ms: (user + system) / 1000 };
}

async function rendered(options: RenderOptions): Promise<Page> {
  const { raster, dpi, truth } = await renderPage(options);
  return { name: `${truth.type}.${truth.form} ${truth.level} ${options.seed}`, raster, dpi };
}

const FORMS = [['KS', 'certificate'], ['KH', 'certificate'], ['KT', 'extract'], ['HN', 'certificate'], ['KS', 'older'], ['KH', 'extract'], ['KS', 'register'], ['KT', 'older']] as const;

/** Filled in with a pen: the look and wear of an office's scans. */
function filled(index: number): Promise<Page> {
  const [type, form] = FORMS[index % FORMS.length] ?? FORMS[0];
  return rendered({ type, form, seed: seed * 1000 + index, preset: 'scan', style: { valueInk: 'handwriting' } });
}

const all = async (count: number, make: (index: number) => Promise<Page>): Promise<readonly Seen[]> => {
  const seen: Seen[] = [];
  for (let index = 0; index < count; index++) seen.push(await look(await make(index)));
  return seen;
};

function rowOf(name: string, seen: readonly Seen[]): Cell[] {
  const ms = seen.map((one) => one.ms).sort((a, b) => a - b);
  const mean = seen.reduce((sum, one) => sum + one.readShare, 0) / Math.max(1, seen.length);
  return [name, seen.length, seen.filter(({ isFound }) => isFound).length, `${(100 * mean).toFixed(1)} %`, Math.round(ms[ms.length >> 1] ?? 0), Math.round(ms.at(-1) ?? 0)];
}

async function main(): Promise<void> {
  await look({ name: 'to be warm', raster: await renderHandwritten(1), dpi: 200 });
  const sets: readonly (readonly [string, readonly Seen[]])[] = [
    ['written by hand, 200 dpi', await all(Number(values.written), async (index) => ({ name: `hand ${index}`, raster: await renderHandwritten(seed * 1000 + index, 200), dpi: 200 }))],
    ['written by hand, 300 dpi', await all(Number(values.written), async (index) => ({ name: `hand ${index}`, raster: await renderHandwritten(seed * 2000 + index, 300), dpi: 300 }))],
    ['forms filled by hand', await all(Number(values.filled), filled)],
    ['printed, all degrees', await all(Number(values.printed), (index) => rendered(benchPage({ seed, preset: 'mixed', part: 'check', registers: 0.2 }, index)))],
  ];
  if (values.verbose) for (const [, seen] of sets) for (const one of seen) console.log(`${one.name}: ${one.isFound ? 'hand' : 'print'}, share ${one.share.toFixed(3)}, read ${(100 * one.readShare).toFixed(0)} %, ${Math.round(one.ms)} ms`);
  console.log(`Handwriting, seed ${seed} · ${describeMachine()}\n`);
  printTable(['pages', 'count', 'taken for a hand', 'of the lines read', 'CPU ms until known, median', 'worst'], sets.map(([name, seen]) => rowOf(name, seen)));
}

await main();
