// One tesseract in the thread that asks for it: reads one strip after the other, nothing else.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { rawPageSchema, type RawWord, type SegmentationMode, type Strip } from './raw-words.ts';
import { loadTesseractCore, type TesseractApi, type TesseractModule } from './tesseract-core.ts';

export type StripReader = { /** Words of one strip. @throws Error when the core gives up */ read(strip: Strip, mode: SegmentationMode): RawWord[]; /** Gives the engine's memory back. */ end(): void };

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

/** @throws Error when the language data cannot be opened */
export async function openStripReader(languageData: string): Promise<StripReader> {
  const core = await loadTesseractCore();
  core.FS.mkdir('/data');
  core.FS.writeFile('/data/vie.traineddata', gunzipSync(readFileSync(languageData)));
  const api = new core.TessBaseAPI();
  if (api.Init('/data', 'vie', LSTM_ONLY, null) !== 0) throw new Error('the language data could not be opened');
  core.FS.unlink('/data/vie.traineddata');
  // strips are dark on white: no second reading of the inverted image
  api.SetVariable('tessedit_do_invert', '0');
  let set: SegmentationMode | undefined;
  return {
    read: (strip, mode) => {
      if (set !== mode) api.SetVariable('tessedit_pageseg_mode', (set = mode));
      return readStrip(core, api, strip);
    },
    end: () => api.End(),
  };
}

/** This thread's own processor time: what other programs take of a busy machine is no fault of the page. */
export function threadCpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
