// EAD3: the file (hồ sơ) and its documents with the fields of TT 05/2025 Điều 4.1.c. Fields that EAD has a
// place for stand there (title, date, number, origin, extent, access); the others are <odd> with the
// field's Vietnamese key as localtype. `dao` points at the PDF.
import type { ArchiveFacts } from '../../../shared/api/packages.ts';
import { SOFTWARE_AGENT } from '../software-agent.ts';
import type { ArchiveFields } from './archive-fields.ts';
import { UNNAMED_AGENCY } from './mets.ts';
import type { RecordFacts, SipFacts } from './package-facts.ts';
import { element, openTag, optionalText, textElement } from './xml.ts';

export const EAD_NAMESPACE = 'http://ead3.archivists.org/schema/';

export function* eadDocument(facts: SipFacts, archive: ArchiveFacts = {}): Iterable<string> {
  yield openTag('ead', { xmlns: EAD_NAMESPACE });
  yield '\n';
  yield control(facts, archive);
  yield `${openTag('archdesc', { level: 'file' })}\n`;
  yield fileDescription(facts, archive);
  yield '<dsc>\n';
  for (const record of facts.records) yield component(record);
  yield '</dsc>\n</archdesc>\n</ead>\n';
}

function control({ objId, title, createdAt }: SipFacts, { agencyCode, agencyName }: ArchiveFacts): string {
  return element('control', {},
    textElement('recordid', objId),
    element('filedesc', {}, element('titlestmt', {}, textElement('titleproper', title))),
    element('maintenancestatus', { value: 'new' }),
    element('maintenanceagency', {}, optionalText('agencycode', agencyCode), textElement('agencyname', agencyName ?? UNNAMED_AGENCY)),
    element('languagedeclaration', {}, textElement('language', 'Tiếng Việt', { langcode: 'vie' }), textElement('script', 'Latin', { scriptcode: 'Latn' })),
    element('maintenancehistory', {}, element('maintenanceevent', {},
      element('eventtype', { value: 'created' }), textElement('eventdatetime', createdAt, { standarddatetime: createdAt }), element('agenttype', { value: 'machine' }), textElement('agent', SOFTWARE_AGENT))));
}

function fileDescription({ fileCode, title, records }: SipFacts, archive: ArchiveFacts): string {
  const pages = records.reduce((sum, record) => sum + record.pages.length, 0);
  return element('did', {},
    textElement('unitid', fileCode, { localtype: 'maHoSo' }),
    textElement('unittitle', archive.fileTitle ?? title),
    archive.agencyName === undefined ? '' : origination(archive.agencyName),
    extent(records.length, 'tài liệu'),
    extent(pages, 'trang'),
    vietnamese()) + optionalNote('thoiHanLuuTru', archive.retention) + optionalNote('tinhTrangVatLy', archive.physicalState) + access(archive.access);
}

function component({ name, title, fields, pdf }: RecordFacts): string {
  const did = element('did', {},
    textElement('unitid', fields.maDinhDanh, { localtype: 'maDinhDanh' }),
    textElement('unitid', fields.maLuuTru, { localtype: 'maLuuTru' }),
    optionalText('unitid', fields.so, { localtype: 'so' }),
    optionalText('unitid', fields.kyHieu, { localtype: 'kyHieu' }),
    textElement('unittitle', fields.trichYeu || title),
    optionalText('unitdate', fields.ngayBanHanh, { label: 'Ngày', normal: fields.ngayBanHanh === undefined ? undefined : normalDate(fields.ngayBanHanh) }),
    fields.coQuanBanHanh === undefined ? '' : origination(fields.coQuanBanHanh),
    extent(fields.soTrang, 'trang'),
    fields.soTo === undefined ? '' : extent(Number(fields.soTo), 'tờ'),
    vietnamese(fields.ngonNgu),
    element('dao', { daotype: 'derived', href: pdf.path, linktitle: `${name}.pdf` }));
  return element('c', { level: 'item' }, did, ...notes(fields), access(fields.mucDoTiepCan), element('controlaccess', {}, element('genreform', {}, textElement('part', fields.tenLoai)), ...keywords(fields.tuKhoa)));
}

const NOTES = ['thoiHanLuuTru', 'kyHieuThongTin', 'mucDoTinCay', 'tinhTrangVatLy', 'tepTin', 'ghiChu'] as const satisfies readonly (keyof ArchiveFields)[];

const notes = (fields: ArchiveFields): string[] => NOTES.map((key) => optionalNote(key, fields[key]));

const optionalNote = (key: string, value: string | undefined): string => (value === undefined || value.trim() === '' ? '' : element('odd', { localtype: key }, textElement('p', value)));

const access = (value: string | undefined): string => (value === undefined ? '' : element('accessrestrict', { localtype: 'mucDoTiepCan' }, textElement('p', value)));

const keywords = (value = ''): string[] => value.split(/[;,]/).map((word) => word.trim()).filter(Boolean).map((word) => element('subject', {}, textElement('part', word)));

const origination = (name: string): string => element('origination', {}, element('corpname', {}, textElement('part', name)));

const extent = (count: number, unit: string): string => element('physdescstructured', { physdescstructuredtype: 'spaceoccupied', coverage: 'whole' }, textElement('quantity', String(count)), textElement('unittype', unit));

const vietnamese = (name = 'Tiếng Việt'): string => element('langmaterial', {}, textElement('language', name, { langcode: /việt/i.test(name.normalize('NFC')) ? 'vie' : undefined }));

/** dd.MM.yyyy → yyyy-MM-dd, MM.yyyy → yyyy-MM, yyyy; undefined for what is no date. */
export function normalDate(text: string): string | undefined {
  const match = /^(?:(?:(\d{1,2})[./-])?(\d{1,2})[./-])?(\d{4})$/.exec(text.trim());
  if (match?.[3] === undefined) return undefined;
  const parts = [match[3], match[2], match[1]].filter((part) => part !== undefined).map((part) => part.padStart(2, '0'));
  return Number(parts[1] ?? 1) > 12 || Number(parts[1] ?? 1) < 1 || Number(parts[2] ?? 1) > 31 || Number(parts[2] ?? 1) < 1 ? undefined : parts.join('-');
}
