// Sets of pages to measure on: invented ones from the project's own generator, and the data folder beside
// the project when it is there.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { runProcess } from './run-process.ts';

const root = path.dirname(path.dirname(import.meta.dirname));

export const truthSchema = z.array(z.object({ file: z.string(), type: z.string(), level: z.string(), fields: z.record(z.string(), z.string()), text: z.string(), ink: z.record(z.string(), z.number()).optional(), covered: z.record(z.string(), z.number()).optional() }));
export type Truth = z.infer<typeof truthSchema>;

/** Data beside the project: SOHOA_DATA, or ../shared/data. Undefined where there is none. */
export function dataFolder(): string | undefined {
  const folder = process.env['SOHOA_DATA'] ?? path.join(root, '..', 'shared', 'data');
  return existsSync(folder) ? folder : undefined;
}

export const readTruth = (folder: string): Truth => truthSchema.parse(JSON.parse(readFileSync(path.join(folder, 'truth.json'), 'utf8')));

/** Renders a set once and keeps it under the system's temporary folder, keyed by its parameters. */
export async function generatedSet(options: { count: number; seed: number }): Promise<string> {
  const folder = path.join(os.tmpdir(), 'sohoa-bench', `generated-${options.count}-${options.seed}`);
  if (existsSync(path.join(folder, 'truth.json'))) return folder;
  const made = await runProcess(process.execPath, [
    path.join(root, 'scripts/fixtures/make-bench-set.ts'), '--out', folder, '--count', String(options.count), '--seed', String(options.seed), '--preset', 'mixed',
  ]);
  if (made.exitCode !== 0) throw new Error(`the generator failed:\n${made.stderr}`);
  return folder;
}

export const pageFiles = (folder: string): readonly string[] =>
  readdirSync(folder).filter((name) => /\.(jpe?g|png|tiff?)$/i.test(name)).sort((a, b) => a.localeCompare(b, 'vi', { numeric: true })).map((name) => path.join(folder, name));

export const sohoaCli = path.join(root, 'scripts/sohoa.mjs');
