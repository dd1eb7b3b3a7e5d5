// Administrative documents carry the metadata of the general guide (CV 7197) as well: beside the EAD of
// the file, as JSON and XML per document, under the name that the guide gives the document.
import type { FieldWarning } from '../../../shared/domain/field.ts';
import type { ArchiveFacts } from '../../../shared/api/packages.ts';
import { takeName } from '../file-name.ts';
import { guideJson, guideXml } from '../guide/guide-documents.ts';
import { guideOf } from '../guide/guide-record.ts';
import type { PackagePlan } from '../plan-package.ts';
import type { SipFolder } from './file-fact.ts';
import { writeDocument, writeXml } from './file-fact.ts';
import type { MetadataFile } from './mets.ts';

export async function writeGuideMetadata(sip: SipFolder, plan: PackagePlan, archive: ArchiveFacts = {}): Promise<{ metadata: readonly MetadataFile[]; warnings: readonly FieldWarning[] }> {
  const metadata: MetadataFile[] = [];
  const warnings: FieldWarning[] = [];
  const taken = new Map<string, string>();
  for (const planned of plan.records) {
    const { record, name } = planned;
    if (record.recordType !== 'VB') continue;
    const guide = guideOf(planned, archive);
    warnings.push(...guide.problems.map(({ code, field }) => ({ code, detail: { recordId: record.recordId, field } })));
    const path = `metadata/descriptive/guide/${takeName(taken, guide.fileName ?? name).name}`;
    metadata.push(described(await writeDocument(sip, `${path}.json`, 'application/json', [guideJson(guide)])), described(await writeXml(sip, `${path}.xml`, [guideXml(guide)])));
  }
  return { metadata, warnings };
}

const described = (file: MetadataFile['file']): MetadataFile => ({ file, type: 'OTHER', otherType: 'CV-7197', section: 'dmd' });
