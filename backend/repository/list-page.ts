// The one page of the reference repository: what came, when, how large. Everything on it came from outside and is escaped.
import { xmlText } from '../pdf/write-xmp.ts';
import type { StoredPackage } from './object-store.ts';

const STYLE = `body{font:15px/1.45 "Segoe UI",Roboto,"Noto Sans",Arial,sans-serif;color:#1c2430;max-width:70rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid #d5dae2}
th{background:#f1f4f8}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}code{font-size:.85em;overflow-wrap:anywhere}`;

export function listPage(packages: readonly StoredPackage[]): string {
  const rows = packages.map(
    ({ receipt, name, files, bytes }) =>
      `<tr><td>${xmlText(vietnamTime(receipt.at))}</td><td>${xmlText(name)}</td><td>${xmlText(receipt.identifier)}</td><td class="n">${files.length}</td><td class="n">${megabytes(bytes)}</td><td><code>${xmlText(receipt.sha256)}</code></td></tr>`,
  );
  const table = `<table><thead><tr><th>Nhận lúc</th><th>Gói</th><th>Mã lưu</th><th class="n">Tệp</th><th class="n">MB</th><th>SHA-256</th></tr></thead><tbody>${rows.join('\n')}</tbody></table>`;
  return `<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Kho tiếp nhận</title><style>${STYLE}</style></head>
<body><h1>Kho tiếp nhận</h1><p>${packages.length} gói đã nhận và kiểm tra.</p>
${packages.length === 0 ? '<p>Chưa có gói nào.</p>' : table}
</body></html>
`;
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(2).replace('.', ',');
const vietnamTime = (iso: string): string => new Date(Date.parse(iso) + 7 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
