// The segments of a JBIG2 stream (ITU-T T.88 section 7.2), as far as it takes to tell how its regions are coded.

export type Jbig2Segment = { readonly type: number; readonly data: Buffer };
/** A rectangle of the page coded like Group 4 fax (MMR). */
export type MmrRegion = { readonly xPx: number; readonly yPx: number; readonly widthPx: number; readonly heightPx: number; /** 0 or, 1 and, 2 xor, 3 xnor, 4 replace. */ readonly operator: number; readonly code: Buffer };
export type Jbig2Coding = { readonly kind: 'other' } | { readonly kind: 'mmr'; readonly regions: readonly MmrRegion[]; readonly isBlackFirst: boolean } | { readonly kind: 'mixed' };

const PAGE_INFORMATION = 48;
const GENERIC_REGIONS: readonly number[] = [36, 38, 39];
/** Text, halftone and refinement regions. */
const OTHER_REGIONS: readonly number[] = [4, 6, 7, 20, 22, 23, 40, 42, 43];
const REGION_HEAD_BYTES = 18;
const UNKNOWN_LENGTH = 0xffffffff;

/** Segments in order, until the end or the first that is not whole. */
export function readJbig2Segments(bytes: Buffer): readonly Jbig2Segment[] {
  const segments: Jbig2Segment[] = [];
  let at = 0;
  while (at + 11 <= bytes.length) {
    const header = readHeader(bytes, at);
    if (header === undefined || header.dataBytes === UNKNOWN_LENGTH || header.dataAt + header.dataBytes > bytes.length) break;
    segments.push({ type: header.type, data: bytes.subarray(header.dataAt, header.dataAt + header.dataBytes) });
    at = header.dataAt + header.dataBytes;
  }
  return segments;
}

function readHeader(bytes: Buffer, at: number): { readonly type: number; readonly dataAt: number; readonly dataBytes: number } | undefined {
  const number = bytes.readUInt32BE(at);
  const flags = bytes[at + 4] ?? 0;
  const short = (bytes[at + 5] ?? 0) >> 5;
  const isLong = short === 7;
  if (isLong && at + 9 > bytes.length) return undefined;
  const referred = isLong ? bytes.readUInt32BE(at + 5) & 0x1fffffff : short;
  const countBytes = isLong ? 4 + Math.ceil((referred + 1) / 8) : 1;
  const referBytes = number <= 256 ? 1 : number <= 65_536 ? 2 : 4;
  const pageBytes = (flags & 0x40) === 0 ? 1 : 4;
  const lengthAt = at + 5 + countBytes + referred * referBytes + pageBytes;
  if (lengthAt + 4 > bytes.length) return undefined;
  return { type: flags & 0x3f, dataAt: lengthAt + 4, dataBytes: bytes.readUInt32BE(lengthAt) };
}

/** How the page is coded: nothing like fax, nothing but fax, or both. */
export function classifyJbig2(bytes: Buffer): Jbig2Coding {
  const segments = readJbig2Segments(bytes);
  const generic = segments.filter(({ type, data }) => GENERIC_REGIONS.includes(type) && data.length >= REGION_HEAD_BYTES);
  const mmr = generic.filter(({ data }) => ((data[17] ?? 0) & 1) === 1);
  if (mmr.length === 0) return { kind: 'other' };
  if (mmr.length < generic.length || segments.some(({ type }) => OTHER_REGIONS.includes(type))) return { kind: 'mixed' };
  const page = segments.find(({ type }) => type === PAGE_INFORMATION);
  return { kind: 'mmr', regions: mmr.map(({ data }) => readRegion(data)), isBlackFirst: ((page?.data[16] ?? 0) & 0b100) !== 0 };
}

function readRegion(data: Buffer): MmrRegion {
  return { widthPx: data.readUInt32BE(0), heightPx: data.readUInt32BE(4), xPx: data.readUInt32BE(8), yPx: data.readUInt32BE(12), operator: (data[16] ?? 0) & 7, code: data.subarray(REGION_HEAD_BYTES) };
}
