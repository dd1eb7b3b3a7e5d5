// node scripts/fit-calibration.ts --set DIR [--set DIR …] [--cache DIR] [--check DIR] [--wrong-weight 3] [--write]
// Fits the weights from which a field's confidence is made. DIR holds page files and truth.json (see
// scripts/fixtures/make-bench-set.ts); readings are kept in --cache so that a second run need not read
// again. --check measures on another set; --write stores resources/reading/calibration.json.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { analysePage, gatherValues, scoreValues } from '../backend/extract/extract-record.ts';
import { confidenceOf } from '../backend/extract/confidence.ts';
import type { Calibration } from '../backend/extract/confidence.ts';
import { FEATURES } from '../backend/extract/features.ts';
import type { Features } from '../backend/extract/features.ts';
import { createOcrEngine } from '../backend/ocr/ocr-engine.ts';
import type { OcrEngine } from '../backend/ocr/ocr-engine.ts';
import { recognisePage } from '../backend/pipeline/recognise.ts';
import { DOUBT_BELOW } from '../shared/domain/field.ts';
import { pageReadingSchema, qualityFactsSchema } from '../shared/domain/reading.ts';
import { cleanFile } from './clean-file.ts';

const truthSchema = z.array(z.object({ file: z.string(), type: z.string(), level: z.string(), fields: z.record(z.string(), z.string()) }));
const keptSchema = z.object({ reading: pageReadingSchema, quality: qualityFactsSchema });
type Truth = z.infer<typeof truthSchema>[number];
type Kept = z.infer<typeof keptSchema>;
type Example = Readonly<{ file: string; key: string; features: Features; right: boolean; warned: boolean; empty: boolean }>;

/** As the reading benchmark compares: case, quotes, spacing and edge punctuation aside. */
const comparable = (text: string): string =>
  text.normalize('NFC').toLocaleLowerCase('vi').replace(/[“”"']/g, '').replace(/\s+/g, ' ').replace(/\s*([,;:.])\s*/g, '$1 ').replace(/^[\s.,;:_-]+|[\s.,;:_-]+$/g, '').trim();

async function readPage(file: string, engine: OcrEngine): Promise<Kept> {
  const page = await cleanFile(file);
  return { reading: await recognisePage(page, engine, new AbortController().signal), quality: page.quality };
}

async function keptReading(file: string, cache: string, engine: OcrEngine): Promise<Kept> {
  // Page names repeat from set to set.
  const folder = path.join(cache, path.basename(path.dirname(file)));
  mkdirSync(folder, { recursive: true });
  const at = path.join(folder, `${path.basename(file)}.json`);
  if (existsSync(at)) return keptSchema.parse(JSON.parse(readFileSync(at, 'utf8')));
  const kept = await readPage(file, engine);
  writeFileSync(at, JSON.stringify(kept));
  return kept;
}

function examplesOf(truth: Truth, kept: Kept): readonly Example[] {
  const page = analysePage(kept.reading, kept.quality, 'auto');
  if (page.decision.recordType !== truth.type) return [];
  return scoreValues(truth.type, gatherValues([page])).flatMap(({ value, features, warnings }) => {
    const wanted = truth.fields[value.key];
    return wanted === undefined ? [] : [{ file: truth.file, key: value.key, features, right: comparable(value.value) === comparable(wanted), warned: warnings.length > 0, empty: value.value === '' }];
  });
}

async function gather(folder: string, cache: string, engine: OcrEngine): Promise<readonly Example[]> {
  const truths = truthSchema.parse(JSON.parse(readFileSync(path.join(folder, 'truth.json'), 'utf8')));
  const examples: Example[] = [];
  for (const truth of truths) examples.push(...examplesOf(truth, await keptReading(path.join(folder, truth.file), cache, engine)));
  return examples;
}

const ROUNDS = 4000;
const RATE = 0.05;
const SHRINK = 0.0001;

/** Logistic regression by full-batch Adam; deterministic. A wrong field counts `wrongWeight` times: a confident mistake costs a record, a needless doubt a glance. */
function fit(examples: readonly Example[], wrongWeight: number): Calibration {
  const columns = FEATURES.length + 1;
  const weights = new Float64Array(columns);
  const first = new Float64Array(columns);
  const second = new Float64Array(columns);
  const rows = examples.filter((one) => !one.empty).map((one) => ({ x: Float64Array.from([1, ...FEATURES.map((name) => one.features[name])]), y: one.right ? 1 : 0, w: one.right ? 1 : wrongWeight }));
  for (let round = 1; round <= ROUNDS; round++) {
    const slope = new Float64Array(columns);
    for (const { x, y, w } of rows) {
      let sum = 0;
      for (let c = 0; c < columns; c++) sum += (weights[c] ?? 0) * (x[c] ?? 0);
      const miss = w * (1 / (1 + Math.exp(-sum)) - y);
      for (let c = 0; c < columns; c++) slope[c] = (slope[c] ?? 0) + miss * (x[c] ?? 0);
    }
    for (let c = 0; c < columns; c++) {
      const g = (slope[c] ?? 0) / rows.length + (c === 0 ? 0 : SHRINK * (weights[c] ?? 0));
      first[c] = 0.9 * (first[c] ?? 0) + 0.1 * g;
      second[c] = 0.999 * (second[c] ?? 0) + 0.001 * g * g;
      weights[c] = (weights[c] ?? 0) - (RATE * ((first[c] ?? 0) / (1 - 0.9 ** round))) / (Math.sqrt((second[c] ?? 0) / (1 - 0.999 ** round)) + 1e-8);
    }
  }
  const rounded = (value: number): number => Math.round(value * 1000) / 1000;
  return { bias: rounded(weights[0] ?? 0), weights: Object.fromEntries(FEATURES.map((name, index) => [name, rounded(weights[index + 1] ?? 0)])) as Calibration['weights'] };
}

function report(name: string, examples: readonly Example[], calibration: Calibration): void {
  const scored = examples.map((one) => ({ ...one, p: one.empty ? 0 : confidenceOf(one.features, calibration) }));
  const flagged = (one: (typeof scored)[number]): boolean => one.p < DOUBT_BELOW || one.warned;
  const share = (count: number): string => `${((100 * count) / Math.max(1, scored.length)).toFixed(2)} %`;
  console.log(`${name}: ${scored.length} fields read, wrong ${share(scored.filter((one) => !one.right).length)}, wrong and not flagged ${share(scored.filter((one) => !one.right && !flagged(one)).length)}, flagged though right ${share(scored.filter((one) => one.right && flagged(one)).length)}`);
  for (const [from, to] of [[0, 0.5], [0.5, 0.8], [0.8, 0.9], [0.9, 0.95], [0.95, 0.98], [0.98, 0.99], [0.99, 1.01]] as const) {
    const bin = scored.filter((one) => one.p >= from && one.p < to);
    if (bin.length > 0) console.log(`  ${from.toFixed(2)}–${Math.min(1, to).toFixed(2)}  n ${String(bin.length).padStart(5)}  said ${(bin.reduce((sum, one) => sum + one.p, 0) / bin.length).toFixed(3)}  right ${(bin.filter((one) => one.right).length / bin.length).toFixed(3)}`);
  }
}

const { values } = parseArgs({ options: { set: { type: 'string', multiple: true }, check: { type: 'string', multiple: true }, cache: { type: 'string', default: '.cache/readings' }, 'wrong-weight': { type: 'string', default: '3' }, write: { type: 'boolean', default: false } } });
const engine = createOcrEngine();
mkdirSync(values.cache, { recursive: true });
const examples: Example[] = [];
for (const folder of values.set ?? []) examples.push(...(await gather(folder, values.cache, engine)));
const calibration = fit(examples, z.coerce.number().positive().parse(values['wrong-weight']));
report('fitted on', examples, calibration);
for (const folder of values.check ?? []) report(`check ${path.basename(folder)}`, await gather(folder, values.cache, engine), calibration);
await engine.close();
if (values.write) {
  const file = new URL('../resources/reading/calibration.json', import.meta.url);
  const temporary = new URL('../resources/reading/calibration.json.new', import.meta.url);
  const text = { $comment: 'Weights of the features from which a field\'s confidence is made (logistic). Made by scripts/fit-calibration.ts.', fittedOn: `${examples.length} fields of generated pages`, ...calibration };
  writeFileSync(temporary, `${JSON.stringify(text, null, 1)}\n`);
  renameSync(temporary, file);
}
