// The peers' text, put through our own extraction, so that the tables compare reading with reading and
// nobody loses points for having no field extraction.
import { z } from 'zod';
import { extractRecords } from '../../backend/pipeline/extract.ts';
import type { Box } from '../../shared/domain/geometry.ts';
import { union } from '../../shared/domain/geometry.ts';
import type { PageReading, TextLine, Word } from '../../shared/domain/reading.ts';
import { pageText } from '../../shared/domain/reading.ts';
import { runProcess } from './run-process.ts';
import type { PeerPage } from './score-records.ts';

const rowSchema = z.object({ level: z.coerce.number(), block: z.coerce.number(), par: z.coerce.number(), line: z.coerce.number(), left: z.coerce.number(), top: z.coerce.number(), width: z.coerce.number(), height: z.coerce.number(), conf: z.coerce.number(), text: z.string() });

const WORD_LEVEL = 5;
const PAGE_LEVEL = 1;

function parseTsv(tsv: string): z.infer<typeof rowSchema>[] {
  return tsv.split('\n').slice(1).filter(Boolean).map((row) => {
    const [level, , block, par, line, , left, top, width, height, conf, text = ''] = row.split('\t');
    return rowSchema.parse({ level, block, par, line, left, top, width, height, conf, text });
  });
}

function toReading(tsv: string): PageReading {
  const rows = parseTsv(tsv);
  const page = rows.find((row) => row.level === PAGE_LEVEL);
  const lines = new Map<string, { block: number; words: Word[] }>();
  for (const row of rows) {
    if (row.level !== WORD_LEVEL || row.text.trim() === '') continue;
    const key = `${row.block}.${row.par}.${row.line}`;
    const line = lines.get(key) ?? { block: row.block, words: [] };
    const box: Box = [row.left, row.top, row.width, row.height];
    line.words.push({ text: row.text.normalize('NFC').trim(), confidence: row.conf / 100, box });
    lines.set(key, line);
  }
  const textLines: TextLine[] = [...lines.values()].map(({ block, words }) => ({ block, words, box: union(words.map((word) => word.box)) ?? [0, 0, 0, 0] }));
  return { widthPx: page?.width ?? 0, heightPx: page?.height ?? 0, dpi: 300, lines: textLines, marks: [], engine: 'tesseract' };
}

/** What our extraction is told of a page that a peer has read. */
export const PEER_QUALITY = { dpi: 300, dpiFrom: 'assumed', skewDeg: 0, turnedDeg: 0, sharpness: 1, contrast: 1, clippedEdges: [], inkShare: 0.05, isBlank: false, findings: [] } as const;

/** Reads one image with the system's tesseract and extracts with our rules. */
export async function readWithTesseract(image: string, file: string): Promise<PeerPage> {
  const { stdout } = await runProcess('tesseract', [image, '-', '-l', 'vie', 'tsv'], { env: { OMP_THREAD_LIMIT: '1' } });
  const reading = toReading(stdout);
  const [draft] = extractRecords([{ pageId: file, reading, quality: PEER_QUALITY }], { recordType: 'auto' });
  return { record: { file, recordType: draft?.reading.recordType ?? null, fields: draft?.reading.fields ?? {} }, text: pageText(reading) };
}
