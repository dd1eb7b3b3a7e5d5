// The part of the payload that every profile has: a searchable PDF and a text file per record, and records.jsonl.
import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pageText } from '../../shared/domain/reading.ts';
import type { PackageInput } from '../pipeline/package.ts';
import type { StepContext } from '../pipeline/step-context.ts';
import type { PackagePlan, PlannedRecord } from './plan-package.ts';
import { recordLine } from './record-text.ts';
import { writeRecordPdf } from './write-record-pdf.ts';

/** Path of a record's PDF below data/. */
export const pdfPath = (input: Pick<PackageInput, 'profile'>) => (planned: PlannedRecord): string => (input.profile === 'luu-tru' ? `pdf/${planned.name}.pdf` : `${planned.group}/${planned.name}.pdf`);

/** The folders must be there. */
export async function writeRecords(data: string, plan: PackagePlan, input: PackageInput, context: StepContext): Promise<void> {
  const lines = await open(join(data, 'records.jsonl'), 'wx');
  try {
    for (const [index, planned] of plan.records.entries()) {
      const { record } = planned;
      const path = pdfPath(input)(planned);
      context.progress(index, plan.records.length, planned.name);
      await writeRecordPdf(join(data, path), { record, title: planned.title, createdAt: input.createdAt, images: input.profile === 'luu-tru' ? 'as-delivered' : 'small' }, context);
      await writeFile(join(data, 'text', `${planned.name}.txt`), textOf(planned), { flush: true });
      await lines.writeFile(`${JSON.stringify({ ...recordLine(record), recordId: record.recordId, pdf: path, pages: record.pages.length })}\n`);
    }
    await lines.sync();
  } finally {
    await lines.close();
  }
  context.progress(plan.records.length, plan.records.length);
}

/** Pages divided by form feeds, as pdftotext writes them. */
const textOf = ({ record }: PlannedRecord): string => record.pages.map(({ reading }) => `${reading === null ? '' : pageText(reading).normalize('NFC')}\n\f`).join('');

