// Reads a workbook back: the texts of one sheet, for the check that workbook, PDFs and records.jsonl
// agree. It knows as much of SpreadsheetML as plain tables need (shared and inline strings, gaps between
// cells) and refuses sizes that no register has.
import { fromBufferPromise } from 'yauzl';
import { AppError } from '../../shared/errors.ts';

const MAX_PART_BYTES = 256 * 1024 * 1024;

/** Rows of `sheetName`, empty cells as ''. AppError package-damaged when it cannot be read as a workbook. */
export async function readWorkbook(bytes: Buffer, sheetName: string): Promise<readonly (readonly string[])[]> {
  try {
    const parts = await unzip(bytes);
    const part = (name: string): string => parts.get(name)?.toString('utf8') ?? '';
    const sheetId = tags(part('xl/workbook.xml'), 'sheet').find((tag) => attribute(tag.head, 'name') === sheetName);
    const relation = tags(part('xl/_rels/workbook.xml.rels'), 'Relationship').find((tag) => attribute(tag.head, 'Id') === attribute(sheetId?.head ?? '', 'r:id'));
    const target = attribute(relation?.head ?? '', 'Target');
    const sheet = target === undefined ? undefined : parts.get(target.startsWith('/') ? target.slice(1) : `xl/${target}`)?.toString('utf8');
    if (sheet === undefined) throw new Error(`no sheet ${sheetName}`);
    const shared = tags(part('xl/sharedStrings.xml'), 'si').map((tag) => textsOf(tag.body));
    return tags(sheet, 'row').map((row) => rowCells(row.body, shared));
  } catch (error) {
    throw new AppError('package-damaged', { reason: error instanceof Error ? error.message : String(error) }, 'none', { cause: error });
  }
}

async function unzip(bytes: Buffer): Promise<ReadonlyMap<string, Buffer>> {
  const zip = await fromBufferPromise(bytes, { lazyEntries: true });
  const parts = new Map<string, Buffer>();
  let total = 0;
  for await (const entry of zip.eachEntry()) {
    total += entry.uncompressedSize;
    if (total > MAX_PART_BYTES) throw new Error('the workbook unpacks to more than any register holds');
    if (entry.fileName.endsWith('/')) continue;
    parts.set(entry.fileName, Buffer.concat((await (await zip.openReadStreamPromise(entry)).toArray()) as Buffer[]));
  }
  return parts;
}

function rowCells(row: string, shared: readonly string[]): string[] {
  const cells: string[] = [];
  for (const cell of tags(row, 'c')) {
    const column = columnNumber(attribute(cell.head, 'r') ?? '') ?? cells.length;
    if (column > 16_384) throw new Error('a cell stands outside every sheet');
    while (cells.length < column) cells.push('');
    cells[column] = cellText(cell, shared);
  }
  return cells;
}

function cellText(cell: Tag, shared: readonly string[]): string {
  const type = attribute(cell.head, 't');
  if (type === 'inlineStr') return textsOf(cell.body);
  const value = tags(cell.body, 'v')[0]?.body ?? '';
  return type === 's' ? (shared[Number(value)] ?? '') : unescapeXml(value);
}

const textsOf = (xml: string): string => tags(xml, 't').map((tag) => unescapeXml(tag.body)).join('');

/** "A1" → 0, "BR7" → 69 */
function columnNumber(reference: string): number | undefined {
  const letters = /^[A-Z]{1,3}/.exec(reference)?.[0];
  return letters === undefined ? undefined : [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

type Tag = { readonly head: string; readonly body: string };

/** Elements of one name that do not hold one another, in order. Linear in the length of `xml`. */
function tags(xml: string, name: string): Tag[] {
  const found: Tag[] = [];
  const opening = new RegExp(`<(?:[A-Za-z]+:)?${name}(\\s[^>]*?)?(/?)>`, 'g');
  for (let match = opening.exec(xml); match !== null; match = opening.exec(xml)) {
    if (match[2] === '/') {
      found.push({ head: match[1] ?? '', body: '' });
      continue;
    }
    const prefix = /^<([A-Za-z]+:)?/.exec(match[0])?.[1] ?? '';
    const end = xml.indexOf(`</${prefix}${name}>`, opening.lastIndex);
    if (end < 0) throw new Error(`<${name}> is not closed`);
    found.push({ head: match[1] ?? '', body: xml.slice(opening.lastIndex, end) });
    opening.lastIndex = end;
  }
  return found;
}

function attribute(head: string, name: string): string | undefined {
  const value = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(head);
  return value === null ? undefined : unescapeXml(value[1] ?? value[2] ?? '');
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescapeXml(text: string): string {
  return text.replace(/&(#x[0-9a-f]+|#\d+|[a-z]+);/gi, (whole, code: string) => {
    if (!code.startsWith('#')) return NAMED[code] ?? whole;
    const point = code[1] === 'x' || code[1] === 'X' ? parseInt(code.slice(2), 16) : Number(code.slice(1));
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}
