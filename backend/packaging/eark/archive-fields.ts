// The fields of a document in an archive (TT 05/2025 Điều 4.1.c), as far as the paper and the office say
// them. What nobody said is left out: an archivist fills it in rather than undoing a guess.
import type { ArchiveFacts } from '../../../shared/api/packages.ts';
import type { PackageRecord } from '../package-input.ts';
import { RECORD_TYPES } from '../../../shared/domain/record-types.ts';
import { documentNumber } from './identifiers.ts';

export type ArchiveFields = {
  readonly maDinhDanh: string;
  readonly maLuuTru: string;
  readonly thoiHanLuuTru?: string;
  readonly tenLoai: string;
  readonly so?: string;
  readonly kyHieu?: string;
  /** As on paper, dd.MM.yyyy, MM.yyyy or yyyy. */
  readonly ngayBanHanh?: string;
  readonly coQuanBanHanh?: string;
  readonly trichYeu: string;
  readonly ngonNgu: string;
  readonly soTrang: number;
  readonly soTo?: string;
  readonly kyHieuThongTin?: string;
  readonly tuKhoa?: string;
  readonly mucDoTiepCan?: string;
  readonly mucDoTinCay: string;
  readonly tinhTrangVatLy?: string;
  readonly tepTin: string;
  readonly ghiChu?: string;
};

type Source = { readonly record: Pick<PackageRecord, 'recordType' | 'pages'>; readonly values: Readonly<Record<string, string>>; readonly seq: number; readonly name: string; readonly title: string; readonly fileCode: string };

/** A scan is "Số hóa" as to its reliability, whatever else is known of it. */
const DIGITISED = 'Số hóa';

export function archiveFields({ record, values, seq, name, title, fileCode }: Source, archive: ArchiveFacts = {}): ArchiveFields {
  const isDocument = record.recordType === 'VB';
  const value = (key: string): string | undefined => (values[key] ?? '').trim() || undefined;
  const known = {
    thoiHanLuuTru: archive.retention,
    so: value(isDocument ? 'CodeNumber' : 'so'),
    kyHieu: isDocument ? value('CodeNotation') : undefined,
    ngayBanHanh: value(isDocument ? 'IssuedDate' : 'ngayDangKy'),
    coQuanBanHanh: value(isDocument ? 'OrganName' : 'noiDangKy') ?? archive.agencyName,
    kyHieuThongTin: value('InforSign'),
    tuKhoa: value('Keyword'),
    mucDoTiepCan: value('Mode') ?? archive.access,
    tinhTrangVatLy: archive.physicalState,
    ghiChu: value('ghiChu') ?? value('Description'),
  };
  return {
    maDinhDanh: `${fileCode}.${documentNumber(seq)}`, maLuuTru: fileCode,
    tenLoai: (isDocument ? value('TypeName') : undefined) ?? RECORD_TYPES[record.recordType ?? '']?.nameVi ?? 'Giấy tờ khác',
    trichYeu: (isDocument ? value('Subject') : undefined) ?? title, ngonNgu: value('Language') ?? 'Tiếng Việt', soTrang: record.pages.length,
    mucDoTinCay: value('ConfidenceLevel') ?? DIGITISED, tepTin: `${name}.pdf`, ...present(known),
  };
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

const present = <T extends Record<string, string | undefined>>(fields: T): Present<T> => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>;
