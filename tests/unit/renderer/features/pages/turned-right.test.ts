import { describe, expect, it } from 'vitest';
import type { PageSummary } from '../../../../../shared/api/pages.ts';
import type { Transform } from '../../../../../shared/domain/transform.ts';
import { matchesFilter } from '../../../../../renderer/features/pages/page-marks.ts';
import { turnedRight } from '../../../../../renderer/features/pages/turned-right.ts';

const deskew: Transform = { kind: 'deskew', angleDeg: 2 };

describe('a quarter turn', () => {
  it('is added after what was done before', () => {
    expect(turnedRight([deskew])).toEqual([deskew, { kind: 'rotate', angleDeg: 90 }]);
  });

  it('folds into the turn before it, and four are none', () => {
    let transforms: readonly Transform[] = [deskew];
    for (let turn = 0; turn < 4; turn++) transforms = turnedRight(transforms);
    expect(transforms).toEqual([deskew]);
  });

  it('does not fold into a turn that something follows', () => {
    expect(turnedRight([{ kind: 'rotate', angleDeg: 90 }, deskew])).toHaveLength(3);
  });
});

describe('a filter of pages', () => {
  const page: PageSummary = { id: 'p', batchId: 'b', seq: 1, sourceName: 's', sourcePage: 1, state: 'read', isBlank: false, duplicateOf: null, recordId: 'r', widthPx: 1, heightPx: 1, problem: null, imageVersion: 'v', isBinned: false, skipReason: null, boundary: null, answers: { blank: null, duplicate: null, poorScan: null } };

  it('finds pages without a record, but does not count blanks among them', () => {
    expect(matchesFilter({ ...page, recordId: null }, 'noRecord')).toBe(true);
    expect(matchesFilter({ ...page, recordId: null, isBlank: true }, 'noRecord')).toBe(false);
    expect(matchesFilter({ ...page, recordId: null, state: 'waiting' }, 'noRecord')).toBe(false);
  });

  it('finds failed, blank, double and unread pages', () => {
    expect(matchesFilter({ ...page, state: 'failed' }, 'failed')).toBe(true);
    expect(matchesFilter({ ...page, isBlank: true }, 'blank')).toBe(true);
    expect(matchesFilter({ ...page, duplicateOf: 'q' }, 'duplicate')).toBe(true);
    expect(matchesFilter({ ...page, state: 'reading' }, 'waiting')).toBe(true);
    expect(matchesFilter(page, 'all')).toBe(true);
    expect(matchesFilter(page, 'failed')).toBe(false);
  });
});
