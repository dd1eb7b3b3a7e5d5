// A back end over a real temporary workspace and real worker processes, with the text steps.
import { mkdtemp, rm, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { z } from 'zod';
import { createBackend, type Backend, type BackendConfig } from '../../backend/backend.ts';
import type { BatchSummary } from '../../shared/api/batches.ts';
import { batchSummarySchema } from '../../shared/api/batches.ts';

export const TEXT_STEPS = fileURLToPath(new URL('./text-steps.ts', import.meta.url));

export async function createTempDir(): Promise<{ dir: string; remove(): Promise<void> }> {
  const dir = await mkdtemp(path.join(tmpdir(), 'sohoa-test-'));
  return { dir, remove: () => rm(dir, { recursive: true, force: true }) };
}

/** The page files have a scan's ending: what is in them is the text steps' business. */
export const asSources: NonNullable<NonNullable<BackendConfig['steps']>['expandSources']> = async function* (inputs) {
  const { readdir, stat } = await import('node:fs/promises');
  for (const input of inputs) {
    const facts = await stat(input).catch(() => undefined);
    if (facts === undefined) yield { kind: 'failure', displayName: path.basename(input), code: 'source-missing', detail: { name: path.basename(input) }, retry: 'again' };
    else if (facts.isDirectory()) for (const name of (await readdir(input)).sort()) yield { kind: 'file', path: path.join(input, name), displayName: name };
    else yield { kind: 'file', path: input, displayName: path.basename(input) };
  }
};

export type TestBackend = Backend & {
  readonly dir: string;
  /** Sends JSON, checks the status, parses the reply. */
  json<S extends z.ZodType>(schema: S, path: string, init?: { method?: string; body?: unknown; status?: number }): Promise<z.infer<S>>;
  /** Writes page files and reads them into a new batch. */
  readPages(files: Readonly<Record<string, string>>, options?: { name?: string; wait?: boolean }): Promise<BatchSummary>;
};

export function withJson(backend: Backend, dir: string): TestBackend {
  const json: TestBackend['json'] = async (schema, address, init = {}) => {
    const reply = await backend.request(address, { method: init.method ?? 'GET', ...(init.body === undefined ? {} : { body: JSON.stringify(init.body) }) });
    const text = await reply.text();
    if (reply.status !== (init.status ?? 200)) throw new Error(`${init.method ?? 'GET'} ${address}: ${reply.status} ${text}`);
    return schema.parse(JSON.parse(text));
  };
  return {
    ...backend, dir, json,
    readPages: async (files, options = {}) => {
      const folder = await mkdtemp(path.join(dir, 'in-'));
      await mkdir(folder, { recursive: true });
      for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
      const batch = await json(batchSummarySchema, '/api/batches', { method: 'POST', body: { name: options.name ?? 'đợt thử' }, status: 201 });
      await backend.parts.batches.addInputs(batch.id, [folder]);
      if (options.wait !== false) await backend.parts.runner.idle(batch.id);
      return backend.parts.batches.get(batch.id);
    },
  };
}

export async function openTestBackend(dir: string, config: Partial<BackendConfig> = {}): Promise<TestBackend> {
  const { steps, ...rest } = config;
  const backend = await createBackend({ dataDir: path.join(dir, 'ws'), stepsModule: TEXT_STEPS, workers: 2, onBug: () => undefined, steps: { expandSources: asSources, ...steps }, ...rest });
  return withJson(backend, dir);
}
