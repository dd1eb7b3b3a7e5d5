import { useEffect, useState } from 'react';
import { z } from 'zod';
import type { Queue } from '../../../shared/api/review.ts';
import { RequestFailure } from '../../api/client.ts';
import { dropClaim, putClaim } from '../../api/review.ts';

const heldSchema = z.object({ by: z.string(), since: z.string() });
export type HeldByOther = z.infer<typeof heldSchema>;

const RENEW_MS = 30_000;

/** Holds the record while the screen is open; tells who else has it. A lost connection lets the claim run out, no more. */
export function useClaim(recordId: string | null, purpose: Queue): HeldByOther | null {
  const [held, setHeld] = useState<HeldByOther | null>(null);
  useEffect(() => {
    if (recordId === null) return;
    let isOver = false;
    let isMine = false;
    const renew = (): void => {
      putClaim(recordId, purpose).then(
        () => {
          isMine = true;
          if (isOver) void dropClaim(recordId).catch(() => undefined);
          else setHeld(null);
        },
        (error: unknown) => {
          if (isOver || !(error instanceof RequestFailure) || error.problem.code !== 'held-by-other') return;
          const parsed = heldSchema.safeParse(error.problem.detail);
          if (parsed.success) setHeld(parsed.data);
        },
      );
    };
    renew();
    const timer = setInterval(renew, RENEW_MS);
    return () => {
      isOver = true;
      clearInterval(timer);
      setHeld(null);
      if (isMine) void dropClaim(recordId).catch(() => undefined);
    };
  }, [recordId, purpose]);
  return held;
}
