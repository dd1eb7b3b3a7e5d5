// The archive profile: an E-ARK SIP 2.2 (CSIP) below data/ of the bag, one folder named as its OBJID.
//   METS.xml  documentation/  schemas/
//   metadata/descriptive/ead.xml, guide/  metadata/preservation/premis.xml  metadata/other/records.jsonl
//   representations/rep1  PDFs and ALTO: METS.xml, metadata/preservation/premis.xml, data/
//   representations/rep2  the scans as they came, likewise
// Files first, then what describes them, the package's METS last: it holds the checksum of all else.
// Times inside come from the input alone, so that the same input gives the same bytes.
import type { FieldWarning } from '../../../shared/domain/field.ts';
import type { PackageInput } from '../package-input.ts';
import type { StepContext } from '../../pipeline/step-context.ts';
import { xmpDate } from '../../pdf/write-xmp.ts';
import { contentsPage } from '../contents-page.ts';
import type { PayloadWriter } from '../payload-writer.ts';
import type { PackagePlan } from '../plan-package.ts';
import { recordLine } from '../record-text.ts';
import { readme } from './documentation.ts';
import { eadDocument } from './ead.ts';
import type { FileFact, SipFolder } from './file-fact.ts';
import { copyIn, writeDocument, writeXml } from './file-fact.ts';
import { fileCode, sipName } from './identifiers.ts';
import type { MetadataFile } from './mets.ts';
import { packageMets, representationMets } from './mets.ts';
import type { SipFacts } from './package-facts.ts';
import { masterFiles } from './package-facts.ts';
import { accessPremis, masterPremis, packagePremis } from './premis.ts';
import { ACCESS, accessPdfPath, MASTERS, writeRepresentations } from './write-representations.ts';
import { writeGuideMetadata } from './write-guide-metadata.ts';
import { writeSchemas } from './write-schemas.ts';

/** Writes the SIP below data/; returns what a clerk may want to repair. AppErrors as buildPackage, and original-damaged. */
export async function writeSip(payload: PayloadWriter, plan: PackagePlan, input: PackageInput, context: StepContext): Promise<readonly FieldWarning[]> {
  const objId = sipName(input.batchId);
  const sip: SipFolder = { objId, payload };
  const records = await writeRepresentations(sip, plan, input, context);
  const facts: SipFacts = { objId, fileCode: fileCode(input), title: input.batchName, batchId: input.batchId, createdAt: xmpDate(input.createdAt), records, ...(input.signature === undefined ? {} : { signature: input.signature.facts }) };
  const guide = await writeGuideMetadata(sip, plan, input.archive);
  const metadata = [...await writePackageMetadata(sip, facts, input), await writeRecordLines(sip, plan), ...(await copyTrail(sip, input, context.signal)), ...guide.metadata];
  const documentation = [
    await writeDocument(sip, 'documentation/README.txt', 'text/plain', [readme(facts)]),
    await writeDocument(sip, 'documentation/index.html', 'text/html', [contentsPage(plan, { ...input, pdfPath: (planned) => `../${accessPdfPath(planned)}` })]),
  ];
  const schemas = await writeSchemas(sip, context.signal);
  const representations = await writeRepresentationDocuments(sip, facts);
  await writeXml(sip, 'METS.xml', packageMets({ ...facts, agency: { name: input.archive?.agencyName, code: input.archive?.agencyCode }, metadata, documentation, schemas, representations }));
  return guide.warnings;
}

async function writePackageMetadata(sip: SipFolder, facts: SipFacts, input: PackageInput): Promise<MetadataFile[]> {
  const ead = await writeXml(sip, 'metadata/descriptive/ead.xml', eadDocument(facts, input.archive));
  const premis = await writeXml(sip, 'metadata/preservation/premis.xml', packagePremis(facts));
  return [{ file: ead, type: 'EAD', typeVersion: 'EAD3', section: 'dmd' }, provenance(premis)];
}

const provenance = (file: FileFact): MetadataFile => ({ file, type: 'PREMIS', typeVersion: '3.0', section: 'digiprov' });

/** The records with all their evidence, as `digitize` writes them; `pdf` is below the bag's data/. */
async function writeRecordLines(sip: SipFolder, plan: PackagePlan): Promise<MetadataFile> {
  function* lines(): Iterable<string> {
    for (const planned of plan.records) {
      const { record } = planned;
      yield `${JSON.stringify({ ...recordLine(record), recordId: record.recordId, pdf: `${sip.objId}/${accessPdfPath(planned)}`, pages: record.pages.length })}\n`;
    }
  }
  return { file: await writeDocument(sip, 'metadata/other/records.jsonl', 'text/plain', lines()), type: 'OTHER', otherType: 'SOHOA-RECORDS', section: 'dmd' };
}

/** Who did what to the records, as the office's own log has it. */
const copyTrail = async (sip: SipFolder, { trailFile }: PackageInput, signal: AbortSignal): Promise<MetadataFile[]> =>
  trailFile === undefined ? [] : [{ file: await copyIn(sip, 'metadata/other/trail.jsonl', { from: trailFile, mediaType: 'text/plain' }, signal), type: 'OTHER', otherType: 'SOHOA-TRAIL', section: 'dmd' }];

async function writeRepresentationDocuments(sip: SipFolder, facts: SipFacts): Promise<{ name: string; mets: FileFact }[]> {
  const access = facts.records.flatMap(({ pdf, pages }) => [pdf, ...pages.flatMap(({ alto }) => (alto === null ? [] : [alto]))]);
  const parts = [
    { folder: ACCESS, title: 'Bản đọc: PDF/A và ALTO', files: access, premis: accessPremis(facts) },
    { folder: MASTERS, title: 'Ảnh quét gốc', files: masterFiles(facts).map(({ file }) => file), premis: masterPremis(facts) },
  ];
  const written = [];
  for (const { folder, title, files, premis } of parts) {
    const name = folder.slice(folder.lastIndexOf('/') + 1);
    const metadata = [provenance(await writeXml(sip, `${folder}/metadata/preservation/premis.xml`, premis))];
    written.push({ name, mets: await writeXml(sip, `${folder}/METS.xml`, representationMets({ objId: name, createdAt: facts.createdAt, folder, title, files, metadata })) });
  }
  return written;
}
