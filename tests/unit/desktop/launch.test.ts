import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { dataDirOf, linkedBatch } from '../../../backend/desktop/launch.ts';
import { makeTempFolder } from '../../support/temp-folder.ts';

describe('the workspace folder of the desktop program', () => {
  it('is the one named with --data, else the one of the environment, else the user\'s own', () => {
    expect(dataDirOf(['--data', '/a/b', 'x.sohoa'], { SOHOA_DATA: '/c' }, '/own')).toBe(path.resolve('/a/b'));
    expect(dataDirOf(['--data=/a'], {}, '/own')).toBe(path.resolve('/a'));
    expect(dataDirOf([], { SOHOA_DATA: '/c' }, '/own')).toBe(path.resolve('/c'));
    expect(dataDirOf(['--no-sandbox', '.'], { SOHOA_DATA: '' }, '/own')).toBe(path.resolve('/own'));
    expect(dataDirOf(['--data'], {}, '/own')).toBe(path.resolve('/own'));
  });
});

describe('a .sohoa file', () => {
  it('names its batch, whatever words stand around it', async () => {
    const file = path.join(await makeTempFolder(), 'Quyển 01.SOHOA');
    await writeFile(file, JSON.stringify({ sohoa: 1, batchId: 'abc-1', name: 'Quyển 01' }));
    expect(linkedBatch(['/usr/bin/so-hoa', '--flag', file])).toBe('abc-1');
  });

  it('opens nothing when it is missing, broken, hostile or huge', async () => {
    const dir = await makeTempFolder();
    const texts = ['', 'no json', '[]', '{"sohoa":2,"batchId":"a","name":""}', '{"sohoa":1,"batchId":"../../etc","name":""}', '{"sohoa":1,"batchId":"a#/x","name":""}', JSON.stringify({ sohoa: 1, batchId: 'a', name: 'x'.repeat(10_000) })];
    for (const [index, text] of texts.entries()) {
      const file = path.join(dir, `${index}.sohoa`);
      await writeFile(file, text);
      expect(linkedBatch([file]), text.slice(0, 40)).toBeUndefined();
    }
    expect(linkedBatch([path.join(dir, 'gone.sohoa')])).toBeUndefined();
    expect(linkedBatch([])).toBeUndefined();
    expect(linkedBatch([dir, 'a.pdf'])).toBeUndefined();
  });
});
