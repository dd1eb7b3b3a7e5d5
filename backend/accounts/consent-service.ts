// Dangerous acts by two: one administrator asks, with a reason; another agrees; then the program does it, once.
// A request waits three days. Agreeing checks again, at that moment, that both are still administrators and not
// the same person; the step to 'agreed' is one conditional update, so two who agree at once do it once. What the
// program was doing when it stopped is 'failed' at the next start and can be asked for again.
// Errors: 'no-second-admin', 'own-request', 'wrong-state', 'not-found', 'not-allowed'.
import type { Selectable } from 'kysely';
import { z } from 'zod';
import { consentSubjectSchema, type Consent, type ConsentKind, type ConsentSubject } from '../../shared/api/people.ts';
import { problemSchema } from '../../shared/api/problem.ts';
import type { TrailKind } from '../../shared/domain/trail-kinds.ts';
import { AppError } from '../../shared/errors.ts';
import { createId } from '../db/ids.ts';
import { fromJson, fromJsonOrNull, toJson } from '../db/json.ts';
import type { ConsentTable } from '../db/people-tables.ts';
import type { Db } from '../db/schema.ts';
import { problemOf } from '../problem.ts';
import { appendTrail } from '../trail/trail.ts';
import { listAdmins } from './person-repository.ts';
import type { SteadyClock } from './steady-clock.ts';

/** What came of it: a file that only the asker may fetch, a secret shown to them once, both or neither. */
export type ConsentOutcome = { readonly file?: string; readonly fileName?: string; readonly secret?: string };
/** Written as a look-up by kind, so that the compiler can follow a subject to its own act. */
type SubjectOf<K extends ConsentKind = ConsentKind> = { [P in K]: { kind: P } & Omit<Extract<ConsentSubject, { kind: P }>, 'kind'> }[K];
export type ConsentAct<K extends ConsentKind = ConsentKind> = {
  /** Names the subject for a person; throws when there is no such thing. */
  describe(subject: SubjectOf<K>): Promise<string>;
  carryOut(subject: SubjectOf<K>, consentId: string): Promise<ConsentOutcome>;
};
export type ConsentActs = { readonly [K in ConsentKind]: ConsentAct<K> };

export type ConsentService = {
  list(): Promise<readonly Consent[]>;
  request(subject: ConsentSubject, reason: string, by: string): Promise<Consent>;
  agree(id: string, by: string): Promise<Consent>;
  refuse(id: string, by: string): Promise<Consent>;
  withdraw(id: string, by: string): Promise<Consent>;
  /** For the asker: the file that was made. */
  fileOf(id: string, by: string): Promise<{ path: string; name: string }>;
  /** For the asker, once. */
  takeSecret(id: string, by: string): Promise<string>;
  /** At the start of the program. */
  recover(): Promise<void>;
};

const WAITS_MS = 3 * 24 * 3_600_000;
const resultSchema = z.object({ title: z.string(), file: z.string().optional(), fileName: z.string().optional(), secret: z.string().optional(), problem: problemSchema.optional() });
type Result = z.infer<typeof resultSchema>;
type Row = Selectable<ConsentTable>;

const resultOf = (row: Row): Result => fromJsonOrNull(resultSchema, row.result) ?? { title: '' };

function toConsent(row: Row): Consent {
  const result = resultOf(row);
  return {
    id: row.id, subject: fromJson(consentSubjectSchema, row.subject), title: result.title, reason: row.reason, state: row.state, requestedBy: row.requested_by, requestedAt: row.requested_at,
    decidedBy: row.decided_by, decidedAt: row.decided_at, expiresAt: new Date(Number(row.expires_ms)).toISOString(), problem: result.problem ?? null,
    hasFile: result.file !== undefined, hasSecret: result.secret !== undefined,
  };
}

const describe = <K extends ConsentKind>(acts: ConsentActs, subject: SubjectOf<K>): Promise<string> => acts[subject.kind].describe(subject);
const carryOut = <K extends ConsentKind>(acts: ConsentActs, subject: SubjectOf<K>, consentId: string): Promise<ConsentOutcome> => acts[subject.kind].carryOut(subject, consentId);

export function createConsentService(parts: { db: Db; clock: SteadyClock; acts: ConsentActs }): ConsentService {
  const { db, clock, acts } = parts;
  const tell = (trx: Db, kind: TrailKind, row: Pick<Row, 'id' | 'subject' | 'reason'>, by?: string): Promise<number> => {
    const subject = fromJson(consentSubjectSchema, row.subject);
    return appendTrail(trx, { kind, subjectType: 'consent', subjectId: row.id, batchId: 'batchId' in subject ? subject.batchId : null, after: { ...subject, reason: row.reason }, ...(by === undefined ? {} : { by }) });
  };
  const expire = async (): Promise<void> => {
    const now = clock.nowMs();
    const old = (await db.selectFrom('consents').selectAll().where('state', '=', 'waiting').where('expires_ms', '<=', now).execute());
    for (const row of old) {
      await db.transaction().execute(async (trx) => {
        const changed = await trx.updateTable('consents').set({ state: 'expired' }).where('id', '=', row.id).where('state', '=', 'waiting').executeTakeFirst();
        if (changed.numUpdatedRows > 0n) await tell(trx, 'consent-expired', row, 'program');
      });
    }
  };
  const find = async (from: Db, id: string): Promise<Row> => {
    const row = await from.selectFrom('consents').selectAll().where('id', '=', id).executeTakeFirst();
    if (row === undefined) throw new AppError('not-found', { what: 'consent', id });
    return row;
  };
  const get = async (id: string): Promise<Consent> => toConsent(await find(db, id));
  /** waiting → state, once. */
  const decide = async (trx: Db, row: Row, state: Consent['state'], by: string): Promise<void> => {
    const changed = await trx.updateTable('consents').set({ state, decided_by: by, decided_at: new Date().toISOString() }).where('id', '=', row.id).where('state', '=', 'waiting').executeTakeFirst();
    if (changed.numUpdatedRows === 0n) throw new AppError('wrong-state', { what: 'consent', id: row.id, state: row.state });
  };
  const finish = async (row: Row, state: 'done' | 'failed', result: Partial<Result>): Promise<void> => db.transaction().execute(async (trx) => {
    await trx.updateTable('consents').set({ state, result: toJson({ ...resultOf(row), ...result }) }).where('id', '=', row.id).execute();
    await tell(trx, state === 'done' ? 'consent-carried-out' : 'consent-failed', row);
  });
  const own = async (id: string, by: string): Promise<Row> => {
    const row = await find(db, id);
    if (row.requested_by !== by) throw new AppError('not-allowed', { reason: 'not-yours' });
    return row;
  };
  const agreeIn = async (trx: Db, id: string, by: string): Promise<Row> => {
    const row = await find(trx, id);
    if (row.requested_by === by) throw new AppError('own-request', { id });
    const admins = await listAdmins(trx);
    if (!admins.includes(by)) throw new AppError('not-allowed', { reason: 'role', needs: ['admin'] });
    // Who asked may have lost the office meanwhile.
    if (!admins.includes(row.requested_by)) throw new AppError('wrong-state', { what: 'consent', id, state: 'asker-is-no-admin' });
    await decide(trx, row, 'agreed', by);
    await tell(trx, 'consent-given', row, by);
    return row;
  };

  return {
    list: async () => {
      await expire();
      const rows = await db.selectFrom('consents').selectAll().orderBy('id', 'desc').limit(200).execute();
      return rows.map(toConsent);
    },
    request: async (subject, reason, by) => {
      const title = await describe(acts, subject);
      const admins = await listAdmins(db);
      if (admins.every((id) => id === by)) throw new AppError('no-second-admin', { kind: subject.kind });
      const row: Selectable<ConsentTable> = {
        id: createId(), kind: subject.kind, subject: toJson(subject), reason, requested_by: by, state: 'waiting', decided_by: null, requested_at: new Date().toISOString(),
        decided_at: null, expires_ms: clock.nowMs() + WAITS_MS, result: toJson({ title }),
      };
      await db.transaction().execute(async (trx) => {
        const same = await trx.selectFrom('consents').select('id').where('state', '=', 'waiting').where('subject', '=', row.subject).executeTakeFirst();
        if (same !== undefined) throw new AppError('wrong-state', { what: 'consent', id: same.id, state: 'waiting' });
        await trx.insertInto('consents').values(row).execute();
        await tell(trx, 'consent-requested', row, by);
      });
      return get(row.id);
    },
    agree: async (id, by) => {
      await expire();
      const row = await db.transaction().execute((trx) => agreeIn(trx, id, by));
      const subject = fromJson(consentSubjectSchema, row.subject);
      try {
        await finish(row, 'done', await carryOut(acts, subject, id));
      } catch (error) {
        await finish(row, 'failed', { problem: problemOf(error) });
        throw error;
      }
      return get(id);
    },
    refuse: async (id, by) => {
      await db.transaction().execute(async (trx) => {
        const row = await find(trx, id);
        await decide(trx, row, 'refused', by);
        await tell(trx, 'consent-refused', row, by);
      });
      return get(id);
    },
    withdraw: async (id, by) => {
      const row = await own(id, by);
      await db.transaction().execute(async (trx) => {
        await decide(trx, row, 'withdrawn', by);
        await tell(trx, 'consent-withdrawn', row, by);
      });
      return get(id);
    },
    fileOf: async (id, by) => {
      const { file, fileName } = resultOf(await own(id, by));
      if (file === undefined) throw new AppError('not-found', { what: 'file', id });
      return { path: file, name: fileName ?? 'file' };
    },
    takeSecret: async (id, by) => {
      const row = await own(id, by);
      const { secret, ...rest } = resultOf(row);
      if (secret === undefined) throw new AppError('not-found', { what: 'secret', id });
      await db.updateTable('consents').set({ result: toJson(rest) }).where('id', '=', id).execute();
      return secret;
    },
    recover: async () => {
      const rows = await db.selectFrom('consents').selectAll().where('state', '=', 'agreed').execute();
      for (const row of rows) await finish(row, 'failed', { problem: problemOf(new AppError('interrupted', {}, 'again')) });
    },
  };
}
