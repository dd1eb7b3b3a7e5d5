// ALTO 4.2: every word of a page with its place in the delivered image. Where a person corrected a field
// the corrected words stand, marked CS="true" and without the machine's confidence; seals, signatures and
// photographs are named as illustrations, so that nobody takes them for unread print.
import type { Box } from '../../../shared/domain/geometry.ts';
import { union } from '../../../shared/domain/geometry.ts';
import type { FieldReading } from '../../../shared/domain/field.ts';
import type { PageMark, PageReading, Word } from '../../../shared/domain/reading.ts';
import { correctedLines } from '../corrected-text.ts';
import { element, openTag, textElement } from './xml.ts';

export type AltoPage = {
  /** 1-based within the record. */
  readonly number: number;
  readonly reading: PageReading;
  readonly fields: Readonly<Record<string, FieldReading>>;
  /** The file that shows the page, and the checksum of the image in it. */
  readonly fileName: string;
  readonly deliveredSha256: string;
  readonly readAt: string | undefined;
};

type AltoWord = { readonly text: string; readonly box: Box; readonly machine: Word | undefined };
type AltoBlock = { readonly lines: readonly (readonly AltoWord[])[]; readonly box: Box };

export const ALTO_NAMESPACE = 'http://www.loc.gov/standards/alto/ns-v4#';
const ALTO_SCHEMA = 'http://www.loc.gov/standards/alto/v4/alto-4-2.xsd';

export function* altoDocument(page: AltoPage): Iterable<string> {
  const blocks = blocksOf(page);
  const isCorrected = blocks.some((block) => block.lines.some((line) => line.some((word) => word.machine === undefined)));
  yield openTag('alto', { xmlns: ALTO_NAMESPACE, 'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance', 'xsi:schemaLocation': `${ALTO_NAMESPACE} ${ALTO_SCHEMA}`, SCHEMAVERSION: '4.2' });
  yield '\n';
  yield description(page, isCorrected);
  const { widthPx, heightPx } = page.reading;
  yield `<Layout>\n${openTag('Page', { ID: 'page', PHYSICAL_IMG_NR: page.number, WIDTH: widthPx, HEIGHT: heightPx, PROCESSINGREFS: isCorrected ? 'ocr correction' : 'ocr' })}\n`;
  yield `${openTag('PrintSpace', place([0, 0, widthPx, heightPx]))}\n`;
  for (const [index, block] of blocks.entries()) yield textBlock(block, `b${index + 1}`);
  for (const [index, mark] of illustrations(page.reading.marks).entries()) yield element('Illustration', { ID: `i${index + 1}`, TYPE: mark.kind, ...place(mark.box) });
  yield '</PrintSpace>\n</Page>\n</Layout>\n</alto>\n';
}

function description({ fileName, deliveredSha256, reading, readAt }: AltoPage, isCorrected: boolean): string {
  const correction = element('Processing', { ID: 'correction' }, textElement('processingCategory', 'contentModification'), textElement('processingStepDescription', 'Correction by a person'));
  return element('Description', {},
    textElement('MeasurementUnit', 'pixel'),
    element('sourceImageInformation', {}, textElement('fileName', fileName), textElement('fileIdentifier', deliveredSha256, { fileIdentifierLocation: 'sha256' })),
    element('Processing', { ID: 'ocr' },
      textElement('processingCategory', 'contentGeneration'),
      readAt === undefined ? '' : textElement('processingDateTime', readAt),
      textElement('processingStepDescription', 'OCR'),
      textElement('processingStepSettings', `${reading.engine}; ${reading.dpi} dpi`),
      element('processingSoftware', {}, textElement('softwareName', reading.engine))),
    isCorrected ? correction : '');
}

/** Lines that the reader counts to one block and that follow each other. */
function blocksOf({ reading, fields, number }: AltoPage): AltoBlock[] {
  const machine = new Map<object, Word>(reading.lines.flatMap(({ words }) => words).map((word) => [word, word]));
  const groups: { key: number | undefined; lines: AltoWord[][] }[] = [];
  for (const [index, line] of correctedLines(reading.lines, fields, number).entries()) {
    const words = line.words.filter(({ text }) => text.trim() !== '').map((word): AltoWord => ({ text: word.text, box: word.box, machine: machine.get(word) }));
    if (words.length === 0) continue;
    const key = reading.lines[index]?.block;
    const last = groups.at(-1);
    if (last !== undefined && last.key === key && key !== undefined) last.lines.push(words);
    else groups.push({ key, lines: [words] });
  }
  return groups.map(({ lines }) => ({ lines, box: around(lines.flat()) }));
}

const around = (words: readonly AltoWord[]): Box => union(words.map(({ box }) => box)) ?? [0, 0, 0, 0];

function textBlock({ lines, box }: AltoBlock, id: string): string {
  return element('TextBlock', { ID: id, ...place(box), LANG: 'vi' }, ...lines.map((words, index) => textLine(words, `${id}l${index + 1}`)));
}

function textLine(words: readonly AltoWord[], id: string): string {
  const parts = words.map((word, index) => {
    const sure = word.machine === undefined ? { CS: 'true' } : { WC: Math.min(1, Math.max(0, word.machine.confidence)).toFixed(2) };
    const string = element('String', { ID: `${id}w${index + 1}`, ...place(word.box), CONTENT: word.text, ...sure });
    return index === 0 ? string : `${element('SP', {})}${string}`;
  });
  return element('TextLine', { ID: id, ...place(around(words)) }, ...parts);
}

const illustrations = (marks: readonly PageMark[]): PageMark[] => marks.filter(({ kind }) => kind === 'seal' || kind === 'signature' || kind === 'photo');

const place = ([x, y, width, height]: Box) => ({ HPOS: rounded(x), VPOS: rounded(y), WIDTH: rounded(width), HEIGHT: rounded(height) });

const rounded = (value: number): string => String(Math.round(value * 100) / 100);
