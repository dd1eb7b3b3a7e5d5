// Claim: memory is bounded, not a slope: a 500-page batch peaks where a 50-page one does.
//   node bench/job-memory.ts [--small 50] [--large 500] [--workers 2]
// The large batch is the small one's pages many times over under other names; a changed byte after the
// image's end keeps each an original of its own, so that nothing comes from the cache.
import { appendFileSync, copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { describeMachine } from './support/machine.ts';
import { generatedSet, pageFiles, sohoaCli } from './support/pages.ts';
import { printTable } from './support/print-table.ts';
import { runProcess } from './support/run-process.ts';

const { values } = parseArgs({ options: { small: { type: 'string', default: '50' }, large: { type: 'string', default: '500' }, workers: { type: 'string', default: '2' } } });

function fillFolder(folder: string, sources: readonly string[], count: number): void {
  mkdirSync(folder, { recursive: true });
  for (let index = 0; index < count; index += 1) {
    const source = sources[index % sources.length];
    if (source === undefined) throw new Error('no pages');
    const target = path.join(folder, `trang ${index + 1}${path.extname(source)}`);
    copyFileSync(source, target);
    appendFileSync(target, Buffer.from(`\n${index}`));
  }
}

async function main(): Promise<void> {
  const sources = pageFiles(await generatedSet({ count: 24, seed: 910 }));
  const out = mkdtempSync(path.join(os.tmpdir(), 'sohoa-bench-'));
  const rows: (string | number)[][] = [];
  try {
    for (const count of [Number(values.small), Number(values.large)]) {
      const folder = path.join(out, `in-${count}`);
      fillFolder(folder, sources, count);
      const cost = await runProcess(process.execPath, [sohoaCli, 'digitize', folder, '--out', path.join(out, `out-${count}`), '--workers', values.workers, '--quiet']);
      rows.push([count, cost.seconds.toFixed(1), ((60 * count) / cost.seconds).toFixed(1), Math.round(cost.peakTreeMb), cost.exitCode]);
      rmSync(folder, { recursive: true });
    }
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
  console.log(`Memory of a small and a large batch, ${values.workers} workers · ${describeMachine()}\n`);
  printTable(['pages', 'seconds', 'pages a minute', 'peak MB (tree)', 'exit'], rows);
}

await main();
