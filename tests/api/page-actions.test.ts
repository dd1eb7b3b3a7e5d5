// The light table's commands over a real workspace: each is asked for, seen in pages and records, and taken back.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { actionListSchema, actionReplySchema, emptiedBinSchema, proposalListSchema, type AskedAction, type LoggedAction } from '../../shared/api/page-actions.ts';
import { pageListSchema, pageDetailSchema, type PageSummary } from '../../shared/api/pages.ts';
import { problemSchema } from '../../shared/api/problem.ts';
import { recordDetailSchema, recordListSchema, type RecordDetail, type RecordSummary } from '../../shared/api/records.ts';
import { createTempDir, openTestBackend, type TestBackend } from '../support/test-backend.ts';

let temp: Awaited<ReturnType<typeof createTempDir>>;
let backend: TestBackend;
let batchId = '';
beforeEach(async () => {
  temp = await createTempDir();
  backend = await openTestBackend(temp.dir, { authenticate: async () => ({ id: 'lan', name: 'Lan', roles: ['clerk', 'admin'] }) });
});
afterEach(async () => {
  await backend.close();
  await temp.remove();
});

const read = async (...pages: string[]): Promise<void> => {
  batchId = (await backend.readPages({ 'a.txt': pages.join('\n---\n') })).id;
};
const settle = () => backend.parts.runner.idle(batchId);
const listPages = async (shelf = 'table'): Promise<readonly PageSummary[]> => (await backend.json(pageListSchema, `/api/batches/${batchId}/pages?shelf=${shelf}`)).pages;
const listRecords = async (): Promise<readonly RecordSummary[]> => (await backend.json(recordListSchema, `/api/batches/${batchId}/records`)).records;
const getRecord = (id: string): Promise<RecordDetail> => backend.json(recordDetailSchema, `/api/records/${id}`);
const act = async (action: AskedAction): Promise<LoggedAction | null> => {
  const { action: logged } = await backend.json(actionReplySchema, `/api/batches/${batchId}/actions`, { method: 'POST', body: action, status: 201 });
  await settle();
  return logged;
};
const refused = async (action: unknown, status: number) => problemSchema.parse(await backend.json(problemSchema, `/api/batches/${batchId}/actions`, { method: 'POST', body: action, status }));
const undo = async (): Promise<LoggedAction | null> => {
  const { action } = await backend.json(actionReplySchema, `/api/batches/${batchId}/undo`, { method: 'POST', status: 201 });
  await settle();
  return action;
};
const redoReply = async (): Promise<Response> => backend.request(`/api/batches/${batchId}/redo`, { method: 'POST' });
const redo = async (): Promise<void> => {
  expect((await redoReply()).status).toBe(201);
  await settle();
};
const putField = async (record: { id: string; revision: number }, key: string, value: string): Promise<RecordDetail> =>
  backend.json(recordDetailSchema, `/api/records/${record.id}/fields/${key}`, { method: 'PUT', body: { value, revision: record.revision } });
const titles = async (): Promise<readonly string[]> => (await listRecords()).map((record) => `${record.title}:${record.pageIds.length}`);
/** Source pages in order of the table. */
const order = async (): Promise<readonly number[]> => (await listPages()).map((page) => page.sourcePage);
const at = <T>(list: readonly T[], index: number): T => {
  const item = list[index];
  if (item === undefined) throw new Error(`nothing at ${index}`);
  return item;
};
const ids = (pages: readonly PageSummary[], ...sourcePages: number[]): string[] => sourcePages.map((number) => at(pages.filter((page) => page.sourcePage === number), 0).id);

describe('order', () => {
  it('moves many pages at once before another, records with them, and back', async () => {
    await read('KS so=1', 'KS so=2', 'KS so=3', 'KS so=4', 'KS so=5');
    const pages = await listPages();
    await act({ kind: 'move', pageIds: ids(pages, 4, 2), before: at(ids(pages, 1), 0) });
    expect(await order()).toEqual([4, 2, 1, 3, 5]);
    expect((await listPages()).map((page) => page.seq)).toEqual([1, 2, 3, 4, 5]);
    expect(await titles()).toEqual(['4:1', '2:1', '1:1', '3:1', '5:1']);
    await undo();
    expect(await order()).toEqual([1, 2, 3, 4, 5]);
    expect(await titles()).toEqual(['1:1', '2:1', '3:1', '4:1', '5:1']);
  });

  it('moves to the end, and gives a continuation to the record it now follows', async () => {
    await read('KS so=1', 'more', 'KS so=2');
    const pages = await listPages();
    await act({ kind: 'move', pageIds: ids(pages, 2), before: null });
    expect(await titles()).toEqual(['1:1', '2:2']);
    await undo();
    expect(await titles()).toEqual(['1:2', '2:1']);
  });

  it('keeps a person\'s order when the same files are handed over again', async () => {
    const batch = await backend.readPages({ 'a.txt': 'KS so=1\n---\nKS so=2' });
    batchId = batch.id;
    const pages = await listPages();
    await act({ kind: 'move', pageIds: ids(pages, 2), before: at(ids(pages, 1), 0) });
    const intake = await backend.parts.db.selectFrom('intakes').select('inputs').where('batch_id', '=', batchId).executeTakeFirstOrThrow();
    await backend.parts.batches.addInputs(batchId, JSON.parse(intake.inputs) as string[]);
    await settle();
    expect(await order()).toEqual([2, 1]);
  });

  it('refuses a place that is none, and changes nothing where nothing moves', async () => {
    await read('KS so=1', 'KS so=2');
    const pages = await listPages();
    const [first, second] = ids(pages, 1, 2);
    expect((await refused({ kind: 'move', pageIds: [first], before: first }, 400)).code).toBe('bad-request');
    expect((await refused({ kind: 'move', pageIds: [first], before: 'nowhere' }, 404)).code).toBe('not-found');
    expect((await refused({ kind: 'move', pageIds: ['nowhere'], before: null }, 404)).code).toBe('not-found');
    expect((await refused({ kind: 'move', pageIds: [], before: null }, 400)).code).toBe('bad-request');
    expect(await act({ kind: 'move', pageIds: [second ?? ''], before: null })).toBeNull();
  });
});

describe('the bin and "không số hóa"', () => {
  it('takes pages out of lists and records, keeps their originals, and gives them back with a clerk\'s work', async () => {
    await read('KS so=1', 'KS so=2', 'KS so=3');
    const pages = await listPages();
    const second = at(await listRecords(), 1);
    await putField(second, 'ghiChu', 'đã xem');
    await act({ kind: 'bin', pageIds: ids(pages, 2) });
    expect(await titles()).toEqual(['1:1', '3:1']);
    expect(await order()).toEqual([1, 3]);
    expect((await listPages('bin')).map((page) => [page.sourcePage, page.isBinned])).toEqual([[2, true]]);
    expect((await backend.parts.batches.get(batchId)).counts).toMatchObject({ pagesBinned: 1, records: 2 });
    expect((await backend.request(`/api/records/${second.id}`)).status).toBe(404);
    const original = await backend.parts.db.selectFrom('originals').select('sha256').executeTakeFirstOrThrow();
    expect(await backend.parts.workspace.originals.has(original.sha256)).toBe(true);
    await act({ kind: 'restore', pageIds: ids(pages, 2) });
    expect((await getRecord(second.id)).fields['ghiChu']).toMatchObject({ value: 'đã xem', from: 'clerk' });
    expect(await titles()).toEqual(['1:1', '2:1', '3:1']);
  });

  it('joins what a page in the bin had kept apart, and parts it again', async () => {
    await read('KS so=1', 'KS so=2', 'more');
    const pages = await listPages();
    await act({ kind: 'bin', pageIds: ids(pages, 2) });
    expect(await titles()).toEqual(['1:2']);
    await undo();
    expect(await titles()).toEqual(['1:1', '2:2']);
  });

  it('marks pages with one of the four legal reasons, out of records but on the table', async () => {
    await read('KS so=1', 'KS so=2');
    const pages = await listPages();
    await act({ kind: 'skip', pageIds: ids(pages, 1), reason: 'secret' });
    expect((await listPages()).map((page) => page.skipReason)).toEqual(['secret', null]);
    expect(await titles()).toEqual(['2:1']);
    expect((await backend.parts.batches.get(batchId)).counts.pagesSkipped).toBe(1);
    await refused({ kind: 'skip', pageIds: ids(pages, 1), reason: 'no time' }, 400);
    await act({ kind: 'skip', pageIds: ids(pages, 1), reason: null });
    expect(await titles()).toEqual(['1:1', '2:1']);
  });

  it('packages no page that is in the bin', async () => {
    await read('KS so=1', 'KS so=2');
    await act({ kind: 'bin', pageIds: ids(await listPages(), 2) });
    const { id } = await backend.parts.packages.create(batchId, 'ho-tich');
    await settle();
    expect((await backend.parts.packages.get(id)).records).toBe(1);
  });
});

describe('records', () => {
  it('splits a record where a person says, the clerk\'s work staying with the first part, and joins it again', async () => {
    await read('KS so=1', 'more', 'KS so=2');
    const pages = await listPages();
    const whole = at(await listRecords(), 0);
    await putField(whole, 'ghiChu', 'cũ');
    await act({ kind: 'split', pageIds: ids(pages, 2) });
    const parts = await listRecords();
    expect(parts.map((record) => record.pageIds.length)).toEqual([1, 1, 1]);
    expect(at(parts, 0).id).toBe(whole.id);
    expect((await getRecord(whole.id)).fields['ghiChu']?.value).toBe('cũ');
    await undo();
    expect(await titles()).toEqual(['1:2', '2:1']);
    expect((await getRecord(whole.id)).fields['ghiChu']?.value).toBe('cũ');
  });

  it('joins records that follow one another, with both clerks\' work, and gives each its own back', async () => {
    await read('KS so=1', 'KS so=2', 'KS so=3');
    const [first, second, third] = await listRecords();
    if (first === undefined || second === undefined || third === undefined) throw new Error('three records expected');
    await putField(first, 'so', '10');
    await putField(second, 'so', '20');
    await putField(await getRecord(second.id), 'ghiChu', 'của hai');
    await act({ kind: 'join', recordIds: [second.id, first.id] });
    const joined = await getRecord(first.id);
    expect(joined.pageIds).toHaveLength(2);
    expect([joined.fields['so']?.value, joined.fields['ghiChu']?.value]).toEqual(['10', 'của hai']);
    expect((await backend.request(`/api/records/${second.id}`)).status).toBe(404);
    await undo();
    expect((await getRecord(first.id)).fields['ghiChu']).toBeUndefined();
    const back = await getRecord(second.id);
    expect([back.fields['so']?.value, back.fields['ghiChu']?.value, back.pageIds.length]).toEqual(['20', 'của hai', 1]);
    expect(await titles()).toEqual(['10:1', '20:1', '3:1']);
  });

  it('keeps decisions of boundaries when a page is read again', async () => {
    await read('KS so=1', 'KS so=2', 'KS so=3');
    const [first, second] = await listRecords();
    await act({ kind: 'join', recordIds: [first?.id ?? '', second?.id ?? ''] });
    await backend.request(`/api/pages/${first?.pageIds[0] ?? ''}/retry`, { method: 'POST' });
    await settle();
    expect(await titles()).toEqual(['1:2', '3:1']);
  });

  it('refuses to join what does not follow', async () => {
    await read('KS so=1', 'KS so=2', 'KS so=3');
    const [first, , third] = await listRecords();
    expect(await refused({ kind: 'join', recordIds: [first?.id, third?.id] }, 409)).toMatchObject({ code: 'wrong-state', detail: { state: 'not-neighbours' } });
    await refused({ kind: 'join', recordIds: [first?.id] }, 400);
    await refused({ kind: 'join', recordIds: [first?.id, 'nowhere'] }, 404);
  });

  it('reads a record as another type, keeps a clerk\'s work for the day it comes back', async () => {
    await read('KS so=1', 'more', 'thư mời');
    const [record, letter] = await listRecords();
    if (record === undefined || letter === undefined) throw new Error('two records expected');
    await putField(record, 'nksHoTen', 'LÊ B');
    await act({ kind: 'set-type', recordIds: [record.id, letter.id], recordType: 'KH' });
    const asMarriage = await getRecord(record.id);
    expect(asMarriage).toMatchObject({ recordType: 'KH', pageIds: record.pageIds });
    expect(asMarriage.fields['nksHoTen']).toBeUndefined();
    expect((await listRecords()).map((one) => one.recordType)).toEqual(['KH', 'KH']);
    await undo();
    expect((await getRecord(record.id)).fields['nksHoTen']).toMatchObject({ value: 'LÊ B', from: 'clerk' });
    expect((await listRecords()).map((one) => one.recordType)).toEqual(['KS', null]);
    await refused({ kind: 'set-type', recordIds: [record.id], recordType: 'XX' }, 400);
  });
});

describe('turns, fine turns and crops', () => {
  it('come on top of what the page has, for many pages at once, and go again', async () => {
    await read('KS so=1', 'KS so=2');
    const pages = await listPages();
    const transformsOf = async (): Promise<readonly unknown[]> => {
      const details = [];
      for (const page of pages) details.push((await backend.json(pageDetailSchema, `/api/pages/${page.id}`)).transforms);
      return details;
    };
    const all = pages.map((page) => page.id);
    await act({ kind: 'transform', pageIds: all, change: { do: 'rotate', angleDeg: 90 } });
    await act({ kind: 'transform', pageIds: all.slice(0, 1), change: { do: 'rotate', angleDeg: 180 } });
    await act({ kind: 'transform', pageIds: all.slice(1), change: { do: 'crop', box: [0.25, 0, 0.5, 2] } });
    const crop = { kind: 'crop', xPx: 50, yPx: 0, widthPx: 100, heightPx: 100 };
    expect(await transformsOf()).toEqual([[{ kind: 'rotate', angleDeg: 270 }], [{ kind: 'rotate', angleDeg: 90 }, crop]]);
    await act({ kind: 'transform', pageIds: all.slice(0, 1), change: { do: 'straighten', angleDeg: -1.5 } });
    expect(at(await transformsOf(), 0)).toEqual([{ kind: 'rotate', angleDeg: 270 }, { kind: 'deskew', angleDeg: -1.5 }]);
    for (let n = 0; n < 4; n += 1) await undo();
    expect(await transformsOf()).toEqual([[], []]);
    expect((await listPages()).map((page) => page.imageVersion)).toEqual(pages.map((page) => page.imageVersion));
  });

  it('refuse pages without an image', async () => {
    await read('broken', 'KS so=1');
    const pages = await listPages();
    expect((await refused({ kind: 'transform', pageIds: pages.map((page) => page.id), change: { do: 'rotate', angleDeg: 90 } }, 409)).detail).toMatchObject({ state: 'no-image' });
    expect((await listPages()).every((page) => page.state !== 'waiting')).toBe(true);
    await refused({ kind: 'transform', pageIds: ids(pages, 2), change: { do: 'rotate', angleDeg: 45 } }, 400);
  });

  it('set by the older address are in the same log', async () => {
    await read('KS so=1');
    const [page] = await listPages();
    await backend.request(`/api/pages/${page?.id ?? ''}/transforms`, { method: 'PUT', body: JSON.stringify({ transforms: [{ kind: 'rotate', angleDeg: 180 }] }) });
    await settle();
    expect((await undo())?.kind).toBe('transform');
    expect((await backend.json(pageDetailSchema, `/api/pages/${page?.id ?? ''}`)).transforms).toEqual([]);
  });
});

describe('a spread', () => {
  const parts = async () => (await listPages()).map((page) => [page.sourcePage, page.sourcePart, page.widthPx, page.heightPx]);

  it('becomes two pages of one scan, read each for itself, with all pages behind in their order', async () => {
    await read('KS so=1', 'KS so=2', 'KS so=3');
    const pages = await listPages();
    const logged = await act({ kind: 'split-spread', pageIds: ids(pages, 2), axis: 'x', at: 0.4 });
    expect(logged).toMatchObject({ kind: 'split-spread', undoes: null });
    expect((await parts()).map(([page, part]) => [page, part])).toEqual([[1, null], [2, null], [2, 2], [3, null]]);
    expect((await listPages()).map((page) => [page.seq, page.state])).toEqual([[1, 'read'], [2, 'read'], [3, 'read'], [4, 'read']]);
    const transforms = [];
    for (const page of await listPages()) transforms.push((await backend.json(pageDetailSchema, `/api/pages/${page.id}`)).transforms);
    expect(transforms.slice(1, 3)).toEqual([[{ kind: 'crop', xPx: 0, yPx: 0, widthPx: 80, heightPx: 100 }], [{ kind: 'crop', xPx: 80, yPx: 0, widthPx: 120, heightPx: 100 }]]);
    expect((await backend.parts.batches.get(batchId)).counts).toMatchObject({ pages: 4, records: 4, duplicates: 0 });
    expect((await listPages()).every((page) => page.duplicateOf === null)).toBe(true);
  });

  it('is one page again when taken back, and two when done again, with what was corrected on the half', async () => {
    await read('KS so=1', 'KS so=2');
    const before = await listPages();
    await act({ kind: 'split-spread', pageIds: ids(before, 1) });
    const half = at(await listRecords(), 1);
    await putField(half, 'ghiChu', 'nửa sau');
    await undo();
    expect(await order()).toEqual([1, 2]);
    expect((await listPages()).map((page) => page.imageVersion)).toEqual(before.map((page) => page.imageVersion));
    expect((await backend.parts.batches.get(batchId)).counts).toMatchObject({ pages: 2, records: 2, pagesBinned: 0 });
    expect(await listPages('bin')).toEqual([]);
    await redo();
    expect(await order()).toEqual([1, 1, 2]);
    expect((await getRecord(half.id)).fields['ghiChu']?.value).toBe('nửa sau');
  });

  it('can be cut again, many at once, and across the height', async () => {
    await read('KS so=1', 'KS so=2');
    const all = (await listPages()).map((page) => page.id);
    await act({ kind: 'split-spread', pageIds: all, axis: 'y', at: 0.5 });
    expect((await listPages()).map((page) => [page.sourcePage, page.sourcePart])).toEqual([[1, null], [1, 2], [2, null], [2, 2]]);
    await act({ kind: 'split-spread', pageIds: [at(await listPages(), 1).id], at: 0.25 });
    expect((await listPages()).map((page) => [page.sourcePage, page.sourcePart])).toEqual([[1, null], [1, 2], [1, 3], [2, null], [2, 2]]);
    await undo();
    await undo();
    expect(await order()).toEqual([1, 2]);
  });

  it('is refused for a page without an image, at an edge, and for a page of another batch', async () => {
    await read('broken', 'KS so=1');
    const pages = await listPages();
    await refused({ kind: 'split-spread', pageIds: pages.map((page) => page.id) }, 409);
    await refused({ kind: 'split-spread', pageIds: ids(pages, 2), at: 1 }, 400);
    await refused({ kind: 'split-spread', pageIds: ['nowhere'] }, 404);
    expect(await listPages()).toHaveLength(2);
  });

  it('keeps its order when the same files are handed over again', async () => {
    await read('KS so=1', 'KS so=2');
    await act({ kind: 'split-spread', pageIds: ids(await listPages(), 1) });
    const intake = await backend.parts.db.selectFrom('intakes').select('inputs').where('batch_id', '=', batchId).executeTakeFirstOrThrow();
    await backend.parts.batches.addInputs(batchId, JSON.parse(intake.inputs) as string[]);
    await settle();
    expect(await order()).toEqual([1, 1, 2]);
  });

  it('shows what was asked for before it is read again', async () => {
    await read('KS so=1');
    const [page] = await listPages();
    await backend.request(`/api/batches/${batchId}/pause`, { method: 'POST' });
    await backend.json(actionReplySchema, `/api/batches/${batchId}/actions`, { method: 'POST', body: { kind: 'transform', pageIds: [page?.id], change: { do: 'rotate', angleDeg: 90 } }, status: 201 });
    const [waiting] = await listPages();
    expect(waiting).toMatchObject({ state: 'waiting', widthPx: 100, heightPx: 200 });
    expect(waiting?.imageVersion).not.toBe(page?.imageVersion);
    const image = await backend.request(`/api/pages/${page?.id ?? ''}/image?kind=thumbnail&v=${waiting?.imageVersion ?? ''}`);
    expect([image.status, image.headers.get('content-type')]).toEqual([200, 'image/webp']);
  });
});

describe('undo and redo', () => {
  it('go back and forth, and a new action ends the way forth', async () => {
    await read('KS so=1', 'KS so=2', 'KS so=3');
    const pages = await listPages();
    await act({ kind: 'bin', pageIds: ids(pages, 1) });
    await act({ kind: 'move', pageIds: ids(pages, 3), before: at(ids(pages, 2), 0) });
    await undo();
    await undo();
    expect(await order()).toEqual([1, 2, 3]);
    await redo();
    expect(await order()).toEqual([2, 3]);
    await redo();
    expect(await order()).toEqual([3, 2]);
    expect((await redoReply()).status).toBe(409);
    await undo();
    await act({ kind: 'bin', pageIds: ids(pages, 3) });
    expect((await redoReply()).status).toBe(409);
    const list = await backend.json(actionListSchema, `/api/batches/${batchId}/actions`);
    expect([list.undo?.kind, list.redo]).toEqual(['bin', null]);
    expect(list.actions.filter((one) => one.undoes === null).map((one) => [one.kind, one.isUndone])).toEqual([['bin', false], ['move', true], ['bin', false]]);
  });

  it('are each person\'s own, and refuse to run over what somebody else did since', async () => {
    await read('KS so=1', 'KS so=2');
    const pages = await listPages();
    const { actions } = backend.parts;
    await actions.act(batchId, { kind: 'bin', pageIds: ids(pages, 1) }, 'lan');
    await actions.act(batchId, { kind: 'skip', pageIds: ids(pages, 2), reason: 'secret' }, 'minh');
    expect((await actions.undo(batchId, 'lan')).kind).toBe('bin');
    expect((await listPages()).map((page) => page.skipReason)).toEqual([null, 'secret']);
    await actions.act(batchId, { kind: 'skip', pageIds: ids(pages, 2), reason: 'agency-opinion' }, 'lan');
    await expect(actions.undo(batchId, 'minh')).rejects.toMatchObject({ code: 'changed-since' });
    await actions.undo(batchId, 'lan');
    await actions.undo(batchId, 'minh');
    expect((await listPages()).map((page) => page.skipReason)).toEqual([null, null]);
  });

  it('asked for twice at once take back one action each', async () => {
    await read('KS so=1', 'KS so=2');
    const pages = await listPages();
    await act({ kind: 'bin', pageIds: ids(pages, 1) });
    await act({ kind: 'bin', pageIds: ids(pages, 2) });
    await Promise.all([backend.parts.actions.undo(batchId, 'lan'), backend.parts.actions.undo(batchId, 'lan')]);
    await settle();
    expect(await order()).toEqual([1, 2]);
  });
});

describe('an emptied bin', () => {
  it('lets its pages go for good, keeps every original, and is in the log', async () => {
    await read('KS so=1', 'KS so=2', 'KS so=3');
    const pages = await listPages();
    await act({ kind: 'bin', pageIds: ids(pages, 1, 3) });
    const reply = await backend.json(emptiedBinSchema, `/api/batches/${batchId}/bin`, { method: 'DELETE' });
    expect(reply.pages).toBe(2);
    expect([await order(), await listPages('bin')]).toEqual([[2], []]);
    const original = await backend.parts.db.selectFrom('originals').select('sha256').executeTakeFirstOrThrow();
    expect(await backend.parts.workspace.originals.has(original.sha256)).toBe(true);
    const list = await backend.json(actionListSchema, `/api/batches/${batchId}/actions`);
    expect(list.actions.map((one) => [one.kind, one.pages])).toEqual([['empty-bin', 2], ['bin', 2]]);
    // Taking back the throwing away of pages that are gone brings none of them back, and breaks nothing.
    await undo();
    expect(await order()).toEqual([2]);
    expect((await backend.json(emptiedBinSchema, `/api/batches/${batchId}/bin`, { method: 'DELETE' })).pages).toBe(0);
  });
});

describe('proposals', () => {
  const open = async () => (await backend.json(proposalListSchema, `/api/batches/${batchId}/proposals`)).proposals;

  it('name blanks, duplicates and doubtful boundaries with a reason', async () => {
    const batch = await backend.readPages({ 'a.txt': 'KS so=1\n---\nblank\n---\nthêm một trang', 'b.txt': 'KS so=2', 'c.txt': 'KS so=2' });
    batchId = batch.id;
    const pages = await listPages();
    expect((await open()).map((one) => [one.proposal, one.pageId, one.otherPageId, one.accepting, ...one.reasons])).toEqual([
      ['blank', pages[1]?.id, null, 'bin', 'no-print'],
      ['duplicate', pages[4]?.id, pages[3]?.id, 'bin', 'same-image'],
      ['boundary', pages[2]?.id, pages[0]?.id, 'join', 'no-title'],
    ]);
  });

  it('are answered one by one or together, and asked again once taken back', async () => {
    await read('KS so=1', 'blank', 'thêm một trang', 'blank');
    const pages = await listPages();
    const [blank, boundary, other] = [pages[1]?.id ?? '', pages[2]?.id ?? '', pages[3]?.id ?? ''];
    await act({ kind: 'answer', answers: [{ pageId: blank, proposal: 'blank', answer: 'accepted' }, { pageId: boundary, proposal: 'boundary', answer: 'accepted' }, { pageId: other, proposal: 'blank', answer: 'refused' }] });
    expect((await open()).map((one) => [one.proposal, one.pageId])).toEqual([['boundary', other]]);
    expect((await listPages('bin')).map((page) => page.id)).toEqual([blank]);
    // A page that is no blank after all is a page of the book: here one without a title.
    expect((await listRecords()).map((record) => record.pageIds.length)).toEqual([2, 1]);
    await undo();
    expect((await open()).map((one) => one.proposal)).toEqual(['blank', 'blank', 'boundary']);
    expect((await listRecords()).map((record) => record.pageIds.length)).toEqual([1, 1]);
    await act({ kind: 'answer', answers: [{ pageId: boundary, proposal: 'boundary', answer: 'refused' }] });
    expect((await open()).map((one) => one.proposal)).toEqual(['blank', 'blank']);
    await refused({ kind: 'answer', answers: [{ pageId: boundary, proposal: 'magic', answer: 'refused' }] }, 400);
  });
});

describe('the log', () => {
  it('is only added to, names who and when, and undoes to the beginning and no further', async () => {
    await read('KS so=1', 'KS so=2');
    const pages = await listPages();
    await act({ kind: 'bin', pageIds: ids(pages, 1) });
    await act({ kind: 'skip', pageIds: ids(pages, 2), reason: 'agency-opinion' });
    await undo();
    await undo();
    const { actions } = await backend.json(actionListSchema, `/api/batches/${batchId}/actions`);
    expect(actions.map((one) => [one.seq, one.kind, one.pages, one.by, one.undoes, one.isUndone])).toEqual([
      [4, 'bin', 1, 'lan', 1, false], [3, 'skip', 1, 'lan', 2, false], [2, 'skip', 1, 'lan', null, true], [1, 'bin', 1, 'lan', null, true],
    ]);
    const reply = await backend.request(`/api/batches/${batchId}/undo`, { method: 'POST' });
    expect([reply.status, problemSchema.parse(await reply.json()).detail['state']]).toEqual([409, 'nothing-to-undo']);
    expect(await titles()).toEqual(['1:1', '2:1']);
  });

  it('takes no page of another batch', async () => {
    await read('KS so=1');
    const foreign = ids(await listPages(), 1);
    await read('KS so=2');
    await refused({ kind: 'bin', pageIds: foreign }, 404);
    expect((await backend.request('/api/batches/none/actions', { method: 'POST', body: JSON.stringify({ kind: 'bin', pageIds: foreign }) })).status).toBe(404);
  });

  it('leaves the table as it was when a page of many is refused', async () => {
    await read('KS so=1', 'KS so=2');
    const pages = await listPages();
    await refused({ kind: 'bin', pageIds: [...ids(pages, 1), 'nowhere'] }, 404);
    expect(await order()).toEqual([1, 2]);
  });
});
