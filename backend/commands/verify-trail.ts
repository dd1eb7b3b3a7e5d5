// sohoa verify --trail: is the workspace's trail as it was written? Reads the database beside a running office,
// without its lock and without writing. Trails that went out with packages (metadata/other/trail.jsonl) are
// anchors: a chain that was made anew does not agree with them.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { openReadOnly } from '../db/open-database.ts';
import { AppError } from '../../shared/errors.ts';
import { anchorFile, readAnchors } from '../trail/anchors.ts';
import { verifyExportedTrail } from '../trail/export-trail.ts';
import { verifyTrail, type Anchor, type TrailVerdict } from '../trail/verify-trail.ts';
import { EXIT, type CommandIo, type ExitCode } from './command.ts';

const FAULTS: Readonly<Record<Extract<TrailVerdict, { ok: false }>['fault'], readonly [string, string]>> = {
  'row-changed': ['dòng này đã bị sửa', 'this row was changed'],
  'row-missing': ['thiếu dòng này', 'this row is missing'],
  'payload-changed': ['nội dung trước/sau của dòng này đã bị sửa', 'what this row says was before and after was changed'],
  'payload-missing': ['nội dung của dòng này bị xoá mà không có biên bản xoá', 'what this row says was removed without a certificate'],
  'end-missing': ['các dòng cuối bị xoá từ đây', 'rows at the end are missing from here on'],
  'anchor-differs': ['dòng này khác với mốc đã ghi bên ngoài', 'this row differs from what was written down outside'],
};

async function anchorsIn(file: string): Promise<readonly Anchor[]> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new AppError('source-missing', { name: file }, 'other-file', { cause: error });
  });
  const checked = verifyExportedTrail(text);
  if (checked.badLine !== null) throw new AppError('package-damaged', { name: file, line: checked.badLine });
  return checked.anchors;
}

function describe(verdict: TrailVerdict): string {
  if (verdict.ok) return `✓ Nhật ký nguyên vẹn: ${verdict.rows} dòng, ${verdict.erased} dòng đã xoá nội dung theo luật\n  The trail is sound: ${verdict.rows} rows, ${verdict.erased} erased by law\n  ${verdict.head.seq} ${verdict.head.hash}`;
  const [vi, en] = FAULTS[verdict.fault];
  return `✗ Nhật ký KHÔNG nguyên vẹn. Dòng ${verdict.seq}: ${vi}. Các dòng trước đó (${verdict.rows}) còn đúng. Giữ nguyên máy, khôi phục từ bản sao lưu.\n  The trail is NOT sound. Row ${verdict.seq}: ${en}. The rows before it (${verdict.rows}) are right. Leave the machine as it is; restore a backup.`;
}

/** `exported`: trail.jsonl files of packages to hold the chain against. */
export async function verifyWorkspaceTrail(dataDir: string, exported: readonly string[], io: CommandIo): Promise<ExitCode> {
  const file = path.join(dataDir, 'sohoa.db');
  if (!existsSync(file)) throw new AppError('source-missing', { name: file }, 'other-file');
  const outside = await Promise.all(exported.map((name) => anchorsIn(path.resolve(name))));
  const db = openReadOnly(file);
  try {
    const verdict = await verifyTrail(db, [...(await readAnchors(anchorFile(dataDir))), ...outside.flat()]);
    io.result({ workspace: dataDir, ...verdict }, describe(verdict));
    return verdict.ok ? EXIT.done : EXIT.notVerified;
  } finally {
    await db.destroy();
  }
}
