import { describe, expect, it } from 'vitest';
import { staleKeys, staleReplies } from '../../../../renderer/api/events.ts';
import { keys } from '../../../../renderer/api/keys.ts';

const changed = (what: 'batch' | 'page' | 'record' | 'job' | 'package' | 'upload', id: string, batchId: string | null) => ({ type: 'changed' as const, what, id, batchId });

describe('a hint of the back end', () => {
  it('about a record makes the record and all of its batch stale', () => {
    expect(staleKeys(changed('record', 'r1', 'b1'))).toEqual([keys.record('r1'), keys.batchList, keys.batch('b1')]);
  });

  it('about a record that is in the list leaves the list of thousands alone', () => {
    expect(staleReplies(changed('record', 'r1', 'b1'), true)).toEqual([{ queryKey: keys.record('r1') }, { queryKey: keys.batchList }, { queryKey: keys.batch('b1'), exact: true }]);
    expect(staleReplies(changed('record', 'new', 'b1'), false)).toContainEqual({ queryKey: keys.batch('b1') });
    expect(staleReplies(changed('batch', 'b1', 'b1'), true)).toContainEqual({ queryKey: keys.batch('b1') });
  });

  it('about a batch makes the list and the batch stale', () => {
    expect(staleKeys(changed('batch', 'b1', 'b1'))).toEqual([keys.batchList, keys.batch('b1')]);
  });

  it('about a job makes packages and uploads stale, which jobs make', () => {
    expect(staleKeys(changed('job', 'j1', 'b1'))).toEqual([keys.packages, keys.uploads, keys.batchList, keys.batch('b1')]);
  });

  it('about an upload without a batch makes only the uploads stale', () => {
    expect(staleKeys(changed('upload', 'u1', null))).toEqual([keys.uploads]);
  });

  it('reaches a batch\'s pages, records and failures through the batch', () => {
    for (const key of [keys.pages('b1'), keys.records('b1'), keys.failures('b1')]) expect(key.slice(0, 2)).toEqual([...keys.batch('b1')]);
  });
});
