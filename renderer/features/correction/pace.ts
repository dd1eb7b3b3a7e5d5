// Today's count and pace, for the footer: records finished today and the typical seconds between two.
// A pause of more than five minutes is a pause, not slow work. Kept in this window only: it is for the
// clerk, not about the clerk.
import { createStore } from '../../api/store.ts';
import { isString, recall, remember } from '../../ui/remembered.ts';

export type Pace = Readonly<{ day: string; finished: number; secondsEach: number | null; lastAt: number | null }>;

const PAUSE_S = 300;
const WEIGHT_OF_LAST = 0.15;

export function afterFinishing(pace: Pace, atMs: number, day: string): Pace {
  const today: Pace = pace.day === day ? pace : { day, finished: 0, secondsEach: null, lastAt: null };
  const tookS = today.lastAt === null ? null : (atMs - today.lastAt) / 1000;
  const counts = tookS !== null && tookS < PAUSE_S ? tookS : null;
  const secondsEach = counts === null ? today.secondsEach : today.secondsEach === null ? counts : today.secondsEach + (counts - today.secondsEach) * WEIGHT_OF_LAST;
  return { day, finished: today.finished + 1, secondsEach, lastAt: atMs };
}

const dayOf = (ms: number): string => new Date(ms).toDateString();

function stored(): Pace {
  const text = recall('pace', '');
  const [day = '', finished = '0', seconds = ''] = isString(text) ? text.split('|') : [];
  const isToday = day === dayOf(Date.now());
  return isToday ? { day, finished: Number(finished) || 0, secondsEach: seconds === '' ? null : Number(seconds), lastAt: null } : { day: dayOf(Date.now()), finished: 0, secondsEach: null, lastAt: null };
}

export const paceStore = createStore<Pace>(stored());

export function countFinished(): void {
  const now = Date.now();
  paceStore.update((pace) => afterFinishing(pace, now, dayOf(now)));
  const { day, finished, secondsEach } = paceStore.get();
  remember('pace', [day, finished, secondsEach === null ? '' : secondsEach.toFixed(1)].join('|'));
}
