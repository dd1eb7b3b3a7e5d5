import { describe, expect, it } from 'vitest';
import type { BatchSummary } from '../../../../../shared/api/batches.ts';
import { filesFromList, tidyFiles } from '../../../../../renderer/features/batches/collect-files.ts';
import { nextStepOf } from '../../../../../renderer/features/batches/next-step-of.ts';

const file = (name: string): File => new File(['x'], name);
const names = (...list: string[]): string[] => tidyFiles(list.map((name) => ({ file: file(name), name }))).map((one) => one.name);

describe('files to import', () => {
  it('come in natural order, 2 before 10', () => {
    expect(names('trang 10.jpg', 'trang 2.jpg', 'trang 1.jpg')).toEqual(['trang 1.jpg', 'trang 2.jpg', 'trang 10.jpg']);
  });

  it('have composed names with plain separators', () => {
    expect(names('/sổ 1/tờ.jpg'.normalize('NFD'), 'a\\b.jpg')).toEqual(['a/b.jpg', 'sổ 1/tờ.jpg']);
  });

  it('leave out what operating systems leave lying about', () => {
    expect(names('a.jpg', '.DS_Store', 'x/Thumbs.db', '__MACOSX/._a.jpg', 'desktop.ini')).toEqual(['a.jpg']);
  });

  it('keep their place in the folder that was picked', () => {
    const picked = Object.defineProperty(file('1.jpg'), 'webkitRelativePath', { value: 'sổ/1.jpg' });
    expect(filesFromList([picked]).map((one) => one.name)).toEqual(['sổ/1.jpg']);
  });

  it('may be none', () => {
    expect(filesFromList([])).toEqual([]);
  });
});

describe('the next step of a batch', () => {
  const counts = { sources: 1, pages: 2, pagesRead: 2, pagesFailed: 0, pagesBinned: 0, pagesSkipped: 0, pagesBlank: 0, duplicates: 0, records: 2, doubtfulFields: 0 };
  const batch: BatchSummary = { id: 'b', name: 'B', recordType: 'auto', profile: 'ho-tich', state: 'read', createdAt: '', facts: { bookNumber: null, yearOpened: null, place: null, dossierCode: null }, counts };

  it.each([
    ['nothing while it is empty', { ...batch, state: 'empty', counts: { ...counts, pages: 0, records: 0 } }, null],
    ['the pages while it is read', { ...batch, state: 'reading' }, 'pages'],
    ['correction while there are doubts', { ...batch, counts: { ...counts, doubtfulFields: 3 } }, 'correction'],
    ['packaging when all is clear', batch, 'packages'],
    ['uploading when it is packaged', { ...batch, state: 'packaged' }, 'packages'],
    ['the receipt when it is uploaded', { ...batch, state: 'uploaded' }, 'uploads'],
  ] as const)('is %s', (_name, given, screen) => {
    expect(nextStepOf(given)?.screen ?? null).toBe(screen);
  });

  it('is review while records are to be accepted first, unless it is packaged already', () => {
    expect(nextStepOf(batch, false)?.screen).toBe('review');
    expect(nextStepOf({ ...batch, counts: { ...counts, doubtfulFields: 3 } }, false)?.screen).toBe('correction');
    expect(nextStepOf({ ...batch, state: 'packaged' }, false)?.screen).toBe('packages');
  });
});
