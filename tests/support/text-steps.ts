// A small real pipeline for tests of everything around it: a "scan" is a text file whose pages are divided
// by lines of "---", and a page's pixels are its letters. It behaves as pages do: some are blank, some
// broken, some slow, and some kill the process that reads them.
//   blank            a blank page                 broken     cannot be opened (page-unreadable, 'rescan')
//   slow <ms>        takes that long              hang       never ends, deaf to cancelling
//   crash            kills its process            crash-once kills it the first time only
//   fail-once        'ocr-failed' the first time  grow <MB>  keeps memory
//   KS so=1 nksHoTen=TRẦN_A   a record of that type with those fields (_ is a space; ? after a value makes it doubtful)
//   more …           belongs to the record before
// Every reading adds a line to the file that SOHOA_TEST_LOG names, if it is set; every extraction adds its
// number of pages to the file beside it, *.extracted; every small picture a line to *.small.
import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import path from 'node:path';
import type { FieldReading } from '../../shared/domain/field.ts';
import { pageText, type PageReading, type QualityFacts } from '../../shared/domain/reading.ts';
import { AppError } from '../../shared/errors.ts';
import type { PageMaster } from '../../backend/pipeline/page-master.ts';
import type { ImportedPage, PreparedPage, RecordDraft, Steps } from '../../backend/worker/steps.ts';

const PAGE_WIDTH_PX = 200;
const kept: Uint8Array[] = [];

const sleep = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), reject(signal.reason)), { once: true });
  });

/** True once per page and per test run (a file beside the log remembers). */
function isFirstTime(text: string): boolean {
  const log = process.env['SOHOA_TEST_LOG'];
  if (log === undefined) return true;
  const mark = `${log}.${createHash('sha256').update(text).digest('hex').slice(0, 12)}`;
  if (existsSync(mark)) return false;
  writeFileSync(mark, '');
  return true;
}

function note(text: string, kind = ''): void {
  const log = process.env['SOHOA_TEST_LOG'];
  if (log !== undefined) appendFileSync(`${log}${kind}`, `${text}\n`);
}

async function readBlob(text: string, signal: AbortSignal): Promise<void> {
  const [verb = '', amount = '0'] = text.split(/\s/);
  if (verb === 'slow') await sleep(Number(amount), signal);
  if (verb === 'hang') await new Promise(() => setInterval(() => undefined, 1000));
  if (verb === 'crash' || (verb === 'crash-once' && isFirstTime(text))) process.kill(process.pid, 'SIGKILL');
  if (verb === 'fail-once' && isFirstTime(text)) throw new AppError('ocr-failed', {}, 'again');
  if (verb === 'grow') kept.push(new Uint8Array(Number(amount) * 1e6).fill(1));
  if (verb === 'bug') throw new TypeError('a bug of the test steps');
}

const qualityOf = (isBlank: boolean): QualityFacts => ({
  dpi: 300, dpiFrom: 'file', skewDeg: 0, turnedDeg: 0, sharpness: 1, contrast: 1, clippedEdges: [], inkShare: isBlank ? 0 : 0.1, isBlank, findings: [],
});

function toReading(text: string): PageReading {
  const lines = text.split('\n').map((line, row) => ({
    box: [0, row * 20, PAGE_WIDTH_PX, 20] as const, block: 0,
    words: line.split(' ').filter(Boolean).map((word, column) => ({ text: word, confidence: 0.95, box: [column * 20, row * 20, 18, 18] as const })),
  }));
  return { widthPx: PAGE_WIDTH_PX, heightPx: 100, dpi: 300, lines, marks: [], engine: 'text-steps 1' };
}

function toFields(words: readonly string[]): Record<string, FieldReading> {
  const pairs = words.filter((word) => word.includes('=')).map((word): [string, FieldReading] => {
    const [key = '', raw = ''] = word.split('=');
    const isSure = !raw.endsWith('?');
    const value = raw.replace(/\?$/, '').replaceAll('_', ' ');
    return [key, { value, confidence: isSure ? 0.97 : 0.5, page: 1, box: [0, 0, 20, 20], from: 'ocr', warnings: [] }];
  });
  return Object.fromEntries(pairs);
}

function prepare(text: string, transforms: PreparedPage['transforms']): PreparedPage {
  const data = new TextEncoder().encode(text.padEnd(3));
  return {
    delivered: { data, widthPx: PAGE_WIDTH_PX, heightPx: 100, channels: 3 },
    transforms,
    quality: qualityOf(text.trim() === 'blank'),
    encodeReadingCopy: async () => new TextEncoder().encode(`reading:${text}`),
    recognise: async (signal) => {
      await readBlob(text, signal);
      note(text);
      return toReading(text);
    },
  };
}

export function createSteps(): Steps {
  return {
    engineName: async () => 'text-steps 1',
    importSource: async ({ path: file, displayName }, context) => {
      const bytes = await readFile(file).catch((error: unknown) => {
        throw new AppError('source-missing', { name: displayName }, 'again', { cause: error });
      });
      if (bytes.length === 0) throw new AppError('empty-file', { name: displayName }, 'other-file');
      const sha256 = await context.blobs.put(bytes);
      const pages = bytes.toString('utf8').split(/\n---\n/).map((text, frame): ImportedPage => {
        if (text.trim() === 'broken') return { ok: false, code: 'page-unreadable', detail: {}, retry: 'rescan' };
        const master: PageMaster = { sha256, mediaType: 'image/tiff', frame, origin: 'file', widthPx: PAGE_WIDTH_PX, heightPx: 100, dpi: 300, orientation: 1 };
        return { ok: true, master };
      });
      context.progress(pages.length, pages.length);
      return { sha256, mediaType: 'text/plain', sizeBytes: bytes.length, pages };
    },
    decodePage: async (master, blobs) => {
      const bytes = Buffer.from(await blobs.get(master.sha256));
      const isDelivered = bytes[0] === 0xff && bytes[1] === 0xd8;
      const data = isDelivered ? new Uint8Array(bytes) : new TextEncoder().encode(bytes.toString('utf8').split(/\n---\n/)[master.frame] ?? '');
      return { data, widthPx: PAGE_WIDTH_PX, heightPx: 100, channels: 3 };
    },
    preparePage: async ({ raster, transforms }) => prepare(new TextDecoder().decode(raster.data), transforms ?? []),
    encodeDelivered: async (raster) => new Uint8Array([0xff, 0xd8, ...raster.data]),
    encodeScreen: async (delivered, share) => new Uint8Array([...delivered.slice(0, Math.round(delivered.length * share))]),
    encodeViews: async (raster, share) => ({ thumbnail: new Uint8Array([0x52, 0x49, ...raster.data.slice(0, 8)]), screen: share === 1 ? null : new Uint8Array([0xff, 0xd8, ...raster.data.slice(0, Math.round(raster.data.length * share))]) }),
    straighten: async (raster) => raster,
    isBilevelScan: async () => false,
    makeSmallPicture: async (raster, dpi) => {
      note(new TextDecoder().decode(raster.data).trim(), '.small');
      return { bytes: new Uint8Array([0xff, 0xd8, 0x53, ...raster.data]), dpi: Math.min(200, dpi), widthPx: raster.widthPx, heightPx: raster.heightPx };
    },
    encodeThumbnail: async (raster) => new Uint8Array([0x52, 0x49, ...raster.data.slice(0, 8)]),
    // A region is as many letters of the page as it is wide.
    readRegion: async ({ delivered, box }) => {
      const text = new TextDecoder().decode(delivered.data.slice(2)).slice(box[0], box[0] + box[2]).trim();
      return { text, confidence: text === '' ? 0 : 0.9, words: text === '' ? [] : [{ text, confidence: 0.9, box }] };
    },
    extractRecords: async (pages) => {
      const log = process.env['SOHOA_TEST_LOG'];
      if (log !== undefined) appendFileSync(`${log}.extracted`, `${pages.length}\n`);
      const drafts: RecordDraft[] = [];
      for (const page of pages) {
        const words = pageText(page.reading).split(/\s/);
        const last = drafts.at(-1);
        if ((page.boundary === undefined ? words[0] === 'more' : page.boundary === 'continues') && last !== undefined) drafts[drafts.length - 1] = { pageIds: [...last.pageIds, page.pageId], reading: last.reading };
        else {
          const recordType = page.recordType ?? (words[0] === 'KS' || words[0] === 'KH' ? words[0] : null);
          drafts.push({ pageIds: [page.pageId], reading: { recordType, recordTypeConfidence: recordType === null ? 0 : 0.99, form: null, fields: recordType === null ? {} : toFields(words), warnings: [] } });
        }
      }
      return drafts;
    },
    writePdfsAhead: async (_input, { from, to }, dir) => {
      await mkdir(dir, { recursive: true });
      note(`${from}-${to}`, '.ahead');
    },
    buildPackage: async (input, context) => {
      await mkdir(input.outDir, { recursive: true });
      const lines = input.records.map((record) => JSON.stringify({ id: record.recordId, text: record.pages.map((page) => (page.reading === null ? '' : pageText(page.reading))) }));
      await writeFile(path.join(input.outDir, 'bagit.txt'), lines.join('\n'));
      for (const record of input.records) for (const page of record.pages) await context.blobs.get(page.smallPicture?.sha256 ?? page.deliveredSha256);
      return { dir: input.outDir, files: 1, bytes: lines.join('\n').length, warnings: [] };
    },
    close: async () => undefined,
  };
}
