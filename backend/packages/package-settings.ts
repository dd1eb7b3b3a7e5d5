// What an office has set for its packages: facts for the archive, file names, the signing key's place. Kept
// for the batch, and the parts that are the office's own also as the start for the next batch. No secret is
// ever among them.
import { civilOptionsSchema, NO_PACKAGE_SETTINGS, packageSettingsSchema, type PackageSettings } from '../../shared/api/packages.ts';
import { AppError } from '../../shared/errors.ts';
import type { Db } from '../db/schema.ts';
import { civilNamesSchema } from '../packaging/name-pattern.ts';

const OFFICE = 'package-settings';
const nameOf = (batchId: string): string => `${OFFICE}:${batchId}`;

export async function readPackageSettings(db: Db, batchId: string): Promise<PackageSettings> {
  const rows = await db.selectFrom('settings').selectAll().where('name', 'in', [OFFICE, nameOf(batchId)]).execute();
  const own = rows.find(({ name }) => name === nameOf(batchId)) ?? rows[0];
  return own === undefined ? NO_PACKAGE_SETTINGS : packageSettingsSchema.parse(JSON.parse(own.value));
}

/** AppErrors: bad-request for a file name pattern that could not name files. */
export async function writePackageSettings(db: Db, batchId: string, settings: PackageSettings): Promise<PackageSettings> {
  const { names } = civilOptionsSchema.parse(settings.civil);
  const patterns = names === undefined ? undefined : civilNamesSchema.safeParse(names);
  if (patterns?.success === false) throw new AppError('bad-request', { reason: patterns.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ') }, 'none');
  const { agencyCode, agencyName } = settings.archive;
  const officeFacts = { ...(agencyCode ? { agencyCode } : {}), ...(agencyName ? { agencyName } : {}) };
  const rows = [{ name: nameOf(batchId), value: JSON.stringify(settings) }, { name: OFFICE, value: JSON.stringify({ ...settings, archive: officeFacts }) }];
  await db.transaction().execute(async (trx) => {
    for (const row of rows) await trx.insertInto('settings').values(row).onConflict((conflict) => conflict.column('name').doUpdateSet({ value: row.value })).execute();
  });
  return settings;
}
