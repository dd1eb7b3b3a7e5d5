// The two representations of a SIP, record after record: rep1 for reading (PDF/A with text, ALTO beside
// each page), rep2 the scans as they came, each once however many pages it holds.
import type { FieldReading } from '../../../shared/domain/field.ts';
import type { PackageInput, PackagePage, PackageRecord, RecordCorrection } from '../package-input.ts';
import type { PageMaster } from '../../pipeline/page-master.ts';
import type { StepContext } from '../../pipeline/step-context.ts';
import { xmpDate } from '../../pdf/write-xmp.ts';
import type { Gate } from '../map-ahead.ts';
import { createGate } from '../map-ahead.ts';
import type { PackagePlan, PlannedRecord } from '../plan-package.ts';
import { baseName } from '../record-text.ts';
import { putRecordPdf } from '../ready-pdfs.ts';
import { altoDocument } from './alto.ts';
import { archiveFields } from './archive-fields.ts';
import type { FileFact, SipFolder } from './file-fact.ts';
import { copyIn, putFact, writeXml } from './file-fact.ts';
import { fileCode } from './identifiers.ts';
import type { PageFacts, RecordFacts } from './package-facts.ts';

export const ACCESS = 'representations/rep1';
export const MASTERS = 'representations/rep2';

/** The PDF of a record, below the SIP's root. */
export const accessPdfPath = ({ name }: Pick<PlannedRecord, 'name'>): string => `${ACCESS}/data/${name}.pdf`;

/** Pictures held at a time. */
const PICTURES_AT_A_TIME = 4;

type Place = { readonly sip: SipFolder; readonly gate: Gate; readonly input: PackageInput; readonly context: StepContext; /** Where a master was put, by its SHA-256. */ readonly masters: Map<string, FileFact> };

/** Writes both representations' data folders; a record at a time, so that memory does not grow with the batch. */
export async function writeRepresentations(sip: SipFolder, plan: PackagePlan, input: PackageInput, context: StepContext): Promise<readonly RecordFacts[]> {
  const place: Place = { sip, gate: createGate(PICTURES_AT_A_TIME), input, context, masters: new Map() };
  const facts: RecordFacts[] = [];
  for (const [index, planned] of plan.records.entries()) {
    context.progress(index, plan.records.length, planned.name);
    facts.push(await writeRecord(planned, place));
  }
  context.progress(plan.records.length, plan.records.length);
  return facts;
}

async function writeRecord(planned: PlannedRecord, place: Place): Promise<RecordFacts> {
  const { sip, gate, input, context } = place;
  const { record, name, seq, title } = planned;
  const pdf = await putFact(sip, accessPdfPath(planned), 'application/pdf', (path) => putRecordPdf(sip.payload, path, planned, { input, gate, context }));
  const pages: PageFacts[] = [];
  for (const [index, page] of record.pages.entries()) pages.push(await writePage(planned, page, index + 1, place));
  const fields = archiveFields({ ...planned, fileCode: fileCode(input) }, input.archive);
  const extracted = Object.values(record.fields).filter((field) => field.value !== '' && !isByPerson(field)).length;
  return { recordId: record.recordId, name, seq, title, typeName: fields.tenLoai, pdf, pages, fields, extracted, corrections: correctionsOf(record), reviews: record.reviews ?? [] };
}

async function writePage({ record, name }: PlannedRecord, page: PackagePage, number: number, place: Place): Promise<PageFacts> {
  place.context.signal.throwIfAborted();
  const reading = page.reading;
  const pageName = `${name}.p${String(number).padStart(4, '0')}`;
  const readAt = page.readAt === undefined ? undefined : xmpDate(page.readAt);
  const alto = reading === null ? null
    : await writeXml(place.sip, `${ACCESS}/data/alto/${pageName}.xml`, altoDocument({ number, reading, fields: record.fields, fileName: `${name}.pdf`, deliveredSha256: page.deliveredSha256, readAt }));
  const master = place.masters.get(page.master.sha256) ?? await writeMaster(page.master, pageName, place);
  place.masters.set(page.master.sha256, master);
  return {
    number, master, masterFrame: page.master.frame, masterOrigin: page.master.origin, originalName: originalName(record, number), deliveredSha256: page.deliveredSha256, alto,
    transforms: page.transforms, engine: reading?.engine ?? null, importedAt: page.importedAt, readAt: page.readAt,
  };
}

const EXTENSIONS: Readonly<Record<PageMaster['mediaType'], string>> = {
  'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp', 'image/bmp': 'bmp', 'image/tiff': 'tif', 'image/jp2': 'jp2', 'image/jbig2': 'jb2', 'application/pdf': 'pdf',
};
/** Types that the IANA does not list go under the one it has for everything. */
const UNREGISTERED: ReadonlySet<string> = new Set(['image/jbig2']);

async function writeMaster(master: PageMaster, pageName: string, { sip, context }: Place): Promise<FileFact> {
  const mediaType = UNREGISTERED.has(master.mediaType) ? 'application/octet-stream' : master.mediaType;
  const source = { from: await context.blobs.pathOf(master.sha256), mediaType, sha256: master.sha256 };
  return copyIn(sip, `${MASTERS}/data/${pageName}.${EXTENSIONS[master.mediaType]}`, source, context.signal);
}

/** Known when the record's files are one for each page, or one for all. */
function originalName({ sourceFiles, pages }: PackageRecord, number: number): string | undefined {
  const name = sourceFiles.length === 1 ? sourceFiles[0] : sourceFiles.length === pages.length ? sourceFiles[number - 1] : undefined;
  return name === undefined ? undefined : baseName(name);
}

const isByPerson = (field: FieldReading): boolean => field.from === 'clerk' || field.from === 'second-keying';

/** Without a trail the fields themselves still say that a person wrote them. */
function correctionsOf(record: PackageRecord): readonly RecordCorrection[] {
  return record.corrections ?? Object.entries(record.fields).filter(([, field]) => isByPerson(field)).map(([field]) => ({ field, by: '', at: '' }));
}
