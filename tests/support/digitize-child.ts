// A process of its own that digitises with the text steps: what the fault tests kill.
//   node digitize-child.ts '{"inputs":[…],"outDir":…,"workspaceDir":…,"workers":2}'
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { exitCodeOf } from '../../backend/commands/command.ts';
import { createTerminalIo } from '../../backend/commands/terminal-io.ts';
import { runDigitize } from '../../backend/digitize/run-digitize.ts';
import { isAppError } from '../../shared/errors.ts';
import { asSources, TEXT_STEPS } from './test-backend.ts';

const options = z.object({ inputs: z.array(z.string()), outDir: z.string(), workspaceDir: z.string().optional(), workers: z.number() }).parse(JSON.parse(process.argv[2] ?? '{}'));
const controller = new AbortController();
process.on('SIGINT', () => controller.abort());
const io = createTerminalIo({ stdout: process.stdout, stderr: process.stderr, json: false, quiet: true, signal: controller.signal });
const { workspaceDir, ...rest } = options;
try {
  const { exitCode } = await runDigitize({
    ...rest, ...(workspaceDir === undefined ? {} : { workspaceDir }), recordType: 'auto', profile: 'ho-tich', keepImages: false,
    backend: {
      stepsModule: TEXT_STEPS,
      steps: { expandSources: asSources, verifyPackage: async (dir) => ({ ok: (await readFile(path.join(dir, 'bagit.txt'), 'utf8')) !== '', files: 1, bytes: 1, findings: [] }) },
    },
  }, io);
  process.exit(exitCode);
} catch (error) {
  process.stderr.write(isAppError(error) ? `${error.code}\n` : `${String(error)}\n`);
  process.exit(exitCodeOf(error));
}
