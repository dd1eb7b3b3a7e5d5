import { PDFDocument } from 'pdf-lib';
import { describe, expect, it } from 'vitest';
import { inspectPage, parseObjects } from '../../../backend/pdf/inspect-page.ts';
import { readContentTokens } from '../../../backend/pdf/inspect-tokens.ts';
import { multiply, placeImage, type Matrix } from '../../../backend/pdf/matrix.ts';
import { cleanTextLayer } from '../../../backend/pdf/text-layer.ts';
import { image, pdfBytes, type PdfPageOptions, type PdfStream } from '../../support/pdf-bytes.ts';

const GREY = image(2, 2, '/ColorSpace/DeviceGray/BitsPerComponent 8', Uint8Array.from([0, 255, 255, 0]));
const FULL = 'q 612 0 0 792 0 0 cm /I Do Q';
const INVISIBLE = 'BT /F 12 Tf 3 Tr 72 700 Td (ten la gi \\) \\( x) Tj ET';

async function isScan(page: PdfPageOptions, extra: Readonly<Record<number, string | PdfStream>> = {}): Promise<boolean> {
  const objects = await parseObjects(pdfBytes([{ objects: { I: GREY }, ...page }], extra));
  const [first] = objects ?? [];
  expect(first).toBeDefined();
  return first !== undefined && inspectPage(first) !== null;
}
const tokens = (content: string): readonly (string | number)[] => [...readContentTokens(Buffer.from(content, 'latin1'))].map(({ value }) => value);

describe('content tokens', () => {
  it('are numbers, names and operators; strings, arrays and comments are passed over', () => {
    expect(tokens('q .5 -3 +2. 0 0 1 cm /Im#201 Do % comment Do\n(a\\)b(c)) Tj <48 69> Tj [(x) -20 (y)] TJ /P <</MCID 0>> BDC')).toEqual(['q', 0.5, -3, 2, 0, 0, 1, 'cm', 'Im 1', 'Do', 'Tj', 'Tj', -20, 'TJ', 'P', 'MCID', 0, 'BDC']);
  });

  it('see an inline image as one operator, whatever its bytes', () => {
    expect(tokens('BI /W 2 /H 2 ID ab Do EIx cd\nEI Q')).toEqual(['BI', 'W', 2, 'H', 2, 'EI', 'Q']);
  });

  it('end on broken content', () => {
    for (const broken of ['(never closed', '<48', 'BI ID', '/', '%', '((((', '\\', '']) expect(() => tokens(broken)).not.toThrow();
  });
});

describe('a page is a scan', () => {
  it.each([
    ['with one image over all of it', FULL],
    ['with text nobody sees, before or after', `${INVISIBLE} ${FULL} ${INVISIBLE}`],
    ['with the place given in steps', 'q 0.24 0 0 0.24 0 0 cm q 2550 0 0 3300 0 0 cm /I Do Q Q'],
    ['with paint that the image covers', `1 g 0 0 612 792 re f ${FULL}`],
    ['with a clip around the page', 'q 0 0 612 792 re W n 612 0 0 792 0 0 cm /I Do Q'],
    ['with marked content', `/Artifact BMC ${FULL} EMC`],
    ['with a margin left white', 'q 500 0 0 680 50 50 cm /I Do Q'],
    ['without saving the state', '612 0 0 792 0 0 cm /I Do'],
    ['though operators are left over', `Q Q ${FULL} EMC ET`],
  ])('%s', async (_name, content) => expect(await isScan({ content })).toBe(true));

  it('with the image inside a form', async () => {
    const form: PdfStream = { dict: '/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources<</XObject<</J 100 0 R>>>>', data: '612 0 0 792 0 0 cm /J Do' };
    expect(await isScan({ content: '/X Do', objects: { X: form } }, { 100: GREY })).toBe(true);
  });

  it('with a link or a hidden note on it', async () => {
    expect(await isScan({ more: '/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 9 9]>> <</Type/Annot/Subtype/Text/F 2/Rect[0 0 9 9]>>]' })).toBe(true);
  });
});

describe('a page is drawn', () => {
  it.each([
    ['with text to be seen', `${FULL} BT /F 12 Tf 72 700 Td (SAO Y) Tj ET`],
    ['with a line over the image', `${FULL} 0 0 m 100 100 l S`],
    ['with two images', `${FULL} ${FULL}`],
    ['with an inline image', `${FULL} BI /W 1 /H 1 ID x EI`],
    ['with no image', '0 0 100 100 re f'],
    ['with nothing', ''],
    ['with a small picture', 'q 100 0 0 100 50 50 cm /I Do Q'],
    ['with paint beside an image that leaves a margin', '1 0 0 rg 0 0 612 792 re f q 500 0 0 680 50 50 cm /I Do Q'],
    ['with the image askew', 'q 611 21 -27 791 13 0 cm /I Do Q'],
    ['with the image hanging out of the page', 'q 1200 0 0 1600 0 0 cm /I Do Q'],
    ['with a clip that cuts', 'q 0 0 300 300 re W n 612 0 0 792 0 0 cm /I Do Q'],
    ['with a clip that is no rectangle', 'q 0 0 m 612 0 l 300 792 l h W n 612 0 0 792 0 0 cm /I Do Q'],
    ['with optional content', `/OC /Layer BDC ${FULL} EMC`],
    ['with broken operands', 'q 612 0 cm /I Do Q'],
    ['with a name that leads nowhere', 'q 612 0 0 792 0 0 cm /Nope Do Q'],
  ])('%s', async (_name, content) => expect(await isScan({ content })).toBe(false));

  it('with transparency', async () => {
    expect(await isScan({ content: `/G gs ${FULL}`, resources: '/ExtGState<</G<</ca 0.5>>>>' })).toBe(false);
    expect(await isScan({ content: `/G gs ${FULL}`, resources: '/ExtGState<</G<</BM/Multiply>>>>' })).toBe(false);
    expect(await isScan({ content: `/G gs ${FULL}`, resources: '/ExtGState<</G<</ca 1/BM/Normal/SMask/None>>>>' })).toBe(true);
  });

  it('with a stencil that is not black', async () => {
    const stencil = image(8, 1, '/ImageMask true/BitsPerComponent 1', Uint8Array.from([0xaa]));
    expect(await isScan({ content: `1 0 0 rg ${FULL}`, objects: { I: stencil } })).toBe(false);
    expect(await isScan({ content: `0 g ${FULL}`, objects: { I: stencil } })).toBe(true);
  });

  it('with a stamp or a form field on it', async () => {
    expect(await isScan({ more: '/Annots[<</Type/Annot/Subtype/Stamp/Rect[10 10 90 90]>>]' })).toBe(false);
    expect(await isScan({ more: '/Annots[<</Type/Annot/Subtype/Widget/Rect[10 10 90 90]>>]' })).toBe(false);
  });

  it('with forms that call themselves', async () => {
    const form: PdfStream = { dict: '/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources<</XObject<</X 100 0 R>>>>', data: '/X Do' };
    expect(await isScan({ content: '/X Do', objects: { X: form } }, { 100: form })).toBe(false);
  });
});

describe('an image on a page', () => {
  const upright: Matrix = [612, 0, 0, 792, 0, 0];
  it.each([
    [upright, 0, 1],
    [upright, 90, 6],
    [upright, 180, 3],
    [upright, 270, 8],
    [upright, -90, 8],
    [upright, 450, 6],
    [[-612, 0, 0, 792, 612, 0], 0, 2],
    [[-612, 0, 0, -792, 612, 792], 0, 3],
    [[612, 0, 0, -792, 0, 792], 0, 4],
    [[0, -792, 612, 0, 0, 792], 0, 6],
    [[0, 792, -612, 0, 612, 0], 0, 8],
    [[0, -792, -612, 0, 612, 792], 0, 5],
    [[0, 792, 612, 0, 0, 0], 0, 7],
    [[0, -792, 612, 0, 0, 792], 270, 1],
  ] as const)('placed by %j on a page turned by %i has orientation %i', (matrix, rotateDeg, orientation) => expect(placeImage(matrix, rotateDeg)?.orientation).toBe(orientation));

  it('has its own width and height whichever way it lies', () => expect(placeImage([0, -792, 612, 0, 0, 792], 0)).toMatchObject({ widthPt: 792, heightPt: 612 }));
  it('is still upright with the noise of arithmetic', () => expect(placeImage([612, 0.0001, -0.00005, 792, 0, 0], 0)?.orientation).toBe(1));
  it('has no orientation when it is askew or flat', () => {
    expect(placeImage([600, 30, -30, 780, 0, 0], 0)).toBeUndefined();
    expect(placeImage([0, 0, 0, 0, 0, 0], 0)).toBeUndefined();
  });
  it('moves by one matrix after the other', () => expect(multiply([2, 0, 0, 2, 0, 0], [1, 0, 0, 1, 10, 20])).toEqual([2, 0, 0, 2, 10, 20]));
});

describe('a text layer', () => {
  it('is NFC with plain line ends, hyphens for marks, and nothing that is no text', () => {
    expect(cleanTextLayer('Nguyễn\r\nVăn\rA\u0000\ufeff Hà\ufffe'.normalize('NFD'))).toBe('Nguyễn\nVăn\nA Hà-'.normalize('NFC'));
  });
  it('of white space is none', () => {
    expect(cleanTextLayer(' \r\n\t ')).toBeUndefined();
    expect(cleanTextLayer('')).toBeUndefined();
  });
  it('keeps old encodings as they are', () => expect(cleanTextLayer('Hé khÈu th­êng tró')).toBe('Hé khÈu th­êng tró'));
  it('is not endless', () => expect(cleanTextLayer('a'.repeat(1_000_000))).toHaveLength(200_000));
});

describe('objects of a PDF', () => {
  it('are null where only PDFium copes', async () => {
    expect(await parseObjects(Buffer.from('%PDF-1.4\nnothing'))).toBeNull();
    expect(await parseObjects(new Uint8Array())).toBeNull();
  });
  it('are read from what a library writes, too', async () => {
    const document = await PDFDocument.create();
    document.addPage();
    document.addPage();
    expect(await parseObjects(await document.save())).toHaveLength(2);
  });
});
