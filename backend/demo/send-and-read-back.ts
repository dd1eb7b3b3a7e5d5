// The second half of the demo: the package goes to a real repository on loopback through the application's
// own upload job, is read back from there, and every checksum is compared.
import type { Receipt } from '../targets/upload-state.ts';
import { AppError } from '../../shared/errors.ts';
import { createBackend, type Backend } from '../backend.ts';
import type { CommandIo } from '../commands/command.ts';
import { readBack } from '../pipeline/read-back.ts';
import { errorOfProblem } from '../problem.ts';
import { createRepository } from '../repository/create-repository.ts';
import { serveRepository } from '../repository/serve-repository.ts';

export type SendOutcome = { readonly receipt: Receipt; readonly filesCompared: number; readonly bytes: number; readonly allEqual: boolean; readonly uploadSeconds: number; readonly readBackSeconds: number };

async function send(backend: Backend, packageId: string, target: string, io: CommandIo): Promise<{ receipt: Receipt; dir: string }> {
  const { packages, runner } = backend.parts;
  const pack = await packages.get(packageId);
  const upload = await packages.upload(packageId, target, undefined);
  await runner.idle(pack.batchId, io.signal);
  const { receipt, problem } = await packages.getUpload(upload.id);
  if (problem !== null) throw errorOfProblem(problem);
  if (receipt === null) throw new AppError('target-refused', { target });
  return { receipt, dir: await packages.dirOf(packageId) };
}

const secondsSince = (startMs: number): number => (performance.now() - startMs) / 1000;

/** Errors: those of the upload, e.g. 'target-unreachable'; differences are not an error but `allEqual: false`. */
export async function sendAndReadBack(input: { workspaceDir: string; repositoryDir: string }, io: CommandIo): Promise<SendOutcome> {
  const running = await serveRepository(createRepository({ dataDir: input.repositoryDir }), { host: '127.0.0.1', port: 0 });
  try {
    const backend = await createBackend({ dataDir: input.workspaceDir, workers: 1 });
    try {
      const newest = (await backend.parts.packages.list()).toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))[0];
      if (newest === undefined) throw new AppError('package-incomplete', { path: input.workspaceDir });
      const startMs = performance.now();
      const { receipt, dir } = await send(backend, newest.id, running.url, io);
      const uploadSeconds = secondsSince(startMs);
      const readStartMs = performance.now();
      const held = await readBack({ dir, target: running.url }, io.signal);
      return { receipt, filesCompared: held.files, bytes: held.bytes, allEqual: held.ok, uploadSeconds, readBackSeconds: secondsSince(readStartMs) };
    } finally {
      await backend.close();
    }
  } finally {
    await running.stop();
  }
}
