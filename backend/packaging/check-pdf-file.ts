// One PDF: can it be opened, is it still an archive copy, do its signatures hold? Small files are parsed; a
// book of hundreds of megabytes is read through once for the marks that our writer leaves, never held whole.
import { ParseSpeeds, PDFDocument } from 'pdf-lib';
import type { Finding } from '../../shared/api/packages.ts';
import type { SignatureState } from '../pdf/signing/check-signature.ts';
import { checkSignatures } from '../pdf/signing/check-signature.ts';
import { archivalProblem } from './archival-pdf.ts';
import type { PackageSource } from './package-source.ts';
import { readWhole } from './package-source.ts';

/** Parsing takes several times a file's size. */
const PARSED_BYTES = 48 * 1024 * 1024;
/** Longer than any of the marks looked for. */
const OVERLAP_BYTES = 256;

export type PdfCheck = { readonly findings: readonly Finding[]; /** 0 when it could not be opened. */ readonly pages: number; readonly signatures: number };

export async function checkPdfFile(source: PackageSource, path: string): Promise<PdfCheck> {
  const entry = source.entries.find((each) => each.path === path);
  try {
    if ((entry?.sizeBytes ?? 0) > PARSED_BYTES) return await scanned(source, path);
    return await parsed(await readWhole(source, path, PARSED_BYTES), path);
  } catch {
    return { findings: [{ ok: false, code: 'pdf-unreadable', path }], pages: 0, signatures: 0 };
  }
}

async function parsed(bytes: Buffer, path: string): Promise<PdfCheck> {
  const document = await PDFDocument.load(bytes, { updateMetadata: false, throwOnInvalidObject: true, parseSpeed: ParseSpeeds.Fastest });
  const problem = archivalProblem(bytes, document);
  const signatures = checkSignatures(bytes);
  return {
    findings: [...(problem === null ? [] : [{ ok: false, code: 'pdf-not-archival', path, detail: { problem } }]), ...signatures.map((signature) => signatureFinding(signature, path))],
    pages: document.getPageCount(), signatures: signatures.length,
  };
}

const signatureFinding = ({ state, name, hasTimestamp }: SignatureState, path: string): Finding => {
  if (state === 'sound') return { ok: true, code: hasTimestamp ? 'signature-sound-timed' : 'signature-sound', path, detail: { signer: name } };
  return { ok: false, code: `signature-${state}`, path, detail: { signer: name } };
};

async function scanned(source: PackageSource, path: string): Promise<PdfCheck> {
  let rest = '';
  let pages = 0;
  let hasStart = false;
  let isSigned = false;
  const marks = { hasIntent: false, hasArchiveMark: false };
  for await (const part of await source.open(path)) {
    const text = rest + Buffer.from(part as Uint8Array).toString('latin1');
    hasStart ||= text.startsWith('%PDF-');
    const settled = Math.max(0, text.length - OVERLAP_BYTES);
    for (const match of text.matchAll(/\/Type\s*\/Page(?![a-zA-Z])/g)) if (match.index < settled) pages += 1;
    marks.hasIntent ||= text.includes('/OutputIntents');
    marks.hasArchiveMark ||= /pdfaid:part(?:>|\s*=\s*["'])\s*[23]/.test(text);
    isSigned ||= text.includes('/ByteRange');
    rest = text.slice(settled);
  }
  pages += [...rest.matchAll(/\/Type\s*\/Page(?![a-zA-Z])/g)].length;
  if (!hasStart || pages === 0) return { findings: [{ ok: false, code: 'pdf-unreadable', path }], pages: 0, signatures: 0 };
  const problem = !marks.hasIntent ? 'no-output-intent' : !marks.hasArchiveMark ? 'no-archive-mark' : /%%EOF\r?\n?$/.test(rest) ? null : 'bytes-after-the-end';
  const unchecked = isSigned ? [{ ok: true, code: 'signature-unchecked', path }] : [];
  return { findings: [...(problem === null ? [] : [{ ok: false, code: 'pdf-not-archival', path, detail: { problem } }]), ...unchecked], pages, signatures: isSigned ? 1 : 0 };
}
