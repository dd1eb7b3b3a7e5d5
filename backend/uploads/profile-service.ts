// Profiles of targets: address, credentials, certificates, proxy, speed, hours, as data. A secret goes in and
// never comes out again except to a target. "Try it" says step by step what works and what does not.
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { profileInputSchema, profileSettingsSchema, TARGET_KINDS, type ProfileInput, type TargetKind, type Trial, type UploadProfile } from '../../shared/api/uploads.ts';
import { AppError } from '../../shared/errors.ts';
import { createId } from '../db/ids.ts';
import { fromJson, toJson } from '../db/json.ts';
import type { Db } from '../db/schema.ts';
import type { UploadProfileTable } from '../db/upload-tables.ts';
import { problemOf } from '../problem.ts';
import { createRateLimit, type RateLimit } from '../targets/rate-limit.ts';
import { targetFor } from '../targets/target-registry.ts';
import type { TargetOptions } from '../targets/upload-target.ts';
import { appendTrail } from '../trail/trail.ts';
import type { SecretBox } from './secret-box.ts';

export type ReadyProfile = { readonly profile: UploadProfile; readonly options: TargetOptions };

export type ProfileService = {
  list(): Promise<readonly UploadProfile[]>;
  /** Forms half filled in, as the office's data (resources/upload-profiles). */
  templates(): Promise<readonly Pick<UploadProfile, 'name' | 'kind' | 'address' | 'settings'>[]>;
  create(input: ProfileInput): Promise<UploadProfile>;
  update(id: string, input: ProfileInput): Promise<UploadProfile>;
  /** 'wrong-state' while uploads wait for it. */
  remove(id: string): Promise<void>;
  /** Never throws for what is wrong at the target: that is the answer. */
  tryIt(id: string, signal: AbortSignal): Promise<Trial>;
  tryInput(input: ProfileInput, signal: AbortSignal): Promise<Trial>;
  /** With its secret opened; in memory only. */
  ready(id: string): Promise<ReadyProfile>;
};

const SCHEMES: Readonly<Record<TargetKind, RegExp>> = { folder: /^file:$/, repository: /^https?:$/, documents: /^documents\+https?:$/, s3: /^s3\+https?:$/, sftp: /^sftp:$/, tus: /^tus\+https?:$/ };
const TRIAL_MS = 30_000;

function check(input: ProfileInput): void {
  const url = new URL(input.address);
  if (!SCHEMES[input.kind].test(url.protocol)) throw new AppError('bad-request', { reason: 'address', field: 'address' });
  // The same refusals as when it is used, before anything is stored.
  targetFor(input.address, optionsOf(input, input.secret ?? undefined, undefined));
}

/** One secret, whatever the target calls it. */
function optionsOf({ kind, settings }: Pick<ProfileInput, 'kind' | 'settings'>, secret: string | undefined, rate: RateLimit | undefined): TargetOptions {
  const { user, region, hostKey, ca, pinSha256, proxy } = settings;
  const isKey = secret !== undefined && /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(secret);
  const credentials = secret === undefined ? {} : kind === 's3' || (kind === 'sftp' && !isKey) ? { password: secret } : kind === 'sftp' ? { privateKey: secret } : { token: secret };
  const trust = { ...(ca === undefined ? {} : { ca }), ...(pinSha256 === undefined ? {} : { pinSha256 }) };
  return {
    ...credentials, ...(user === undefined ? {} : { user }), ...(region === undefined ? {} : { region }), ...(hostKey === undefined ? {} : { hostKey }),
    ...(ca === undefined && pinSha256 === undefined ? {} : { trust }), ...(proxy === undefined ? {} : { proxy }), ...(rate === undefined ? {} : { rate }),
  };
}

const templateSchema = profileInputSchema.pick({ name: true, kind: true, settings: true }).extend({ address: z.string() });

export function createProfileService(parts: { db: Db; secrets: SecretBox; templatesDir: string }): ProfileService {
  const { db, secrets } = parts;
  const rates = new Map<string, { bytesPerSecond: number; limit: RateLimit }>();
  const toProfile = (row: UploadProfileTable): UploadProfile => ({
    id: row.id, name: row.name, kind: z.enum(TARGET_KINDS).parse(row.kind), address: row.address, settings: fromJson(profileSettingsSchema, row.settings), hasSecret: row.secret !== null, secretsIn: secrets.where,
  });
  const find = async (id: string): Promise<UploadProfileTable> => {
    const row = await db.selectFrom('upload_profiles').selectAll().where('id', '=', id).executeTakeFirst();
    if (row === undefined) throw new AppError('not-found', { what: 'upload-profile', id });
    return row;
  };
  /** One bucket for a profile, however many uploads run under it. */
  const rateOf = ({ id, settings }: UploadProfile): RateLimit | undefined => {
    if (settings.kilobytesPerSecond === undefined) return undefined;
    const bytesPerSecond = settings.kilobytesPerSecond * 1000;
    const known = rates.get(id);
    if (known?.bytesPerSecond === bytesPerSecond) return known.limit;
    const limit = createRateLimit(bytesPerSecond);
    rates.set(id, { bytesPerSecond, limit });
    return limit;
  };
  const store = async (row: UploadProfileTable, kind: 'upload-profile-made' | 'upload-profile-changed'): Promise<UploadProfile> => {
    await db.transaction().execute(async (trx) => {
      const { secret, ...shown } = row;
      await trx.insertInto('upload_profiles').values(row).onConflict((c) => c.column('id').doUpdateSet(row)).execute();
      await appendTrail(trx, { kind, subjectType: 'upload-profile', subjectId: row.id, after: { name: shown.name, kind: shown.kind, address: shown.address, hasSecret: secret !== null } });
    });
    return toProfile(row);
  };
  const seal = async (input: ProfileInput, before: string | null): Promise<string | null> => (input.secret === undefined ? before : input.secret === null ? null : secrets.seal(input.secret));
  const attempt = async (address: string, options: TargetOptions, signal: AbortSignal): Promise<Trial> => {
    try {
      const steps = await targetFor(address, { ...options, pace: { firstDelayMs: 200, longestDelayMs: 500, tries: 1 } }).probe(AbortSignal.any([signal, AbortSignal.timeout(TRIAL_MS)]));
      return { ok: steps.every(({ ok }) => ok), steps, problem: null };
    } catch (error) {
      if (signal.aborted) throw error;
      return { ok: false, steps: [], problem: problemOf(error) };
    }
  };
  const ready = async (id: string): Promise<ReadyProfile> => {
    const row = await find(id);
    const profile = toProfile(row);
    return { profile, options: optionsOf(profile, row.secret === null ? undefined : await secrets.open(row.secret), rateOf(profile)) };
  };
  return {
    ready,
    list: async () => (await db.selectFrom('upload_profiles').selectAll().orderBy('name').execute()).map(toProfile),
    templates: async () => {
      const names = (await readdir(parts.templatesDir).catch(() => [])).filter((name) => name.endsWith('.json')).sort();
      return Promise.all(names.map(async (name) => templateSchema.parse(JSON.parse(await readFile(path.join(parts.templatesDir, name), 'utf8')))));
    },
    create: async (input) => {
      check(input);
      return store({ id: createId(), name: input.name, kind: input.kind, address: input.address, settings: toJson(input.settings), secret: await seal(input, null), created_at: new Date().toISOString() }, 'upload-profile-made');
    },
    update: async (id, input) => {
      const row = await find(id);
      check(input);
      // A secret was given for one place; another host must be given its own.
      const sameHost = new URL(row.address).host === new URL(input.address).host;
      return store({ ...row, name: input.name, kind: input.kind, address: input.address, settings: toJson(input.settings), secret: await seal(input, sameHost ? row.secret : null) }, 'upload-profile-changed');
    },
    remove: async (id) => {
      const row = await find(id);
      const open = await db.selectFrom('uploads').select('id').where('profile_id', '=', id).where('state', 'in', ['queued', 'sending']).executeTakeFirst();
      if (open !== undefined) throw new AppError('wrong-state', { what: 'upload-profile', id, state: 'in-use' });
      await db.transaction().execute(async (trx) => {
        await trx.deleteFrom('upload_profiles').where('id', '=', id).execute();
        await appendTrail(trx, { kind: 'upload-profile-removed', subjectType: 'upload-profile', subjectId: id, before: { name: row.name, address: row.address } });
      });
    },
    tryIt: async (id, signal) => {
      const { profile, options } = await ready(id);
      return attempt(profile.address, options, signal);
    },
    tryInput: async (input, signal) => {
      try {
        check(input);
      } catch (error) {
        return { ok: false, steps: [], problem: problemOf(error) };
      }
      return attempt(input.address, optionsOf(input, input.secret ?? undefined, undefined), signal);
    },
  };
}
