// The one page of the reference repository: what came, when, from whom, how large. Everything on it came from outside and is escaped.
import { xmlText } from '../pdf/write-xmp.ts';
import type { StoredDocument } from './document-store.ts';
import type { StoredPackage } from './object-store.ts';

const STYLE = `:root{color-scheme:light dark}body{font:15px/1.5 "Segoe UI",Roboto,"Noto Sans",Arial,sans-serif;color:#1c2430;background:#f4f6f9;max-width:76rem;margin:0 auto;padding:1.5rem 1rem 3rem}
h1{font-size:1.5rem;margin:0 0 .25rem}h2{font-size:1.1rem;margin:2rem 0 .5rem}p{margin:.25rem 0 1rem;color:#4a5568}
table{border-collapse:collapse;width:100%;background:#fff;border:1px solid #d5dae2}th,td{text-align:left;vertical-align:top;padding:.5rem .7rem;border-bottom:1px solid #e4e8ee}
th{background:#eaeff5;font-weight:600;white-space:nowrap}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}td.t{white-space:nowrap;font-variant-numeric:tabular-nums}code{font-size:.8em;overflow-wrap:anywhere;color:#4a5568}
@media(prefers-color-scheme:dark){body{color:#e6e9ee;background:#171b21}p,code{color:#a3adbb}table{background:#1f252d;border-color:#38414d}th{background:#2a323c}td,th{border-color:#38414d}}`;

export function listPage(packages: readonly StoredPackage[], documents: readonly StoredDocument[] = []): string {
  const bytes = packages.reduce((sum, pack) => sum + pack.bytes, 0) + documents.reduce((sum, document) => sum + document.sizeBytes, 0);
  return `<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Kho tiếp nhận</title><style>${STYLE}</style></head>
<body><h1>Kho tiếp nhận</h1><p>${packages.length} gói đã nhận và kiểm tra${documents.length === 0 ? '' : `, ${documents.length} văn bản`} · ${megabytes(bytes)} MB. Mỗi gói được giữ theo OCFL 1.1; bản mới không ghi đè bản cũ.</p>
${packages.length === 0 ? '<p>Chưa có gói nào.</p>' : packageTable(packages)}
${documents.length === 0 ? '' : `<h2>Văn bản</h2>${documentTable(documents)}`}
</body></html>
`;
}

const SHOWN_HASH = 16;

function packageTable(packages: readonly StoredPackage[]): string {
  const rows = packages.map(
    ({ receipt, name, files, bytes, account }) =>
      `<tr><td class="t">${xmlText(vietnamTime(receipt.at))}</td><td>${xmlText(name)}</td><td>${xmlText(receipt.identifier)}</td><td>${xmlText(account ?? '—')}</td><td class="n">${files.length}</td><td class="n">${megabytes(bytes)}</td><td><code title="${xmlText(receipt.sha256)}">${xmlText(receipt.sha256.slice(0, SHOWN_HASH))}…</code></td></tr>`,
  );
  return `<table><thead><tr><th>Nhận lúc</th><th>Gói</th><th>Mã lưu / phiên bản</th><th>Người gửi</th><th class="n">Tệp</th><th class="n">MB</th><th>SHA-256</th></tr></thead><tbody>${rows.join('\n')}</tbody></table>`;
}

function documentTable(documents: readonly StoredDocument[]): string {
  const rows = documents.map(
    ({ at, docCode, version, metadata, sizeBytes, account, sha256 }) =>
      `<tr><td class="t">${xmlText(vietnamTime(at))}</td><td>${xmlText(docCode)}</td><td>${xmlText(String(metadata['Subject'] ?? ''))}</td><td>${xmlText(account ?? '—')}</td><td class="n">${version}</td><td class="n">${megabytes(sizeBytes)}</td><td><code title="${xmlText(sha256)}">${xmlText(sha256.slice(0, SHOWN_HASH))}…</code></td></tr>`,
  );
  return `<table><thead><tr><th>Nhận lúc</th><th>Mã văn bản</th><th>Trích yếu</th><th>Người gửi</th><th class="n">Phiên bản</th><th class="n">MB</th><th>SHA-256</th></tr></thead><tbody>${rows.join('\n')}</tbody></table>`;
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(2).replace('.', ',');
const vietnamTime = (iso: string): string => new Date(Date.parse(iso) + 7 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
