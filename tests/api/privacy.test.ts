// What the law asks: masked identifiers, everything held about one person, data that are gone and proven gone.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fromBufferPromise } from 'yauzl';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { serve, type RunningServer } from '../../backend/serve.ts';
import { eraseFile } from '../../backend/privacy/erase-file.ts';
import { verifyTrail } from '../../backend/trail/verify-trail.ts';
import type { Consent } from '../../shared/api/people.ts';
import type { RecordDetail } from '../../shared/api/records.ts';
import { peopleOf, type Session } from '../support/office.ts';
import { asSources, createTempDir, TEXT_STEPS } from '../support/test-backend.ts';

let temp: Awaited<ReturnType<typeof createTempDir>>;
let server: RunningServer;
let an: Session;
let binh: Session;
const ID = '049185001010';

beforeEach(async () => {
  temp = await createTempDir();
  await mkdir(path.join(temp.dir, 'static'));
  await writeFile(path.join(temp.dir, 'static', 'index.html'), 'Sổ Hoá');
  server = await serve({ dataDir: path.join(temp.dir, 'ws'), port: 0, staticDir: path.join(temp.dir, 'static'), stepsModule: TEXT_STEPS, steps: { expandSources: asSources }, workers: 1, people: { cost: { n: 1024, r: 8, p: 1 } } });
  const people = peopleOf(server);
  an = await people.lead();
  binh = await people.add('binh', ['admin']);
});
afterEach(async () => {
  await server.close();
  await temp.remove();
});

const ask = (method: string, address: string, who: Session, body?: unknown): Promise<Response> => fetch(new URL(address, server.url), { method, headers: { cookie: who.cookie }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
async function readBatch(name: string, pages: Readonly<Record<string, string>>): Promise<string> {
  const { batches, runner } = server.backend.parts;
  const folder = path.join(temp.dir, `in-${name}`);
  await mkdir(folder);
  for (const [file, text] of Object.entries(pages)) await writeFile(path.join(folder, file), text);
  const { id } = await batches.create({ name, recordType: 'auto', profile: 'ho-tich' });
  await batches.addInputs(id, [folder]);
  await runner.idle(id);
  return id;
}
const recordOf = async (batchId: string): Promise<string> => (await server.backend.parts.records.list(batchId, 0, 10)).records[0]?.id ?? '';
async function byTwo(subject: object): Promise<Consent> {
  const asked = (await (await ask('POST', '/api/consents', an, { subject, reason: 'theo đơn của công dân' })).json()) as Consent;
  return (await (await ask('POST', `/api/consents/${asked.id}/agree`, binh)).json()) as Consent;
}
async function filesBelow(dir: string): Promise<readonly string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}
/** Whether the words stand anywhere in the workspace: database, its log, files. */
async function holdsAnywhere(words: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const file of await filesBelow(path.join(temp.dir, 'ws'))) if ((await readFile(file).catch(() => Buffer.alloc(0))).includes(words)) found.push(path.basename(file));
  return found;
}

describe('masking', () => {
  it('an auditor and a mere administrator see identifiers masked everywhere, a clerk sees them', async () => {
    const people = peopleOf(server);
    const batchId = await readBatch('q1', { 'a.txt': `KS so=37/2019 nksHoTen=TRẦN_GIA_BẢO nksSoDinhDanh=${ID}` });
    const recordId = await recordOf(batchId);
    const clerk = await people.add('lan', ['clerk']);
    const auditor = await people.add('kiem', ['auditor']);
    const record = (await (await ask('GET', `/api/records/${recordId}`, clerk)).json()) as RecordDetail;
    expect(record.fields['nksSoDinhDanh']?.value).toBe(ID);
    await ask('PUT', `/api/records/${recordId}/fields/nksSoDinhDanh`, clerk, { value: ID, revision: record.revision });
    const seen = (await (await ask('GET', `/api/records/${recordId}`, auditor)).json()) as RecordDetail;
    expect(seen.fields['nksSoDinhDanh']?.value).toBe('•••••••••010');
    expect(seen.fields['nksHoTen']?.value).toBe('TRẦN GIA BẢO');
    const pages = (await (await ask('GET', `/api/batches/${batchId}/pages`, clerk)).json()) as { pages: { id: string }[] };
    for (const who of [auditor, binh]) {
      for (const address of [`/api/records/${recordId}`, `/api/records/${recordId}/edits`, `/api/records/${recordId}/history`, `/api/batches/${batchId}/records`, `/api/search?q=${ID}`, `/api/search?q=gia`, '/api/trail', `/api/pages/${pages.pages[0]?.id ?? ''}`]) {
        const reply = await ask('GET', address, who);
        expect(reply.status, address).toBe(200);
        expect(await reply.text(), address).not.toContain(ID);
      }
    }
  });
});

describe('pictures', () => {
  it('are shown to those who need no identifiers only after a reason, which the trail keeps', async () => {
    const people = peopleOf(server);
    const batchId = await readBatch('q1', { 'a.txt': 'KS so=37/2019', 'b.txt': 'KS so=38/2019' });
    const [one = '', two = ''] = (await server.backend.parts.pages.list(batchId, 'table', 0, 2)).pages.map((page) => page.id);
    const clerk = await people.add('lan', ['clerk']);
    const auditor = await people.add('kiem', ['auditor']);
    const look = async (who: Session, page: string, kind = 'delivered') => (await ask('GET', `/api/pages/${page}/image?kind=${kind}`, who)).status;
    expect(await look(clerk, one)).toBe(200);
    for (const kind of ['delivered', 'original', 'reading', '']) expect([400, 403], kind).toContain(await look(auditor, one, kind));
    expect(await look(auditor, one, 'thumbnail')).toBe(200);
    expect((await ask('POST', `/api/pages/${one}/reveal`, auditor, { reason: '' })).status).toBe(400);
    expect((await ask('POST', '/api/pages/none/reveal', auditor, { reason: 'khiếu nại 12/2026' })).status).toBe(404);
    expect((await ask('POST', `/api/pages/${one}/reveal`, auditor, { reason: 'khiếu nại 12/2026' })).status).toBe(204);
    expect(await look(auditor, one)).toBe(200);
    expect(await look(auditor, two)).toBe(403);
    expect(await look(binh, one)).toBe(403);
    const row = await server.backend.parts.db.selectFrom('trail').selectAll().where('kind', '=', 'identifier-shown').executeTakeFirstOrThrow();
    expect(row).toMatchObject({ by: auditor.id, subject_id: one, batch_id: batchId });
  });
});

describe('everything held about one person', () => {
  it('goes into one file for whoever asked, after two agreed', async () => {
    await readBatch('q1', { 'a.txt': `KS so=37/2019 nksHoTen=TRẦN_GIA_BẢO nksSoDinhDanh=${ID}`, 'b.txt': 'KS so=38/2019 nksHoTen=TRAN_GIA_BAO', 'c.txt': 'KS so=39/2019 nksHoTen=LÊ_B' });
    const done = await byTwo({ kind: 'export-person', name: 'Trần Gia Bảo', identifier: '049 185 001 010' });
    expect(done).toMatchObject({ state: 'done', hasFile: true });
    expect((await ask('GET', `/api/consents/${done.id}/file`, binh)).status).toBe(403);
    const zip = await fromBufferPromise(Buffer.from(await (await ask('GET', `/api/consents/${done.id}/file`, an)).arrayBuffer()), { lazyEntries: true });
    const texts = new Map<string, string>();
    for await (const entry of zip.eachEntry()) texts.set(entry.fileName, Buffer.concat((await (await zip.openReadStreamPromise(entry)).toArray()) as Buffer[]).toString('utf8'));
    const data = JSON.parse(texts.get('du-lieu.json') ?? '{}') as { records: { match: string; title: string; pages: string[]; history: unknown[] }[] };
    expect(data.records.map((record) => record.match)).toEqual(['sure', 'possible']);
    expect(data.records[0]?.history.length).toBeGreaterThan(0);
    for (const page of data.records.flatMap((record) => record.pages)) expect(texts.has(page)).toBe(true);
    expect(texts.get('doc-truoc.txt')).toContain('possible');
    expect(JSON.stringify(data)).not.toContain('LÊ B');
  });

  it('may be nothing, and a name of wild cards finds nobody', async () => {
    await readBatch('q1', { 'a.txt': 'KS so=37/2019 nksHoTen=TRẦN_GIA_BẢO' });
    const done = await byTwo({ kind: 'export-person', name: '%_%', identifier: '' });
    const zip = await fromBufferPromise(Buffer.from(await (await ask('GET', `/api/consents/${done.id}/file`, an)).arrayBuffer()), { lazyEntries: true });
    let data = '';
    for await (const entry of zip.eachEntry()) if (entry.fileName === 'du-lieu.json') data = Buffer.concat((await (await zip.openReadStreamPromise(entry)).toArray()) as Buffer[]).toString('utf8');
    expect(JSON.parse(data)).toMatchObject({ records: [] });
  });
});

describe('erasing', () => {
  it('takes a batch out of the store, the database and the trail, and leaves a certificate that holds', async () => {
    const kept = await readBatch('giu', { 'x.txt': 'KS so=1/2019 nksHoTen=NGƯỜI_Ở_LẠI' });
    const gone = await readBatch('bo', { 'a.txt': 'KS so=37/2019 nksHoTen=BÍ_MẬT_PHẢI_XOÁ', 'x.txt': 'KS so=1/2019 nksHoTen=NGƯỜI_Ở_LẠI' });
    const recordId = await recordOf(gone);
    const record = await server.backend.parts.records.get(recordId);
    await server.backend.parts.records.putField(recordId, 'nksHoTen', { value: 'BÍ MẬT THỨ HAI', revision: record.revision, by: an.id });
    expect((await holdsAnywhere('BÍ_MẬT_PHẢI_XOÁ')).length).toBeGreaterThan(0);
    expect(await byTwo({ kind: 'erase-batch', batchId: gone })).toMatchObject({ state: 'done' });
    expect((await ask('GET', `/api/batches/${gone}`, an)).status).toBe(404);
    for (const words of ['BÍ_MẬT_PHẢI_XOÁ', 'BÍ MẬT PHẢI XOÁ', 'BÍ MẬT THỨ HAI', 'bi mat thu hai']) expect(await holdsAnywhere(words), words).toEqual([]);
    // A page that another batch also has stays there.
    expect((await holdsAnywhere('NGƯỜI_Ở_LẠI')).length).toBeGreaterThan(0);
    expect((await server.backend.parts.records.list(kept, 0, 10)).records).toHaveLength(1);
    const { db } = server.backend.parts;
    expect(await verifyTrail(db)).toMatchObject({ ok: true, erased: expect.any(Number) as number });
    const certificate = await db.selectFrom('trail').innerJoin('trail_payloads', 'trail_payloads.seq', 'trail.seq').select('after').where('kind', '=', 'data-erased').executeTakeFirstOrThrow();
    const facts = JSON.parse(certificate.after ?? '{}') as { originals: string[]; files: number };
    expect(facts.originals).toHaveLength(1);
    const names = (await filesBelow(path.join(temp.dir, 'ws', 'originals'))).map((file) => path.basename(file));
    for (const sha256 of facts.originals) expect(names).not.toContain(sha256);
    const history = (await (await ask('GET', `/api/records/${recordId}/history`, an)).json()) as { rows: { isErased: boolean }[] };
    expect(history.rows.every((row) => row.isErased)).toBe(true);
  });

  it('begins again where it was interrupted', async () => {
    const gone = await readBatch('bo', { 'a.txt': 'KS so=37/2019 nksHoTen=BÍ_MẬT' });
    for (const file of await filesBelow(path.join(temp.dir, 'ws', 'originals'))) await eraseFile(file);
    expect(await byTwo({ kind: 'erase-batch', batchId: gone })).toMatchObject({ state: 'done' });
    expect(await verifyTrail(server.backend.parts.db)).toMatchObject({ ok: true });
  });

  it('overwrites before it removes, and takes what is not there for done', async () => {
    const file = path.join(temp.dir, 'x.bin');
    await writeFile(file, 'x'.repeat(3_000_000));
    expect(await eraseFile(file)).toBe(3_000_000);
    expect(await eraseFile(file)).toBe(0);
    expect(await eraseFile(temp.dir)).toBe(0);
  });
});
