// Looks after the trail while the program runs: verified at the start, anchored at start and end, verified again
// on demand. A broken chain does not stop reading, nor the work of the day: it is shown to everybody in a banner
// and stops what makes the damage final or spreads it (packages, uploads, erasing, consents), because those
// would carry a doubtful history out of the house. docs/decisions/0010-people-and-trail.md.
import { AppError } from '../../shared/errors.ts';
import type { Db } from '../db/schema.ts';
import { anchorFile, readAnchors, writeAnchor } from './anchors.ts';
import { verifyTrail, type TrailVerdict } from './verify-trail.ts';

export type TrailGuardian = {
  verify(): Promise<TrailVerdict>;
  /** As last verified; null: sound. */
  fault(): { readonly seq: number; readonly fault: string } | null;
  /** Waits for the check at the start; throws 'trail-damaged' {seq, fault}. */
  refuseWhenDamaged(): Promise<void>;
  anchor(): Promise<void>;
};

export function createTrailGuardian(db: Db, dataDir: string, onBug: (error: unknown) => void): TrailGuardian {
  const file = anchorFile(dataDir);
  let last: TrailVerdict | undefined;
  const verify = async (): Promise<TrailVerdict> => (last = await verifyTrail(db, await readAnchors(file)));
  const fault: TrailGuardian['fault'] = () => (last === undefined || last.ok ? null : { seq: last.seq, fault: last.fault });
  // In the background: a long trail must not keep the office waiting.
  const started = verify();
  const anchor = async (): Promise<void> => {
    await started;
    // A broken chain is not made into the truth by anchoring it.
    if (fault() === null) await writeAnchor(db, file);
  };
  started.then(anchor).catch(onBug);
  return {
    verify,
    fault,
    refuseWhenDamaged: async () => {
      await started;
      const found = fault();
      if (found !== null) throw new AppError('trail-damaged', found);
    },
    anchor,
  };
}
