// The peer that cleans its pages (`ocrmypdf --deskew --clean`): its PDF's words, with their places, through our
// own extraction, and its plain text.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { extractRecords } from '../../backend/pipeline/extract.ts';
import { union } from '../../shared/domain/geometry.ts';
import type { PageReading, TextLine, Word } from '../../shared/domain/reading.ts';
import { PEER_QUALITY } from './read-with-tesseract.ts';
import { runProcess } from './run-process.ts';
import type { PeerPage } from './score-records.ts';

const POINTS = 72;
const DPI = 300;
const px = (points: string | undefined): number => Math.round((Number(points ?? 0) * DPI) / POINTS);

const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'" };

function toReading(xhtml: string): PageReading {
  const page = /<page width="([\d.]+)" height="([\d.]+)"/.exec(xhtml);
  const lines = [...xhtml.matchAll(/<line [^>]*>([\s\S]*?)<\/line>/g)].map((line): TextLine => {
    const words = [...(line[1] ?? '').matchAll(/<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">([^<]*)<\/word>/g)].map((word): Word => {
      const [x, y] = [px(word[1]), px(word[2])];
      // The peer tells no confidence: all of it must be believed.
      return { text: (word[5] ?? '').replace(/&\w+;/g, (entity) => ENTITIES[entity] ?? entity).normalize('NFC'), confidence: 0.96, box: [x, y, px(word[3]) - x, px(word[4]) - y] };
    });
    return { words, box: union(words.map((word) => word.box)) ?? [0, 0, 0, 0], block: 0 };
  });
  return { widthPx: px(page?.[1]), heightPx: px(page?.[2]), dpi: DPI, lines, marks: [], engine: 'ocrmypdf' };
}

/** Reads one image as the peer's own manual advises for scans. A page it refuses has no record and no text. */
export async function readWithOcrmypdf(image: string, file: string): Promise<PeerPage> {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'sohoa-peer-'));
  try {
    const [pdf, sidecar] = [path.join(dir, 'out.pdf'), path.join(dir, 'out.txt')];
    // its own limit is three minutes of the clock, after which a page has no text: on a busy machine that is no reading
    const made = await runProcess('ocrmypdf', ['--deskew', '--clean', '-l', 'vie', '--jobs', '1', '--tesseract-timeout', '3600', '--image-dpi', '300', '--output-type', 'pdf', '--optimize', '0', '--sidecar', sidecar, image, pdf], { env: { OMP_THREAD_LIMIT: '1' } });
    if (made.exitCode !== 0) return { record: { file, recordType: null, fields: {} }, text: '' };
    const { stdout } = await runProcess('pdftotext', ['-bbox-layout', pdf, '-']);
    const [draft] = extractRecords([{ pageId: file, reading: toReading(stdout), quality: PEER_QUALITY }], { recordType: 'auto' });
    return { record: { file, recordType: draft?.reading.recordType ?? null, fields: draft?.reading.fields ?? {} }, text: readFileSync(sidecar, 'utf8') };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
