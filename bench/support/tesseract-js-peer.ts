// tesseract.js as it comes, with local language data: reads every page and writes its searchable PDF.
//   node tesseract-js-peer.ts WORKERS OUT PAGE…
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { createWorker } from 'tesseract.js';

const [workers = '1', out = '.', ...pages] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const langPath = path.join(path.dirname(require.resolve('@tesseract.js-data/vie/package.json')), '4.0.0_best_int');
const queue = [...pages];

async function drain(): Promise<void> {
  const worker = await createWorker('vie', 1, { langPath, cacheMethod: 'none', gzip: true });
  for (let page = queue.shift(); page !== undefined; page = queue.shift()) {
    const { data } = await worker.recognize(page, { pdfTitle: path.basename(page) }, { text: true, pdf: true });
    writeFileSync(path.join(out, `${path.basename(page)}.pdf`), Buffer.from(data.pdf ?? []));
  }
  await worker.terminate();
}

await Promise.all(Array.from({ length: Number(workers) }, drain));
