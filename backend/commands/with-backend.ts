// Opens a workspace for one command and closes it afterwards, whatever happens.
import { createBackend, type Backend } from '../backend.ts';
import type { CommandCall } from './command.ts';
import { dataDirOf } from './data-folder.ts';
import { askSecret } from './ask-secret.ts';
import { isSealed } from '../storage/vault.ts';
import { parseWorkers } from './digitize.ts';

export const WORKSPACE_OPTIONS = { workspace: { type: 'string' }, workers: { type: 'string' } } as const;
export const WORKSPACE_USAGE = `  --workspace DIR  kho làm việc / the workspace (default: the user's data folder, or SOHOA_DATA)
  --workers N      số tiến trình đọc / reading processes`;

export async function withBackend<T>(call: CommandCall, command: string, work: (backend: Backend) => Promise<T>): Promise<T> {
  const workers = parseWorkers(call.values['workers'], command);
  const dataDir = dataDirOf(call.values);
  const passphrase = isSealed(dataDir) ? await askSecret('Cụm mật khẩu của kho (passphrase): ', 'SOHOA_PASSPHRASE', command) : undefined;
  const backend = await createBackend({ dataDir, ...(passphrase === undefined ? {} : { passphrase }), ...(workers === undefined ? {} : { workers }) });
  try {
    return await work(backend);
  } finally {
    await backend.close();
  }
}
