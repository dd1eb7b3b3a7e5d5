// Three people at one back end, by a header in place of a sign-in: who may what is the real thing.
import { z } from 'zod';
import type { BackendConfig } from '../../backend/backend.ts';
import { recordListSchema } from '../../shared/api/records.ts';
import { recordDetailSchema, type RecordDetail } from '../../shared/api/records.ts';
import { stateReplySchema } from '../../shared/api/review.ts';
import { ROLES, type Role } from '../../shared/domain/roles.ts';
import { openTestBackend, type TestBackend } from './test-backend.ts';

const PEOPLE: Readonly<Record<string, readonly Role[]>> = { lan: ['clerk'], minh: ['reviewer'], chi: ['admin'], bao: ['clerk', 'reviewer'], thu: ['auditor'], local: ROLES };

export type Ask = { readonly method?: string; readonly body?: unknown; readonly status?: number };
export type ThreePeople = TestBackend & {
  /** Asks as that person, checks the status (default 200), parses the reply. */
  as<S extends z.ZodType>(who: string, schema: S, path: string, ask?: Ask): Promise<z.infer<S>>;
  /** The refusal's code. */
  refused(who: string, path: string, ask: Ask & { status: number }): Promise<string>;
  recordsOf(batchId: string): Promise<readonly RecordDetail[]>;
  record(id: string): Promise<RecordDetail>;
  /** The clerk's whole part of one record: values, then done. Returns the state that follows. */
  key(who: string, id: string, values?: Readonly<Record<string, string>>): Promise<string | null>;
};

export async function openThreePeople(dir: string, config: Partial<BackendConfig> = {}): Promise<ThreePeople> {
  const backend = await openTestBackend(dir, { authenticate: async (request) => {
    const id = request.headers.get('x-test-user') ?? 'local';
    const roles = PEOPLE[id];
    return roles === undefined ? null : { id, name: id, roles };
  }, ...config });
  const send = async (who: string, path: string, ask: Ask): Promise<unknown> => {
    const reply = await backend.request(path, { method: ask.method ?? 'GET', headers: { 'x-test-user': who }, ...(ask.body === undefined ? {} : { body: JSON.stringify(ask.body) }) });
    const text = await reply.text();
    if (reply.status !== (ask.status ?? 200)) throw new Error(`${who}: ${ask.method ?? 'GET'} ${path}: ${reply.status} ${text}`);
    return text === '' ? null : JSON.parse(text);
  };
  const as: ThreePeople['as'] = async (who, schema, path, ask = {}) => schema.parse(await send(who, path, ask));
  const record = (id: string): Promise<RecordDetail> => as('local', recordDetailSchema, `/api/records/${id}`);
  return {
    ...backend, as, record,
    refused: async (who, path, ask) => z.object({ code: z.string() }).parse(await send(who, path, ask)).code,
    recordsOf: async (batchId) => {
      const { records } = await as('local', recordListSchema, `/api/batches/${batchId}/records?limit=1000`);
      return Promise.all(records.map(({ id }) => record(id)));
    },
    key: async (who, id, values = {}) => {
      let now = await record(id);
      for (const [field, value] of Object.entries(values)) now = await as(who, recordDetailSchema, `/api/records/${id}/fields/${field}`, { method: 'PUT', body: { value, revision: now.revision } });
      return (await as(who, stateReplySchema, `/api/records/${id}/finish`, { method: 'POST', body: { revision: now.revision } })).state;
    },
  };
}
