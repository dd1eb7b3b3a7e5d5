// What a page paints, as far as it decides whether the page is a scan: which images, where, and whether
// anything else can be seen. This is no renderer: as soon as something is in doubt (soft masks, clips
// that cut, optional content, coloured stencils) the answer is "not a plain scan" and the page is drawn.

import type { PDFDict} from 'pdf-lib';
import { PDFName, PDFRawStream } from 'pdf-lib';
import { asDict, boolOf, dictOf, matrixOf, nameOf, numberOf, numbersOf, objectOf, peelFilters } from './inspect-objects.ts';
import { readContentTokens, type ContentToken } from './inspect-tokens.ts';
import { areaOf, extentOf, IDENTITY, multiply, overlapOf, type Extent, type Matrix } from './matrix.ts';

export type PaintedImage = { readonly stream: PDFRawStream; readonly matrix: Matrix };

/** The one image of a page with nothing visible over it; `hasPaintBelow`: something lies under it that it must cover. Or null with the reason. */
export type ScanVerdict = { readonly image: PaintedImage; readonly hasPaintBelow: boolean } | { readonly image: null; readonly reason: string };

type State = { readonly ctm: Matrix; readonly textMode: number; readonly fillIsBlack: boolean };
type Scene = { readonly page: Extent; found: PaintedImage | undefined; hasPaintBelow: boolean };

/** Text layers of dense pages stay below this; vector drawings that exceed it are drawn anyway. */
const MAX_CONTENT_BYTES = 8 * 2 ** 20;
const MAX_FORM_DEPTH = 4;
/** A clip is harmless when it leaves the page whole but for this share. */
const CLIP_TOLERANCE = 0.02;

const PAINTING = new Set(['S', 's', 'f', 'F', 'f*', 'B', 'B*', 'b', 'b*', 'sh', 'EI']);
const SHOWING_TEXT = new Set(['Tj', 'TJ', "'", '"']);
const INVISIBLE_TEXT = new Set([3, 7]);

class NotAScan extends Error {}

/** `content`: the page's content streams, decoded and joined. `page`: the visible box, in points, before /Rotate. */
export function findOnlyImage(content: Uint8Array, resources: PDFDict | undefined, page: Extent): ScanVerdict {
  const scene: Scene = { page, found: undefined, hasPaintBelow: false };
  try {
    scan(content, resources, { ctm: IDENTITY, textMode: 0, fillIsBlack: true }, scene, 0);
  } catch (error) {
    if (error instanceof NotAScan) return { image: null, reason: error.message };
    throw error;
  }
  return scene.found === undefined ? { image: null, reason: 'no image' } : { image: scene.found, hasPaintBelow: scene.hasPaintBelow };
}

/** Joins content streams as the standard wants: with white space between. Undefined when one does not decode or all are too long. */
export function joinContent(streams: readonly PDFRawStream[]): Uint8Array | undefined {
  const parts: Uint8Array[] = [];
  let total = 0;
  for (const stream of streams) {
    const peeled = peelFilters(stream, { maxBytes: MAX_CONTENT_BYTES });
    if (peeled === undefined || peeled.last !== undefined) return undefined;
    total += peeled.bytes.length + 1;
    if (total > MAX_CONTENT_BYTES) return undefined;
    parts.push(peeled.bytes, Buffer.from('\n'));
  }
  return Buffer.concat(parts);
}

function scan(content: Uint8Array, resources: PDFDict | undefined, start: State, scene: Scene, depth: number): void {
  let state = start;
  const stack: State[] = [];
  let operands: ContentToken[] = [];
  let rectangles: Extent[] | undefined = [];
  for (const token of readContentTokens(content)) {
    if (token.kind !== 'operator') {
      operands.push(token);
      continue;
    }
    const operator = token.value;
    if (operator === 'q') stack.push(state);
    else if (operator === 'Q') state = stack.pop() ?? state;
    else if (operator === 'Do') paintObject(lastName(operands), resources, state, scene, depth);
    else if (operator === 're') rectangles?.push(rectangle(state.ctm, numbers(operands, 4)));
    else if (operator === 'm' || operator === 'l' || operator === 'c' || operator === 'v' || operator === 'y') rectangles = undefined;
    else if (operator === 'W' || operator === 'W*') requireHarmlessClip(rectangles, scene.page);
    else if (operator === 'n') rectangles = [];
    else if (PAINTING.has(operator) || (SHOWING_TEXT.has(operator) && !INVISIBLE_TEXT.has(state.textMode))) {
      notePaint(scene);
      rectangles = [];
    } else state = nextState(operator, operands, state, resources);
    operands = [];
  }
}

function nextState(operator: string, operands: readonly ContentToken[], state: State, resources: PDFDict | undefined): State {
  switch (operator) {
    case 'cm':
      return { ...state, ctm: multiply(asMatrix(numbers(operands, 6)), state.ctm) };
    case 'Tr':
      return { ...state, textMode: numbers(operands, 1)[0] ?? 0 };
    case 'gs':
      requirePlainState(resources, lastName(operands));
      return state;
    case 'BDC':
      if (operands[0]?.kind === 'name' && operands[0].value === 'OC') throw new NotAScan('optional content');
      return state;
    case 'g':
      return { ...state, fillIsBlack: numbers(operands, 1)[0] === 0 };
    case 'rg':
      return { ...state, fillIsBlack: numbers(operands, 3).every((value) => value === 0) };
    case 'k':
      return { ...state, fillIsBlack: numbers(operands, 4).join() === '0,0,0,1' };
    case 'cs':
    case 'sc':
    case 'scn':
      return { ...state, fillIsBlack: false };
    default:
      return state;
  }
}

function paintObject(name: string, resources: PDFDict | undefined, state: State, scene: Scene, depth: number): void {
  const object = resources === undefined ? undefined : dictOf(resources, 'XObject')?.lookup(PDFName.of(name));
  if (!(object instanceof PDFRawStream)) return;
  if (objectOf(object.dict, 'OC') !== undefined) throw new NotAScan('optional content');
  if (nameOf(object.dict, 'Subtype') === 'Image') noteImage({ stream: object, matrix: state.ctm }, state, scene);
  else if (nameOf(object.dict, 'Subtype') === 'Form') paintForm(object, resources, state, scene, depth);
}

function paintForm(form: PDFRawStream, resources: PDFDict | undefined, state: State, scene: Scene, depth: number): void {
  if (depth >= MAX_FORM_DEPTH || objectOf(form.dict, 'Group') !== undefined) throw new NotAScan('nested or grouped form');
  const content = joinContent([form]);
  if (content === undefined) throw new NotAScan('form content');
  const ctm = multiply(matrixOf(form.dict) ?? IDENTITY, state.ctm);
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = numbersOf(objectOf(form.dict, 'BBox'));
  requireHarmlessClip([extentOf(ctm, x0, y0, x1 - x0, y1 - y0)], scene.page);
  scan(content, dictOf(form.dict, 'Resources') ?? resources, { ...state, ctm }, scene, depth + 1);
}

function noteImage(image: PaintedImage, state: State, scene: Scene): void {
  if (scene.found !== undefined) throw new NotAScan('more than one image');
  if (boolOf(image.stream.dict, 'ImageMask') === true && !state.fillIsBlack) throw new NotAScan('coloured stencil');
  scene.found = image;
}

function notePaint(scene: Scene): void {
  if (scene.found !== undefined) throw new NotAScan('paint over the image');
  scene.hasPaintBelow = true;
}

function requireHarmlessClip(rectangles: readonly Extent[] | undefined, page: Extent): void {
  const [only] = rectangles ?? [];
  if (only === undefined || rectangles?.length !== 1) throw new NotAScan('clip');
  if (areaOf(overlapOf(only, page)) < areaOf(page) * (1 - CLIP_TOLERANCE)) throw new NotAScan('clip');
}

/** Opacity, blending and soft masks change what an image looks like. */
function requirePlainState(resources: PDFDict | undefined, name: string): void {
  const gs = asDict(resources === undefined ? undefined : dictOf(resources, 'ExtGState')?.lookup(PDFName.of(name)));
  if (gs === undefined) return;
  const mask = objectOf(gs, 'SMask');
  const blend = nameOf(gs, 'BM') ?? 'Normal';
  const isPlain = (numberOf(gs, 'ca') ?? 1) === 1 && (mask === undefined || nameOf(gs, 'SMask') === 'None') && (blend === 'Normal' || blend === 'Compatible');
  if (!isPlain || objectOf(gs, 'TR') !== undefined) throw new NotAScan('graphics state');
}

const asMatrix = ([a = 1, b = 0, c = 0, d = 1, e = 0, f = 0]: readonly number[]): Matrix => [a, b, c, d, e, f];

function rectangle(ctm: Matrix, [x = 0, y = 0, width = 0, height = 0]: readonly number[]): Extent {
  return extentOf(ctm, x, y, width, height);
}

function numbers(operands: readonly ContentToken[], count: number): readonly number[] {
  const values = operands.slice(-count).map((token) => (token.kind === 'number' ? token.value : Number.NaN));
  if (values.length < count || values.some(Number.isNaN)) throw new NotAScan('operands');
  return values;
}

const lastName = (operands: readonly ContentToken[]): string => {
  const last = operands.at(-1);
  return last?.kind === 'name' ? last.value : '';
};
