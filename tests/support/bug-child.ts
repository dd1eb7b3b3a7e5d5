// A back end with its own log, whose door breaks with a person's data in its message.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createBackend } from '../../backend/backend.ts';
import { TEXT_STEPS } from './test-backend.ts';

const dir = await mkdtemp(path.join(tmpdir(), 'sohoa-bug-'));
const backend = await createBackend({
  dataDir: dir, workers: 1, stepsModule: TEXT_STEPS,
  authenticate: async () => {
    throw new Error('authenticate of Nguyễn Thị Lan Anh, 049185001010, password=con-meo-den');
  },
});
process.stdout.write(await (await backend.request('/api/batches')).text());
await backend.close();
await rm(dir, { recursive: true, force: true });
