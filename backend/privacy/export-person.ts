// Everything that is held about one person, in one zip: records with all their values and their history, and the
// pages they stand on. Found by identifier where one is given (sure), and by name in any field (possible: people
// share names; a person decides). The file is for whoever asked and is swept away with the work folder.
// Legal ground: Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15 (the right to be given one's data).
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { foldMarks } from '../../shared/domain/vietnamese-text.ts';
import type { ConsentOutcome } from '../accounts/consent-service.ts';
import type { Db } from '../db/schema.ts';
import type { PageImages } from '../pages/page-image.ts';
import { findRecordDetail } from '../records/record-repository.ts';
import type { Workspace } from '../storage/workspace.ts';
import { appendTrail } from '../trail/trail.ts';
import { readTrail } from '../trail/trail-reader.ts';

export type Who = { readonly name: string; readonly identifier: string };
type Match = { readonly recordId: string; readonly isSure: boolean };

const digitsOf = (text: string): string => text.replace(/\D/g, '');
const HISTORY_ROWS = 500;

/** Identifiers are compared by their digits: papers group them with blanks and dots. */
export async function findPerson(db: Db, who: Who): Promise<readonly Match[]> {
  const name = foldMarks(who.name.normalize('NFC').trim()).toLowerCase().replace(/\s+/g, ' ');
  const digits = digitsOf(who.identifier);
  const rows = await db.selectFrom('record_fields').innerJoin('records', 'records.id', 'record_fields.record_id').select(['record_fields.record_id', 'record_fields.value', 'record_fields.value_folded']).where('records.hidden', '=', 0)
    .where((e) => e.or([e('record_fields.value_folded', 'like', `%${name.replace(/[\\%_]/g, '')}%`), ...(digits.length < 6 ? [] : [e('record_fields.value', 'like', `%${digits.slice(-3)}%`)])])).execute();
  const found = new Map<string, boolean>();
  for (const row of rows) {
    const isSure = digits.length >= 6 && digitsOf(row.value).includes(digits);
    const isPossible = foldMarks(row.value).toLowerCase().replace(/\s+/g, ' ').includes(name);
    if (isSure || isPossible) found.set(row.record_id, isSure || (found.get(row.record_id) ?? false));
  }
  return [...found].map(([recordId, isSure]) => ({ recordId, isSure })).sort((a, b) => Number(b.isSure) - Number(a.isSure));
}

const README = `Dữ liệu cá nhân đang được lưu giữ về một người.
Chỉ giao cho chính người đó hoặc người được ủy quyền. Tệp này không được mã hoá: xoá sau khi giao.
du-lieu.json: hồ sơ, giá trị từng trường, lịch sử thay đổi. trang/: ảnh các trang.
"sure": có số định danh trùng. "possible": chỉ trùng họ tên, có thể là người khác.

Personal data held about one person. Hand it only to that person or their representative. This file is not encrypted.
`;

async function addRecord(zip: ZipFile, parts: { db: Db; images: PageImages }, match: Match): Promise<object | undefined> {
  const record = await findRecordDetail(parts.db, match.recordId);
  if (record === undefined) return undefined;
  const batch = await parts.db.selectFrom('batches').select('name').where('id', '=', record.batchId).executeTakeFirst();
  const pages: string[] = [];
  for (const [at, pageId] of record.pageIds.entries()) {
    const image = await parts.images.fetch(pageId, 'delivered').catch(() => undefined);
    if (image === undefined) continue;
    const name = `trang/${record.id}-${at + 1}.${image.mediaType.split('/')[1] ?? 'bin'}`;
    zip.addBuffer(Buffer.from(image.bytes), name, { compress: false });
    pages.push(name);
  }
  const history = (await readTrail(parts.db, { subjectType: 'record', subjectId: record.id, limit: HISTORY_ROWS })).rows;
  return {
    match: match.isSure ? 'sure' : 'possible', id: record.id, batch: batch?.name ?? '', recordType: record.recordType, title: record.title, pages,
    fields: Object.fromEntries(Object.entries(record.fields).map(([key, field]) => [key, { value: field.value, from: field.from }])), history,
  };
}

export async function exportPerson(parts: { db: Db; workspace: Workspace; images: PageImages }, who: Who, consentId: string): Promise<ConsentOutcome> {
  const matches = await findPerson(parts.db, who);
  const zip = new ZipFile();
  const records: object[] = [];
  for (const match of matches) {
    const record = await addRecord(zip, parts, match);
    if (record !== undefined) records.push(record);
  }
  zip.addBuffer(Buffer.from(README), 'doc-truoc.txt');
  zip.addBuffer(Buffer.from(JSON.stringify({ name: who.name, identifier: who.identifier, madeAt: new Date().toISOString(), records }, null, 1)), 'du-lieu.json');
  zip.end();
  const dir = parts.workspace.workDirOf(`export-${consentId}`);
  await mkdir(dir, { recursive: true });
  const file = path.join(dir, 'du-lieu-ca-nhan.zip');
  await pipeline(zip.outputStream, createWriteStream(file, { mode: 0o600 }));
  // Whose data it is stands in the request; here only how much.
  await parts.db.transaction().execute((trx) => appendTrail(trx, { kind: 'person-exported', subjectType: 'consent', subjectId: consentId, after: { records: records.length, sure: matches.filter((match) => match.isSure).length } }));
  return { file, fileName: 'du-lieu-ca-nhan.zip' };
}
