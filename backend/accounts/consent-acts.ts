// What each consent does once it is given.
import { AppError } from '../../shared/errors.ts';
import type { BatchService } from '../batches/batch-service.ts';
import type { Db } from '../db/schema.ts';
import type { ConsentActs, ConsentOutcome } from './consent-service.ts';
import type { PeopleService } from './people-service.ts';

export type ActParts = {
  readonly db: Db;
  readonly people: PeopleService;
  readonly batches: BatchService;
  emptyBin(batchId: string): Promise<unknown>;
  eraseBatch(batchId: string): Promise<unknown>;
  exportPerson(who: { name: string; identifier: string }, consentId: string): Promise<ConsentOutcome>;
};

export function createConsentActs(parts: ActParts): ConsentActs {
  const { db, people, batches } = parts;
  const batchName = async (id: string): Promise<string> => (await batches.get(id)).name;
  const personName = async (id: string): Promise<string> => {
    const row = await db.selectFrom('people').select(['name', 'login']).where('id', '=', id).executeTakeFirst();
    if (row === undefined) throw new AppError('not-found', { what: 'person', id });
    return `${row.name} (${row.login})`;
  };
  return {
    'delete-batch': {
      describe: ({ batchId }) => batchName(batchId),
      carryOut: async ({ batchId }) => {
        await batches.remove(batchId, await batchName(batchId));
        return {};
      },
    },
    'empty-bin': {
      describe: ({ batchId }) => batchName(batchId),
      carryOut: async ({ batchId }) => {
        await parts.emptyBin(batchId);
        return {};
      },
    },
    'erase-batch': {
      describe: ({ batchId }) => batchName(batchId),
      carryOut: async ({ batchId }) => {
        await parts.eraseBatch(batchId);
        return {};
      },
    },
    'export-person': { describe: async ({ name }) => name, carryOut: (who, consentId) => parts.exportPerson(who, consentId) },
    'change-person': {
      describe: ({ personId }) => personName(personId),
      carryOut: async ({ personId, change }) => {
        await db.transaction().execute((trx) => people.changeIn(trx, personId, change));
        return {};
      },
    },
    'reset-password': { describe: ({ personId }) => personName(personId), carryOut: async ({ personId }) => ({ secret: await people.resetPassword(personId, '') }) },
  };
}
