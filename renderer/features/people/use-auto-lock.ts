import { useEffect } from 'react';
import { isAtWork, lock } from '../../api/session.ts';

const SIGNS = ['keydown', 'pointerdown', 'pointermove', 'wheel', 'compositionupdate'] as const;
const LOOK_EVERY_MS = 5000;

/** Locks the window when its person has done nothing for so long; null: never. */
export function useAutoLock(afterMinutes: number | null): void {
  useEffect(() => {
    if (afterMinutes === null) return undefined;
    let lastSign = performance.now();
    const sign = (): void => {
      lastSign = performance.now();
    };
    const timer = setInterval(() => {
      if (performance.now() - lastSign < afterMinutes * 60_000 || !isAtWork()) return;
      lock().catch(() => undefined);
    }, LOOK_EVERY_MS);
    for (const name of SIGNS) window.addEventListener(name, sign, { passive: true, capture: true });
    return () => {
      clearInterval(timer);
      for (const name of SIGNS) window.removeEventListener(name, sign, { capture: true });
    };
  }, [afterMinutes]);
}
