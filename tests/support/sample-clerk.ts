// A clerk who has the sample batch before her: what truth.json says and the machine did not read is typed in, through
// the same door as the screens use. Fields that the machine read rightly stay as they are.
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { createBackend } from '../../backend/backend.ts';
import { baseName } from '../../backend/packaging/record-text.ts';
import { pageSummarySchema } from '../../shared/api/pages.ts';
import { recordDetailSchema } from '../../shared/api/records.ts';
import { withJson } from './test-backend.ts';

const truthSchema = z.array(z.object({ file: z.string(), page: z.number(), type: z.string().nullable(), fields: z.record(z.string(), z.string()) }));

/** Returns how many fields were typed. */
export async function correctByTruth(workspace: string, truthFile: string): Promise<number> {
  const truth = truthSchema.parse(JSON.parse(await readFile(truthFile, 'utf8')));
  const backend = withJson(await createBackend({ dataDir: workspace, workers: 1 }), workspace);
  let typed = 0;
  try {
    const [batch] = await backend.parts.batches.list();
    for (const { id, pageIds } of (await backend.parts.records.list(batch?.id ?? '', 0, 1000)).records) {
      const page = await backend.json(pageSummarySchema, `/api/pages/${pageIds[0] ?? ''}`);
      const said = truth.find(({ file, page: number }) => file.normalize('NFC') === baseName(page.sourceName) && number === page.sourcePage);
      for (const [key, value] of Object.entries(said?.fields ?? {})) {
        const record = await backend.json(recordDetailSchema, `/api/records/${id}`);
        if (record.recordType !== said?.type || record.fields[key]?.value === value) continue;
        await backend.json(z.unknown(), `/api/records/${id}/fields/${key}`, { method: 'PUT', body: { value, revision: record.revision } });
        typed += 1;
      }
    }
    return typed;
  } finally {
    await backend.close();
  }
}
