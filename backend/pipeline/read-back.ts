// Reads a sent package back from where it went and compares it byte for byte with what we have.
import { createHash } from 'node:crypto';
import type { Finding, Verification } from '../../shared/api/packages.ts';
import { prepareOutgoing } from './upload.ts';
import { targetFor } from '../targets/target-registry.ts';
import type { HeldPackage, OutgoingFile } from '../targets/upload-target.ts';
import { throwIfCancelled } from '../targets/upload-target.ts';

/** Downloads everything. Findings: held-missing, held-differs, held-unexpected, package-not-held; held-same when all is well. */
export async function readBack(input: { dir: string; target: string; token?: string }, signal: AbortSignal): Promise<Verification> {
  const outgoing = await prepareOutgoing(input.dir, signal);
  const held = await targetFor(input.target, input.token === undefined ? {} : { token: input.token }).read(outgoing.sha256, signal);
  if (held === undefined) return { ok: false, files: 0, bytes: 0, findings: [{ ok: false, code: 'package-not-held', detail: { target: input.target } }] };
  const findings = [...(await differences(outgoing.files, held, signal)), ...unexpected(outgoing.files, held)];
  const bytes = outgoing.files.reduce((sum, file) => sum + file.sizeBytes, 0);
  const same: Finding = { ok: true, code: 'held-same', detail: { files: outgoing.files.length, identifier: held.receipt.identifier } };
  return { ok: findings.length === 0, files: held.files.length, bytes, findings: findings.length === 0 ? [same] : findings };
}

async function differences(files: readonly OutgoingFile[], held: HeldPackage, signal: AbortSignal): Promise<Finding[]> {
  const findings: Finding[] = [];
  const byPath = new Map(held.files.map((file) => [file.path, file]));
  for (const { path, sha256 } of files) {
    throwIfCancelled(signal);
    const file = byPath.get(path);
    if (file === undefined) findings.push({ ok: false, code: 'held-missing', path });
    else if ((await hashHeld(held, file)) !== sha256) findings.push({ ok: false, code: 'held-differs', path });
  }
  return findings;
}

async function hashHeld(held: HeldPackage, file: OutgoingFile): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of await held.open(file)) hash.update(part as Uint8Array);
  return hash.digest('hex');
}

function unexpected(files: readonly OutgoingFile[], held: HeldPackage): Finding[] {
  const ours = new Set(files.map(({ path }) => path));
  return held.files.filter(({ path }) => !ours.has(path)).map(({ path }) => ({ ok: false, code: 'held-unexpected', path }));
}
