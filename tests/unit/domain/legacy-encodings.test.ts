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
