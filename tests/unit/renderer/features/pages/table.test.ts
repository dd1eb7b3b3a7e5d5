import { describe, expect, it } from 'vitest';
import type { PageSummary } from '../../../../../shared/api/pages.ts';
import type { RecordSummary } from '../../../../../shared/api/records.ts';
import { changedPages } from '../../../../../renderer/api/changed-pages.ts';
import { markRecords } from '../../../../../renderer/features/pages/record-marks.ts';
import { answersFor, neighbourPlace } from '../../../../../renderer/features/pages/table-moves.ts';

const page = (id: string, seq: number, recordId: string | null = null): PageSummary => ({
  id, batchId: 'b', seq, sourceName: `${id}.jpg`, sourcePage: 1, sourcePart: null, state: 'read', isBlank: false, duplicateOf: null, recordId, widthPx: 1, heightPx: 1, problem: null, imageVersion: '0',
  isBinned: false, skipReason: null, boundary: null, answers: { blank: null, duplicate: null, poorScan: null, spread: null },
});
const record = (id: string, title: string): RecordSummary => ({ id, batchId: 'b', seq: 1, recordType: 'KS', recordTypeConfidence: 1, title, pageIds: [], fieldCount: 1, doubtfulFields: 2, revision: 1 });
const pages = ['a', 'b', 'c', 'd'].map((id, index) => page(id, index + 1));
const order = (list: readonly PageSummary[]): string => list.map((one) => `${one.id}${one.seq}`).join(' ');

describe('the table before the back end has answered', () => {
  it('shows the new order, what is left, and the marks', () => {
    expect(order(changedPages(pages, { kind: 'move', pageIds: ['d', 'b'], before: 'a' }))).toBe('d1 b2 a3 c4');
    expect(order(changedPages(pages, { kind: 'move', pageIds: ['a'], before: null }))).toBe('b1 c2 d3 a4');
    expect(order(changedPages(pages, { kind: 'move', pageIds: ['a', 'gone'], before: 'nowhere' }))).toBe('b1 c2 d3 a4');
    expect(order(changedPages(pages, { kind: 'bin', pageIds: ['b'] }))).toBe('a1 c2 d3');
    expect(changedPages(pages, { kind: 'skip', pageIds: ['c'], reason: 'secret' }).map((one) => one.skipReason)).toEqual([null, null, 'secret', null]);
    expect(changedPages(pages, { kind: 'split', pageIds: ['c'] })).toBe(pages);
  });
});

describe('one place earlier or later', () => {
  const all = ['a', 'b', 'c', 'd'];
  it('is before the neighbour, at the end, or nowhere', () => {
    expect([neighbourPlace(all, ['b'], -1), neighbourPlace(all, ['b'], 1), neighbourPlace(all, ['c'], 1)]).toEqual(['a', 'd', null]);
    expect([neighbourPlace(all, ['a'], -1), neighbourPlace(all, ['d'], 1), neighbourPlace(all, [], 1), neighbourPlace(all, ['x'], -1)]).toEqual([undefined, undefined, undefined, undefined]);
    expect(neighbourPlace(all, ['b', 'c'], -1)).toBe('a');
  });
});

describe('the lines above the pages', () => {
  it('begin and end where a record does; a page of no record has none', () => {
    const marks = markRecords([page('a', 1, 'r'), page('b', 2, 'r'), page('c', 3), page('d', 4, 's')], [record('r', '1/2018 — A')]);
    expect([...marks].map(([id, mark]) => [id, mark.title, mark.isFirst, mark.isLast])).toEqual([['a', '1/2018 — A', true, false], ['b', '1/2018 — A', false, true], ['d', '', true, true]]);
  });
});

describe('an answer to proposals', () => {
  it('says where a spread is cut, and nothing of the kind for others', () => {
    const one = { pageId: 'a', reasons: [], otherPageId: null };
    expect(answersFor([{ ...one, proposal: 'spread', accepting: 'split-spread', at: 0.48 }, { ...one, proposal: 'blank', accepting: 'bin', at: null }], 'accepted')).toEqual({
      kind: 'answer', answers: [{ pageId: 'a', proposal: 'spread', answer: 'accepted', at: 0.48 }, { pageId: 'a', proposal: 'blank', answer: 'accepted' }],
    });
  });
});
