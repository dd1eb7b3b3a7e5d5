// sohoa digitize: the whole main job without a window.
import { profileSchema, PROFILES } from '../../shared/api/batches.ts';
import { RECORD_TYPE_CODES } from '../../shared/domain/record-types.ts';
import { AppError } from '../../shared/errors.ts';
import type { DigitizeReport } from '../digitize/digitize-report.ts';
import { runDigitize, type DigitizeOptions } from '../digitize/run-digitize.ts';
import type { Command } from './command.ts';

const usage = (reason: string): AppError => new AppError('wrong-usage', { command: 'digitize', reason });

export function parseWorkers(value: unknown, command = 'digitize'): number | undefined {
  if (value === undefined) return undefined;
  const count = Number(value);
  if (!Number.isInteger(count) || count < 1 || count > 256) throw new AppError('wrong-usage', { command, reason: '--workers N, N ≥ 1' });
  return count;
}

export function parseDigitizeOptions(values: Readonly<Record<string, unknown>>, inputs: readonly string[]): DigitizeOptions {
  if (inputs.length === 0) throw usage('<tệp hoặc thư mục / files or folders>');
  // An unset variable in a script must not mean "everything here".
  if (inputs.includes('')) throw usage('""');
  const out = values['out'];
  if (typeof out !== 'string' || out === '') throw usage('--out DIR');
  const recordType = String(values['type'] ?? 'auto');
  if (recordType !== 'auto' && !RECORD_TYPE_CODES.includes(recordType)) throw usage(`--type auto|${RECORD_TYPE_CODES.join('|')}`);
  const profile = profileSchema.safeParse(values['profile'] ?? 'ho-tich');
  if (!profile.success) throw usage(`--profile ${PROFILES.join('|')}`);
  const workers = parseWorkers(values['workers']);
  const workspace = values['workspace'];
  if (workspace === '') throw usage('--workspace DIR');
  return {
    inputs, outDir: out, recordType, profile: profile.data, keepImages: values['keep'] === true,
    ...(workers === undefined ? {} : { workers }), ...(typeof workspace === 'string' ? { workspaceDir: workspace } : {}),
  };
}

export function reportText(report: DigitizeReport, outDir: string): string {
  const lines = [
    `Trang vào (pages in) ${report.pagesIn} · ra (out) ${report.pagesOut} · trắng (blank) ${report.pagesBlank} · lỗi (failed) ${report.pagesFailed} · trùng (duplicates) ${report.duplicates}`,
    `Hồ sơ (records) ${report.records} · trường (fields) ${report.fields} · còn ngờ (doubtful) ${report.doubtfulFields}`,
    `${report.seconds.total} s · ${report.pagesPerMinute ?? '?'} trang/phút (pages/min) · bộ nhớ (memory) ${Math.round(report.peakMemoryBytes / 1e6)} MB · ${report.workers} tiến trình (workers)`,
    ...report.failures.map((failure) => `✗ ${failure.file}${failure.page === null ? '' : ` trang ${failure.page}`} [${failure.code}] ${failure.message}`),
    `Kết quả ở (results in) ${outDir}`,
  ];
  return lines.join('\n');
}

export const digitizeCommand: Command = {
  name: 'digitize',
  summary: 'số hoá cả thư mục bản quét: nhập → làm sạch → nhận dạng → trích trường → đóng gói / the whole job: scans in, records and packages out',
  usage: `sohoa digitize <tệp hoặc thư mục / files or folders>… --out DIR

  --out DIR          nơi ghi kết quả: records.jsonl, pages/, package/, report.json / where results go
  --type TYPE        auto (mặc định / default), ${RECORD_TYPE_CODES.join(', ')}
  --profile PROFILE  ho-tich (mặc định / default), luu-tru, cv-7197, none
  --workers N        số tiến trình đọc; mặc định theo số nhân và bộ nhớ trống / reading processes; default: cores, capped by free memory
  --workspace DIR    giữ đợt số hoá ở đây; chạy lại chỉ làm phần còn thiếu / keeps the batch; run again, it does only what is missing
  --keep             giữ cả ảnh từng bước trong pages/ / keeps the images of each step in pages/

Mã kết thúc (exit codes): 0 xong · 1 một số trang lỗi · 2 sai cú pháp · 3 không đọc được đầu vào hoặc không ghi được đầu ra · 4 gói không đạt kiểm tra · 5 bị ngắt, phần đã làm được giữ · 70 lỗi chương trình`,
  options: {
    out: { type: 'string', short: 'o' },
    type: { type: 'string' },
    profile: { type: 'string' },
    workers: { type: 'string' },
    workspace: { type: 'string' },
    keep: { type: 'boolean' },
  },
  run: async ({ values, positionals, io }) => {
    const options = parseDigitizeOptions(values, positionals);
    const { report, exitCode } = await runDigitize(options, io);
    io.result(report, reportText(report, options.outDir));
    return exitCode;
  },
};
