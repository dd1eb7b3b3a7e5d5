// A worker thread with one tesseract in it: reads strips of one job after the other, nothing else.
// It is ended from outside whenever its job is cancelled or it has read its share of pages.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parentPort, workerData } from 'node:worker_threads';
import { rawPageSchema, type OcrJob, type OcrReply, type OcrWorkerOptions, type RawWord, type Strip } from './ocr-messages.ts';
import { loadTesseractCore, type TesseractApi, type TesseractModule } from './tesseract-core.ts';

const LSTM_ONLY = 1;

/** Binary PGM: the plainest format that the core's image library reads. */
function toPgm(strip: Strip): Uint8Array {
  const header = Buffer.from(`P5\n${strip.widthPx} ${strip.heightPx}\n255\n`, 'latin1');
  const out = new Uint8Array(header.length + strip.pixels.length);
  out.set(header);
  out.set(strip.pixels, header.length);
  return out;
}

function readStrip(core: TesseractModule, api: TesseractApi, strip: Strip): RawWord[] {
  core.FS.writeFile('/input', toPgm(strip));
  if (api.SetImageFile(1, 0) === 1) throw new Error('the strip could not be handed over');
  api.SetSourceResolution(300);
  api.Recognize(null);
  const page = rawPageSchema.parse(JSON.parse(api.GetJSONText(0)));
  api.Clear();
  return page.blocks.flatMap((block) => block.paragraphs.flatMap((paragraph) => paragraph.lines.flatMap((line) => line.words)));
}

async function openTesseract(options: OcrWorkerOptions): Promise<{ core: TesseractModule; api: TesseractApi }> {
  const core = await loadTesseractCore();
  core.FS.mkdir('/data');
  core.FS.writeFile('/data/vie.traineddata', gunzipSync(readFileSync(options.languageData)));
  const api = new core.TessBaseAPI();
  if (api.Init('/data', 'vie', LSTM_ONLY, null) !== 0) throw new Error('the language data could not be opened');
  core.FS.unlink('/data/vie.traineddata');
  // strips are dark on white: no second reading of the inverted image
  api.SetVariable('tessedit_do_invert', '0');
  return { core, api };
}

/** This thread's own processor time: what other programs take of a busy machine is no fault of the page. */
const cpuMs = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

const port = parentPort;
if (port !== null) {
  const { core, api } = await openTesseract(workerData as OcrWorkerOptions);
  const reply = (message: OcrReply): void => port.postMessage(message);
  port.on('message', (job: OcrJob) => {
    try {
      api.SetVariable('tessedit_pageseg_mode', job.mode);
      const words: RawWord[][] = [];
      const endMs = cpuMs() + job.limitMs;
      for (const strip of job.strips) {
        if (cpuMs() > endMs) return reply({ kind: 'too-long', id: job.id });
        words.push(readStrip(core, api, strip));
      }
      reply({ kind: 'done', id: job.id, words });
    } catch (error) {
      reply({ kind: 'failed', id: job.id, reason: String(error) });
    }
  });
  reply({ kind: 'ready' });
}
