// Why an upload does not go now, and when it will. Pure: the queue asks it on every look, the screen shows it.
import type { Hours, Waiting } from '../../shared/api/uploads.ts';

export type Candidate = { readonly isPaused: boolean; readonly notBefore: string | null; readonly bytes: number };
export type QueueState = { readonly isPaused: boolean; readonly running: readonly { readonly bytes: number }[]; readonly slots: number };

/** From here on a package goes in pieces over the whole line; one such at a time. */
export const BIG_BYTES = 64e6;
const MINUTE_MS = 60_000;

const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));

/** Until when the hours are closed, by the machine's own clock; null while they are open. Equal times mean always. */
export function closedUntil(hours: Hours | undefined, now: Date): Date | null {
  if (hours === undefined || hours.from === hours.until) return null;
  const [from, until, at] = [minutesOf(hours.from), minutesOf(hours.until), now.getHours() * 60 + now.getMinutes()];
  const isOpen = from < until ? at >= from && at < until : at >= from || at < until;
  if (isOpen) return null;
  const opens = new Date(now);
  opens.setHours(Math.floor(from / 60), from % 60, 0, 0);
  if (opens.getTime() <= now.getTime()) opens.setDate(opens.getDate() + 1);
  return opens;
}

/** null: it goes. */
export function whyWaiting(upload: Candidate, hours: Hours | undefined, queue: QueueState, now: Date): Waiting | null {
  if (queue.isPaused) return { code: 'queue-paused' };
  if (upload.isPaused) return { code: 'paused' };
  const opens = closedUntil(hours, now);
  if (opens !== null) return { code: 'off-hours', until: opens.toISOString() };
  if (upload.notBefore !== null && Date.parse(upload.notBefore) > now.getTime()) return { code: 'again-later', until: upload.notBefore };
  const isBig = upload.bytes >= BIG_BYTES;
  if (queue.running.length >= queue.slots || (isBig && queue.running.some(({ bytes }) => bytes >= BIG_BYTES))) return { code: 'busy' };
  return null;
}

const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 60 * MINUTE_MS;

/** After so many failures in a row: half a minute, a minute … an hour, each a little different, so that a hundred communes do not come back at once. */
export function nextTryAt(tries: number, now: Date, chance: number = Math.random()): Date {
  const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(20, tries - 1));
  return new Date(now.getTime() + longest * (0.5 + chance / 2));
}

const CHECK_AT_HOUR = 1;

/** Once after each one o'clock at night, however late the machine is switched on, and not before the hours open: places that acknowledged something before that night. */
export function isCheckDue(facts: { readonly lastStartedAt: string | null; readonly firstAcknowledgedAt: string | null; readonly hours: Hours | undefined }, now: Date): boolean {
  const night = new Date(now);
  night.setHours(CHECK_AT_HOUR, 0, 0, 0);
  if (night.getTime() > now.getTime()) night.setDate(night.getDate() - 1);
  const isBefore = (at: string | null): boolean => at !== null && Date.parse(at) < night.getTime();
  return isBefore(facts.firstAcknowledgedAt) && (facts.lastStartedAt === null || isBefore(facts.lastStartedAt)) && closedUntil(facts.hours, now) === null;
}
