// How long things are held. Batches and bins that have passed their time are only listed: erasing them is for two
// administrators (accounts/consent-acts.ts), because a book of civil status is for ever and only a person knows
// that the working copy has been handed over. What serves nobody after its time goes by itself: ended sessions,
// failed sign-ins, files made for a person who asked for their data. Times are the workspace's clock, which is
// never set back, so that nothing becomes young again.
// Legal ground: Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15 (held no longer than needed); the years are the office's own.
import { z } from 'zod';
import { retentionSettingsSchema, type Retention, type RetentionSettings } from '../../shared/api/retention.ts';
import { fromJson, toJson } from '../db/json.ts';
import type { Db } from '../db/schema.ts';
import { appendTrail } from '../trail/trail.ts';
import { eraseFile } from './erase-file.ts';

const SETTING = 'retention';
const DEFAULTS: RetentionSettings = { batchYears: {}, binDays: 30, exportDays: 7, signInDays: 365 };
const DAY_MS = 86_400_000;
const resultSchema = z.looseObject({ file: z.string().optional() });

export type RetentionService = {
  read(): Promise<Retention>;
  save(settings: RetentionSettings): Promise<void>;
  /** Clears what goes by itself; how much went. */
  sweep(): Promise<{ readonly sessions: number; readonly failures: number; readonly files: number }>;
};

/** The same day so many years later; 29 February becomes 1 March. */
export function yearsAfter(at: string, years: number): string {
  const date = new Date(at);
  date.setUTCFullYear(date.getUTCFullYear() + years);
  return date.toISOString();
}

type BatchFacts = { readonly id: string; readonly name: string; readonly recordType: string; readonly lastWorkAt: string; readonly binned: number };

/** Asking for and refusing an erasing is no work on the batch: a request must not make it young. */
async function listBatches(db: Db): Promise<readonly BatchFacts[]> {
  const batches = await db.selectFrom('batches').select(['id', 'name', 'record_type', 'created_at']).orderBy('created_at').execute();
  const last = await db.selectFrom('trail').select(['batch_id', (e) => e.fn.max('at').as('at')]).where('batch_id', 'is not', null).where('subject_type', '<>', 'consent').where('kind', '<>', 'identifier-shown').groupBy('batch_id').execute();
  const bins = await db.selectFrom('pages').select(['batch_id', (e) => e.fn.countAll<number>().as('pages')]).where('bin', '=', 1).groupBy('batch_id').execute();
  const lastOf = new Map(last.map((row) => [row.batch_id, row.at]));
  const binOf = new Map(bins.map((row) => [row.batch_id, Number(row.pages)]));
  return batches.map((row) => ({ id: row.id, name: row.name, recordType: row.record_type, lastWorkAt: lastOf.get(row.id) ?? row.created_at, binned: binOf.get(row.id) ?? 0 }));
}

/** What has passed its time at `now` (ISO 8601), the longest overdue first. */
export function findDue(batches: readonly BatchFacts[], settings: RetentionSettings, now: string): Omit<Retention, 'settings'> {
  const due = batches.flatMap(({ id, name, recordType, lastWorkAt }) => {
    const years = settings.batchYears[recordType];
    const dueSince = years === undefined ? null : yearsAfter(lastWorkAt, years);
    return dueSince === null || dueSince > now ? [] : [{ id, name, recordType, lastWorkAt, dueSince }];
  });
  const { binDays } = settings;
  const oldest = binDays === null ? '' : new Date(Date.parse(now) - binDays * DAY_MS).toISOString();
  return {
    batches: due.sort((a, b) => (a.dueSince < b.dueSince ? -1 : 1)),
    bins: batches.filter((batch) => batch.binned > 0 && batch.lastWorkAt <= oldest).map((batch) => ({ batchId: batch.id, name: batch.name, pages: batch.binned, lastWorkAt: batch.lastWorkAt })),
  };
}

export function createRetention({ db, nowMs }: { db: Db; nowMs(): number }): RetentionService {
  const settingsIn = async (from: Db): Promise<RetentionSettings> => {
    const row = await from.selectFrom('settings').select('value').where('name', '=', SETTING).executeTakeFirst();
    return row === undefined ? DEFAULTS : fromJson(retentionSettingsSchema, row.value);
  };
  const eraseExports = async (before: number): Promise<number> => {
    const rows = await db.selectFrom('consents').select(['id', 'result']).where('kind', '=', 'export-person').where('state', '=', 'done').where('decided_at', '<', new Date(before).toISOString()).execute();
    let files = 0;
    for (const row of rows) {
      const { file, ...rest } = row.result === null ? {} : fromJson(resultSchema, row.result);
      if (file === undefined) continue;
      await eraseFile(file);
      await db.updateTable('consents').set({ result: toJson(rest) }).where('id', '=', row.id).execute();
      files += 1;
    }
    return files;
  };
  const clearSignIns = (before: number): Promise<{ sessions: number; failures: number }> => db.transaction().execute(async (trx) => {
    const ended = await trx.deleteFrom('sessions').where('seen_ms', '<', before).where((e) => e.or([e('ended', 'is not', null), e('expires_ms', '<', before)])).executeTakeFirst();
    const failed = await trx.deleteFrom('sign_in_failures').where('last_ms', '<', before).where('until_ms', '<', nowMs()).executeTakeFirst();
    const gone = { sessions: Number(ended.numDeletedRows), failures: Number(failed.numDeletedRows) };
    if (gone.sessions + gone.failures > 0) await appendTrail(trx, { kind: 'sign-in-history-cleared', subjectType: 'workspace', subjectId: SETTING, by: 'program', after: gone });
    return gone;
  });
  return {
    read: async () => {
      const settings = await settingsIn(db);
      return { settings, ...findDue(await listBatches(db), settings, new Date(nowMs()).toISOString()) };
    },
    save: (settings) => db.transaction().execute(async (trx) => {
      const before = await settingsIn(trx);
      await trx.deleteFrom('settings').where('name', '=', SETTING).execute();
      await trx.insertInto('settings').values({ name: SETTING, value: toJson(settings) }).execute();
      await appendTrail(trx, { kind: 'settings-changed', subjectType: 'workspace', subjectId: SETTING, before, after: settings });
    }),
    sweep: async () => {
      const settings = await settingsIn(db);
      const files = await eraseExports(nowMs() - settings.exportDays * DAY_MS);
      return { files, ...(await clearSignIns(nowMs() - settings.signInDays * DAY_MS)) };
    },
  };
}
