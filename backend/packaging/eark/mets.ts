// METS as CSIP and SIP 2.2 want it (dilcis.eu): a document for the package that points at metadata,
// documentation, schemas and the METS of each representation, and one for each representation that points
// at its metadata and files. Every reference carries type, size, time and SHA-256.
import { SOFTWARE_AGENT } from '../software-agent.ts';
import type { FileFact } from './file-fact.ts';
import { xmlId } from './identifiers.ts';
import { element, openTag, textElement } from './xml.ts';

export type MetadataFile = { readonly file: FileFact; readonly type: 'EAD' | 'PREMIS' | 'OTHER'; readonly typeVersion?: string; readonly otherType?: string; readonly section: 'dmd' | 'digiprov' };

type Common = { readonly objId: string; readonly createdAt: string; readonly metadata: readonly MetadataFile[] };
export type PackageMets = Common & {
  readonly title: string;
  readonly fileCode: string;
  /** Who hands the package in. */
  readonly agency: { readonly name?: string | undefined; readonly code?: string | undefined };
  readonly documentation: readonly FileFact[];
  readonly schemas: readonly FileFact[];
  readonly representations: readonly { readonly name: string; readonly mets: FileFact }[];
};
/** Paths of `files` and `metadata` are below the SIP's root; the document names them below `folder`. */
export type RepresentationMets = Common & { readonly folder: string; readonly title: string; readonly files: readonly FileFact[] };

/** Of SIP 2.2, in the representations' documents too (SIP2, as commons-ip reads it). */
const PROFILE = 'https://earksip.dilcis.eu/profile/E-ARK-SIP-v2-2-0.xml';
/** CSIP vocabulary: scans of printed papers. */
const CONTENT_CATEGORY = 'Textual works – Print';
/** No content information type specification exists for scanned papers; ours is the archive circular's. */
const CONTENT_TYPE = { 'csip:CONTENTINFORMATIONTYPE': 'OTHER', 'csip:OTHERCONTENTINFORMATIONTYPE': 'TT 05/2025/TT-BNV' } as const;
const SCHEMA_LOCATIONS = { mets: 'http://www.loc.gov/METS/', csip: 'https://DILCIS.eu/XML/METS/CSIPExtensionMETS', sip: 'https://DILCIS.eu/XML/METS/SIPExtensionMETS', xlink: 'http://www.w3.org/1999/xlink' } as const;

export const UNNAMED_AGENCY = 'Chưa khai báo cơ quan';

type Group = { readonly use: string; readonly files: readonly FileFact[] };

export function* packageMets(mets: PackageMets): Iterable<string> {
  const groups: Group[] = [
    { use: 'Documentation', files: mets.documentation },
    { use: 'Schemas', files: mets.schemas },
    ...mets.representations.map(({ name, mets: file }) => ({ use: `Representations/${name}`, files: [file] })),
  ];
  yield root(mets, { schemas: 'schemas', label: mets.title });
  yield header(mets, [submitter(mets.agency), textElement('altRecordID', mets.fileCode, { TYPE: 'REFERENCECODE' })]);
  yield* sections(mets, '');
  yield* fileSection(groups, mets, '');
  const divisions = [
    division('Documentation', mets.objId, pointers(['Documentation'], mets.objId)),
    division('Schemas', mets.objId, pointers(['Schemas'], mets.objId)),
    ...mets.representations.map(({ name, mets: file }) => division(`Representations/${name}`, mets.objId,
      element('mptr', { LOCTYPE: 'URL', 'xlink:type': 'simple', 'xlink:href': href(file.path), 'xlink:title': xmlId('group', `${mets.objId} Representations/${name}`) }))),
  ];
  yield structure(mets, divisions);
  yield '</mets>\n';
}

export function* representationMets(mets: RepresentationMets): Iterable<string> {
  const prefix = `${mets.folder}/`;
  yield root(mets, { schemas: '../../schemas', label: mets.title });
  yield header(mets, []);
  yield* sections(mets, prefix);
  yield* fileSection([{ use: 'Data', files: mets.files }], mets, prefix);
  yield structure(mets, [division('Data', mets.folder, pointers(['Data'], mets.folder))]);
  yield '</mets>\n';
}

function root({ objId }: Common, more: { readonly schemas: string; readonly label: string }): string {
  const { mets, csip, sip, xlink } = SCHEMA_LOCATIONS;
  const locations = [[mets, 'mets.xsd'], [csip, 'DILCISExtensionMETS.xsd'], [sip, 'DILCISExtensionSIPMETS.xsd'], [xlink, 'xlink.xsd']].map(([namespace, file]) => `${namespace} ${more.schemas}/${file}`);
  return `${openTag('mets', {
    xmlns: mets, 'xmlns:csip': csip, 'xmlns:sip': sip, 'xmlns:xlink': xlink, 'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance', 'xsi:schemaLocation': locations.join(' '),
    OBJID: objId, LABEL: more.label, TYPE: CONTENT_CATEGORY, ...CONTENT_TYPE, PROFILE,
  })}\n`;
}

function header({ createdAt }: Common, more: readonly string[]): string {
  const [name = SOFTWARE_AGENT, version = ''] = SOFTWARE_AGENT.split(' ');
  const agent = element('agent', { ROLE: 'CREATOR', TYPE: 'OTHER', OTHERTYPE: 'SOFTWARE' }, textElement('name', name), textElement('note', version, { 'csip:NOTETYPE': 'SOFTWARE VERSION' }));
  return element('metsHdr', { CREATEDATE: createdAt, LASTMODDATE: createdAt, RECORDSTATUS: 'NEW', 'csip:OAISPACKAGETYPE': 'SIP' }, agent, ...more);
}

/** SIP15 to SIP20: a submitting organisation there must be; an office that has not said its name says so. */
function submitter({ name, code }: PackageMets['agency']): string {
  const note = code === undefined ? '' : textElement('note', code, { 'csip:NOTETYPE': 'IDENTIFICATIONCODE' });
  return element('agent', { ROLE: 'CREATOR', TYPE: 'ORGANIZATION' }, textElement('name', name ?? UNNAMED_AGENCY), note);
}

function* sections(mets: Common, prefix: string): Iterable<string> {
  for (const item of mets.metadata.filter(({ section }) => section === 'dmd')) {
    yield element('dmdSec', { ID: sectionId(item), CREATED: mets.createdAt, STATUS: 'CURRENT' }, reference(item, mets.createdAt, prefix));
  }
  const provenance = mets.metadata.filter(({ section }) => section === 'digiprov');
  yield element('amdSec', {}, ...provenance.map((item) => element('digiprovMD', { ID: sectionId(item), CREATED: mets.createdAt, STATUS: 'CURRENT' }, reference(item, mets.createdAt, prefix))));
}

const sectionId = ({ file, section }: MetadataFile): string => xmlId(section, file.path);

function reference({ file, type, typeVersion, otherType }: MetadataFile, createdAt: string, prefix: string): string {
  return element('mdRef', {
    ID: xmlId('ref', file.path), LOCTYPE: 'URL', MDTYPE: type, OTHERMDTYPE: otherType, MDTYPEVERSION: typeVersion, 'xlink:type': 'simple', 'xlink:href': href(below(file.path, prefix)), ...facts(file, createdAt),
  });
}

const facts = (file: FileFact, createdAt: string) => ({ MIMETYPE: file.mediaType, SIZE: file.sizeBytes, CREATED: createdAt, CHECKSUM: file.sha256, CHECKSUMTYPE: 'SHA-256' });

function* fileSection(groups: readonly Group[], mets: Common, prefix: string): Iterable<string> {
  const scope = prefix === '' ? mets.objId : prefix.slice(0, -1);
  yield `${openTag('fileSec', { ID: xmlId('files', scope) })}\n`;
  for (const { use, files } of groups) {
    yield `${openTag('fileGrp', { ID: xmlId('group', `${scope} ${use}`), USE: use, ...CONTENT_TYPE })}\n`;
    for (const file of files) {
      const format = file.mediaType === 'application/pdf' && file.path.includes('/rep1/') ? { 'sip:FILEFORMATNAME': 'PDF/A-2u', 'sip:FORMATREGISTRY': 'PRONOM', 'sip:FORMATREGISTRYKEY': 'fmt/478' } : {};
      const location = element('FLocat', { LOCTYPE: 'URL', 'xlink:type': 'simple', 'xlink:href': href(below(file.path, prefix)) });
      yield element('file', { ID: xmlId('file', file.path), ...facts(file, mets.createdAt), ...format }, location);
    }
    yield '</fileGrp>\n';
  }
  yield '</fileSec>\n';
}

function structure(mets: Common & { readonly folder?: string }, divisions: readonly string[]): string {
  const scope = mets.folder ?? mets.objId;
  const ids = (section: MetadataFile['section']): string | undefined => mets.metadata.filter((item) => item.section === section).map(sectionId).join(' ') || undefined;
  const metadata = element('div', { ID: xmlId('div', `${scope} Metadata`), LABEL: 'Metadata', DMDID: ids('dmd'), ADMID: ids('digiprov') });
  return element('structMap', { ID: xmlId('map', scope), TYPE: 'PHYSICAL', LABEL: 'CSIP' }, element('div', { ID: xmlId('div', scope), LABEL: mets.objId }, metadata, ...divisions));
}

const division = (label: string, scope: string, content: string): string => element('div', { ID: xmlId('div', `${scope} ${label}`), LABEL: label }, content);

const pointers = (uses: readonly string[], scope: string): string => uses.map((use) => element('fptr', { FILEID: xmlId('group', `${scope} ${use}`) })).join('');

const below = (path: string, prefix: string): string => (path.startsWith(prefix) ? path.slice(prefix.length) : path);

const href = (path: string): string => path.split('/').map(encodeURIComponent).join('/');
