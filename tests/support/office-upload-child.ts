// A real back end as a process of its own that makes places with secrets, sends, fails in several ways and
// says everything it has to say: node office-upload-child.ts <data folder> <JSON: places>
import path from 'node:path';
import { z } from 'zod';
import { createBackend } from '../../backend/backend.ts';
import { TEXT_STEPS } from './test-backend.ts';
import { makeReadyPackage } from './ready-package.ts';

const placesSchema = z.array(z.object({ name: z.string(), kind: z.enum(['repository', 'documents', 's3', 'sftp', 'tus']), address: z.string(), secret: z.string(), settings: z.record(z.string(), z.string()).optional() }));
const [dataDir = '', text = '[]'] = process.argv.slice(2);
const backend = await createBackend({ dataDir: path.join(dataDir, 'ws'), stepsModule: TEXT_STEPS, workers: 1 });
const { uploads, uploadProfiles, events, db } = backend.parts;
events.subscribe((event) => void process.stdout.write(`${JSON.stringify(event)}\n`));
const say = async (address: string, init?: RequestInit): Promise<void> => void process.stdout.write(`${address} ${await (await backend.request(address, init)).text()}\n`);

for (const { settings = {}, ...place } of placesSchema.parse(JSON.parse(text))) {
  const body = JSON.stringify({ ...place, settings });
  await say('/api/upload-profiles/try', { method: 'POST', body });
  await say('/api/upload-profiles', { method: 'POST', body });
  const profile = (await uploadProfiles.list()).find(({ name }) => name === place.name);
  if (profile === undefined) continue;
  const [row] = await uploads.enqueue([await makeReadyPackage(backend, { 'a.txt': place.name })], profile.id, 0);
  const id = row?.id ?? '';
  // Until it has its answer, or waits to be tried again.
  for (let looks = 0; looks < 40; looks += 1) {
    const { state, problem } = await uploads.get(id);
    if (state === 'acknowledged' || state === 'failed' || (state === 'queued' && problem !== null)) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await say(`/api/upload-profiles/${profile.id}/packages`);
  await say(`/api/upload-profiles/${profile.id}/try`, { method: 'POST' });
}
await say('/api/uploads');
await say('/api/upload-profiles');
await say('/api/trail');
process.stdout.write(`${JSON.stringify(await db.selectFrom('trail_payloads').selectAll().execute())}\n`);
process.stderr.write('done\n');
await backend.close();
