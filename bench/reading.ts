// Claim: how much of a printed page we read exactly, and whether we know what to doubt.
//   npm run bench:reading [-- --count 60 --seed 701 --peers --workers 2 --verbose]
// Prints one table per set that is there: forms-dev beside the project, and a generated set whose seeds the
// calibration has never seen. With --peers, plain tesseract's words through our own extraction.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { describeMachine } from './support/machine.ts';
import { dataFolder, generatedSet, readTruth, sohoaCli, type Truth } from './support/pages.ts';
import { percent, printTable, type Cell } from './support/print-table.ts';
import { readWithTesseract } from './support/read-with-tesseract.ts';
import { isInstalled, runProcess } from './support/run-process.ts';
import { scoreRecords, type Outcome, type ReadRecord, type Score } from './support/score-records.ts';

const { values } = parseArgs({ options: {
  count: { type: 'string', default: '60' }, seed: { type: 'string', default: '701' }, workers: { type: 'string', default: '2' },
  peers: { type: 'boolean', default: false }, verbose: { type: 'boolean', default: false },
} });

type Run = { readonly records: readonly ReadRecord[]; readonly seconds: number };

async function readWithSohoa(folder: string, truth: Truth): Promise<Run> {
  const out = mkdtempSync(path.join(os.tmpdir(), 'sohoa-bench-'));
  try {
    const cost = await runProcess(process.execPath, [sohoaCli, 'digitize', ...truth.map((page) => path.join(folder, page.file)), '--out', out, '--workers', values.workers, '--profile', 'none', '--quiet']);
    const lines = readFileSync(path.join(out, 'records.jsonl'), 'utf8').split('\n').filter(Boolean);
    return { records: lines.map((line) => JSON.parse(line) as ReadRecord), seconds: cost.seconds };
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

async function readWithPeer(folder: string, truth: Truth): Promise<Run> {
  const startedAt = performance.now();
  const records: ReadRecord[] = [];
  for (const page of truth) records.push(await readWithTesseract(path.join(folder, page.file), page.file));
  return { records, seconds: (performance.now() - startedAt) / 1000 };
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
  const rows = [...groups].map(([key, group]): Cell[] => [key, group.length, percent(count(group, (o) => o.exact), group.length), percent(count(group, (o) => !o.exact && !o.flagged), group.length, 2)]);
  console.log(`\n${title}\n`);
  printTable(['', 'fields', 'exact', 'wrong, not flagged'], rows.sort((a, b) => String(a[0]).localeCompare(String(b[0]))));
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
  const ours = await readWithSohoa(folder, truth);
  const score = scoreRecords(truth, ours.records);
  const rows = [summaryRow('sohoa', score, ours.seconds)];
  if (values.peers && (await isInstalled('tesseract'))) {
    const peer = await readWithPeer(folder, truth);
    rows.push(summaryRow('tesseract, our extraction', scoreRecords(truth, peer.records), peer.seconds));
  }
  console.log(`\n## ${name}: ${truth.length} pages\n`);
  printTable(['reader', 'fields', 'exact', 'exact but for marks', 'whole records', 'wrong, not flagged', 'flagged though right', 'type right', 'pages a minute'], rows);
  printGroups('By degree', score.outcomes, (o) => o.level);
  printGroups('By record type', score.outcomes, (o) => o.type);
  printGroups('By field', score.outcomes, (o) => `${o.type}.${o.key}`);
  printReliability(score.outcomes);
  if (values.verbose) for (const o of score.outcomes) if (!o.exact) console.log(`${o.file} ${o.level} ${o.key} ${o.flagged ? 'flagged' : 'NOT FLAGGED'} ${o.confidence.toFixed(2)}\n   want ${o.want}\n   got  ${o.got ?? '(absent)'}`);
}

async function main(): Promise<void> {
  console.log(`# Reading · ${describeMachine()}`);
  const data = dataFolder();
  if (data !== undefined && existsSync(path.join(data, 'forms-dev/truth.json'))) await benchSet('forms-dev', path.join(data, 'forms-dev'));
  await benchSet(`generated, seed ${values.seed}`, await generatedSet({ count: Number(values.count), seed: Number(values.seed) }));
}

await main();
