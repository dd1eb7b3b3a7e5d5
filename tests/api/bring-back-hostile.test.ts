// A package brought back from a place that means harm, or is broken: nothing is written outside, nothing
// unchecked stays, nothing fills the disk, and what is wrong is said.
import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { broughtBackSchema, type BroughtBack } from '../../shared/api/uploads.ts';
import { startFaulty, type Interfere } from '../support/faulty-repository.ts';
import { makeReadyPackage } from '../support/ready-package.ts';
import { createTempDir, openTestBackend, type TestBackend } from '../support/test-backend.ts';
import { until } from '../support/until.ts';

let temp: Awaited<ReturnType<typeof createTempDir>>;
let backend: TestBackend;
/** What the place does with a question, once the package is there. */
let interfere: Interfere;
let profileId: string;
let sha256: string;

beforeEach(async () => {
  temp = await createTempDir();
  backend = await openTestBackend(temp.dir, { workers: 1 });
  interfere = (_, next) => next();
  const repository = await startFaulty(path.join(temp.dir, 'kho'), (request, next) => interfere(request, next));
  const { uploads, uploadProfiles } = backend.parts;
  profileId = (await uploadProfiles.create({ name: 'Kho lạ', kind: 'repository', address: repository.url, settings: {} })).id;
  const [row] = await uploads.enqueue([await makeReadyPackage(backend, { 'a.txt': 'xin chào', 'b.bin': 20_000 })], profileId, 0);
  sha256 = (await uploads.settled(row?.id ?? '', AbortSignal.timeout(30_000))).receipt?.sha256 ?? '';
});
afterEach(async () => {
  await backend.close();
  await temp.remove();
});

const heldSchema = z.looseObject({ files: z.array(z.object({ path: z.string(), sha256: z.string(), sizeBytes: z.number() })) });
type Files = z.infer<typeof heldSchema>['files'];

/** The place tells other files than it has. */
const telling = (change: (files: Files) => unknown): Interfere => async (request, next) => {
  const answer = await next();
  if (new URL(request.url).pathname !== `/packages/${sha256}`) return answer;
  const held = heldSchema.parse(await answer.json());
  return Response.json({ ...held, files: change(held.files) });
};
const renamed = (name: string): Interfere => telling((files) => files.map((file) => (file.path === 'data/a.txt' ? { ...file, path: name } : file)));
/** Contents are answered with this. */
const giving = (answer: () => Response): Interfere => async (request, next) => (request.url.includes('/contents/') ? answer() : next());

async function bringBack(): Promise<BroughtBack> {
  const { id } = await backend.json(broughtBackSchema, `/api/upload-profiles/${profileId}/bring-back`, { method: 'POST', status: 202, body: { sha256, name: 'Gói' } });
  let found: BroughtBack | undefined;
  await until('it came or failed', async () => {
    const { broughtBack } = await backend.json(z.object({ broughtBack: z.array(broughtBackSchema) }), '/api/uploads/brought-back');
    found = broughtBack.find((row) => row.id === id);
    return found?.state === 'failed' || found?.state === 'reading' || found?.state === 'done';
  }, 40_000);
  if (found === undefined) throw new Error('it vanished');
  return found;
}

const outside = async (): Promise<readonly string[]> => (await readdir(temp.dir, { recursive: true })).filter((name) => !name.startsWith('ws/') && !name.startsWith('kho/')).sort();

/** A whole path, out of every workspace. */
const OUTSIDE = path.join(os.tmpdir(), 'sohoa-hostile-name');

describe('names that are no names', () => {
  it.each([
    '../ngoai.txt', `../../../../../../../..${OUTSIDE}`, OUTSIDE, 'data/../../ngoai.txt', 'C:\\ngoai.txt', 'C:/ngoai.txt', 'data\\..\\..\\ngoai.txt', '~/ngoai.txt', '.', '..', 'data//a.txt', 'data/./a.txt',
    'data/a\u0000.txt', 'data/a\n.txt', `data/${'a'.repeat(300)}`, `${'d/'.repeat(1_200)}a`, 'data/a\u0301.txt', 'data/\uD800.txt',
  ])('%j is refused before anything is written', async (name) => {
    const before = await outside();
    interfere = renamed(name);
    expect(await bringBack()).toMatchObject({ state: 'failed', batchId: null, problem: { code: 'target-damaged', detail: { reason: 'unsafe-name' } } });
    expect(await outside()).toEqual(before);
    expect(existsSync(OUTSIDE)).toBe(false);
  });

  it('two that a disk would take for one are refused', async () => {
    interfere = telling((files) => [...files, ...files.filter((file) => file.path === 'data/a.txt').map((file) => ({ ...file, path: 'data/A.TXT' }))]);
    expect(await bringBack()).toMatchObject({ state: 'failed', problem: { detail: { reason: 'unsafe-name' } } });
  });

  it('one too many, or one too few, is no package', async () => {
    interfere = telling((files) => files.map((file) => (file.path === 'data/a.txt' ? { ...file, path: 'data/khac.txt' } : file)));
    expect(await bringBack()).toMatchObject({ state: 'failed', problem: { code: 'package-damaged' } });
    interfere = telling((files) => files.filter((file) => file.path !== 'data/a.txt'));
    expect(await bringBack()).toMatchObject({ state: 'failed', problem: { code: 'package-damaged' } });
  });
});

describe('contents that are not what was announced', () => {
  it('without end: the disk is not filled', async () => {
    let given = 0;
    interfere = giving(() => new Response(new ReadableStream({ pull: (stream) => void ((given += 65_536), stream.enqueue(new Uint8Array(65_536))) })));
    expect(await bringBack()).toMatchObject({ state: 'failed', problem: { code: 'target-damaged', detail: { reason: 'longer-than-announced' } } });
    expect(given).toBeLessThan(20_000_000);
  });

  it('other bytes of the same length, fewer, none', async () => {
    for (const bytes of [Buffer.alloc(9, 'y'), Buffer.from('x'), Buffer.alloc(0)]) {
      interfere = giving(() => new Response(bytes));
      expect(await bringBack()).toMatchObject({ state: 'failed', problem: { code: 'target-damaged' } });
    }
  });

  it('a redirect is not followed, least of all to another host', async () => {
    let asked = 0;
    const other = await startFaulty(path.join(temp.dir, 'kho', 'khac'), (_, next) => ((asked += 1), next()));
    interfere = giving(() => new Response(null, { status: 302, headers: { Location: other.url } }));
    expect(await bringBack()).toMatchObject({ state: 'failed', problem: { code: 'target-refused', detail: { reason: 'redirected' } } });
    expect(asked).toBe(0);
  });

  it('nonsense where the list of files should be', async () => {
    for (const files of [{}, 'không', [], [{ path: 1 }], [{ path: 'a', sha256: 'x', sizeBytes: 1 }], [{ path: 'data/a.txt', sha256: 'a'.repeat(64), sizeBytes: -1 }]]) {
      interfere = telling(() => files);
      expect((await bringBack()).state, JSON.stringify(files)).toBe('failed');
    }
  });
});

it('comes when the place is itself again, however often it failed before', async () => {
  interfere = renamed('../ngoai.txt');
  await bringBack();
  interfere = (_, next) => next();
  await writeFile(path.join(temp.dir, 'ws', 'khong-lien-quan.txt'), 'x');
  expect((await bringBack()).problem).toBeNull();
});
