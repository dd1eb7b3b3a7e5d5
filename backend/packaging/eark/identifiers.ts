// Identifiers that follow from what they name: the same input gives the same package, byte for byte.
import { createHash } from 'node:crypto';
import type { PackageInput } from '../package-input.ts';
import { fileNamePart } from '../safe-path.ts';

/** Namespace of our name-based UUIDs (RFC 9562, version 5): the name is a batch's id. */
const NAMESPACE = '6f1d6f4e-3f0b-5a55-9d6a-70a1e5c2b8d4';

/** Folder and OBJID of a SIP, as Vietnamese tools name it (records.md 6.1). A batch packed again keeps its name. */
export const sipName = (batchId: string): string => `uuid-${nameUuid(batchId).toUpperCase()}`;

export function nameUuid(name: string): string {
  const hash = createHash('sha1').update(Buffer.from(NAMESPACE.replaceAll('-', ''), 'hex')).update(name).digest();
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  return hash.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** An xml:id that no two things of a package share. */
export const xmlId = (kind: string, name: string): string => `${kind}-${createHash('sha256').update(name).digest('hex').slice(0, 24)}`;

/** Mã hồ sơ: the office's own, or the batch's name until it has one. Its points stay: "H47.99.2026.01". */
export const fileCode = (input: Pick<PackageInput, 'batchName' | 'archive'>): string => coded(input.archive?.fileCode ?? '') || fileNamePart(input.batchName, 60) || 'HS';

const coded = (text: string): string => text.split('.').map((part) => fileNamePart(part, 60)).filter(Boolean).join('.').slice(0, 100).replace(/\.+$/, '');

/** Số thứ tự of a document within its file, 7 digits (TT 05/2025, arcDocCode). */
export const documentNumber = (seq: number): string => String(seq).padStart(7, '0');
