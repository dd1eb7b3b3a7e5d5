// Opens a package (a folder, a zip or tar of one, or a PDF by itself) and says what is right and what is wrong with it: first as
// a bag, which anybody's may be, then, when it is ours, whether its parts agree. It writes nothing.
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { Finding, Verification } from '../../shared/api/packages.ts';
import { AppError } from '../../shared/errors.ts';
import { isSipRoot, verifySip } from './eark/verify-sip.ts';
import { checkPdfFile } from './check-pdf-file.ts';
import { openTar, tarKind } from './tar-source.ts';
import type { PackageSource } from './package-source.ts';
import { openFolder } from './package-source.ts';
import { verifyBag } from './verify-bag.ts';
import { verifyContent } from './verify-content.ts';
import { openZip } from './zip-source.ts';

/** AppErrors: source-missing, file-corrupt, zip-bomb, zip-unsafe-name, zip-password, cancelled. Everything else is a finding. */
export async function verifyPackage(path: string, signal: AbortSignal): Promise<Verification> {
  if (await isPdf(path)) return verifyPdf(path);
  const source = await openPackage(path);
  try {
    return await verifySource(source, signal);
  } finally {
    await source.close();
  }
}

export async function verifySource(source: PackageSource, signal: AbortSignal): Promise<Verification> {
  // A stranger's E-ARK package may come without a bag around it; anything else that is no bag is told so.
  const isBag = source.entries.some(({ path }) => path === 'bagit.txt') || !source.entries.some(({ path }) => isSipRoot(path));
  const bag = isBag ? await verifyBag(source, signal) : [{ ok: true, code: 'bag-absent' }];
  const content = await verifyContent(source, signal);
  const sip = await verifySip(source, signal);
  return verdict(source, [...bag, ...content, ...sip]);
}

const verdict = (source: PackageSource, findings: readonly Finding[]): Verification => ({
  ok: findings.every((finding) => finding.ok), files: source.entries.length, bytes: source.entries.reduce((sum, entry) => sum + entry.sizeBytes, 0), findings,
});

/** A PDF by itself. */
async function verifyPdf(path: string): Promise<Verification> {
  const { size } = await stat(path);
  const name = basename(path);
  const source: PackageSource = { entries: [{ path: name, sizeBytes: size, kind: 'file' }], open: () => Promise.resolve(createReadStream(path)), close: () => Promise.resolve() };
  const { findings, pages, signatures } = await checkPdfFile(source, name);
  const wrong = findings.filter(({ ok }) => !ok);
  const sound: Finding[] = wrong.length > 0 ? [] : [{ ok: true, code: 'pdf-sound', path: name, detail: { pages } }];
  const unsigned: Finding[] = wrong.length > 0 || signatures > 0 ? [] : [{ ok: true, code: 'pdf-unsigned', path: name }];
  return verdict(source, [...wrong, ...sound, ...findings.filter(({ ok }) => ok), ...unsigned]);
}

/** The folder may also be what holds one folder `package`, as `digitize --out` leaves it. */
export async function openPackage(path: string): Promise<PackageSource> {
  const facts = await stat(path).catch(() => undefined);
  if (facts === undefined) throw new AppError('source-missing', { path }, 'other-file');
  if (facts.isFile()) {
    const kind = await tarKind(path);
    return kind === null ? openZip(path) : openTar(path, kind);
  }
  const isPackage = await stat(join(path, 'bagit.txt')).then(() => true, () => false);
  const inner = join(path, 'package');
  const hasInner = !isPackage && (await stat(join(inner, 'bagit.txt')).then(() => true, () => false));
  return { ...(await openFolder(hasInner ? inner : path)), name: basename(resolve(path)) };
}

async function isPdf(path: string): Promise<boolean> {
  const facts = await stat(path).catch(() => undefined);
  if (facts?.isFile() !== true) return false;
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(1024), 0, 1024, 0);
    return buffer.subarray(0, bytesRead).includes('%PDF-') || path.toLowerCase().endsWith('.pdf');
  } finally {
    await file.close();
  }
}
