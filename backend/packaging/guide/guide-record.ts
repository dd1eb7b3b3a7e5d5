// Any record as a document of the general guide (CV 7197). Administrative documents carry the guide's own
// fields; of a civil-status record they are taken from what says the same: number, day, office, title.
import { RECORD_TYPES } from '../../../shared/domain/record-types.ts';
import type { ArchiveFacts } from '../../../shared/api/packages.ts';
import type { PackageRecord } from '../package-input.ts';
import type { GuideMetadata } from './guide-metadata.ts';
import { guideMetadata } from './guide-metadata.ts';

export type GuideRecord = { readonly record: Pick<PackageRecord, 'recordType' | 'fields' | 'pages'>; readonly seq: number; readonly values: Readonly<Record<string, string>>; readonly title: string };

export function guideOf({ record, seq, values, title }: GuideRecord, archive: ArchiveFacts = {}): GuideMetadata {
  const isCorrected = Object.values(record.fields).some(({ from }) => from === 'clerk' || from === 'second-keying');
  const said = record.recordType === 'VB' ? values : civilValues(record.recordType, values, title);
  const withAgency = (said['OrganName'] ?? '') === '' && archive.agencyName !== undefined ? { ...said, OrganName: archive.agencyName } : said;
  return guideMetadata({ values: withAgency, seq, pages: record.pages.length, isCorrected, agencyCode: archive.agencyCode });
}

/** "05/2017" is number 05 and notation 05/2017. */
function civilValues(recordType: string | null, values: Readonly<Record<string, string>>, title: string): Readonly<Record<string, string>> {
  const number = (values['so'] ?? '').trim();
  return {
    TypeName: RECORD_TYPES[recordType ?? '']?.nameVi ?? 'Giấy tờ khác', CodeNumber: /^[^/]*/.exec(number)?.[0].trim() ?? '', CodeNotation: number,
    IssuedDate: values['ngayDangKy'] ?? '', OrganName: values['noiDangKy'] ?? '', Subject: title,
  };
}
