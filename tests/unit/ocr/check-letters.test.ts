import { describe, expect, it } from 'vitest';
import { checkLetters } from '../../../backend/ocr/check-letters.ts';
import { FACES, FONT_FAMILIES, type Face, type FontFamily } from '../../../scripts/fixtures/fonts.ts';
import { printWord } from './print-word.ts';

/** What becomes of a reading of what is printed; letters of these faces are about half as high as their size. */
const checked = (read: string, printed: string, family: FontFamily, face: Face, sizePx: number) => {
  const { image, box } = printWord(printed, family, face, sizePx);
  return checkLetters({ text: read, confidence: 0.97, box }, image, Math.round(sizePx * 0.5));
};

const PRINT = ['tinos', 'arimo', 'noto-serif'] as const;
const FAMILIES_AND_FACES = FONT_FAMILIES.flatMap((family) => FACES.map((face) => [family, face] as const));

describe('the upper of two marks above a letter', () => {
  it.each([
    ['số', 'sổ'], ['Cấm', 'Cẩm'], ['TUYẾN', 'TUYỀN'], ['HƯỚNG', 'HƯỞNG'], ['TÍNH', 'TỈNH'], ['Quyến', 'Quyển'],
  ])('is read again where another is printed: "%s" is "%s"', (read, printed) => {
    for (const family of PRINT) expect([family, checked(read, printed, family, 'regular', 36).text]).toEqual([family, printed]);
  });

  it.each([
    ['TUÂN', 'TUẤN'], ['YÊN', 'YẾN'], ['TRÂN', 'TRẦN'], ['Rông', 'Rồng'], ['NGUYÊN', 'NGUYỄN'], ['MÃN', 'MẪN'], ['băng', 'bằng'], ['dâu)', 'dấu)'],
  ])('is found where it was lost: "%s" is "%s"', (read, printed) => {
    for (const family of PRINT) expect([family, checked(read, printed, family, 'regular', 36).text]).toEqual([family, printed]);
  });

  it('is told from the dots of an i beside it', () => expect(checked('Tiên', 'Tiền', 'arimo', 'regular', 36).text).toBe('Tiền'));

  it('keeps what was read as an alternative and is doubtful from then on', () => {
    expect(checked('số', 'sổ', 'arimo', 'bold', 36)).toMatchObject({ text: 'sổ', confidence: 0.85, alternatives: [{ text: 'số' }] });
  });

  it('is never taken away, and never makes what is no syllable', () => {
    for (const face of FACES) {
      expect(checked('TUẤN', 'TUÂN', 'arimo', face, 36).text).toBe('TUẤN');
      expect(checked('Việt', 'Viết', 'noto-serif', face, 36).text).toBe('Việt');
    }
  });
});

describe('an a of one storey', () => {
  it.each([
    ['Pù', 'Pà'], ['Lọc,', 'Lạc,'], ['Tốn', 'Tấn'], ['Xuôn', 'Xuân'], ['Thuộn', 'Thuận'], ['Døo', 'Dao'], ['Vôn', 'Vân'], ['Thonh', 'Thanh'], ['Hờ,', 'Hà,'], ['Quỏng', 'Quảng'], ['ơn', 'an'],
  ])('is no o, ơ or u: "%s" is "%s"', (read, printed) => {
    for (const face of FACES) for (const sizePx of [28, 44]) expect([face, sizePx, checked(read, printed, 'be-vietnam-pro', face, sizePx).text]).toEqual([face, sizePx, printed]);
  });

  it('is seen together with the mark above it', () => expect(checked('thông,', 'tháng,', 'be-vietnam-pro', 'regular', 36).text).toBe('tháng,'));
});

describe('a word that was read as it is printed', () => {
  const RIGHT = ['số', 'sổ', 'tỉnh', 'Cẩm', 'Nẵng', 'TUYỀN', 'TUÂN', 'băng', 'Hường', 'thôn', 'họ', 'Sơn', 'tờ', 'Lộc', 'Thuận'];

  it.each(FAMILIES_AND_FACES)('stays as it is: %s %s', (family, face) => {
    for (const text of RIGHT) for (const sizePx of [24, 44]) expect([sizePx, checked(text, text, family, face, sizePx).text]).toEqual([sizePx, text]);
  });

  it('is left alone where it has no letters, other signs or no print', () => {
    for (const text of ['27/10', 'ông/bà:', '“sổ”', 'sổ12']) expect(checked(text, text, 'tinos', 'regular', 36).text).toBe(text);
    const { image } = printWord('sổ', 'tinos', 'regular', 36);
    expect(checkLetters({ text: 'số', confidence: 0.97, box: [700, 10, 40, 40] }, image, 18).text).toBe('số');
  });
});

describe('a tone over capitals', () => {
  it.each([['LÝ', 'LY'], ['TRÌNH,', 'TRINH,'], ['GIÁ', 'GIA']])('is taken away where nothing stands above them: "%s" is "%s"', (read, printed) => {
    for (const family of PRINT) expect([family, checked(read, printed, family, 'regular', 36)]).toEqual([family, expect.objectContaining({ text: printed, confidence: 0.85 })]);
  });

  it('stays where anything does, over small letters, with a circumflex, and in words of offices', () => {
    for (const family of PRINT) for (const [read, printed] of [['LÝ', 'LÝ'], ['lý', 'ly'], ['YẾN', 'YEN'], ['CHỦ', 'CHU']] as const) expect([family, read, checked(read, printed, family, 'regular', 36).text]).toEqual([family, read, read]);
  });
});

describe('an acute beside its circumflex in print of few pixels', () => {
  /** Capitals, and above them a roof and whatever else: rows of the picture, # is ink. */
  const drawn = (rows: readonly string[]) => {
    const scale = 2;
    const data = new Uint8Array(100 * 100).fill(255);
    rows.forEach((row, y) => [...row].forEach((sign, x) => { if (sign === '#') for (let dy = 0; dy < scale; dy++) for (let dx = 0; dx < scale; dx++) data[(20 + y * scale + dy) * 100 + 10 + x * scale + dx] = 0; }));
    return { image: { data, widthPx: 100, heightPx: 100, channels: 1 } as const, box: [10, 20, 2 * (rows[0]?.length ?? 0), 2 * rows.length] as const };
  };
  const LETTERS = ['#######..####.', '...#.....#...#', '...#.....#...#', '...#.....#####', '...#.....#...#', '...#.....#...#', '...#.....#...#', '...#.....#...#'];
  const read = (marks: readonly string[], text = 'TÂN') => {
    const { image, box } = drawn([...marks, ...LETTERS]);
    return checkLetters({ text, confidence: 0.93, box }, image, 10).text;
  };

  it('is read', () => expect(read(['..............#', '.........####..', '.........####..', '...............'])).toBe('TẤN'));

  it.each([
    ['without it', ['...............', '.........####..', '.........####..', '...............']],
    ['with a speck on its other side', ['.......##......', '.........####..', '.........####..', '...............']],
    ['among specks', ['..............#', '.........####..', '.#.......####..', '...............']],
  ])('is not made %s', (_, marks) => expect(read(marks)).toBe('TÂN'));

  it('is not put where it makes no syllable', () => expect(read(['..............#', '.........####..', '.........####..', '...............'], 'TẬN')).toBe('TẬN'));
});
