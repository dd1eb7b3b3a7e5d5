// A file of the SIP as METS and PREMIS name it: where, of what kind, how large, with which checksum. All
// files go through the package's writer, which takes the checksums while it writes.
import { createReadStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import type { PayloadFile, PayloadWriter } from '../payload-writer.ts';

export type FileFact = {
  /** Below the SIP's root, '/' separators. */
  readonly path: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly sha256: string;
};

/** The SIP's folder: named as its OBJID, directly below data/. The writer must take SHA-256. */
export type SipFolder = { readonly objId: string; readonly payload: PayloadWriter };

const CHUNK_CHARS = 256 * 1024;

/** Writes a file and says what became of it. */
export const writeFact = (sip: SipFolder, path: string, mediaType: string, fill: (file: PayloadFile) => Promise<void>): Promise<FileFact> =>
  putFact(sip, path, mediaType, (inPayload) => sip.payload.fill(inPayload, fill));

/** `put` writes the file, or brings it; it is told the path below data/. */
export async function putFact({ objId, payload }: SipFolder, path: string, mediaType: string, put: (inPayload: string) => Promise<void>): Promise<FileFact> {
  await mkdir(dirname(join(payload.dataDir, objId, path)), { recursive: true });
  await put(`${objId}/${path}`);
  const written = payload.written.get(`data/${objId}/${path}`);
  const sha256 = written?.checksums.get('sha256');
  if (written === undefined || sha256 === undefined) throw new Error(`no SHA-256 was taken of ${path}`);
  return { path, mediaType, sizeBytes: written.sizeBytes, sha256 };
}

/** Writes a document piece by piece: constant memory whatever its length. */
export const writeDocument = (sip: SipFolder, path: string, mediaType: string, pieces: Iterable<string>): Promise<FileFact> =>
  writeFact(sip, path, mediaType, async (file) => {
    let waiting = '';
    for (const piece of pieces) {
      waiting += piece;
      if (waiting.length < CHUNK_CHARS) continue;
      await file.write(Buffer.from(waiting, 'utf8'));
      waiting = '';
    }
    await file.write(Buffer.from(waiting, 'utf8'));
  });

/** `pieces` without the XML declaration. */
export const writeXml = (sip: SipFolder, path: string, pieces: Iterable<string>): Promise<FileFact> => writeDocument(sip, path, 'application/xml', withHead(pieces));

function* withHead(pieces: Iterable<string>): Iterable<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield* pieces;
}

export type CopySource = { readonly from: string; readonly mediaType: string; /** What the bytes must have; any when absent. */ readonly sha256?: string };

/** Byte for byte. AppErrors: original-damaged when the bytes are no longer those that were stored, cancelled. */
export async function copyIn(sip: SipFolder, path: string, source: CopySource, signal: AbortSignal): Promise<FileFact> {
  const fact = await writeFact(sip, path, source.mediaType, async (file) => {
    for await (const part of createReadStream(source.from)) {
      if (signal.aborted) throw new AppError('cancelled', {}, 'again');
      await file.write(part as Uint8Array);
    }
  });
  if (source.sha256 !== undefined && fact.sha256 !== source.sha256) throw new AppError('original-damaged', { sha256: source.sha256, path }, 'rescan');
  return fact;
}
