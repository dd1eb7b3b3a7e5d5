import { describe, expect, it } from 'vitest';
import { mergeFields } from '../../../backend/records/merge-draft.ts';
import { recordTitle } from '../../../backend/records/record-title.ts';
import { createBatchPace } from '../../../backend/events/batch-pace.ts';
import { defaultWorkers } from '../../../backend/backend.ts';
import { safeFileName } from '../../../backend/batches/receive-file.ts';
import { fitName } from '../../../backend/digitize/write-outputs.ts';
import { masterKey, readingKey } from '../../../backend/pages/reading-key.ts';
import type { PageMaster } from '../../../backend/pipeline/page-master.ts';
import { pagePosition, sourcePosition } from '../../../backend/batches/source-repository.ts';
import type { FieldReading } from '../../../shared/domain/field.ts';

const field = (value: string, from: FieldReading['from'] = 'ocr'): FieldReading => ({ value, confidence: 0.9, page: 1, box: [0, 0, 1, 1], from, warnings: [] });

describe('a fresh draft', () => {
  it('takes the place of what the reader said before, and leaves what a clerk said', () => {
    const merged = mergeFields({ so: field('2'), nksHoTen: field('MỚI') }, { so: { reading: field('1', 'clerk'), machine: field('0'), handedFrom: null }, nksHoTen: { reading: field('CŨ'), machine: field('CŨ'), handedFrom: null }, ghiChu: { reading: field('x', 'clerk'), machine: null, handedFrom: 'r1' }, trangSo: { reading: field('9'), machine: field('9'), handedFrom: null } });
    expect(Object.fromEntries(Object.entries(merged).map(([key, held]) => [key, [held.reading.value, held.machine?.value ?? null]]))).toEqual({
      so: ['1', '2'], nksHoTen: ['MỚI', 'MỚI'], ghiChu: ['x', null],
    });
  });
});

describe('a record\'s title', () => {
  it('is its number and whom it is about', () => {
    expect(recordTitle('KS', { so: field('25/2018'), nksHoTen: field('CHÂU HOÀNG KHÁNH TỴ'), nguoiKy: field('X') }, 'a.jpg')).toBe('25/2018 — CHÂU HOÀNG KHÁNH TỴ');
    expect(recordTitle('KH', { so: field('1'), chongHoTen: field('A'), voHoTen: field('B') }, 'a.jpg')).toBe('1 — A, B');
    expect(recordTitle('KH', { voHoTen: field('B') }, 'a.jpg')).toBe('B');
    expect(recordTitle('VB', { CodeNotation: field('12/QĐ-UBND'), Subject: field('Về việc '.repeat(40)) }, 'a.jpg').length).toBeLessThan(110);
  });
  it('is the file\'s name when the paper gives nothing', () => {
    expect(recordTitle('KS', {}, 'a.jpg')).toBe('a.jpg');
    expect(recordTitle(null, { so: field('1') }, 'a.jpg')).toBe('a.jpg');
    expect(recordTitle('UNKNOWN', { so: field('1') }, 'a.jpg')).toBe('a.jpg');
  });
});

describe('names of files', () => {
  it('from outside are made harmless and stay readable', () => {
    expect(safeFileName(encodeURIComponent('Sổ số 1.pdf'))).toBe('Sổ số 1.pdf');
    expect(safeFileName('..%2F..%2Fetc%2Fpasswd')).toBe('passwd');
    expect(safeFileName('C:\\scan\\a.jpg')).toBe('a.jpg');
    expect(safeFileName('%E1%BB')).toBe('%E1%BB');
    expect(safeFileName('..')).toBe('_');
    expect(safeFileName('.hidden')).toBe('_hidden');
    expect(safeFileName('a%00b%0A.jpg')).toBe('a_b_.jpg');
    expect(safeFileName('')).toBe('tep');
    expect(safeFileName(encodeURIComponent('é'.normalize('NFD')))).toBe('é'.normalize('NFC'));
    const long = safeFileName(encodeURIComponent(`${'ố'.repeat(200)}.jpeg`));
    expect(Buffer.byteLength(long)).toBeLessThanOrEqual(255);
    expect(long.endsWith('.jpeg')).toBe(true);
  });
  it('of outputs fit into what a file system takes', () => {
    expect(fitName('ks-001.jpg', '.txt')).toBe('ks-001.jpg.txt');
    const fitted = fitName('🙂'.repeat(70), '.txt');
    expect(Buffer.byteLength(fitted)).toBeLessThanOrEqual(255);
    expect(fitted.isWellFormed()).toBe(true);
  });
});

describe('the address of a reading', () => {
  const master: PageMaster = { sha256: 'a'.repeat(64), mediaType: 'image/jpeg', frame: 0, origin: 'file', widthPx: 10, heightPx: 10, dpi: 300, orientation: 1 };
  it('changes with everything that goes in and with nothing else', () => {
    const key = readingKey(master, null, 'e1');
    expect(readingKey({ ...master }, null, 'e1')).toBe(key);
    const others = [readingKey({ ...master, frame: 1 }, null, 'e1'), readingKey({ ...master, sha256: 'b'.repeat(64) }, null, 'e1'), readingKey(master, [], 'e1'), readingKey(master, null, 'e2'), readingKey({ ...master, dpi: null }, null, 'e1'), readingKey({ ...master, orientation: 6 }, null, 'e1'), readingKey({ ...master, existingText: 'x' }, null, 'e1')];
    expect(new Set([key, ...others]).size).toBe(others.length + 1);
    expect(masterKey(master)).not.toBe(masterKey({ ...master, frame: 1 }));
  });
});

describe('order', () => {
  it('is by hand-over, then file, then page, whatever is read first', () => {
    const places = [pagePosition(sourcePosition(1, 0), 1), pagePosition(sourcePosition(1, 0), 2), pagePosition(sourcePosition(1, 1), 1), pagePosition(sourcePosition(2, 0), 1)];
    expect([...places].sort((a, b) => a - b)).toEqual(places);
    expect(pagePosition(sourcePosition(80_000, 999_999), 9999)).toBeLessThan(Number.MAX_SAFE_INTEGER);
  });
});

describe('pace and size', () => {
  it('counts pages of the last minutes only', () => {
    let now = 0;
    const pace = createBatchPace(() => now);
    expect(pace.pagesPerMinute('b')).toBeNull();
    for (let n = 0; n < 11; n += 1) {
      pace.pageRead('b');
      now += 3000;
    }
    expect(pace.pagesPerMinute('b')).toBeCloseTo(18.2, 0);
    expect(pace.pagesPerMinute('other')).toBeNull();
    now += 300_000;
    expect(pace.pagesPerMinute('b')).toBeNull();
  });
  it('takes as many workers as cores and memory allow, at least one', () => {
    expect(defaultWorkers(8, 24e9)).toBe(8);
    expect(defaultWorkers(8, 2.2e9)).toBe(3);
    expect(defaultWorkers(8, 1e6)).toBe(1);
  });
});
