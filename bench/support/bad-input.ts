// Bad input through the whole program, one kind at a time: what is said of it, which fields claim to be certain,
// and which of those do not say what the paper says. A value that stands nowhere on the paper is wrong like any other.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DOUBT_BELOW } from '../../shared/domain/field.ts';
import { makeBadSet, type BadKind, type BadTruth, BAD_KINDS } from '../../scripts/fixtures/bad-pages.ts';
import { sohoaCli } from './pages.ts';
import { percent, printTable, type Cell } from './print-table.ts';
import { runProcess } from './run-process.ts';
import { fold, type ReadField } from './score-records.ts';

type BadRecord = { readonly file: string; readonly recordType: string | null; readonly fields: Readonly<Record<string, ReadField>>; readonly warnings: readonly { readonly code: string }[] };
type Claim = { readonly file: string; readonly key: string; readonly got: string; readonly want: string | undefined; readonly confidence: number };
export type BadOutcome = { readonly truth: BadTruth; readonly types: readonly (string | null)[]; readonly told: readonly string[]; readonly fields: number; readonly sure: number; readonly wrong: readonly Claim[] };

const isSure = (field: ReadField): boolean => field.value !== '' && field.confidence >= DOUBT_BELOW && field.warnings.length === 0;

/** The paper that a record is of: in order where there are as many, else the one that it agrees with most. */
function paperOf(truth: BadTruth, records: readonly BadRecord[], record: BadRecord): BadTruth['papers'][number] | undefined {
  if (truth.papers.length === records.length) return truth.papers[records.indexOf(record)];
  const agreeing = (paper: BadTruth['papers'][number]): number => Object.entries(record.fields).filter(([key, field]) => fold(paper.fields[key] ?? '') === fold(field.value)).length;
  return truth.papers.toSorted((a, b) => agreeing(b) - agreeing(a))[0];
}

export function judgeBad(truth: BadTruth, records: readonly BadRecord[], failures: readonly string[]): BadOutcome {
  const claims = records.flatMap((record) => Object.entries(record.fields).flatMap(([key, field]): readonly Claim[] => (isSure(field) ? [{ file: truth.file, key, got: field.value, want: paperOf(truth, records, record)?.fields[key], confidence: field.confidence }] : [])));
  // the truth has one key for a value that the form names twice
  const known = new Set(truth.papers.flatMap((paper) => Object.values(paper.fields).map(fold)));
  return {
    truth, types: records.map((record) => record.recordType),
    told: [...new Set([...failures, ...records.flatMap((record) => record.warnings.map(({ code }) => code))])],
    fields: records.reduce((sum, record) => sum + Object.values(record.fields).filter((field) => field.value !== '').length, 0),
    sure: claims.length, wrong: claims.filter(({ got, want }) => (want === undefined ? !known.has(fold(got)) : fold(got) !== fold(want))),
  };
}

type Report = { readonly pagesIn: number; readonly blankPages: readonly { readonly file: string }[]; readonly failures: readonly { readonly file: string; readonly code: string }[] };

async function runKind(dir: string, truths: readonly BadTruth[]): Promise<{ readonly outcomes: readonly BadOutcome[]; readonly cpuSeconds: number }> {
  const out = mkdtempSync(path.join(os.tmpdir(), 'sohoa-bench-'));
  try {
    const cost = await runProcess(process.execPath, [sohoaCli, 'digitize', ...truths.map(({ file }) => path.join(dir, file)), '--out', out, '--workers', '1', '--profile', 'none', '--quiet']);
    const records = readFileSync(path.join(out, 'records.jsonl'), 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line) as BadRecord);
    const report = JSON.parse(readFileSync(path.join(out, 'report.json'), 'utf8')) as Report;
    const said = (file: string): readonly string[] => [...report.failures.filter((one) => one.file === file).map(({ code }) => code), ...report.blankPages.filter((one) => one.file === file).map(() => 'blank')];
    return { outcomes: truths.map((truth) => judgeBad(truth, records.filter(({ file }) => file === truth.file), said(truth.file))), cpuSeconds: cost.cpuSeconds };
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

const typesOf = (outcome: BadOutcome): string => outcome.types.map((type) => type ?? '?').join('+') || '—';

function rowOf(kind: BadKind, outcomes: readonly BadOutcome[], cpuSeconds: number): Cell[] {
  const right = outcomes.filter(({ truth, types }) => truth.papers.length === types.length && truth.papers.every((paper, k) => types[k] === paper.type)).length;
  const sum = (count: (outcome: BadOutcome) => number): number => outcomes.reduce((all, outcome) => all + count(outcome), 0);
  return [kind, outcomes.length, `${outcomes.filter(({ told }) => told.length > 0).length}/${outcomes.length}`, right, sum((one) => one.fields), sum((one) => one.sure), sum((one) => one.wrong.length),
    (cpuSeconds / outcomes.length).toFixed(1), [...new Set(outcomes.flatMap(({ told }) => told))].join(', ')];
}

export async function benchBadInput(options: { readonly count: number; readonly seed: number; readonly kinds: readonly BadKind[]; readonly isVerbose: boolean }): Promise<void> {
  const dir = path.join(os.tmpdir(), 'sohoa-bench', `bad-${options.count}-${options.seed}-${options.kinds.length}`);
  if (!existsSync(path.join(dir, 'truth.json'))) await makeBadSet({ dir, count: options.count, seed: options.seed, kinds: options.kinds });
  const truths = JSON.parse(readFileSync(path.join(dir, 'truth.json'), 'utf8')) as readonly BadTruth[];
  const rows: Cell[][] = [];
  const all: BadOutcome[] = [];
  for (const kind of options.kinds) {
    const { outcomes, cpuSeconds } = await runKind(dir, truths.filter((truth) => truth.kind === kind));
    rows.push(rowOf(kind, outcomes, cpuSeconds));
    all.push(...outcomes);
    if (options.isVerbose) for (const outcome of outcomes) console.log([`${outcome.truth.file} ${typesOf(outcome)} [${outcome.told.join(', ')}] ${outcome.fields} fields, ${outcome.sure} sure`, ...outcome.wrong.map(({ key, got, want, confidence }) => `   WRONG ${key} ${confidence}: ${got} (paper: ${want ?? 'no such field'})`)].join('\n'));
  }
  const wrong = all.reduce((sum, { wrong: list }) => sum + list.length, 0);
  console.log(`\n## bad input, seed ${options.seed}: ${all.length} pages\n`);
  printTable(['kind', 'pages', 'told', 'papers and types right', 'fields', 'sure', 'sure and wrong', 'CPU seconds a page, start included', 'said of them'], rows);
  console.log(`\nSure and wrong: ${wrong} of ${all.reduce((sum, { fields }) => sum + fields, 0)} fields read (${percent(wrong, all.reduce((sum, { fields }) => sum + fields, 0), 2)}).`);
}

export const badKinds = (asked: string): readonly BadKind[] => (asked === '' ? BAD_KINDS : BAD_KINDS.filter((kind) => asked.split(',').includes(kind)));
