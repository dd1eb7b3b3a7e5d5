// The trail of real work: written by every change, readable by people, held together by hashes, found out when
// somebody writes into the database file.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { exportTrail, verifyExportedTrail } from '../../backend/trail/export-trail.ts';
import { anchorFile, readAnchors } from '../../backend/trail/anchors.ts';
import { recordDetailSchema, recordListSchema } from '../../shared/api/records.ts';
import { trailKindsSchema, trailListSchema, trailVerdictSchema } from '../../shared/api/trail.ts';
import { LOCAL_OPERATOR } from '../../shared/domain/roles.ts';
import { runSohoa } from '../support/run-sohoa.ts';
import { createTempDir, openTestBackend, type TestBackend } from '../support/test-backend.ts';

const PAGE = 'KS so=37/2019 nksHoTen=TRẦN_GIA_BẢO';

let temp: Awaited<ReturnType<typeof createTempDir>>;
let backend: TestBackend;
let batchId = '';
let recordId = '';
const open = async (): Promise<void> => {
  backend = await openTestBackend(temp.dir, { workers: 1, authenticate: async (request) => ({ ...LOCAL_OPERATOR, id: request.headers.get('x-test-user') ?? 'lan', name: 'Lan' }) });
};
beforeEach(async () => {
  temp = await createTempDir();
  await open();
  batchId = (await backend.readPages({ 'a.txt': PAGE })).id;
  recordId = (await backend.json(recordListSchema, `/api/batches/${batchId}/records`)).records[0]?.id ?? '';
});
afterEach(async () => {
  await backend.close();
  await temp.remove();
});

const trail = (query = '') => backend.json(trailListSchema, `/api/trail?${query}`);
const verdict = () => backend.json(trailVerdictSchema, '/api/trail/verify', { method: 'POST' });
async function correct(value: string): Promise<void> {
  const record = await backend.json(recordDetailSchema, `/api/records/${recordId}`);
  await backend.json(recordDetailSchema, `/api/records/${recordId}/fields/nksHoTen`, { method: 'PUT', body: { value, revision: record.revision } });
}
const databaseFile = (): string => path.join(temp.dir, 'ws', 'sohoa.db');
function writeIntoFile(statements: string): void {
  const sqlite = new Database(databaseFile());
  sqlite.exec(statements);
  sqlite.close();
}

describe('the trail of work', () => {
  it('tells what the program read and what a person changed, with who, from where, before and after', async () => {
    await correct('TRẦN GIA BẢO ANH');
    await backend.request(`/api/records/${recordId}/undo`, { method: 'POST', body: '{}' });
    const { rows } = await backend.json(trailListSchema, `/api/records/${recordId}/history`);
    expect(rows.map((row) => [row.kind, row.by])).toEqual([['field-changed-back', 'lan'], ['field-changed', 'lan'], ['record-read', 'program']]);
    expect(rows[1]).toMatchObject({ from: 'command-line', batchId, after: { value: 'TRẦN GIA BẢO ANH' } });
    expect(rows[0]).toMatchObject({ before: { value: 'TRẦN GIA BẢO ANH' } });
    expect(await verdict()).toMatchObject({ ok: true });
  });

  it('holds every change of a batch, of pages and of settings', async () => {
    const pages = z.object({ pages: z.array(z.object({ id: z.string() })) });
    const page = (await backend.json(pages, `/api/batches/${batchId}/pages`)).pages[0]?.id ?? '';
    await backend.request(`/api/batches/${batchId}`, { method: 'PATCH', body: '{"name":"Quyển 02"}' });
    for (const order of ['pause', 'resume', 'cancel', 'resume']) await backend.request(`/api/batches/${batchId}/${order}`, { method: 'POST' });
    await backend.request(`/api/batches/${batchId}/actions`, { method: 'POST', body: JSON.stringify({ kind: 'bin', pageIds: [page] }) });
    await backend.request(`/api/batches/${batchId}/undo`, { method: 'POST', body: '{}' });
    await backend.request('/api/people/settings', { method: 'PUT', body: '{"lockAfterMinutes":5}' });
    await backend.parts.runner.idle(batchId);
    await backend.request(`/api/batches/${batchId}?confirm=${encodeURIComponent('Quyển 02')}`, { method: 'DELETE' });
    const { kinds } = await backend.json(trailKindsSchema, '/api/trail/kinds');
    for (const kind of ['batch-opened', 'files-handed-over', 'record-read', 'batch-changed', 'batch-paused', 'batch-resumed', 'batch-stopped', 'pages-changed', 'pages-changed-back', 'settings-changed', 'batch-deleted']) expect(kinds).toContain(kind);
    expect((await trail('kind=batch-changed')).rows[0]).toMatchObject({ before: { name: 'đợt thử' }, after: { name: 'Quyển 02' }, by: 'lan' });
    expect(await verdict()).toMatchObject({ ok: true });
  });

  it('is found through filters, page by page', async () => {
    for (let n = 0; n < 7; n += 1) await correct(`LẦN ${n}`);
    const first = await trail('kind=field-changed&limit=5');
    expect(first.rows).toHaveLength(5);
    const second = await trail(`kind=field-changed&limit=5&before=${first.next}`);
    expect(second.rows).toHaveLength(2);
    expect(second.next).toBeNull();
    expect((await trail('by=nobody')).rows).toEqual([]);
    expect((await trail(`since=${encodeURIComponent(new Date(Date.now() + 60_000).toISOString())}`)).rows).toEqual([]);
    expect((await trail(`subjectType=batch&subjectId=${batchId}`)).rows.map((row) => row.kind)).toEqual(['files-handed-over', 'batch-opened']);
    for (const bad of ['limit=0', 'limit=9999', 'since=hôm-qua', 'before=-1']) expect((await backend.request(`/api/trail?${bad}`)).status).toBe(400);
  });

  it('one flipped byte in the file is found, shown, and keeps work in the house', async () => {
    await correct('MỘT');
    writeIntoFile('drop trigger trail_payloads_no_update; update trail_payloads set after = replace(after, \'MỘT\', \'MỐT\')');
    const found = await verdict();
    expect(found).toMatchObject({ ok: false, fault: 'payload-changed' });
    expect((await backend.request(`/api/batches/${batchId}/packages`, { method: 'POST', body: '{}' })).status).toBe(409);
    expect(await (await backend.request('/api/consents', { method: 'POST', body: '{}' })).json()).toMatchObject({ code: 'trail-damaged' });
    // The day's work goes on, and nothing of it hides the fault.
    await correct('HAI');
    await backend.close();
    await open();
    expect(await verdict()).toEqual(found);
  });

  it('rows cut off at the end show, by what was written down outside the database', async () => {
    await correct('MỘT');
    await backend.close();
    const anchors = await readAnchors(anchorFile(path.join(temp.dir, 'ws')));
    expect(anchors.length).toBeGreaterThan(0);
    writeIntoFile('drop trigger trail_no_delete; delete from trail where seq = (select max(seq) from trail); update trail_head set seq = (select max(seq) from trail), hash = (select hash from trail order by seq desc limit 1)');
    await open();
    expect(await verdict()).toMatchObject({ ok: false, fault: 'end-missing' });
  });

  it('an anchor that was cut off half-way is none', async () => {
    await backend.close();
    const file = anchorFile(path.join(temp.dir, 'ws'));
    await writeFile(file, `${await readFile(file, 'utf8')}{"seq":12,"ha`);
    await open();
    expect(await verdict()).toMatchObject({ ok: true });
  });

  it('goes out with a package, line by line checkable, and holds the workspace to its word', async () => {
    await correct('MỘT');
    let text = '';
    for await (const line of exportTrail(backend.parts.db, batchId)) text += line;
    const checked = verifyExportedTrail(text);
    expect(checked).toMatchObject({ badLine: null });
    expect(checked.rows).toBeGreaterThanOrEqual(4);
    expect(verifyExportedTrail(text.replace('MỘT', 'HAI'))).toMatchObject({ badLine: checked.rows });
    expect(verifyExportedTrail(`${text}rubbish\n`)).toMatchObject({ badLine: checked.rows + 2 });
    const file = path.join(temp.dir, 'trail.jsonl');
    await writeFile(file, text);
    await backend.close();
    const sound = await runSohoa(['verify', '--trail', '--workspace', path.join(temp.dir, 'ws'), file, '--json']);
    expect(sound.exitCode).toBe(0);
    expect(JSON.parse(sound.stdout)).toMatchObject({ ok: true });
    writeIntoFile('drop trigger trail_no_update; update trail set "by" = \'minh\' where seq = 2');
    const broken = await runSohoa(['verify', '--trail', '--workspace', path.join(temp.dir, 'ws')]);
    expect(broken.exitCode).toBe(4);
    expect(broken.stdout).toContain('Dòng 2');
    const nothing = await runSohoa(['verify', '--trail', '--workspace', path.join(temp.dir, 'none')]);
    expect(nothing.exitCode).toBe(3);
    await open();
  });

  it('is empty for a batch that is not there, but for the head', async () => {
    const lines: string[] = [];
    for await (const line of exportTrail(backend.parts.db, 'none')) lines.push(line);
    expect(lines).toHaveLength(1);
    expect(verifyExportedTrail('')).toEqual({ rows: 0, badLine: null, anchors: [] });
  });
});
