// The list of contents that a person can read and print without any program: one self-contained page
// in Vietnamese, links to the PDFs beside it. Everything from paper is escaped.
import type { ArchiveFacts } from '../../shared/api/packages.ts';
import { isDoubtful } from '../../shared/domain/field.ts';
import { RECORD_TYPES } from '../../shared/domain/record-types.ts';
import type { OpenSignature } from './package-input.ts';
import { xmlText } from '../pdf/write-xmp.ts';
import { documentCode } from './file-name.ts';
import type { PackagePlan, PlannedRecord } from './plan-package.ts';
import { SOFTWARE_AGENT } from './software-agent.ts';
import { baseName, mainPersons } from './record-text.ts';

const STYLE = `body{font:15px/1.45 "Segoe UI",Roboto,"Noto Sans",Arial,sans-serif;color:#1c2430;max-width:60rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem;margin:0 0 .25rem}h2{font-size:1.1rem;margin:2rem 0 .5rem}p{margin:.25rem 0}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.3rem .5rem;border-bottom:1px solid #d5dae2}
th{background:#f1f4f8;font-weight:600}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}a{color:#0b57a4}.scan{color:#5a6575}
@media print{body{margin:0;max-width:none;font-size:11pt}a{color:inherit;text-decoration:none}thead{display:table-header-group}tr{break-inside:avoid}}`;

export type ContentsFacts = { readonly batchName: string; readonly batchId: string; readonly createdAt: string; readonly archive?: ArchiveFacts; readonly signature?: OpenSignature; readonly pdfPath: (planned: PlannedRecord) => string };

/** What a reader of the package is told of its signatures. */
export const signatureText = (signature: OpenSignature['facts'] | undefined): string =>
  signature === undefined ? 'gói này chưa được ký số.' : `từng tệp PDF do ${signature.name} ký (PAdES ${signature.level}${signature.role === undefined ? '' : `; ${signature.role}`}; chứng thư do ${signature.issuer} cấp).`;

export function contentsPage(plan: PackagePlan, facts: ContentsFacts): string {
  const pages = plan.records.reduce((sum, { record }) => sum + record.pages.length, 0);
  const sections = plan.groups.map((group) => section(group, plan.records.filter((planned) => planned.group === group), facts));
  return `<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Mục lục — ${xmlText(facts.batchName)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>Mục lục gói hồ sơ số hoá</h1>
<p>${xmlText(facts.batchName)}</p>
${archiveLine(facts.archive)}<p>${plan.records.length} hồ sơ, ${pages} trang. Lập ngày ${vietnameseDate(facts.createdAt)}. Mã gói: ${xmlText(facts.batchId)}.</p>
<p>Chữ ký số: ${xmlText(signatureText(facts.signature?.facts))}</p>
${sections.join('\n')}
<p style="margin-top:2rem;color:#5a6575">${xmlText(SOFTWARE_AGENT)}</p>
</body>
</html>
`;
}

/** Whose file it is; nothing where the office has not said. */
function archiveLine({ agencyName, agencyCode, fileCode, fileTitle }: ArchiveFacts = {}): string {
  const said = [['Cơ quan', [agencyName, agencyCode && `(${agencyCode})`].filter(Boolean).join(' ')], ['Mã hồ sơ', fileCode], ['Tiêu đề', fileTitle]].filter(([, value]) => value);
  return said.length === 0 ? '' : `<p>${said.map(([label = '', value = '']) => `${label}: ${xmlText(value)}.`).join(' ')}</p>\n`;
}

function section(group: string, records: readonly PlannedRecord[], facts: ContentsFacts): string {
  const name = RECORD_TYPES[group]?.nameVi ?? 'Chưa rõ loại';
  const rows = records.map((planned) => row(planned, facts)).join('\n');
  return `<h2>${xmlText(name)} (${records.length})</h2>
<table>
<thead><tr><th class="n">STT</th><th>Số</th><th>Ngày</th><th>Họ tên, trích yếu</th><th class="n">Trang</th><th class="n">Cần xem lại</th><th>Tệp</th></tr></thead>
<tbody>
${rows}
</tbody>
</table>`;
}

function row({ record, seq, name, group, values, ...planned }: PlannedRecord, facts: ContentsFacts): string {
  const who = mainPersons(group, values).join(' – ') || (values['Subject'] ?? '');
  // Of a paper that nobody could name the scan tells where to look.
  const what = who === '' ? `<span class="scan">Tệp quét: ${xmlText([...new Set(record.sourceFiles.map(baseName))].join(', ').slice(0, 300))}</span>` : xmlText(who.slice(0, 300));
  const number = values['so'] ?? documentCode(values);
  const doubtful = Object.values(record.fields).filter(isDoubtful).length;
  const href = facts.pdfPath({ record, seq, name, group, values, ...planned }).split('/').map(encodeURIComponent).join('/');
  return `<tr><td class="n">${seq}</td><td>${xmlText(number)}</td><td>${xmlText(values['ngayDangKy'] ?? values['IssuedDate'] ?? '')}</td><td>${what}</td><td class="n">${record.pages.length}</td><td class="n">${doubtful || ''}</td><td><a href="${href}">${xmlText(name)}.pdf</a></td></tr>`;
}

/** The day in Vietnam, where the offices are. */
const vietnameseDate = (iso: string): string => new Date(Date.parse(iso) + 7 * 3_600_000).toISOString().slice(0, 10).split('-').reverse().join('/');
