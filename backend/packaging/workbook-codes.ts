// Codes of the import workbook that record-types.json does not list yet (records.md 2.5, second-hand:
// an office may have to correct them), and the way from what is written on paper to a code.
import { ENUMS } from '../../shared/domain/record-types.ts';

const DECLARED_OR_REVOKED = { 1: 'Tuyên bố', 2: 'Hủy tuyên bố' } as const;

const MORE_ENUMS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'KS.nksLoaiKhaiSinh': { 1: 'Xác định được cả cha lẫn mẹ', 2: 'Chưa xác định được mẹ', 3: 'Chưa xác định được cha', 4: 'Chưa xác định được cả cha lẫn mẹ', 5: 'Trẻ bị bỏ rơi' },
  'KS.nksMatTich': DECLARED_OR_REVOKED,
  'KS.nksHanCheNangLucHanhVi': DECLARED_OR_REVOKED,
  'CMC.loaiXacNhan': { 1: 'Cha nhận con', 2: 'Mẹ nhận con', 3: 'Con nhận cha', 4: 'Con nhận mẹ' },
  'KT.gbtLoai': {
    0: 'Không rõ', 1: 'Giấy báo tử', 2: 'Xác nhận thi hành án tử hình', 3: 'Bản án tuyên bố chết', 4: 'Văn bản công an, giám định pháp y',
    5: 'Văn bản y tế cấp huyện', 6: 'Biên bản xác nhận việc chết', 7: 'Văn bản người làm chứng',
  },
  'HN.nxnLoaiMucDichSuDung': {
    1: 'Kết hôn trong nước với người Việt Nam', 2: 'Kết hôn trong nước với người nước ngoài', 3: 'Kết hôn ở nước ngoài với người Việt Nam',
    4: 'Kết hôn ở nước ngoài với người nước ngoài', 5: 'Khác',
  },
};

export const codeList = (name: string): Readonly<Record<string, string>> | undefined => ENUMS[name] ?? MORE_ENUMS[name];

/** The code of a label of the list `name`, or of a code itself; undefined when it is neither. */
export function codeOf(name: string, value: string): string | undefined {
  const list = codeList(name);
  if (list === undefined) return undefined;
  const asked = fold(value);
  return Object.keys(list).find((code) => code === asked) ?? Object.entries(list).find(([, label]) => fold(label) === asked)?.[0];
}

/** i and y, kí and ký, are spelled both ways in office use. */
const fold = (text: string): string => text.normalize('NFC').toLowerCase().replace(/ý/g, 'í').replace(/\s+/g, ' ').trim();
