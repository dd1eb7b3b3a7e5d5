// The life of a record and of a batch. A record goes from state to state by events, each of which one
// person causes; what is not in the table cannot happen. A batch is as far as its slowest record; what
// comes after acceptance (packaged, uploaded, acknowledged) follows from its packages and uploads.
// Pure: the database side is backend/review.
import type { RecordRoute } from './review-plan.ts';

export const RECORD_STATES = ['read', 'correcting', 'returned', 'second-keying', 'arbitrating', 'reviewing', 'sampling', 'accepted'] as const;
export type RecordState = (typeof RECORD_STATES)[number];

export const RECORD_EVENTS = ['start', 'finish', 'settle', 'second-same', 'second-differs', 'arbitrate', 'agree', 'return', 'lot-passes', 'lot-fails', 'change', 'replan'] as const;
export type RecordEvent = (typeof RECORD_EVENTS)[number];

type Road = Pick<RecordRoute, 'secondKeyed' | 'needsReview' | 'isSampled'>;

const afterReview = (road: Road): RecordState => (road.isSampled ? 'sampling' : 'accepted');
const afterKeying = (road: Road): RecordState => (road.needsReview ? 'reviewing' : afterReview(road));

const DONE_ONCE: readonly RecordState[] = ['second-keying', 'arbitrating', 'reviewing', 'sampling', 'accepted'];
const WITH_CLERK: readonly RecordState[] = ['read', 'correcting', 'returned'];

/** What waits for somebody whom the new plan does not ask for goes on; two values that differ go home to be settled. */
function afterReplan(state: RecordState, road: Road): RecordState | undefined {
  if (state === 'second-keying' && road.secondKeyed.length === 0) return afterKeying(road);
  if (state === 'arbitrating' && road.secondKeyed.length === 0) return 'returned';
  if (state === 'reviewing' && !road.needsReview) return afterReview(road);
  return state === 'sampling' && !road.isSampled ? 'accepted' : undefined;
}

/** The state after an event; undefined when the event cannot happen there. */
export function nextRecordState(state: RecordState, event: RecordEvent, road: Road): RecordState | undefined {
  switch (event) {
    case 'start':
      return state === 'read' ? 'correcting' : WITH_CLERK.includes(state) ? state : undefined;
    case 'finish':
      return WITH_CLERK.includes(state) ? (road.secondKeyed.length > 0 ? 'second-keying' : afterKeying(road)) : undefined;
    case 'settle':
      return state === 'read' ? afterReview(road) : undefined;
    case 'second-same':
      return state === 'second-keying' ? afterKeying(road) : undefined;
    case 'second-differs':
      return state === 'second-keying' ? 'arbitrating' : undefined;
    case 'arbitrate':
      return state === 'arbitrating' ? afterKeying(road) : undefined;
    case 'agree':
      return state === 'reviewing' ? afterReview(road) : undefined;
    case 'return':
      return state === 'reviewing' || state === 'accepted' || state === 'sampling' ? 'returned' : undefined;
    case 'lot-passes':
      return state === 'sampling' ? 'accepted' : undefined;
    case 'lot-fails':
      return state === 'sampling' ? 'returned' : undefined;
    case 'replan':
      return afterReplan(state, road);
    case 'change':
      return DONE_ONCE.includes(state) ? 'correcting' : undefined;
  }
}

/**
 * The state that counts: what was agreed about another revision of the record is not agreed about this one.
 * So a value changed by whatever way after it was checked goes to a clerk again.
 */
export const standingState = (state: RecordState, checkedRevision: number, revision: number): RecordState =>
  DONE_ONCE.includes(state) && checkedRevision !== revision ? 'correcting' : state;

export const BATCH_STAGES = ['imported', 'read', 'correcting', 'reviewing', 'accepted', 'packaged', 'uploaded', 'acknowledged'] as const;
export type BatchStage = (typeof BATCH_STAGES)[number];

export type BatchFactsForStage = Readonly<{
  /** Whether pages still wait to be read. */
  isReading: boolean;
  records: Readonly<Partial<Record<RecordState, number>>>;
  /** Newer than the last acceptance. */
  hasPackage: boolean;
  isUploaded: boolean;
  isAcknowledged: boolean;
}>;

/** The stage of a batch under a plan with people in it. */
export function batchStage({ isReading, records, hasPackage, isUploaded, isAcknowledged }: BatchFactsForStage): BatchStage {
  const count = (...states: readonly RecordState[]): number => states.reduce((sum, state) => sum + (records[state] ?? 0), 0);
  const all = count(...RECORD_STATES);
  if (isReading || all === 0) return 'imported';
  if (count('read') === all) return 'read';
  if (count('read', 'correcting', 'returned', 'second-keying', 'arbitrating') > 0) return 'correcting';
  if (count('reviewing', 'sampling') > 0) return 'reviewing';
  if (isAcknowledged) return 'acknowledged';
  if (isUploaded) return 'uploaded';
  return hasPackage ? 'packaged' : 'accepted';
}
