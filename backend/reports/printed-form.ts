// Printed forms in Vietnamese: text and plain tables on A4 with an embedded font, page numbers, headings of a
// table repeated on every page. Laid out by font widths alone, so the same content gives the same pages.
import { deflateSync } from 'node:zlib';
import { PDFContext, PDFHexString, PDFString, type PDFRef } from 'pdf-lib';
import { createDrawnFont, type DrawnFont } from '../pdf/embed-font.ts';
import { createPdfFile } from '../pdf/write-pdf-file.ts';

const PAGE = { widthPt: 595.28, heightPt: 841.89 };
const MARGIN = { leftPt: 56, rightPt: 42, topPt: 52, bottomPt: 52 };
export const ROOM_PT = PAGE.widthPt - MARGIN.leftPt - MARGIN.rightPt;

export type FormBlock =
  | { readonly kind: 'text'; readonly text: string; readonly sizePt?: number; readonly align?: 'left' | 'center' | 'right'; readonly gapPt?: number }
  /** Blocks of text beside each other: letterheads, signatures. */
  | { readonly kind: 'columns'; readonly columns: readonly (readonly string[])[]; /** Of the width, adding up to 1; default equal. */ readonly shares?: readonly number[]; readonly sizePt?: number; readonly gapPt?: number }
  /** `shares` of the width, adding up to 1. Numbers to the right. */
  | { readonly kind: 'table'; readonly shares: readonly number[]; readonly head: readonly string[]; readonly rows: readonly (readonly (string | number)[])[]; readonly sizePt?: number };

const LINE = 1.3;
const CELL_AIR_PT = 3;

/** Breaks at spaces; a word wider than the room is broken where it must. */
export function wrapText(font: Pick<DrawnFont, 'widthPt'>, text: string, sizePt: number, roomPt: number): readonly string[] {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = '';
    for (const word of paragraph.split(' ')) {
      const longer = line === '' ? word : `${line} ${word}`;
      if (font.widthPt(longer, sizePt) <= roomPt) { line = longer; continue; }
      if (line !== '') lines.push(line);
      line = word;
      while (font.widthPt(line, sizePt) > roomPt && line.length > 1) {
        let fits = line.length - 1;
        while (fits > 1 && font.widthPt(line.slice(0, fits), sizePt) > roomPt) fits -= 1;
        lines.push(line.slice(0, fits));
        line = line.slice(fits);
      }
    }
    lines.push(line);
  }
  return lines;
}

type Pen = { readonly pages: string[][]; y: number };

const number = (value: number): string => String(Math.round(value * 100) / 100);

function createLayout(font: DrawnFont) {
  const pen: Pen = { pages: [[]], y: PAGE.heightPt - MARGIN.topPt };
  const write = (operator: string): void => void pen.pages.at(-1)?.push(operator);
  const newPage = (): void => {
    pen.pages.push([]);
    pen.y = PAGE.heightPt - MARGIN.topPt;
  };
  const need = (heightPt: number): boolean => {
    if (pen.y - heightPt >= MARGIN.bottomPt) return false;
    newPage();
    return true;
  };
  const put = (text: string, xPt: number, yPt: number, sizePt: number): void => write(`BT /F ${sizePt} Tf 1 0 0 1 ${number(xPt)} ${number(yPt)} Tm <${font.encode(text)}> Tj ET`);
  const putIn = (text: string, left: number, room: number, sizePt: number, align: 'left' | 'center' | 'right'): void => {
    const spare = room - font.widthPt(text, sizePt);
    put(text, left + (align === 'left' ? 0 : align === 'center' ? spare / 2 : spare), pen.y, sizePt);
  };
  const rule = (x1: number, y1: number, x2: number, y2: number): void => write(`0.5 w ${number(x1)} ${number(y1)} m ${number(x2)} ${number(y2)} l S`);
  return { pen, put, putIn, rule, need, newPage };
}
type Layout = ReturnType<typeof createLayout>;

function drawText(layout: Layout, font: DrawnFont, block: Extract<FormBlock, { kind: 'text' }>): void {
  const { text, sizePt = 12, align = 'left', gapPt = 4 } = block;
  for (const line of wrapText(font, text, sizePt, ROOM_PT)) {
    layout.need(sizePt * LINE);
    layout.pen.y -= sizePt * LINE;
    layout.putIn(line, MARGIN.leftPt, ROOM_PT, sizePt, align);
  }
  layout.pen.y -= gapPt;
}

function drawColumns(layout: Layout, font: DrawnFont, block: Extract<FormBlock, { kind: 'columns' }>): void {
  const { columns, sizePt = 12, gapPt = 8, shares = columns.map(() => 1 / columns.length) } = block;
  const rooms = shares.map((share) => share * ROOM_PT);
  const wrapped = columns.map((lines, column) => lines.flatMap((line) => wrapText(font, line, sizePt, (rooms[column] ?? 0) - 12)));
  const most = Math.max(0, ...wrapped.map((lines) => lines.length));
  layout.need(most * sizePt * LINE);
  const top = layout.pen.y;
  wrapped.forEach((lines, column) => {
    layout.pen.y = top;
    for (const line of lines) {
      layout.pen.y -= sizePt * LINE;
      layout.putIn(line, MARGIN.leftPt + rooms.slice(0, column).reduce((sum, room) => sum + room, 6), (rooms[column] ?? 0) - 12, sizePt, 'center');
    }
  });
  layout.pen.y = top - most * sizePt * LINE - gapPt;
}

function drawTable(layout: Layout, font: DrawnFont, block: Extract<FormBlock, { kind: 'table' }>): void {
  const { shares, head, rows, sizePt = 10.5 } = block;
  const lefts = shares.map((_, column) => MARGIN.leftPt + ROOM_PT * shares.slice(0, column).reduce((sum, share) => sum + share, 0));
  const edges = [...lefts, MARGIN.leftPt + ROOM_PT];
  const drawRow = (cells: readonly (string | number)[], isHead: boolean): void => {
    const wrapped = cells.map((cell, column) => wrapText(font, String(cell), sizePt, ROOM_PT * (shares[column] ?? 0) - 2 * CELL_AIR_PT));
    const heightPt = Math.max(...wrapped.map((lines) => lines.length)) * sizePt * LINE + 2 * CELL_AIR_PT;
    if (layout.need(heightPt) && !isHead) drawRow(head, true);
    const top = layout.pen.y;
    wrapped.forEach((lines, column) => {
      layout.pen.y = top - CELL_AIR_PT + 0.25 * sizePt;
      const align = isHead ? 'center' : typeof cells[column] === 'number' ? 'right' : 'left';
      for (const line of lines) {
        layout.pen.y -= sizePt * LINE;
        layout.putIn(line, (lefts[column] ?? 0) + CELL_AIR_PT, ROOM_PT * (shares[column] ?? 0) - 2 * CELL_AIR_PT, sizePt, align);
      }
    });
    layout.pen.y = top - heightPt;
    for (const x of edges) layout.rule(x, top, x, top - heightPt);
    layout.rule(MARGIN.leftPt, top, MARGIN.leftPt + ROOM_PT, top);
    layout.rule(MARGIN.leftPt, top - heightPt, MARGIN.leftPt + ROOM_PT, top - heightPt);
  };
  drawRow(head, true);
  for (const row of rows) drawRow(row, false);
  layout.pen.y -= 8;
}

function layOut(font: DrawnFont, blocks: readonly FormBlock[]): readonly string[] {
  const layout = createLayout(font);
  for (const block of blocks) {
    if (block.kind === 'text') drawText(layout, font, block);
    else if (block.kind === 'columns') drawColumns(layout, font, block);
    else drawTable(layout, font, block);
  }
  const { pages } = layout.pen;
  return pages.map((operators, index) => {
    const label = `${index + 1} / ${pages.length}`;
    const footer = `BT /F 9 Tf 1 0 0 1 ${number((PAGE.widthPt - font.widthPt(label, 9)) / 2)} 28 Tm <${font.encode(label)}> Tj ET`;
    return [...operators, ...(pages.length > 1 ? [footer] : [])].join('\n');
  });
}

/** A whole PDF. `title` is what a viewer shows in its window. */
export async function printForm(title: string, blocks: readonly FormBlock[]): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  const context = PDFContext.create();
  const file = await createPdfFile(context, async (bytes) => void parts.push(bytes));
  const font = createDrawnFont();
  const fontRef = file.reserve();
  const treeRef = file.reserve();
  const pageRefs: PDFRef[] = [];
  for (const operators of layOut(font, blocks)) {
    const content = await file.add(context.stream(deflateSync(operators), { Filter: 'FlateDecode' }));
    pageRefs.push(await file.add(context.obj({ Type: 'Page', Parent: treeRef, MediaBox: [0, 0, PAGE.widthPt, PAGE.heightPt], Contents: content, Resources: { Font: { F: fontRef } } })));
  }
  await font.write(context, (object, ref) => file.add(object, ref), fontRef);
  await file.add(context.obj({ Type: 'Pages', Kids: pageRefs, Count: pageRefs.length }), treeRef);
  const info = await file.add(context.obj({ Title: PDFHexString.fromText(title.normalize('NFC')) }));
  const root = await file.add(context.obj({ Type: 'Catalog', Pages: treeRef, Lang: PDFString.of('vi-VN'), ViewerPreferences: { DisplayDocTitle: true } }));
  await file.finish(root, info);
  return Buffer.concat(parts);
}
