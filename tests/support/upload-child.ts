// A sender as a process of its own, to be killed at any moment: node upload-child.ts <package> <target> <state file>
import { readFile, rename, writeFile } from 'node:fs/promises';
import { uploadPackage } from '../../backend/pipeline/upload.ts';
import { uploadStateSchema, type UploadStateStore } from '../../backend/targets/upload-state.ts';

const [dir = '', target = '', file = ''] = process.argv.slice(2);
const state: UploadStateStore = {
  load: async () => {
    const text = await readFile(file, 'utf8').catch(() => undefined);
    return text === undefined ? null : uploadStateSchema.parse(JSON.parse(text));
  },
  save: async (next) => {
    await writeFile(`${file}.new`, JSON.stringify(next));
    await rename(`${file}.new`, file);
  },
};
process.stderr.write('started\n');
const receipt = await uploadPackage({ dir, target, state, pace: { firstDelayMs: 5, longestDelayMs: 50, tries: 6 } }, { signal: new AbortController().signal, progress: (done) => void process.stderr.write(`${done}\n`) });
process.stdout.write(JSON.stringify(receipt));
