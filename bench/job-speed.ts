// Claim: the whole job (searchable PDFs, and fields, which the peers do not have) runs at several times the
// page rate of `ocrmypdf --deskew --clean`, on the same pages, with the same number of workers.
//   node bench/job-speed.ts [--pages N] [--workers N] [--generated] [--alone]
// --generated: as many pages as asked for, drawn, instead of the data's; --alone: no peers, what a second worker brings.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { PDFDocument } from 'pdf-lib';
import { describeMachine } from './support/machine.ts';
import { dataFolder, generatedSet, pageFiles, sohoaCli } from './support/pages.ts';
import { printTable, type Cell } from './support/print-table.ts';
import { isInstalled, runProcess, type Cost } from './support/run-process.ts';

const { values } = parseArgs({ options: { pages: { type: 'string', default: '20' }, workers: { type: 'string', default: '2' }, generated: { type: 'boolean', default: false }, alone: { type: 'boolean', default: false } } });
const workers = Number(values.workers);

async function pagesToRead(): Promise<readonly string[]> {
  const data = values.generated ? undefined : dataFolder();
  const folder = data === undefined ? await generatedSet({ count: Number(values.pages), seed: 901 }) : path.join(data, 'forms-dev');
  return pageFiles(folder).filter((file) => file.endsWith('.jpg')).slice(0, Number(values.pages));
}

const ours = (pages: readonly string[], out: string, count = workers): Promise<Cost> =>
  runProcess(process.execPath, [sohoaCli, 'digitize', ...pages, '--out', path.join(out, `sohoa-${count}`), '--workers', String(count), '--quiet']);

/** One multi-page PDF, as OCRmyPDF wants it: the JPEG files byte for byte, A4. */
async function ocrmypdf(pages: readonly string[], out: string): Promise<Cost> {
  const pdf = path.join(out, 'pages.pdf');
  const document = await PDFDocument.create();
  for (const page of pages) document.addPage([595, 842]).drawImage(await document.embedJpg(readFileSync(page)), { x: 0, y: 0, width: 595, height: 842 });
  writeFileSync(pdf, await document.save());
  return runProcess('ocrmypdf', ['--deskew', '--clean', '-l', 'vie', '--jobs', String(workers), '--output-type', 'pdf', pdf, path.join(out, 'ocr.pdf')]);
}

const tesseract = (pages: readonly string[], out: string): Promise<Cost> =>
  runProcess('sh', ['-c', 'n=$1; o=$2; shift 2; printf "%s\\0" "$@" | xargs -0 -P "$n" -I{} sh -c \'tesseract "$1" "$2/$(basename "$1")" -l vie pdf 2>/dev/null\' _ {} "$o"', '_', String(workers), out, ...pages], { env: { OMP_THREAD_LIMIT: '1' } });

const tesseractJs = (pages: readonly string[], out: string): Promise<Cost> =>
  runProcess(process.execPath, [path.join(import.meta.dirname, 'support/tesseract-js-peer.ts'), String(workers), out, ...pages]);

type Row = { readonly name: string; readonly cost: Cost | null };

async function main(): Promise<void> {
  const pages = await pagesToRead();
  const out = mkdtempSync(path.join(os.tmpdir(), 'sohoa-bench-'));
  const rows: Row[] = [];
  try {
    rows.push({ name: 'sohoa digitize', cost: await ours(pages, out) });
    rows.push({ name: 'ocrmypdf --deskew --clean -l vie', cost: !values.alone && (await isInstalled('ocrmypdf')) ? await ocrmypdf(pages, out) : null });
    if (workers > 1) rows.push({ name: 'sohoa digitize, 1 worker', cost: await ours(pages, out, 1) });
    if (values.alone) return print(rows, pages.length);
    rows.push({ name: 'tesseract.js (pdf)', cost: await tesseractJs(pages, out) });
    rows.push({ name: 'tesseract -l vie (pdf)', cost: (await isInstalled('tesseract')) ? await tesseract(pages, out) : null });
    print(rows, pages.length);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

function print(rows: readonly Row[], pageCount: number): void {
  const peer = rows[1]?.cost;
  console.log(`Whole job, ${pageCount} pages, ${workers} workers · ${describeMachine()}\n`);
  printTable(['program', 'seconds', 'pages a minute', 'peak MB (tree)', '× ocrmypdf', 'exit'], rows.map(({ name, cost }): Cell[] => cost === null
    ? [name, values.alone ? 'not run' : 'not installed', null, null, null, null]
    : [name, cost.seconds.toFixed(1), ((60 * pageCount) / cost.seconds).toFixed(1), Math.round(cost.peakTreeMb), peer ? (peer.seconds / cost.seconds).toFixed(2) : null, cost.exitCode]));
  const [all, one] = [rows[0]?.cost, rows.find(({ name }) => name.endsWith('1 worker'))?.cost];
  if (all && one) console.log(`\n${workers} workers against one: ${(one.seconds / all.seconds).toFixed(2)} × (goal for the second: 1.8)`);
}

await main();
