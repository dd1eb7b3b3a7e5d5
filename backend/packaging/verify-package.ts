// Opens a package (a folder, or a zip of one) and says what is right and what is wrong with it: first as
// a bag, which anybody's may be, then, when it is ours, whether its parts agree. It writes nothing.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Verification } from '../../shared/api/packages.ts';
import { AppError } from '../../shared/errors.ts';
import { verifySip } from './eark/verify-sip.ts';
import type { PackageSource } from './package-source.ts';
import { openFolder } from './package-source.ts';
import { verifyBag } from './verify-bag.ts';
import { verifyContent } from './verify-content.ts';
import { openZip } from './zip-source.ts';

/** AppErrors: source-missing, file-corrupt, zip-bomb, zip-unsafe-name, zip-password, cancelled. Everything else is a finding. */
export async function verifyPackage(path: string, signal: AbortSignal): Promise<Verification> {
  const source = await openPackage(path);
  try {
    return await verifySource(source, signal);
  } finally {
    await source.close();
  }
}

export async function verifySource(source: PackageSource, signal: AbortSignal): Promise<Verification> {
  const bag = await verifyBag(source, signal);
  const content = await verifyContent(source, signal);
  const sip = await verifySip(source, signal);
  const findings = [...bag, ...content, ...sip];
  return {
    ok: findings.every((finding) => finding.ok),
    files: source.entries.length,
    bytes: source.entries.reduce((sum, entry) => sum + entry.sizeBytes, 0),
    findings,
  };
}

/** The folder may also be what holds one folder `package`, as `digitize --out` leaves it. */
export async function openPackage(path: string): Promise<PackageSource> {
  const facts = await stat(path).catch(() => undefined);
  if (facts === undefined) throw new AppError('source-missing', { path }, 'other-file');
  if (facts.isFile()) return openZip(path);
  const isPackage = await stat(join(path, 'bagit.txt')).then(() => true, () => false);
  const inner = join(path, 'package');
  const hasInner = !isPackage && (await stat(join(inner, 'bagit.txt')).then(() => true, () => false));
  return openFolder(hasInner ? inner : path);
}
