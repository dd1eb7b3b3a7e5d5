import { describe, expect, it } from 'vitest';
import { imageKindFor, screenShare } from '../../../shared/domain/screen-image.ts';

const A4 = { widthPx: 2480, heightPx: 3508 };

describe('the picture for screens', () => {
  it('has about half the width of A4 at 300 dpi', () => {
    expect(screenShare(A4)).toBeCloseTo(0.503, 2);
  });

  it('is the delivered one when that is small already', () => {
    expect(screenShare({ widthPx: 1240, heightPx: 1754 })).toBe(1);
    expect(screenShare({ widthPx: 1, heightPx: 1 })).toBe(1);
    expect(screenShare({ widthPx: 0, heightPx: 0 })).toBe(1);
  });

  it('has no more pixels for a very large sheet', () => {
    const share = screenShare({ widthPx: 10_000, heightPx: 14_000 });
    expect(share * share * 140e6).toBeCloseTo(2.2e6, -1);
  });

  it('is enough to see a whole page, and a strip at reading size, but not a nearer look', () => {
    expect(imageKindFor(A4, 0.29)).toBe('screen');
    expect(imageKindFor(A4, (122 / 300) * 1.25)).toBe('screen');
    expect(imageKindFor(A4, 1)).toBe('delivered');
    expect(imageKindFor({ widthPx: 4960, heightPx: 3508 }, 0.508)).toBe('delivered');
  });

  it('may be stretched where there is no other', () => {
    expect(imageKindFor({ widthPx: 800, heightPx: 600 }, 1)).toBe('screen');
  });
});
