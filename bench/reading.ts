// Claim: how much of a printed page we read exactly, and whether we know what to doubt.
//   npm run bench:reading [-- --count 60 --seed 701 --peers --workers 2 --verbose --only forms-dev|generated|scans|bad] [--bad-count 3 --bad-kinds negative,noise]
// Prints one table per set that is there: forms-dev beside the project, a generated set whose seeds the
// calibration has never seen, published government scans (words), and bad input (what claims to be certain
// there). With --peers, the words of plain tesseract and of `ocrmypdf --deskew --clean` through our own
// extraction, on the same pages, as many at once.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { badKinds, benchBadInput } from './support/bad-input.ts';
import { describeMachine } from './support/machine.ts';
import { dataFolder, generatedSet, readTruth, sohoaCli } from './support/pages.ts';
import { percent, printTable, type Cell } from './support/print-table.ts';
import { readWithOcrmypdf } from './support/read-with-ocrmypdf.ts';
import { readWithTesseract } from './support/read-with-tesseract.ts';
import { isInstalled, runProcess } from './support/run-process.ts';
import { scoreRecords, withInk, type Outcome, type PeerPage, type ReadRecord, type Score } from './support/score-records.ts';
import { countWords, f1, sumWords } from './support/score-words.ts';

const { values } = parseArgs({ options: {
  count: { type: 'string', default: '60' }, seed: { type: 'string', default: '701' }, workers: { type: 'string', default: '2' },
  peers: { type: 'boolean', default: false }, verbose: { type: 'boolean', default: false }, only: { type: 'string', default: '' },
  'bad-count': { type: 'string', default: '3' }, 'bad-kinds': { type: 'string', default: '' },
} });

type Run = { readonly records: readonly ReadRecord[]; readonly texts: ReadonlyMap<string, string>; readonly seconds: number };

/** The peers with the command that must be there. */
const PEERS: readonly (readonly [name: string, command: string, read: (image: string, file: string) => Promise<PeerPage>])[] = [
  ['tesseract, our extraction', 'tesseract', readWithTesseract], ['ocrmypdf --deskew --clean, our extraction', 'ocrmypdf', readWithOcrmypdf],
];

async function readWithSohoa(folder: string, files: readonly string[]): Promise<Run> {
  const out = mkdtempSync(path.join(os.tmpdir(), 'sohoa-bench-'));
  try {
    const cost = await runProcess(process.execPath, [sohoaCli, 'digitize', ...files.map((file) => path.join(folder, file)), '--out', out, '--workers', values.workers, '--profile', 'none', '--quiet']);
    const lines = readFileSync(path.join(out, 'records.jsonl'), 'utf8').split('\n').filter(Boolean);
    const texts = new Map(files.map((file) => [file, readFileSync(path.join(out, 'pages', `${file}.txt`), 'utf8')]));
    return { records: lines.map((line) => JSON.parse(line) as ReadRecord), texts, seconds: cost.seconds };
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

async function readWithPeer(folder: string, files: readonly string[], read: (image: string, file: string) => Promise<PeerPage>): Promise<Run> {
  const startedAt = performance.now();
  const pages: PeerPage[] = [];
  const waiting = [...files.entries()];
  // as many pages at once, each on one thread, as our own reader has workers
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) pages[next[0]] = await read(path.join(folder, next[1]), next[1]);
  };
  await Promise.all(Array.from({ length: Number(values.workers) }, work));
  return { records: pages.map((page) => page.record), texts: new Map(pages.map((page, index) => [files[index] ?? '', page.text])), seconds: (performance.now() - startedAt) / 1000 };
}

/** Each reader over the same files, ours first; peers that are not installed are named and left out. */
async function readWithAll(folder: string, files: readonly string[]): Promise<readonly (readonly [string, Run])[]> {
  const runs: [string, Run][] = [['sohoa', await readWithSohoa(folder, files)]];
  for (const [name, command, read] of values.peers ? PEERS : []) {
    if (await isInstalled(command)) runs.push([name, await readWithPeer(folder, files, read)]);
    else console.log(`(${command} is not installed)`);
  }
  return runs;
}

const count = (outcomes: readonly Outcome[], test: (outcome: Outcome) => boolean): number => outcomes.filter(test).length;

function summaryRow(name: string, score: Score, seconds: number): Cell[] {
  const all = score.outcomes;
  return [name, all.length, percent(count(all, (o) => o.exact), all.length), percent(count(all, (o) => o.exceptMarks), all.length),
    `${score.recordsRight}/${score.pages}`, percent(count(all, (o) => !o.exact && !o.flagged), all.length, 2),
    percent(count(all, (o) => o.exact && o.flagged), all.length), `${score.typesRight}/${score.pages}`, ((60 * score.pages) / seconds).toFixed(1)];
}

function printGroups(title: string, outcomes: readonly Outcome[], by: (outcome: Outcome) => string): void {
  const groups = Map.groupBy(outcomes, by);
  const rows = [...groups].map(([key, group]): Cell[] => [key, group.length, percent(count(group, (o) => o.exact), group.length), percent(count(group, (o) => !o.exact && !o.flagged), group.length, 2), percent(count(group, (o) => o.exact && o.flagged), group.length)]);
  console.log(`\n${title}\n`);
  printTable(['', 'fields', 'exact', 'wrong, not flagged', 'flagged though right'], rows.sort((a, b) => String(a[0]).localeCompare(String(b[0]))));
}

function printReliability(outcomes: readonly Outcome[]): void {
  const edges = [0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 1.0001];
  const read = outcomes.filter((o) => o.got !== null && o.got !== '');
  const rows = edges.slice(0, -1).map((low, index): Cell[] => {
    const high = edges[index + 1] ?? 1;
    const bin = read.filter((o) => o.confidence >= low && o.confidence < high);
    const mean = bin.reduce((sum, o) => sum + o.confidence, 0) / Math.max(1, bin.length);
    return [`${low}–${Math.min(1, high)}`, bin.length, bin.length === 0 ? null : mean.toFixed(3), bin.length === 0 ? null : (count(bin, (o) => o.exact) / bin.length).toFixed(3)];
  });
  console.log('\nReliability: confidence said, share truly right\n');
  printTable(['confidence', 'fields', 'said', 'right'], rows);
}

async function benchSet(name: string, folder: string): Promise<void> {
  const truth = readTruth(folder);
  const runs = await readWithAll(folder, truth.map((page) => page.file));
  const score = scoreRecords(truth, runs[0]?.[1].records ?? []);
  const rows = runs.map(([reader, run]) => summaryRow(reader, scoreRecords(truth, run.records), run.seconds));
  console.log(`\n## ${name}: ${truth.length} pages\n`);
  printTable(['reader', 'fields', 'exact', 'exact but for marks', 'whole records', 'wrong, not flagged', 'flagged though right', 'type right', 'pages a minute'], rows);
  printGroups('By degree', score.outcomes, (o) => o.level);
  const kept = withInk(score.outcomes);
  if (kept.length < score.outcomes.length) printGroups('Without fields whose ink a one-bit scan lost or that a note covers (they count above)', kept, () => 'all');
  printGroups('By record type', score.outcomes, (o) => o.type);
  printGroups('By field', score.outcomes, (o) => `${o.type}.${o.key}`);
  printReliability(score.outcomes);
  if (values.verbose) for (const o of score.outcomes) if (!o.exact) console.log(`${o.file} ${o.level} ${o.key} ${o.flagged ? 'flagged' : 'NOT FLAGGED'} ${o.confidence.toFixed(2)}\n   want ${o.want}\n   got  ${o.got ?? '(absent)'}`);
}

/** Published scans with a transcription beside each: words, whatever their order. */
async function benchScans(folder: string): Promise<void> {
  const names = readdirSync(folder);
  const pages = names.filter((name) => name.endsWith('.gt.txt')).flatMap((name) => {
    const file = names.find((other) => other.startsWith(`${name.slice(0, -'.gt.txt'.length)}.`) && /\.(tiff?|jpe?g|png)$/.test(other));
    return file === undefined ? [] : [{ file, truth: readFileSync(path.join(folder, name), 'utf8') }];
  });
  const runs = await readWithAll(folder, pages.map((page) => page.file));
  console.log(`\n## published scans, words: ${pages.length} pages\n`);
  const rows = runs.map(([reader, run]): Cell[] => {
    const counts = pages.map((page) => countWords(page.truth, run.texts.get(page.file) ?? ''));
    const all = sumWords(counts);
    return [reader, all.wanted, percent(all.hits, all.wanted), percent(all.hits, all.read), (100 * f1(all)).toFixed(1), (100 * Math.min(...counts.map(f1))).toFixed(1), ((60 * pages.length) / run.seconds).toFixed(1)];
  });
  printTable(['reader', 'words', 'recall', 'precision', 'F1', 'worst page', 'pages a minute'], rows);
}

async function main(): Promise<void> {
  console.log(`# Reading · ${describeMachine()}`);
  const data = dataFolder();
  const asked = (name: string): boolean => values.only === '' || values.only === name;
  if (asked('forms-dev') && data !== undefined && existsSync(path.join(data, 'forms-dev/truth.json'))) await benchSet('forms-dev', path.join(data, 'forms-dev'));
  if (asked('generated')) await benchSet(`generated, seed ${values.seed}`, await generatedSet({ count: Number(values.count), seed: Number(values.seed) }));
  if (asked('scans') && data !== undefined && existsSync(path.join(data, 'real/vn-scans'))) await benchScans(path.join(data, 'real/vn-scans'));
  if (asked('bad')) await benchBadInput({ count: Number(values['bad-count']), seed: Number(values.seed), kinds: badKinds(values['bad-kinds']), isVerbose: values.verbose });
}

await main();
