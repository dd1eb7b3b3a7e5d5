// The one table that the demo ends with.
import type { DigitizeReport } from '../digitize/digitize-report.ts';
import type { SendOutcome } from './send-and-read-back.ts';

type Row = readonly [label: string, value: string];

const number = (value: number, digits = 0): string => value.toLocaleString('vi-VN', { minimumFractionDigits: digits, maximumFractionDigits: digits });
const seconds = (value: number): string => `${number(value, 1)} s`;
const megabytes = (bytes: number): string => `${number(bytes / 1e6, 1)} MB`;

function resultRows(report: DigitizeReport): Row[] {
  const types = Object.entries(report.recordsByType).map(([type, count]) => `${type === 'unknown' ? 'không rõ loại' : type} ${count}`).join(' · ');
  return [
    ['Trang vào (pages in)', `${report.pagesIn} trang trong ${report.files} tệp (files)`],
    ['Trang ra (pages out)', `${report.pagesOut} đọc được · ${report.pagesBlank} trắng (blank) · ${report.pagesFailed} lỗi (failed)`],
    ['Hồ sơ (records)', `${report.records}: ${types}`],
    ['Trường (fields)', `${report.fields}, trong đó ${report.doubtfulFields} còn nghi (doubtful)`],
  ];
}

function speedRows(report: DigitizeReport, sent: SendOutcome): Row[] {
  const stage = report.seconds;
  return [
    ['Nhập (import)', seconds(stage.import)],
    ['Làm sạch (clean)', `${seconds(stage.clean)}, cộng ${report.workers} tiến trình (sum over workers)`],
    ['Nhận dạng (recognise)', `${seconds(stage.recognise)}, cộng ${report.workers} tiến trình (sum over workers)`],
    ['Bóc tách (extract)', seconds(stage.extract)],
    ['Đóng gói (package)', seconds(stage.package)],
    ['Tải lên (upload)', seconds(sent.uploadSeconds)],
    ['Đọc lại, so sánh (read back)', seconds(sent.readBackSeconds)],
    ['Tốc độ (pages per minute)', report.pagesPerMinute === null ? '—' : number(report.pagesPerMinute, 1)],
    ['Bộ nhớ cao nhất (peak memory)', megabytes(report.peakMemoryBytes)],
  ];
}

function arrivalRows(report: DigitizeReport, sent: SendOutcome): Row[] {
  return [
    ['Gói (package)', report.package === null ? '—' : `${report.package.files} tệp, ${megabytes(report.package.bytes)}, ${report.package.verified ? 'đạt kiểm tra (verified)' : 'KHÔNG ĐẠT (not verified)'}`],
    ['Kho báo nhận (receipt)', sent.receipt.identifier],
    ['So mã SHA-256 (checksums)', sent.allEqual ? `${sent.filesCompared} tệp giống hệt (all equal)` : 'CÓ TỆP KHÁC (differences)'],
  ];
}

/** Two columns, ruled; `places` are the paths a person opens next. */
export function demoTable(report: DigitizeReport, sent: SendOutcome, places: readonly Row[]): string {
  const groups = [resultRows(report), speedRows(report, sent), arrivalRows(report, sent), places];
  const width = Math.max(...groups.flat().map(([label]) => label.length));
  const rule = '─'.repeat(width + 60);
  return [rule, ...groups.flatMap((group) => [...group.map(([label, value]) => `${label.padEnd(width)}  ${value}`), rule])].join('\n');
}
