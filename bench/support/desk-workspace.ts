// A book of thousands of records for measurements of the desk: a few pages are rendered and read by the real reader,
// then their rows are copied, each copy with ids and addresses of its own, so that the browser fetches and decodes
// every image as it would in a real book.
import { openOffice, type Office } from '../../tests/support/office.ts';
import type { RenderOptions } from '../../scripts/fixtures/render-page.ts';
import type { PageTruth } from '../../scripts/fixtures/render-page.ts';

export type DeskBook = { readonly office: Office; readonly batchId: string; readonly recordIds: readonly string[]; readonly truths: readonly PageTruth[] };

const POLL_MS = 200;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Renders the papers and reads them into one batch; records in the order of the papers. */
export async function readBook(papers: readonly RenderOptions[]): Promise<DeskBook> {
  const office = await openOffice();
  const { batches, records } = office.server.backend.parts;
  const made: { path: string; truth: PageTruth }[] = [];
  for (const [index, options] of papers.entries()) made.push(await office.paper(`${String(index).padStart(4, '0')}.jpg`, options));
  const { id } = await batches.create({ name: 'Quyển 01/2018', recordType: 'auto', profile: 'ho-tich' });
  await batches.addInputs(id, made.map(({ path }) => path));
  while ((await batches.get(id)).state !== 'read') await pause(POLL_MS);
  const list = (await records.list(id, 0, 1000)).records;
  return { office, batchId: id, recordIds: list.map((record) => record.id), truths: made.map(({ truth }) => truth) };
}

const copyId = (id: string, copy: number): string => `${id.slice(0, -6)}${String(copy).padStart(6, '0')}`;

/** Copies the book's records until it has `count`. */
export async function growBook({ office, batchId, recordIds }: DeskBook, count: number): Promise<void> {
  const { db } = office.server.backend.parts;
  const pages = await db.selectFrom('pages').selectAll().where('batch_id', '=', batchId).orderBy('position').execute();
  const records = await db.selectFrom('records').selectAll().where('batch_id', '=', batchId).where('id', 'in', recordIds).orderBy('position').execute();
  const links = await db.selectFrom('record_pages').selectAll().where('record_id', 'in', recordIds).execute();
  const fields = await db.selectFrom('record_fields').selectAll().where('record_id', 'in', recordIds).execute();
  const lastPosition = Math.max(...pages.map((page) => Number(page.position)), ...records.map((record) => Number(record.position)));
  await db.transaction().execute(async (trx) => {
    for (let made = records.length, copy = 1; made < count; copy++) {
      for (const [index, record] of records.entries()) {
        if (made++ >= count) break;
        const number = copy * records.length + index;
        const id = copyId(record.id, number);
        const own = links.filter((link) => link.record_id === record.id);
        for (const link of own) {
          const page = pages.find((one) => one.id === link.page_id);
          if (page) await trx.insertInto('pages').values({ ...page, id: copyId(page.id, number), source_page: page.source_page + number * 10 + link.ordinal, position: lastPosition + number * 10 + link.ordinal }).execute();
        }
        await trx.insertInto('records').values({ ...record, id, position: lastPosition + number * 10, title: `${number}/2018 — ${record.title.split(' — ').at(-1) ?? ''}` }).execute();
        await trx.insertInto('record_pages').values(own.map((link) => ({ ...link, record_id: id, page_id: copyId(link.page_id, number) }))).execute();
        for (const field of fields.filter((one) => one.record_id === record.id)) await trx.insertInto('record_fields').values({ ...field, record_id: id }).execute();
      }
    }
  });
}
