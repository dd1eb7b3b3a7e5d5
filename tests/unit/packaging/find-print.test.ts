import { describe, expect, it } from 'vitest';
import { findPrint } from '../../../backend/packaging/find-print.ts';
import { paperColours } from '../../../backend/packaging/paper-colours.ts';
import { type Drawn, drawPage, printed } from '../../support/print-pages.ts';

const box = (fill: string, more = ''): string => `<rect x="640" y="300" width="200" height="80" fill="${fill}" ${more}/>`;

async function found(drawn: Drawn) {
  const page = await drawPage(drawn);
  const print = findPrint(page, paperColours(page));
  /** How many pixels of the box hold print, 0 to 1. */
  const shareOfBox = (x = 645, y = 305, width = 190, height = 70): number => {
    let count = 0;
    for (let row = y; row < y + height; row += 1) for (let column = x; column < x + width; column += 1) if (print.depth[row * page.widthPx + column] !== 0) count += 1;
    return count / (width * height);
  };
  return { ...print, page, shareOfBox };
}

describe('print on a page', () => {
  it('is found where it stands and nowhere else, and has the colour of its ink', async () => {
    const { share, ink, shareOfBox, depth, page } = await found({ marks: printed('#202028') });
    expect(share).toBeGreaterThan(0.01);
    expect(share).toBeLessThan(0.15);
    expect(shareOfBox()).toBe(0);
    expect(depth.slice(0, page.widthPx * 20).every((value) => value === 0)).toBe(true);
    ink.forEach((part, index) => expect(Math.abs(part - ([0x20, 0x20, 0x28][index] ?? 0))).toBeLessThan(25));
  });

  it('is not made of grain: the grain is told, and print is found over it', async () => {
    const { grain, share, shareOfBox } = await found({ marks: printed('#303030'), grain: 9 });
    const quiet = await found({ marks: printed('#303030') });
    expect(quiet.grain).toBeLessThanOrEqual(1);
    expect(grain).toBeGreaterThan(2);
    expect(shareOfBox()).toBeLessThan(0.002);
    expect(Math.abs(share - quiet.share)).toBeLessThan(0.03);
  });

  it('does not hold what shines through from the other side, nor a guilloche', async () => {
    const through = `<g transform="translate(880 0) scale(-1 1)">${printed('#d8d2c2', 320, ['CỘNG HÒA XÃ HỘI'])}</g>`;
    const waves = [0, 1, 2, 3].map((index) => `<path d="M0 ${20 + index * 12} q 450 40 900 0" stroke="#d4cdbb" fill="none" stroke-width="2"/>`).join('');
    const plain = await found({ marks: printed('#202020', 120, ['Họ và tên']) });
    const crowded = await found({ marks: waves + through + printed('#202020', 120, ['Họ và tên']) });
    expect(Math.abs(crowded.share - plain.share)).toBeLessThan(0.002);
  });

  it.each(['#c02030', '#3040b0', '#a03080'])('does not hold a seal or a signature in colour (%s), but does hold what is nearly black whatever its tint', async (colour) => {
    expect((await found({ marks: printed('#202020') + box('none', `stroke="${colour}" stroke-width="6"`) })).shareOfBox(640, 296, 200, 10)).toBeLessThan(0.05);
    expect((await found({ marks: printed('#202020') + box('none', 'stroke="#281420" stroke-width="6"') })).shareOfBox(640, 298, 200, 4)).toBeGreaterThan(0.9);
  });

  it('is found on dark paper, faint beside bold, and over a shadow', async () => {
    expect((await found({ paper: '#9a9488', marks: printed('#303030') })).share).toBeGreaterThan(0.01);
    const faint = await found({ marks: printed('#101010', 60, ['TRÍCH LỤC KHAI SINH', 'BẢN CHÍNH']) + printed('#606060', 260, ['Họ và tên: TRẦN GIA BẢO']) });
    expect(faint.depth.slice(230 * 900, 262 * 900).filter((value) => value > 0).length).toBeGreaterThan(1500);
    const shadow = '<defs><linearGradient id="s"><stop offset="0" stop-color="#000" stop-opacity=".45"/><stop offset="1" stop-color="#000" stop-opacity="0"/></linearGradient></defs><rect width="300" height="420" fill="url(#s)"/>';
    const shaded = await found({ marks: shadow + printed('#202020') });
    const clear = await found({ marks: printed('#202020') });
    expect(Math.abs(shaded.share - clear.share)).toBeLessThan(0.02);
  });

  it.each<readonly [string, Drawn]>([['an empty page', {}], ['an empty page with grain', { grain: 6 }], ['one pixel more than a square', { widthPx: 17, heightPx: 33 }]])('is not found on %s', async (_, drawn) => {
    expect((await found(drawn)).share).toBeLessThan(0.0005);
  });

  it('at the very edges of the page is kept without running round them', async () => {
    const { depth, page } = await found({ marks: `${printed('#202020')}<rect x="0" y="200" width="6" height="6" fill="#101010"/>` });
    expect(depth[202 * page.widthPx + 2]).toBeGreaterThan(100);
    expect(depth[201 * page.widthPx + page.widthPx - 1]).toBe(0);
  });
});
