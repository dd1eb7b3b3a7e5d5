// Decides, before a byte is written, what every record is called and where it goes. Pure.
import type { FieldWarning } from '../../shared/domain/field.ts';
import type { PackageInput, PackageRecord } from './package-input.ts';
import { RECORD_TYPE_CODES } from '../../shared/domain/record-types.ts';
import { documentNumber, fileCode } from './eark/identifiers.ts';
import { guideOf } from './guide/guide-record.ts';
import { recordFileName, takeName } from './file-name.ts';
import { fieldValues, recordTitle } from './record-text.ts';
import { oddCharacters, registrationChecks } from './registration-checks.ts';

export type PlannedRecord = {
  readonly record: PackageRecord;
  /** 1-based place in the batch. */
  readonly seq: number;
  /** KS, KH … or KHAC: the folder below data/. */
  readonly group: string;
  /** KS.2017.01 …: what the workbook and the zip of the book are called. */
  readonly book: string;
  /** Without extension. */
  readonly name: string;
  readonly title: string;
  readonly values: Readonly<Record<string, string>>;
};

export type PackagePlan = { readonly records: readonly PlannedRecord[]; readonly groups: readonly string[]; readonly warnings: readonly FieldWarning[] };

export const UNKNOWN_GROUP = 'KHAC';

/** Without a page there is nothing to pack. */
export const packableOf = (records: readonly PackageRecord[]): readonly PackageRecord[] => records.filter((record) => record.pages.length > 0);

export function planPackage(input: PackageInput): PackagePlan {
  const warnings: FieldWarning[] = [];
  const taken = new Map<string, string>();
  const nameOf = NAMINGS[input.profile];
  const records = input.records.map((record, index): PlannedRecord => {
    const seq = index + 1;
    const values = fieldValues(record.fields);
    const recordType = record.recordType !== null && RECORD_TYPE_CODES.includes(record.recordType) ? record.recordType : null;
    const { name: wanted, book, missing } = nameOf({ recordType, values, seq }, input, record);
    const recordId = record.recordId;
    const { name, collidedWith } = takeName(taken, wanted, recordId);
    if (missing.length > 0) warnings.push({ code: 'file-name-incomplete', detail: { recordId, name, fields: missing.join(' ') } });
    if (collidedWith !== undefined) warnings.push({ code: 'file-name-taken', detail: { recordId, otherRecordId: collidedWith, name, wanted } });
    warnings.push(...oddCharacters(recordId, values));
    if (input.profile === 'cv-7197') for (const { code, field } of guideOf({ record, seq, values, title: recordTitle(recordType, values) }, input.archive).problems) warnings.push({ code, detail: { recordId, field } });
    return { record, seq, group: recordType ?? UNKNOWN_GROUP, book, name, title: recordTitle(recordType, values), values };
  });
  if (input.profile === 'ho-tich') {
    const checked = records.map(({ record, group, values }) => ({ recordId: record.recordId, recordType: group === UNKNOWN_GROUP ? null : group, values }));
    warnings.push(...registrationChecks(checked));
  }
  const present = new Set(records.map((planned) => planned.group));
  return { records, groups: [...RECORD_TYPE_CODES, UNKNOWN_GROUP].filter((group) => present.has(group)), warnings };
}

type Naming = (parts: Parameters<typeof recordFileName>[0], input: PackageInput, record: PackageRecord) => ReturnType<typeof recordFileName>;

const civilName: Naming = (parts, input) => recordFileName(parts, input.civil?.names);

/** <mã hồ sơ>.<STT, 7 digits> (TT 05/2025 Điều 8.1). */
const archiveName: Naming = ({ seq }, input) => ({ name: `${fileCode(input)}.${documentNumber(seq)}`, book: '', missing: [] });

/** <mã>_<ngày>_<mô tả> (CV 7197); as long as no code can be made, the civil-status name, so that a clerk finds the file. */
const guideName: Naming = ({ recordType, values, seq }, input, record) => {
  const { fileName } = guideOf({ record, seq, values, title: recordTitle(recordType, values) }, input.archive);
  return fileName === null ? { ...recordFileName({ recordType, values, seq }, input.civil?.names), book: '', missing: [] } : { name: fileName, book: '', missing: [] };
};

const NAMINGS: Readonly<Record<PackageInput['profile'], Naming>> = { 'ho-tich': civilName, 'luu-tru': archiveName, 'cv-7197': guideName, none: civilName };
