import { describe, expect, it } from 'vitest';
import { decodeZipName, isUnsafeName, showableName } from '../../../backend/capture/zip-names.ts';
import { findZipBomb, ZIP_LIMITS } from '../../../backend/capture/zip-limits.ts';

describe('names inside zips', () => {
  it('are read as UTF-8 whether flagged or not, and come out NFC', () => {
    expect(decodeZipName(Buffer.from('Giấy khai sinh.jpg'.normalize('NFD')), [])).toBe('Giấy khai sinh.jpg'.normalize('NFC'));
  });

  it('are read as CP437 when they are no UTF-8', () => {
    expect(decodeZipName(Buffer.from([0x82, 0x74, 0x82, 0x2e, 0x6a, 0x70, 0x67]), [])).toBe('été.jpg');
  });

  it('are taken from the Unicode field when there is one', () => {
    const field = { id: 0x7075, data: Buffer.concat([Buffer.from([1, 0, 0, 0, 0]), Buffer.from('Sổ.jpg')]) };
    expect(decodeZipName(Buffer.from('S_.jpg'), [field])).toBe('Sổ.jpg');
  });

  it('are unsafe when they leave the folder, are absolute, empty, or hide a terminator', () => {
    for (const name of ['../a.jpg', 'a/../../b.jpg', '/etc/passwd', 'C:/a.jpg', 'c:a', '', '  ', 'a\0.jpg']) expect(isUnsafeName(name)).toBe(true);
    for (const name of ['a..b.jpg', '...jpg', 'a/b.jpg', 'Sổ 1/…jpg']) expect(isUnsafeName(name)).toBe(false);
    expect(isUnsafeName(decodeZipName(Buffer.from('..\\..\\evil.jpg'), []))).toBe(true);
  });

  it('are shown without control characters and not endlessly', () => {
    expect(showableName('a\u001b[31mb')).toBe('a\ufffd[31mb');
    expect(showableName('x'.repeat(1000))).toHaveLength(255);
  });
});

describe('zip bombs', () => {
  const entry = (bytes: number, compressedBytes = 1000, headerOffset = 0) => ({ bytes, compressedBytes, headerOffset });

  it('are told by the number of entries, the size of one, of all, and the ratio', () => {
    expect(findZipBomb(new Array<ReturnType<typeof entry>>(ZIP_LIMITS.maxEntries + 1).fill(entry(1, 0)), 1e9)).toMatchObject({ entries: 50_001 });
    expect(findZipBomb([entry(ZIP_LIMITS.maxEntryBytes + 1)], 1e12)).toMatchObject({ limit: ZIP_LIMITS.maxEntryBytes });
    expect(findZipBomb(Array.from({ length: 40 }, (_, i) => entry(2 ** 30, 1000, i * 5000)), 1e12)).toMatchObject({ limit: ZIP_LIMITS.maxTotalBytes });
    expect(findZipBomb([entry(2 ** 30)], 2 ** 20)).toMatchObject({ ratio: 1024 });
  });

  it('are told when entries share their bytes', () => {
    expect(findZipBomb([entry(100, 1000, 0), entry(100, 1000, 40)], 2000)).toEqual({ overlapping: true });
    expect(findZipBomb([entry(100, 1000, 0), entry(100, 1000, 1040)], 3000)).toBeUndefined();
  });

  it('are not blank pages that pack a thousand to one', () => {
    expect(findZipBomb([entry(26_000_000, 26_000)], 27_000)).toBeUndefined();
  });
});
