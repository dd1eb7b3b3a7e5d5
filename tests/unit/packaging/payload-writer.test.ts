import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createPayloadWriter } from '../../../backend/packaging/payload-writer.ts';
import type { PayloadWriter } from '../../../backend/packaging/payload-writer.ts';
import { verifyPackage } from '../../../backend/packaging/verify-package.ts';
import { writeBag } from '../../../backend/packaging/write-bag.ts';
import { makeTempFolder } from '../../support/temp-folder.ts';

const signal = new AbortController().signal;
const INFO = { batchId: 'b', batchName: 'x', createdAt: '2026-11-22T08:30:00.000Z', hashes: ['sha256', 'sha512'] as const };

async function workshop(): Promise<{ dir: string; writer: PayloadWriter }> {
  const dir = await makeTempFolder();
  await mkdir(join(dir, 'data'));
  return { dir, writer: createPayloadWriter(join(dir, 'data'), ['sha256', 'sha512']) };
}

it('knows the size and every checksum of what it wrote, piece by piece', async () => {
  const { dir, writer } = await workshop();
  const pieces = Array.from({ length: 10 }, (_, index) => randomBytes(index * 1000));
  const file = await writer.create('a.bin');
  for (const piece of pieces) await file.write(piece);
  expect(writer.written.size).toBe(0);
  await file.finish();
  await file.close();
  const bytes = await readFile(join(dir, 'data/a.bin'));
  expect(bytes).toEqual(Buffer.concat(pieces));
  expect(writer.written.get('data/a.bin')).toEqual({ sizeBytes: bytes.length, checksums: new Map(['sha256', 'sha512'].map((name) => [name, createHash(name).update(bytes).digest('hex')])) });
});
it('makes a bag with what it knows, and reads what others put beside it', async () => {
  const { dir, writer } = await workshop();
  await writer.writeWhole('a.txt', 'xin chào');
  await writer.writeWhole('trống', '');
  await writeFile(join(dir, 'data/b.txt'), 'không qua tay');
  await writeBag(dir, INFO, signal, writer.written);
  expect((await verifyPackage(dir, signal)).ok).toBe(true);
});
it('does not answer for a file that grew after it was finished', async () => {
  const { dir, writer } = await workshop();
  await writer.writeWhole('a.txt', 'một');
  await writeFile(join(dir, 'data/a.txt'), 'một hai');
  await writeBag(dir, INFO, signal, writer.written);
  expect((await verifyPackage(dir, signal)).ok).toBe(true);
});
it('never writes over a file, and lists none that was given up', async () => {
  const { writer } = await workshop();
  await writer.writeWhole('a.txt', 'một');
  await expect(writer.writeWhole('a.txt', 'hai')).rejects.toMatchObject({ code: 'EEXIST' });
  const file = await writer.create('b.txt');
  await file.write(Buffer.from('nửa'));
  await file.close();
  await file.close();
  expect([...writer.written.keys()]).toEqual(['data/a.txt']);
});
it('takes over what was written elsewhere, once, and only with every checksum', async () => {
  const { dir, writer } = await workshop();
  const bytes = Buffer.from('viết trước');
  const elsewhere = join(dir, 'trước.bin');
  await writeFile(elsewhere, bytes);
  const checksums = new Map((['sha256', 'sha512'] as const).map((name) => [name, createHash(name).update(bytes).digest('hex')]));
  await expect(writer.adopt('a.bin', elsewhere, { sizeBytes: bytes.length, checksums: new Map([...checksums].slice(0, 1)) })).rejects.toThrow('a.bin');
  await writer.adopt('a.bin', elsewhere, { sizeBytes: bytes.length, checksums });
  await expect(writer.adopt('a.bin', elsewhere, { sizeBytes: bytes.length, checksums })).rejects.toThrow('a.bin');
  expect(await readFile(join(dir, 'data/a.bin'))).toEqual(bytes);
  await writeBag(dir, INFO, signal, writer.written);
  expect((await verifyPackage(dir, signal)).ok).toBe(true);
});
