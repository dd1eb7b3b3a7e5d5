// What encryption at rest costs: the same originals and the same rows, in the clear and sealed, in turns in one
// run. Usage: npm run bench:encryption -- [--originals 40] [--rows 20000] [--rounds 3]
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openDatabase } from '../backend/db/open-database.ts';
import type { Db } from '../backend/db/schema.ts';
import { createBlobStore } from '../backend/storage/blob-store.ts';
import { createSealedBlobStore } from '../backend/storage/sealed-blob-store.ts';
import { createVault, openVault, vaultFile, type VaultKeys } from '../backend/storage/vault.ts';
import type { BlobStore } from '../backend/pipeline/step-context.ts';
import { describeMachine } from './support/machine.ts';
import { printTable } from './support/print-table.ts';

const ORIGINAL_BYTES = 1_500_000;
const ROWS_AT_ONCE = 200;
type Times = Record<'put' | 'get' | 'insert' | 'read', number[]>;

async function msOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

async function timeBlobs(store: BlobStore, originals: readonly Buffer[], times: Times): Promise<void> {
  const addresses: string[] = [];
  times.put.push(await msOf(async () => { for (const bytes of originals) addresses.push(await store.put(bytes)); }));
  times.get.push(await msOf(async () => { for (const address of addresses) await store.get(address); }));
}

async function timeRows(db: Db, count: number, times: Times): Promise<void> {
  const value = 'NGUYỄN THỊ NHƯ Ý, thôn Đồng Rui, xã Đồng Rui, huyện Tiên Yên, tỉnh Quảng Ninh '.repeat(3);
  times.insert.push(await msOf(async () => {
    for (let from = 0; from < count; from += ROWS_AT_ONCE) {
      await db.insertInto('settings').values(Array.from({ length: ROWS_AT_ONCE }, (_, index) => ({ name: `bench ${from + index}`, value }))).execute();
    }
  }));
  times.read.push(await msOf(async () => { for (let index = 0; index < count; index += 10) await db.selectFrom('settings').select('value').where('name', '=', `bench ${index}`).executeTakeFirst(); }));
}

const noTimes = (): Times => ({ put: [], get: [], insert: [], read: [] });
const middle = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

async function round(dir: string, keys: VaultKeys | undefined, originals: readonly Buffer[], rows: number, times: Times): Promise<void> {
  const store = keys === undefined ? createBlobStore(path.join(dir, 'originals')) : createSealedBlobStore(path.join(dir, 'originals'), keys.blobs, path.join(dir, 'scratch'));
  await timeBlobs(store, originals, times);
  const db = await openDatabase(path.join(dir, 'bench.db'), keys?.database);
  await timeRows(db, rows, times);
  await db.destroy();
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { originals: { type: 'string', default: '40' }, rows: { type: 'string', default: '20000' }, rounds: { type: 'string', default: '3' } } });
  const root = await mkdtemp(path.join(tmpdir(), 'sohoa-bench-encryption-'));
  try {
    const originals = Array.from({ length: Number(values.originals) }, () => randomBytes(ORIGINAL_BYTES));
    await createVault(vaultFile(root), 'cây đa giếng nước sân đình');
    let keys: VaultKeys | undefined;
    const openMs = await msOf(async () => { keys = await openVault(vaultFile(root), 'cây đa giếng nước sân đình'); });
    const clear = noTimes();
    const sealed = noTimes();
    for (let turn = 0; turn < Number(values.rounds); turn += 1) {
      await round(await mkdtemp(path.join(root, 'clear-')), undefined, originals, Number(values.rows), clear);
      await round(await mkdtemp(path.join(root, 'sealed-')), keys, originals, Number(values.rows), sealed);
    }
    console.log(`${describeMachine()}\nopening with the passphrase, once a start: ${openMs.toFixed(0)} ms\n`);
    const row = (what: string, kind: keyof Times, units: number) => [what, (middle(clear[kind]) / units).toFixed(2), (middle(sealed[kind]) / units).toFixed(2), `${(middle(sealed[kind]) / middle(clear[kind])).toFixed(2)} ×`];
    printTable(['what', 'in the clear, ms', 'encrypted, ms', 'ratio'], [
      row('an original of 1.5 MB stored', 'put', originals.length),
      row('the same read', 'get', originals.length),
      row(`${ROWS_AT_ONCE} rows written`, 'insert', Number(values.rows) / ROWS_AT_ONCE),
      row('one row found and read', 'read', Number(values.rows) / 10),
    ]);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

await main();
