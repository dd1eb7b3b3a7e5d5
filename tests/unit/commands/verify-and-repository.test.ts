import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { CommandIo } from '../../../backend/commands/command.ts';
import { EXIT } from '../../../backend/commands/command.ts';
import { repositoryCommand } from '../../../backend/commands/repository.ts';
import { verifyCommand } from '../../../backend/commands/verify.ts';
import { uploadPackage } from '../../../backend/pipeline/upload.ts';
import { createMemoryUploadState } from '../../../backend/targets/upload-state.ts';
import { makeBag } from '../../support/sample-bag.ts';
import { makeTempFolder } from '../../support/temp-folder.ts';

type Recorded = { io: CommandIo; documents: unknown[]; texts: string[]; stop(): void; resulted: Promise<void> };

function record(): Recorded {
  const documents: unknown[] = [];
  const texts: string[] = [];
  const stopper = new AbortController();
  const { promise: resulted, resolve } = Promise.withResolvers<undefined>();
  const io: CommandIo = {
    stdout: () => undefined, stderr: () => undefined, json: false, quiet: false, progress: () => undefined, signal: stopper.signal,
    result: (document, text) => {
      documents.push(document);
      texts.push(text);
      resolve(undefined);
    },
  };
  return { io, documents, texts, stop: () => stopper.abort(), resulted };
}

async function bag(): Promise<string> {
  const dir = join(await makeTempFolder(), 'package');
  await makeBag(dir, { 'a.txt': 'x' });
  return dir;
}

it('verify says that a package is sound, with exit 0', async () => {
  const path = await bag();
  const { io, documents, texts } = record();
  expect(await verifyCommand.run({ values: {}, positionals: [path], io })).toBe(EXIT.done);
  expect(documents).toMatchObject([{ package: path, ok: true, files: 5 }]);
  expect(texts[0]).toContain('đạt');
});
it('verify names what is wrong in Vietnamese and English, with exit 4', async () => {
  const path = await bag();
  await appendFile(join(path, 'data/a.txt'), 'y');
  const { io, texts } = record();
  expect(await verifyCommand.run({ values: {}, positionals: [path], io })).toBe(EXIT.notVerified);
  expect(texts[0]).toContain('Tệp data/a.txt đã bị thay đổi');
  expect(texts[0]).toContain('data/a.txt was changed');
});
it('verify wants one package, and one that is there', async () => {
  const { io } = record();
  for (const positionals of [[], ['a', 'b']]) await expect(verifyCommand.run({ values: {}, positionals, io })).rejects.toMatchObject({ code: 'wrong-usage' });
  await expect(verifyCommand.run({ values: {}, positionals: ['/no/such'], io })).rejects.toMatchObject({ code: 'source-missing' });
});
it('repository receives until it is stopped', async () => {
  const dir = await makeTempFolder();
  const { io, documents, stop, resulted } = record();
  const running = repositoryCommand.run({ values: { port: '0', data: join(dir, 'kho'), token: 'bi-mat' }, positionals: [], io });
  await resulted;
  const { url } = documents[0] as { url: string };
  const path = await bag();
  const signal = new AbortController().signal;
  const receipt = await uploadPackage({ dir: path, target: url, token: 'bi-mat', state: createMemoryUploadState() }, { signal, progress: () => undefined }).catch((error: unknown) => error);
  expect(receipt).toMatchObject({ identifier: 'batch-1/v1' });
  stop();
  expect(await running).toBe(EXIT.done);
  await expect(fetch(url)).rejects.toThrow('fetch failed');
});
it('repository refuses a port that is none or is taken, and a token that no header carries', async () => {
  const { io } = record();
  await expect(repositoryCommand.run({ values: { port: '0', token: 'bí mật' }, positionals: [], io })).rejects.toMatchObject({ code: 'wrong-usage', detail: { reason: 'token-not-ascii' } });
  await expect(repositoryCommand.run({ values: { port: 'x' }, positionals: [], io })).rejects.toMatchObject({ code: 'wrong-usage' });
  await expect(repositoryCommand.run({ values: { port: '70000' }, positionals: [], io })).rejects.toMatchObject({ code: 'wrong-usage' });
  const first = record();
  const data = await makeTempFolder();
  const running = repositoryCommand.run({ values: { port: '0', data }, positionals: [], io: first.io });
  await first.resulted;
  const { port } = new URL((first.documents[0] as { url: string }).url);
  await expect(repositoryCommand.run({ values: { port, data }, positionals: [], io })).rejects.toMatchObject({ code: 'wrong-usage', detail: { reason: 'EADDRINUSE' } });
  first.stop();
  await running;
});
