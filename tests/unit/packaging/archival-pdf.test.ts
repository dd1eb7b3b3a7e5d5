import { PDFDict, PDFDocument, PDFName, PDFString } from 'pdf-lib';
import { beforeAll, expect, it } from 'vitest';
import { archivalProblem } from '../../../backend/packaging/archival-pdf.ts';
import { writeSearchablePdf } from '../../../backend/pdf/write-searchable-pdf.ts';
import { DPI, drawnPage } from '../../support/sample-records.ts';

let sound = '';

beforeAll(async () => {
  const { jpeg, reading } = await drawnPage(['Họ, chữ đệm, tên']);
  const parts: Buffer[] = [];
  await writeSearchablePdf({ title: 'x', createdAt: '2026-11-22T08:30:00Z', producer: 'test' }, [{ jpeg, dpi: DPI, lines: reading.lines }], (bytes) => Promise.resolve(void parts.push(Buffer.from(bytes))));
  sound = Buffer.concat(parts).toString('latin1');
});

async function problemOf(text: string, change: (document: PDFDocument) => void = () => undefined): Promise<string | null> {
  const bytes = Buffer.from(text, 'latin1');
  const document = await PDFDocument.load(bytes, { updateMetadata: false });
  change(document);
  return archivalProblem(bytes, document);
}

it('finds nothing wrong with what our writer makes', async () => {
  expect(await problemOf(sound)).toBeNull();
});
it('takes the mark as an attribute too, and PDF/A-3 for an archive copy', async () => {
  expect(await problemOf(sound.replace('<pdfaid:part>2<', '<pdfaid:part>3<'))).toBeNull();
});
it.each([
  ['no-output-intent', (text: string) => text.replace('/OutputIntents', '/OutputIntentX')],
  ['no-archive-mark', (text: string) => text.replace('<pdfaid:part>2<', '<pdfaid:part>9<')],
  ['no-archive-mark', (text: string) => text.replace(/\/Metadata (?=\d)/, '/Metadatx ')],
  ['font-without-unicode', (text: string) => text.replace('/ToUnicode', '/ToUnicodX')],
  ['bytes-after-the-end', (text: string) => `${text}thêm`],
] as const)('names what is gone: %s', async (problem, change) => {
  expect(await problemOf(change(sound))).toBe(problem);
});
it.each([
  ['a glyph', '1 beginbfchar\n<0001> <FEFF>\nendbfchar', 'forbidden-characters'], ['half a text', '1 beginbfchar\n<0001> <00480000>\nendbfchar', 'forbidden-characters'], ['a range', '1 beginbfrange\n<0001> <0003> <fffe>\nendbfrange', 'forbidden-characters'],
  ['a range one by one', '1 beginbfrange\n<0001> <0002> [<0048> <0000>]\nendbfrange', 'forbidden-characters'], ['glyph number 0, which is allowed,', '1 beginbfchar\n<0000> <0048>\nendbfchar', null], ['a range of glyph numbers', '1 beginbfrange\n<0000> <FEFF> <0048>\nendbfrange', null],
])('reads the map of a font: %s', async (_, map, problem) => {
  expect(await problemOf(sound, ({ context }) => {
    for (const [, object] of context.enumerateIndirectObjects()) if (object instanceof PDFDict && object.has(PDFName.of('ToUnicode'))) object.set(PDFName.of('ToUnicode'), context.register(context.flateStream(map)));
  })).toBe(problem);
});
it('names a lost file ID, an empty list of intents and a locked file', async () => {
  expect(await problemOf(sound, ({ context }) => { delete context.trailerInfo.ID; })).toBe('no-file-id');
  expect(await problemOf(sound, ({ catalog, context }) => catalog.set(PDFName.of('OutputIntents'), context.obj([])))).toBe('no-output-intent');
  expect(await problemOf(sound, ({ context }) => { context.trailerInfo.Encrypt = PDFString.of('x'); })).toBe('encrypted');
});
it('is not led astray by metadata that is no stream', async () => {
  expect(await problemOf(sound, ({ catalog }) => catalog.set(PDFName.of('Metadata'), PDFString.of('pdfaid:part>2')))).toBe('no-archive-mark');
});
