// The kind of a paper whose title lies in the black: by the line over the signature, and never by a torn title against all labels.
import { describe, expect, it } from 'vitest';
import { extractRecords } from '../../../backend/pipeline/extract.ts';
import type { RecordReading } from '../../../shared/domain/field.ts';
import { BIRTH, DEATH, MARRIAGE, page, SINGLE } from './page-from-text.ts';

const read = (text: string): RecordReading => {
  const reading = extractRecords([page(text)], { recordType: 'auto' })[0]?.reading;
  if (reading === undefined) throw new Error('no record');
  return reading;
};
const codes = (text: string): readonly string[] => read(text).warnings.map(({ code }) => code);

/** What a black edge leaves: no title, and of the labels those of the second and third column. */
const HEAD = '^CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n^Độc lập - Tự do - Hạnh phúc\n>   Số: 67/1998\n>   Quyển số: 01/1998\n';
const blackened = (caption: string): string => `${HEAD}
>   GH#ƯNG T
>   "#77 MGF
>   Quốc tịch: Việt Nam
>   hố Đà Nẵng
>   xw3 th${'\n'.repeat(16)}
>   ${caption}
>   (Ký, ghi rõ họ, chữ đệm, tên, chức vụ, đóng dấu)
>   KT. CHỦ TỊCH
>   PHÓ CHỦ TỊCH


>   Cao Văn Thịnh`;

describe('a page of which title and labels are lost', () => {
  it.each([['NGƯỜI KÝ GIẤY CHỨNG TỬ', 'KT'], ['“NGƯỜI KÝ GIẤY CHỨNG TỪ.', 'KT'], ['NGƯỜI KÝ GIẤY KHAI SINH', 'KS'], ['NGƯỜI KÝ GIẤY CHỨNG NHẬN KẾT HÔN', 'KH']])('is known by its caption (%s)', (caption, type) => {
    const record = read(blackened(caption));
    expect(record.recordType).toBe(type);
    expect(record.recordTypeConfidence).toBeLessThan(0.7);
    expect(codes(blackened(caption))).toContain('type-from-caption');
  });

  it('gives its number and its book', () => {
    expect(read(blackened('NGƯỜI KÝ GIẤY CHỨNG TỬ')).fields).toMatchObject({ so: { value: '67/1998' }, quyenSo: { value: '01/1998' } });
  });

  it('has no kind where the caption is that of many papers, and is no document of a dossier', () => {
    expect(read(blackened('NGƯỜI KÝ TRÍCH LỤC')).recordType).toBeNull();
  });

  it('is not taken for a death by the beginning that captions share', () => {
    expect(read(blackened('NGƯỜI KÝ GIẤY CHỨNG')).recordType).toBeNull();
  });

  it('is known by a caption in two lines, the other columns between them', () => {
    expect(read(blackened('').replace(/\n>   \n/u, '\nChồng   NGƯỜI KÝ GIẤY CHỨNG\n(Ký, ghi rõ họ tên)   NHẬN KẾT HÔN\n')).recordType).toBe('KH');
  });
});

describe('a torn title', () => {
  it('gives way to the labels when it is nearest to another kind', () => {
    const record = read(BIRTH.replace('^GIẤY KHAI SINH', '^TRÍCH LỤC KHAI T').replace('NGƯỜI KÝ GIẤY KHAI SINH', 'NGƯỜI KÝ TRÍCH LỤC'));
    expect(record.recordType).toBe('KS');
  });

  it('is the rest of a marital certificate where its caption stands, not a paper of its own', () => {
    expect(read(SINGLE.replace(' TÌNH TRẠNG HÔN NHÂN\n', '\n')).recordType).toBe('HN');
  });
});

describe('half a title over half a caption', () => {
  it('is no document of a dossier', () => {
    expect(read(blackened('NGƯỜI KÝ GIẤY CHỨNG').replace('>   GH#ƯNG T', '^GIẤY CHỨNG NHẬN')).recordType).toBeNull();
    expect(read(blackened('CHỦ TỊCH').replace('>   GH#ƯNG T', '^GIẤY CHỨNG NHẬN')).recordType).toBe('VB');
  });
});

describe('whole titles', () => {
  it('stand, whatever caption is below', () => {
    for (const [text, type] of [[BIRTH, 'KS'], [MARRIAGE, 'KH'], [DEATH, 'KT'], [SINGLE, 'HN']] as const) {
      expect(read(text.replace(/NGƯỜI KÝ .*/u, 'NGƯỜI KÝ GIẤY KHAI SINH')).recordType).toBe(type);
    }
  });
});
