import { describe, expect, it } from 'vitest';
import { fromLegacy } from '../../../shared/domain/legacy-encodings.ts';

describe('old encodings', () => {
  it('converts TCVN3', () => {
    expect(fromLegacy('Céng hßa x· héi chñ nghÜa ViÖt Nam')).toEqual({ text: 'Cộng hòa xã hội chủ nghĩa Việt Nam', encoding: 'tcvn3' });
    expect(fromLegacy('§éc lËp - Tù do - H¹nh phóc').text).toBe('Độc lập - Tự do - Hạnh phúc');
  });

  it('converts VNI', () => {
    expect(fromLegacy('Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam')).toEqual({ text: 'Cộng hòa xã hội chủ nghĩa Việt Nam', encoding: 'vni' });
    expect(fromLegacy('Ñoäc laäp - Töï do - Haïnh phuùc').text).toBe('Độc lập - Tự do - Hạnh phúc');
  });

  it('converts TCVN3 whose ư a reader of PDF gave as a hyphen, and leaves the hyphens that are one', () => {
    expect(fromLegacy('Ng-êi ®i khai sinh: NguyÔn V¨n T-, tr-ëng th«n, Bµ RÞa-Vòng Tµu - H¹nh phóc').text).toBe('Người đi khai sinh: Nguyễn Văn Tư, trưởng thôn, Bà Rịa-Vũng Tàu - Hạnh phúc');
  });

  it('converts Windows-1258', () => {
    expect(fromLegacy('Côòng hoÌa xaÞ hôòi chuÒ nghiÞa Viêòt Nam, Ðôòc lâòp - Týò do')).toEqual({ text: 'Cộng hòa xã hội chủ nghĩa Việt Nam, Độc lập - Tự do', encoding: 'cp1258' });
  });

  it('converts VIQR', () => {
    expect(fromLegacy("Co^.ng ho`a xa~ ho^.i chu? nghi~a Vie^.t Nam")).toEqual({ text: 'Cộng hòa xã hội chủ nghĩa Việt Nam', encoding: 'viqr' });
  });

  it.each(['Cộng hòa xã hội chủ nghĩa Việt Nam', 'UBND huyện Đại Lộc', 'plain English text, as it is.', '', '12/2020'])('leaves %s alone', (text) => {
    expect(fromLegacy(text)).toEqual({ text, encoding: 'unicode' });
  });

  it('makes NFD one with NFC', () => {
    expect(fromLegacy('Viê\u0323t Nam'.normalize('NFD')).text).toBe('Việt Nam');
  });
});
