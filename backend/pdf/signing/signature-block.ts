// The block that people see: top right of page 1, name and time of the signature with the Vietnamese time
// zone, Times-like, upright, size 10, black, no picture of a seal (TT 05/2025/TT-BNV Điều 8.1.c; CV 7197).
import type { PDFContext, PDFObject, PDFRef } from 'pdf-lib';
import { createDrawnFont } from '../embed-font.ts';
import { decimal } from '../write-text-layer.ts';

export type SignatureBlock = { readonly rect: readonly [x0: number, y0: number, x1: number, y1: number]; readonly appearance: PDFRef };

const SIZE_PT = 10;
const LEADING_PT = 11.5;
const MARGIN_PT = 14;
/** Above the frame that certificates are printed with. */
const TOP_PT = 4;
const MAX_WIDTH_PT = 260;
const MAX_LINES = 4;

/** Vietnam has no summer time: +07:00 all year. */
export function vietnameseTime(at: Date): { readonly shown: string; readonly pdf: string } {
  const [year, month, day, hour, minute, second] = new Date(at.getTime() + 7 * 3_600_000).toISOString().split(/[-T:.]/);
  return { shown: `${day}/${month}/${year} ${hour}:${minute}:${second} +07:00`, pdf: `D:${year}${month}${day}${hour}${minute}${second}+07'00'` };
}

export async function writeSignatureBlock(facts: { name: string; at: Date }, page: { widthPt: number; heightPt: number }, context: PDFContext, add: (object: PDFObject) => PDFRef): Promise<SignatureBlock> {
  const font = createDrawnFont();
  const widest = Math.min(MAX_WIDTH_PT, Math.max(40, page.widthPt - 2 * MARGIN_PT));
  const lines = [...wrap(`Ký bởi: ${facts.name}`, (text) => font.widthPt(text, SIZE_PT) <= widest), `Thời gian ký: ${vietnameseTime(facts.at).shown}`];
  const widthPt = Math.max(...lines.map((line) => font.widthPt(line, SIZE_PT)));
  const heightPt = lines.length * LEADING_PT + 2;
  const operators = lines.map((line, index) => `1 0 0 1 0 ${decimal(heightPt - SIZE_PT - index * LEADING_PT)} Tm <${font.encode(line)}> Tj`);
  const fontRef = await font.write(context, add);
  const appearance = add(context.stream(`q\n0 g\nBT\n/F ${SIZE_PT} Tf\n${operators.join('\n')}\nET\nQ\n`, {
    Type: 'XObject', Subtype: 'Form', BBox: [0, 0, Number(decimal(widthPt)), Number(decimal(heightPt))], Resources: { Font: { F: fontRef } },
  }));
  const x1 = Math.max(widthPt, page.widthPt - MARGIN_PT);
  const y1 = page.heightPt - Math.min(TOP_PT, Math.max(0, page.heightPt - heightPt) / 2);
  return { rect: [x1 - widthPt, y1 - heightPt, x1, y1], appearance };
}

/** A long name goes over several lines; beyond the last it is cut and says so. */
function wrap(text: string, fits: (line: string) => boolean): string[] {
  const lines: string[] = [];
  for (const word of text.normalize('NFC').split(/\s+/).filter(Boolean)) {
    const last = lines.at(-1);
    const longer = last === undefined ? word : `${last} ${word}`;
    if (last !== undefined && fits(longer)) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.length <= MAX_LINES ? lines : [...lines.slice(0, MAX_LINES - 1), `${lines[MAX_LINES - 1] ?? ''} …`];
}
