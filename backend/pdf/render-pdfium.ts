// PDFium in WebAssembly behind five functions: size, text, draw, the only image, close. It opens what
// other parsers refuse (broken cross references, empty user passwords) and is the judge of what a page
// looks like. It runs in this process' memory, synchronously; a trap inside it (out of memory, a bug)
// poisons the instance, so that the next document gets a fresh one. Bytes of an open document stay
// in its heap: keep few open.

import { PDFiumModule } from '@hyzyla/pdfium';
import { AppError } from '../../shared/errors.ts';
import type { RgbRaster } from '../imaging/raster.ts';

export type PdfiumDocument = {
  readonly pageCount: number;
  /** Of the page as shown: crop box, with /Rotate applied, without UserUnit. */
  pageSizePt(index: number): { readonly widthPt: number; readonly heightPt: number };
  /** As PDFium extracts it: lines separated by \r\n, in the font's own encoding where it gives no Unicode. */
  pageText(index: number): string;
  /** The page as shown, on white, annotations and form fields included, at exactly this size. */
  drawPage(index: number, widthPx: number, heightPx: number): RgbRaster;
  /** The pixels of the first image object of a page, unscaled; undefined when there is none. */
  imagePixels(index: number): RgbRaster | undefined;
  close(): void;
};

type Pdfium = Awaited<ReturnType<typeof PDFiumModule>> & {
  _malloc(bytes: number): number;
  _free(pointer: number): void;
  _FPDF_InitLibrary(): void;
  _FPDF_GetPageWidthF(page: number): number;
  _FPDF_GetPageHeightF(page: number): number;
};

const ERROR_PASSWORD = 4;
const ERROR_SECURITY = 5;
const OBJECT_IMAGE = 3;
const BITMAP = { gray: 1, bgr: 2, bgrx: 3, bgra: 4 } as const;
const DRAW_ANNOTATIONS = 0x01;
const RGB_ORDER = 0x10;
const FORM_INFO_BYTES = 256;
const FORM_INFO_VERSION = 2;

let instance: Promise<Pdfium> | undefined;

async function loadPdfium(): Promise<Pdfium> {
  const module = (await PDFiumModule({})) as Pdfium;
  module._FPDF_InitLibrary();
  return module;
}

/** Runs `work`; when WebAssembly itself fails, the instance is given up and the document is called damaged. */
function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof AppError) throw error;
    instance = undefined;
    const isMemory = error instanceof RangeError || /memory|allocat/i.test(String(error));
    throw new AppError(isMemory ? 'out-of-memory' : 'file-corrupt', { reason: String(error) }, 'other-file', { cause: error });
  }
}

/** @throws AppError pdf-password (the empty password does not open it), pdf-no-pages, file-corrupt, out-of-memory. */
export async function openWithPdfium(bytes: Uint8Array): Promise<PdfiumDocument> {
  instance ??= loadPdfium();
  const pdfium = await instance;
  return guarded(() => openDocument(pdfium, bytes));
}

function openDocument(pdfium: Pdfium, bytes: Uint8Array): PdfiumDocument {
  const pointer = allocate(pdfium, bytes.length);
  pdfium.HEAPU8.set(bytes, pointer);
  const document = pdfium._FPDF_LoadMemDocument(pointer, bytes.length, 0);
  if (document === 0) {
    const error = pdfium._FPDF_GetLastError();
    pdfium._free(pointer);
    if (error === ERROR_PASSWORD || error === ERROR_SECURITY) throw new AppError('pdf-password', {}, 'other-file');
    throw new AppError('file-corrupt', { reason: `PDF error ${error}` }, 'other-file');
  }
  const form = openForm(pdfium, document);
  const pageCount = pdfium._FPDF_GetPageCount(document);
  const close = (): void => {
    if (form.handle !== 0) pdfium._FPDFDOC_ExitFormFillEnvironment(form.handle);
    pdfium._free(form.pointer);
    pdfium._FPDF_CloseDocument(document);
    pdfium._free(pointer);
  };
  if (pageCount < 1) {
    close();
    throw new AppError('pdf-no-pages', {}, 'other-file');
  }
  const onPage = <T>(index: number, work: (page: number) => T): T => guarded(() => withPage(pdfium, document, index, work));
  return {
    pageCount,
    pageSizePt: (index) => onPage(index, (page) => ({ widthPt: pdfium._FPDF_GetPageWidthF(page), heightPt: pdfium._FPDF_GetPageHeightF(page) })),
    pageText: (index) => onPage(index, (page) => readText(pdfium, page)),
    drawPage: (index, widthPx, heightPx) => onPage(index, (page) => draw(pdfium, page, form.handle, widthPx, heightPx)),
    imagePixels: (index) => onPage(index, (page) => readFirstImage(pdfium, page)),
    close: () => guarded(close),
  };
}

function allocate(pdfium: Pdfium, bytes: number): number {
  const pointer = pdfium._malloc(bytes);
  if (pointer === 0) throw new AppError('out-of-memory', { bytes }, 'other-file');
  return pointer;
}

/** Form fields are only drawn when a form environment exists; a block of empty callbacks is enough. */
function openForm(pdfium: Pdfium, document: number): { readonly handle: number; readonly pointer: number } {
  const pointer = allocate(pdfium, FORM_INFO_BYTES);
  pdfium.HEAPU8.fill(0, pointer, pointer + FORM_INFO_BYTES);
  pdfium.HEAPU8[pointer] = FORM_INFO_VERSION;
  return { handle: pdfium._FPDFDOC_InitFormFillEnvironment(document, pointer), pointer };
}

function withPage<T>(pdfium: Pdfium, document: number, index: number, work: (page: number) => T): T {
  const page = pdfium._FPDF_LoadPage(document, index);
  if (page === 0) throw new AppError('file-corrupt', { reason: 'PDF page does not open', page: index + 1 }, 'other-file');
  try {
    return work(page);
  } finally {
    pdfium._FPDF_ClosePage(page);
  }
}

function readText(pdfium: Pdfium, page: number): string {
  const textPage = pdfium._FPDFText_LoadPage(page);
  if (textPage === 0) return '';
  const characters = pdfium._FPDFText_CountChars(textPage);
  const pointer = characters > 0 ? pdfium._malloc((characters + 1) * 2) : 0;
  try {
    if (pointer === 0) return '';
    const written = pdfium._FPDFText_GetText(textPage, 0, characters, pointer);
    return Buffer.from(pdfium.HEAPU8.buffer, pointer, Math.max(0, written - 1) * 2).toString('utf16le');
  } finally {
    if (pointer !== 0) pdfium._free(pointer);
    pdfium._FPDFText_ClosePage(textPage);
  }
}

function draw(pdfium: Pdfium, page: number, form: number, widthPx: number, heightPx: number): RgbRaster {
  const stride = Math.ceil((widthPx * 3) / 4) * 4;
  const pointer = allocate(pdfium, stride * heightPx);
  const bitmap = pdfium._FPDFBitmap_CreateEx(widthPx, heightPx, BITMAP.bgr, pointer, stride);
  try {
    pdfium._FPDFBitmap_FillRect(bitmap, 0, 0, widthPx, heightPx, 0xffffffff);
    if (form !== 0) pdfium._FORM_OnAfterLoadPage(page, form);
    pdfium._FPDF_RenderPageBitmap(bitmap, page, 0, 0, widthPx, heightPx, 0, DRAW_ANNOTATIONS | RGB_ORDER);
    if (form !== 0) {
      pdfium._FPDF_FFLDraw(form, bitmap, page, 0, 0, widthPx, heightPx, 0, RGB_ORDER);
      pdfium._FORM_OnBeforeClosePage(page, form);
    }
    return { data: copyRows(pdfium.HEAPU8, pointer, stride, widthPx * 3, heightPx), widthPx, heightPx, channels: 3 };
  } finally {
    pdfium._FPDFBitmap_Destroy(bitmap);
    pdfium._free(pointer);
  }
}

function readFirstImage(pdfium: Pdfium, page: number): RgbRaster | undefined {
  const count = pdfium._FPDFPage_CountObjects(page);
  for (let i = 0; i < count; i++) {
    const object = pdfium._FPDFPage_GetObject(page, i);
    if (pdfium._FPDFPageObj_GetType(object) !== OBJECT_IMAGE) continue;
    const bitmap = pdfium._FPDFImageObj_GetBitmap(object);
    if (bitmap === 0) return undefined;
    try {
      return copyBitmap(pdfium, bitmap);
    } finally {
      pdfium._FPDFBitmap_Destroy(bitmap);
    }
  }
  return undefined;
}

/** PDFium hands images out as grey, BGR, BGRx or BGRA. */
function copyBitmap(pdfium: Pdfium, bitmap: number): RgbRaster {
  const widthPx = pdfium._FPDFBitmap_GetWidth(bitmap);
  const heightPx = pdfium._FPDFBitmap_GetHeight(bitmap);
  const stride = pdfium._FPDFBitmap_GetStride(bitmap);
  const from = pdfium._FPDFBitmap_GetBuffer(bitmap);
  const bytesPerPixel = pdfium._FPDFBitmap_GetFormat(bitmap) === BITMAP.gray ? 1 : pdfium._FPDFBitmap_GetFormat(bitmap) === BITMAP.bgr ? 3 : 4;
  const [red, green] = bytesPerPixel === 1 ? [0, 0] : [2, 1];
  const heap = pdfium.HEAPU8;
  const data = new Uint8Array(widthPx * heightPx * 3);
  for (let y = 0, to = 0; y < heightPx; y++) {
    for (let x = 0, at = from + y * stride; x < widthPx; x++, at += bytesPerPixel, to += 3) {
      data[to] = heap[at + red] ?? 0;
      data[to + 1] = heap[at + green] ?? 0;
      data[to + 2] = heap[at] ?? 0;
    }
  }
  return { data, widthPx, heightPx, channels: 3 };
}

function copyRows(heap: Uint8Array, from: number, stride: number, rowBytes: number, rows: number): Uint8Array {
  if (stride === rowBytes) return heap.slice(from, from + rowBytes * rows);
  const out = new Uint8Array(rowBytes * rows);
  for (let y = 0; y < rows; y++) out.set(heap.subarray(from + y * stride, from + y * stride + rowBytes), y * rowBytes);
  return out;
}
