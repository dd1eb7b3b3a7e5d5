import { describe, expect, it } from 'vitest';
import { quietPaper, quietPicture } from '../../../backend/packaging/quiet-paper.ts';
import type { RgbPicture } from '../../../backend/packaging/paper-colours.ts';
import { drawPage, printed } from '../../support/print-pages.ts';

const DPI = 200;
const quietOf = (page: RgbPicture): RgbPicture => quietPicture(quietPaper(page, DPI));
const greenAt = ({ data, widthPx }: RgbPicture, x: number, y: number): number => data[(y * widthPx + x) * 3 + 1] ?? 0;

/** Green levels, least and most, in a part of a page. */
function span(page: RgbPicture, [x0, y0, w, h]: readonly [number, number, number, number]): number {
  let least = 255, most = 0;
  for (let y = y0; y < y0 + h; y += 1) {
    for (let x = x0; x < x0 + w; x += 1) {
      least = Math.min(least, greenAt(page, x, y));
      most = Math.max(most, greenAt(page, x, y));
    }
  }
  return most - least;
}

describe('quiet paper', () => {
  it('has lost its grain, and print is as dark as it was', async () => {
    const page = await drawPage({ marks: printed('#141414'), grain: 4 });
    const quiet = quietPaper(page, DPI);
    const picture = quietPicture(quiet);
    expect(span(page, [300, 350, 300, 60])).toBeGreaterThan(20);
    expect(span(picture, [300, 350, 300, 60])).toBeLessThan(4);
    for (let at = 1; at < page.data.length; at += 3) if ((page.data[at] ?? 0) < 190) expect(Math.abs((picture.data[at] ?? 0) - (page.data[at] ?? 0))).toBeLessThanOrEqual(8);
    expect(quiet.keptShare).toBeLessThan(0.35);
  });

  it('keeps what is written in pencil, stamped in red and signed in blue', async () => {
    const marks = `${printed('#141414')}<text x="500" y="380" font-size="30" fill="#a8a8a8">bút chì</text><circle cx="760" cy="330" r="50" fill="none" stroke="#e08080" stroke-width="3"/><path d="M60 390 q 60 -60 120 0 t 120 0" fill="none" stroke="#5060c0" stroke-width="2"/>`;
    const page = await drawPage({ marks });
    const quiet = quietOf(page);
    for (const part of [[490, 350, 110, 40], [700, 270, 120, 120], [50, 340, 260, 70]] as const) expect(Math.abs(span(quiet, part) - span(page, part))).toBeLessThanOrEqual(4);
  });

  it('loses the lines of a security pattern, and what shines through from the back', async () => {
    const waves = Array.from({ length: 40 }, (_, index) => `<path d="M0 ${index * 11} q 225 30 450 0 t 450 0" fill="none" stroke="#ecdcd4" stroke-width="1"/>`).join('');
    const page = await drawPage({ marks: `${waves}<text x="300" y="390" font-size="40" fill="#e8e2d2">mặt sau</text>${printed('#141414')}` });
    const quiet = quietOf(page);
    expect(span(page, [300, 340, 200, 60])).toBeGreaterThan(8);
    expect(span(quiet, [300, 340, 200, 60])).toBeLessThan(8);
  });

  it('keeps faint print: the page itself tells how dark its print is', async () => {
    const page = await drawPage({ marks: printed('#b4b0a4') });
    const quiet = quietOf(page);
    expect(Math.abs(span(quiet, [40, 30, 600, 40]) - span(page, [40, 30, 600, 40]))).toBeLessThanOrEqual(4);
  });

  it('is lit evenly: print under the shadow of a spine stands on the same paper as the rest, as dark as it was', async () => {
    const shadow = '<defs><linearGradient id="s"><stop offset="0" stop-color="#b8b8b8"/><stop offset="0.5" stop-color="#f0f0f0"/></linearGradient></defs><rect width="900" height="420" fill="url(#s)"/>';
    const page = await drawPage({ marks: `${shadow}${printed('#141414')}`, grain: 3 });
    const quiet = quietPaper(page, DPI);
    const picture = quietPicture(quiet);
    expect(greenAt(page, 5, 400)).toBeLessThan(200);
    expect(greenAt(picture, 5, 400)).toBe(greenAt(picture, 890, 400));
    expect(quiet.paper?.[1]).toBe(greenAt(picture, 890, 400));
    expect(span(picture, [40, 30, 200, 40])).toBeGreaterThan(190);
  });

  it('leaves what is darker than paper can be: a bar at the edge, a picture', async () => {
    const page = await drawPage({ marks: `<rect width="60" height="420" fill="#202020"/>${printed('#141414')}` });
    const quiet = quietOf(page);
    expect(greenAt(quiet, 20, 200)).toBe(greenAt(page, 20, 200));
  });

  it('leaves a photograph alone', async () => {
    const data = new Uint8Array(300 * 300 * 3);
    for (let at = 0; at < data.length; at += 1) data[at] = (Math.imul(at, 2654435761) >>> 24) & 255;
    const photograph = { data, widthPx: 300, heightPx: 300 };
    const quiet = quietPaper(photograph, DPI);
    expect(quiet).toMatchObject({ keptShare: 1, paper: null });
    expect(Buffer.from(quietPicture(quiet).data).equals(Buffer.from(data))).toBe(true);
  });

  it('is grey only where neither paper nor ink has a colour', async () => {
    const isGrey = async (paper: string, marks: string): Promise<boolean> => quietPaper(await drawPage({ paper, marks }), DPI).isGrey;
    expect(await isGrey('#eeeeee', printed('#202020'))).toBe(true);
    expect(await isGrey('#f4efdf', printed('#202020'))).toBe(true);
    expect(await isGrey('#f4e2c0', printed('#202020'))).toBe(false);
    expect(await isGrey('#eeeeee', printed('#c02020'))).toBe(false);
  });
});
