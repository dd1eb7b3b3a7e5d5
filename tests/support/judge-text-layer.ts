// Does poppler read from the PDFs of a package just the words that the package says it read, in their order, NFC,
// each in its place? What it says stands in data/text (words) or in ALTO (words with places, marked where a
// person corrected them); records.jsonl says which fields were corrected, and where they lie.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { mapAhead } from '../../backend/packaging/map-ahead.ts';
import type { PlacedWord } from './judges.ts';
import { pdfToText, pdfToWords, plainText } from './judges.ts';

/** The visible block of a signature is words too, drawn over page 1 after everything else. */
const SIGNATURE_BLOCK = 'Ký bởi:';
const AT_A_TIME = 3;
/** Of the page's size: rounding to hundredths of a point, and a text line's height against its box. */
const OFF_PLACE = 0.004;

export const wordsOf = (text: string): readonly string[] => text.split(/\s+/).filter(Boolean);

export const recordLineSchema = z.object({
  pdf: z.string().default(''), book: z.string().optional(), guide: z.string().optional(), recordType: z.string().nullable(), files: z.array(z.string()),
  fields: z.record(z.string(), z.object({ value: z.string(), page: z.number(), box: z.tuple([z.number(), z.number(), z.number(), z.number()]), from: z.string() })),
});
export type JudgedRecord = z.infer<typeof recordLineSchema>;

export const readRecords = async (file: string): Promise<readonly JudgedRecord[]> => (await readFile(file, 'utf8')).split('\n').filter(Boolean).map((line) => recordLineSchema.parse(JSON.parse(line)));

function firstDifference(found: readonly string[], wanted: readonly string[]): string | null {
  const at = wanted.findIndex((word, index) => found[index] !== word);
  if (at >= 0) return `word ${at + 1} is “${found[at] ?? ''}”, not “${wanted[at] ?? ''}”`;
  const rest = found.slice(wanted.length).join(' ');
  return rest === '' || rest.startsWith(SIGNATURE_BLOCK) ? null : `more words: “${rest.slice(0, 80)}”`;
}

/** PDFs with the text files that lie in data/text under the same names. */
export async function textFaults(dir: string, pdfs: readonly string[]): Promise<readonly string[]> {
  const faults: string[] = [];
  const check = async (pdf: string): Promise<readonly string[]> => {
    const name = pdf.slice(pdf.lastIndexOf('/') + 1, -'.pdf'.length);
    const found = (await pdfToText(pdf)).split('\f');
    const wanted = (await readFile(join(dir, 'data/text', `${name}.txt`), 'utf8')).split('\f');
    const nfc = found.every((page) => page === page.normalize('NFC')) ? [] : [`${name}: text is not NFC`];
    const pages = found.length === wanted.length ? [] : [`${name}: ${found.length - 1} pages of text, not ${wanted.length - 1}`];
    return [...nfc, ...pages, ...wanted.flatMap((page, index) => firstDifference(wordsOf(found[index] ?? ''), wordsOf(page)) ?? []).map((fault) => `${name}: ${fault}`)];
  };
  for await (const found of mapAhead(pdfs, AT_A_TIME, check)) faults.push(...found);
  return faults;
}

export type AltoPage = { readonly widthPx: number; readonly heightPx: number; readonly words: readonly (PlacedWord & { readonly isCorrected: boolean })[] };

export async function readAlto(path: string): Promise<AltoPage> {
  const text = await readFile(path, 'utf8');
  const attribute = (tag: string, name: string): string => new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '';
  const page = /<Page [^>]*>/.exec(text)?.[0] ?? '';
  const [widthPx, heightPx] = [Number(attribute(page, 'WIDTH')), Number(attribute(page, 'HEIGHT'))];
  return { widthPx, heightPx, words: [...text.matchAll(/<String [^>]*>/g)].map(([tag]) => {
    const [x, y, width, height] = ['HPOS', 'VPOS', 'WIDTH', 'HEIGHT'].map((name) => Number(attribute(tag, name))) as [number, number, number, number];
    return { text: plainText(attribute(tag, 'CONTENT')), x0: x / widthPx, y0: y / heightPx, x1: (x + width) / widthPx, y1: (y + height) / heightPx, isCorrected: attribute(tag, 'CS') === 'true' };
  }) };
}

export type SipText = { readonly faults: readonly string[]; readonly words: number; readonly corrected: readonly string[] };

/** PDFs of a SIP's first representation against the ALTO beside them and the corrected fields of its records. */
export async function sipTextFaults(sip: string): Promise<SipText> {
  const data = join(sip, 'representations/rep1/data');
  const records = await readRecords(join(sip, 'metadata/other/records.jsonl'));
  const alto = await readdir(join(data, 'alto'));
  const counts = { words: 0, corrected: [] as string[] };
  const faults: string[] = [];
  const check = async (record: JudgedRecord): Promise<readonly string[]> => {
    const name = record.pdf.slice(record.pdf.lastIndexOf('/') + 1, -'.pdf'.length);
    const pages = await pdfToWords(join(data, `${name}.pdf`));
    const found: string[] = [];
    for (const [index, words] of pages.entries()) {
      const file = `${name}.p${String(index + 1).padStart(4, '0')}.xml`;
      const page: AltoPage = alto.includes(file) ? await readAlto(join(data, 'alto', file)) : { widthPx: 1, heightPx: 1, words: [] };
      counts.words += page.words.length;
      const fault = firstDifference(words.map(({ text }) => text), page.words.map(({ text }) => text)) ?? offPlace(words, page);
      if (fault !== null) found.push(`${name}, page ${index + 1}: ${fault}`);
      for (const [key, field] of Object.entries(record.fields)) {
        if (field.from !== 'clerk' || field.page !== index + 1 || field.box[2] === 0) continue;
        counts.corrected.push(`${name} ${key}`);
        if (!liesInBox(words, wordsOf(field.value), field.box, page)) found.push(`${name}, page ${index + 1}: the corrected ${key} “${field.value.slice(0, 60)}” does not lie in its box`);
      }
    }
    return found;
  };
  for await (const found of mapAhead(records, AT_A_TIME, check)) faults.push(...found);
  return { faults, ...counts };
}

/**
 * Begins where ALTO says and reaches no further, on its line. Words that touch are narrowed for the gap between them,
 * to a quarter at most; the height of a text line is one for all its words.
 */
function offPlace(found: readonly PlacedWord[], { words }: AltoPage): string | null {
  const far = words.find((word, index) => {
    const other = found[index];
    const isWide = other !== undefined && other.x1 <= word.x1 + OFF_PLACE && other.x1 >= word.x0 + (word.x1 - word.x0) / 4 - OFF_PLACE;
    return !isWide || Math.abs(other.x0 - word.x0) > OFF_PLACE || word.y1 < other.y0 - OFF_PLACE || word.y0 > other.y1 + OFF_PLACE;
  });
  return far === undefined ? null : `“${far.text}” lies elsewhere than ALTO says`;
}

/** One after another on the lines of the box (pixels of the delivered page), beginning or ending in it: a misread word beyond its edge is corrected as well. */
function liesInBox(found: readonly PlacedWord[], value: readonly string[], box: readonly [number, number, number, number], { widthPx, heightPx }: AltoPage): boolean {
  const [left, top, right, bottom] = [box[0] / widthPx - OFF_PLACE, box[1] / heightPx - OFF_PLACE, (box[0] + box[2]) / widthPx + OFF_PLACE, (box[1] + box[3]) / heightPx + OFF_PLACE];
  const onLines = found.filter(({ y0, y1 }) => (y0 + y1) / 2 >= top && (y0 + y1) / 2 <= bottom);
  const words = value.map((word) => word.normalize('NFC'));
  const isInside = (word: PlacedWord | undefined): boolean => word !== undefined && (word.x0 + word.x1) / 2 >= left && (word.x0 + word.x1) / 2 <= right;
  return onLines.some((_, start) => words.every((word, index) => onLines[start + index]?.text === word) && (isInside(onLines[start]) || isInside(onLines[start + words.length - 1])));
}
