// A clock for sessions and lockouts that never goes back: it begins at the later of the machine's time and
// the latest time that the workspace has seen, runs with the processor's own count, and follows the machine
// forward. Setting the machine's clock back neither lengthens a session nor shortens a lockout.
export type ClockSources = { wallMs(): number; monotonicMs(): number };
export type SteadyClock = { nowMs(): number };

const MACHINE: ClockSources = { wallMs: () => Date.now(), monotonicMs: () => performance.now() };

/** `floorMs`: the latest time known so far. */
export function createSteadyClock(floorMs: number, sources: ClockSources = MACHINE): SteadyClock {
  let now = Math.max(floorMs, sources.wallMs());
  let counted = sources.monotonicMs();
  return {
    nowMs: () => {
      const count = sources.monotonicMs();
      now = Math.max(now + (count - counted), sources.wallMs());
      counted = count;
      return Math.floor(now);
    },
  };
}
