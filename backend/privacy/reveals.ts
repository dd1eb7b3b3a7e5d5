// Pictures show identifiers that cannot be masked like text. Whoever needs none sees a page's picture only after
// saying why; that is in the trail, and good for this page, this person, half an hour.
import { AppError } from '../../shared/errors.ts';
import { needsIdentifiers, type Person } from '../../shared/domain/roles.ts';
import type { Db } from '../db/schema.ts';
import { appendTrail } from '../trail/trail.ts';

export type Reveals = {
  reveal(person: Person, pageId: string, reason: string): Promise<void>;
  /** Throws 'not-allowed' {reason: 'identifiers'}. */
  check(person: Person, pageId: string): void;
};

const GOOD_FOR_MS = 30 * 60_000;

export function createReveals(db: Db, nowMs: () => number): Reveals {
  const until = new Map<string, number>();
  const keyOf = (person: Person, pageId: string): string => `${person.id}|${pageId}`;
  return {
    reveal: async (person, pageId, reason) => {
      const page = await db.selectFrom('pages').select('batch_id').where('id', '=', pageId).executeTakeFirst();
      if (page === undefined) throw new AppError('not-found', { what: 'page', id: pageId });
      await db.transaction().execute((trx) => appendTrail(trx, { kind: 'identifier-shown', subjectType: 'page', subjectId: pageId, batchId: page.batch_id, by: person.id, after: { reason } }));
      for (const [key, end] of until) if (end <= nowMs()) until.delete(key);
      until.set(keyOf(person, pageId), nowMs() + GOOD_FOR_MS);
    },
    check: (person, pageId) => {
      if (needsIdentifiers(person) || (until.get(keyOf(person, pageId)) ?? 0) > nowMs()) return;
      throw new AppError('not-allowed', { reason: 'identifiers' });
    },
  };
}
