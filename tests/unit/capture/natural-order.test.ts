import { describe, expect, it } from 'vitest';
import { compareNatural } from '../../../backend/capture/natural-order.ts';
import { isIgnoredName, isSidecarName } from '../../../backend/capture/ignored-names.ts';

const sorted = (names: readonly string[]): readonly string[] => names.toSorted(compareNatural);

describe('natural order', () => {
  it('puts page 2 before page 10, at every depth', () => {
    expect(sorted(['page10.jpg', 'page2.jpg', 'page1.jpg'])).toEqual(['page1.jpg', 'page2.jpg', 'page10.jpg']);
    expect(sorted(['Quyển 10/1.jpg', 'Quyển 2/11.jpg', 'Quyển 2/9.jpg'])).toEqual(['Quyển 2/9.jpg', 'Quyển 2/11.jpg', 'Quyển 10/1.jpg']);
  });

  it('keeps a folder together', () => {
    expect(sorted(['a/2', 'a-b/1', 'a/1'])).toEqual(['a/1', 'a/2', 'a-b/1']);
  });

  it('is the same whatever order the names come in, also for names that count as equal', () => {
    const names = ['01.jpg', '1.jpg', '001.jpg', 'Ảnh 1.jpg', 'ảnh 1.jpg', '图1.jpg', '😀.jpg', 'a.jpg', 'A.jpg'];
    const expected = sorted(names);
    for (let turn = 1; turn < names.length; turn++) expect(sorted([...names.slice(turn), ...names.slice(0, turn)])).toEqual(expected);
  });

  it('does not care how accents are stored', () => {
    expect(compareNatural('Quyển 2'.normalize('NFD'), 'Quyển 10'.normalize('NFC'))).toBeLessThan(0);
  });
});

describe('names that are passed over', () => {
  it('are hidden and system files', () => {
    for (const name of ['.DS_Store', 'Thumbs.db', 'THUMBS.DB', '__MACOSX', 'desktop.ini', '~$sổ.docx']) expect(isIgnoredName(name)).toBe(true);
    for (const name of ['1.jpg', 'thumbs', 'db']) expect(isIgnoredName(name)).toBe(false);
  });

  it('are companions of scans, by extension only', () => {
    expect(isSidecarName('truth.json')).toBe(true);
    expect(isSidecarName('NOTES.TXT')).toBe(true);
    expect(isSidecarName('sổ.docx')).toBe(false);
    expect(isSidecarName('noextension')).toBe(false);
  });
});
