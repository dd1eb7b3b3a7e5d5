// What a person finds in the documentation folder of a SIP: how it is laid out, in Vietnamese, and which
// public schemas its documents follow. No page of ours is needed to read the package.
import { signatureText } from '../contents-page.ts';
import type { SipFacts } from './package-facts.ts';
import { ALTO_NAMESPACE } from './alto.ts';
import { EAD_NAMESPACE } from './ead.ts';
import { SOFTWARE_AGENT } from '../software-agent.ts';

export function readme(facts: SipFacts): string {
  const pages = facts.records.reduce((sum, record) => sum + record.pages.length, 0);
  return `GÓI HỒ SƠ NỘP LƯU TRỮ (E-ARK SIP 2.2, TT 05/2025/TT-BNV)

Hồ sơ:      ${facts.fileCode}
Tiêu đề:    ${facts.title}
Số lượng:   ${facts.records.length} tài liệu, ${pages} trang
Mã gói:     ${facts.objId}
Lập lúc:    ${facts.createdAt} bằng ${SOFTWARE_AGENT}
Chữ ký số:  ${signatureText(facts.signature)}

METS.xml                             mục lục của gói, có mã kiểm tra SHA-256 của từng tệp
documentation/index.html             danh sách tài liệu để xem và in
metadata/descriptive/ead.xml         siêu dữ liệu hồ sơ, tài liệu (EAD3)
metadata/descriptive/guide/          siêu dữ liệu văn bản theo CV 7197/BKHCN-CĐSQG (JSON, XML)
metadata/preservation/premis.xml     nguồn gốc của gói (PREMIS 3)
metadata/other/records.jsonl         các trường thông tin đã bóc tách, kèm vị trí trên trang
representations/rep1/data/*.pdf      bản đọc: PDF/A-2u hai lớp, ảnh màu và chữ đã sửa
representations/rep1/data/alto/      chữ của từng trang với vị trí từng từ (ALTO 4.2)
representations/rep2/data/           ảnh quét gốc, nguyên từng byte
schemas/                             lược đồ METS, PREMIS

Lược đồ công khai của EAD3: ${EAD_NAMESPACE}
Lược đồ công khai của ALTO: ${ALTO_NAMESPACE}
`;
}
