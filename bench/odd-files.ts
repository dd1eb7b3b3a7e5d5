// Claim: every odd, damaged or hostile file ends in a result or a named error, within 20 s of one core a page and 1.5 GB.
//   node bench/odd-files.ts [FOLDER]     (default: the data folder's real/defects)
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { describeMachine } from './support/machine.ts';
import { dataFolder, sohoaCli } from './support/pages.ts';
import { printTable, type Cell } from './support/print-table.ts';
import { runProcess } from './support/run-process.ts';

const MAX_PAGE_SECONDS = 20;
const MAX_MB = 1500;
const reportSchema = z.object({ pagesIn: z.number().optional(), failures: z.array(z.object({ code: z.string().optional(), problem: z.object({ code: z.string() }).optional() })).optional() }).loose();

function outcomeOf(out: string, exitCode: number): { readonly text: string; readonly pages: number } {
  const file = path.join(out, 'report.json');
  if (!existsSync(file)) return { text: `exit ${exitCode}, no report`, pages: 1 };
  const report = reportSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const pages = Math.max(1, report.pagesIn ?? 1);
  const codes = (report.failures ?? []).map((failure) => failure.code ?? failure.problem?.code ?? '?');
  return { text: codes.length > 0 ? codes.join(', ') : 'read', pages };
}

async function main(): Promise<void> {
  const data = dataFolder();
  const folder = process.argv[2] ?? (data === undefined ? undefined : path.join(data, 'real/defects'));
  if (folder === undefined) throw new Error('name a folder: the data folder is not there');
  const rows: Cell[][] = [];
  for (const name of readdirSync(folder).filter((file) => !file.endsWith('.txt')).sort()) {
    const out = mkdtempSync(path.join(os.tmpdir(), 'sohoa-bench-'));
    const cost = await runProcess(process.execPath, [sohoaCli, 'digitize', path.join(folder, name), '--out', out, '--workers', '1', '--quiet']);
    const { text, pages } = outcomeOf(out, cost.exitCode);
    const within = cost.cpuSeconds / pages <= MAX_PAGE_SECONDS && cost.peakTreeMb <= MAX_MB && [0, 1, 3].includes(cost.exitCode);
    rows.push([name, text, cost.exitCode, pages, cost.seconds.toFixed(1), cost.cpuSeconds.toFixed(1), (cost.cpuSeconds / pages).toFixed(1), Math.round(cost.peakTreeMb), within ? 'yes' : 'NO']);
    rmSync(out, { recursive: true, force: true });
  }
  console.log(`Odd files, one at a time, 1 worker · ${describeMachine()}\n`);
  printTable(['file', 'outcome', 'exit', 'pages', 'seconds', 'CPU seconds', 'CPU seconds a page', 'peak MB (tree)', 'within bounds'], rows);
  if (rows.some((row) => row.at(-1) === 'NO')) process.exitCode = 1;
}

await main();
