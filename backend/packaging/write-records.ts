// The part of a civil-status payload that is one for each record: a searchable PDF and a text file per record, and records.jsonl.
import type { PackageInput } from './package-input.ts';
import type { StepContext } from '../pipeline/step-context.ts';
import { correctedLines } from './corrected-text.ts';
import type { Gate } from './map-ahead.ts';
import { createGate, mapAhead } from './map-ahead.ts';
import type { PayloadWriter } from './payload-writer.ts';
import type { PackagePlan, PlannedRecord } from './plan-package.ts';
import { recordLine } from './record-text.ts';
import { putRecordPdf } from './ready-pdfs.ts';
import { RECORDS_AT_A_TIME } from './write-record-pdf.ts';

/** Path of a record's PDF below data/. */
export const pdfPath = (planned: PlannedRecord): string => `${guidePath(planned)}.pdf`;
/** Of its metadata by the general guide, where it has them, without extension. */
export const guidePath = (planned: PlannedRecord): string => `${planned.group}/${planned.name}`;

/** The folders must be there. Several records at once; records.jsonl keeps the batch's order. */
export async function writeRecords(payload: PayloadWriter, plan: PackagePlan, input: PackageInput, context: StepContext): Promise<void> {
  const gate = createGate(RECORDS_AT_A_TIME);
  const lines = await payload.create('records.jsonl');
  let done = 0;
  try {
    const written = mapAhead(plan.records, RECORDS_AT_A_TIME, (planned) => writeRecord(payload, planned, { input, gate, context }));
    for await (const line of written) {
      await lines.write(Buffer.from(line));
      context.progress((done += 1), plan.records.length, plan.records[done]?.name);
    }
    await lines.finish();
  } finally {
    await lines.close();
  }
}

/** Returns its line of records.jsonl. */
async function writeRecord(payload: PayloadWriter, planned: PlannedRecord, { input, gate, context }: { input: PackageInput; gate: Gate; context: StepContext }): Promise<string> {
  const { record } = planned;
  const path = pdfPath(planned);
  await putRecordPdf(payload, path, planned, { input, gate, context });
  await payload.writeWhole(`text/${planned.name}.txt`, textOf(planned));
  return `${JSON.stringify({ ...recordLine(record), recordId: record.recordId, pdf: path, ...(planned.book === '' ? {} : { book: planned.book }), ...(input.profile === 'cv-7197' ? { guide: guidePath(planned) } : {}), pages: record.pages.length })}\n`;
}

/** The text of the PDF's text layer, corrections and all; pages divided by form feeds, as pdftotext writes them. */
function textOf({ record }: PlannedRecord): string {
  const texts = record.pages.map(({ reading }, index) => correctedLines(reading?.lines ?? [], record.fields, index + 1).map((line) => `${line.words.map(({ text }) => text).join(' ')}\n`).join(''));
  return texts.map((text) => `${text.normalize('NFC')}\f`).join('');
}
