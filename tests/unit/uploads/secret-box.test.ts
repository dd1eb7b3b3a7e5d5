import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createKeyFileBox } from '../../../backend/uploads/secret-box.ts';
import { makeTempFolder } from '../../support/temp-folder.ts';

it('opens what it sealed, also in another process, and seals the same secret differently each time', async () => {
  const file = join(await makeTempFolder(), 'keys', 'a.key');
  const sealed = await createKeyFileBox(file).seal('mật khẩu 🔑');
  expect(sealed).not.toContain('khẩu');
  expect(await createKeyFileBox(file).open(sealed)).toBe('mật khẩu 🔑');
  expect(await createKeyFileBox(file).seal('mật khẩu 🔑')).not.toBe(sealed);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});
it('agrees on one key when two begin at once', async () => {
  const file = join(await makeTempFolder(), 'keys', 'a.key');
  const boxes = [createKeyFileBox(file), createKeyFileBox(file), createKeyFileBox(file)];
  const sealed = await Promise.all(boxes.map((box) => box.seal('x')));
  for (const one of sealed) expect(await createKeyFileBox(file).open(one)).toBe('x');
});
it('refuses what was changed, what another key sealed, and a key that was cut short', async () => {
  const dir = await makeTempFolder();
  const box = createKeyFileBox(join(dir, 'a.key'));
  const sealed = Buffer.from(await box.seal('x'), 'base64');
  sealed[sealed.length - 1] = (sealed.at(-1) ?? 0) ^ 1;
  await expect(box.open(sealed.toString('base64'))).rejects.toMatchObject({ code: 'original-damaged' });
  await expect(box.open('')).rejects.toMatchObject({ code: 'original-damaged' });
  await expect(createKeyFileBox(join(dir, 'b.key')).open(await box.seal('x'))).rejects.toMatchObject({ code: 'original-damaged' });
  await writeFile(join(dir, 'a.key'), (await readFile(join(dir, 'a.key'))).subarray(0, 10));
  await expect(box.seal('x')).rejects.toMatchObject({ code: 'original-damaged' });
});
