import { describe, expect, it } from 'vitest';
import { withoutOwnFiles } from '../../../backend/digitize/own-files.ts';
import type { ExpandSources } from '../../../backend/jobs/expand-job.ts';

const names = ['1.jpg', 'kết quả/package/data/a.pdf', 'kết quả/pages/1.jpg.txt', 'kết quả 2/b.jpg', 'kho/originals/x'];
const expand: ExpandSources = async function* () {
  for (const displayName of names) yield { kind: 'file', path: `/in/${displayName}`, displayName };
};
const listed = async (folders: Parameters<typeof withoutOwnFiles>[1]): Promise<readonly string[]> => {
  const found: string[] = [];
  for await (const one of withoutOwnFiles(expand, folders)(folders.inputs, { workDir: '/w', signal: new AbortController().signal })) found.push(one.displayName);
  return found;
};

describe('our own results', () => {
  it('are no scans, when output or workspace lie in the folder that is digitised', async () => {
    expect(await listed({ inputs: ['/in'], outDir: '/in/kết quả', workspaceDir: '/in/kho' })).toEqual(['1.jpg', 'kết quả 2/b.jpg']);
    expect(await listed({ inputs: ['/in'], outDir: '/in/kết quả'.normalize('NFD') })).toEqual(['1.jpg', 'kết quả 2/b.jpg', 'kho/originals/x']);
  });
  it('stay out of it elsewhere: every file of the folder counts', async () => {
    expect(await listed({ inputs: ['/in'], outDir: '/out' })).toEqual(names);
    expect(await listed({ inputs: ['/in'], outDir: '/in' })).toEqual(names);
    expect(await listed({ inputs: ['/in/sub'], outDir: '/in' })).toEqual(names);
  });
});
