import { describe, expect, it } from 'vitest';
import { batchStage, nextRecordState, RECORD_EVENTS, RECORD_STATES, standingState, type RecordEvent, type RecordState } from '../../../shared/domain/batch-life.ts';

const road = (parts: Partial<{ secondKeyed: readonly string[]; needsReview: boolean; isSampled: boolean }> = {}) => ({ secondKeyed: [], needsReview: false, isSampled: false, ...parts });
const walk = (from: RecordState, events: readonly RecordEvent[], way = road()): RecordState | undefined => events.reduce<RecordState | undefined>((state, event) => (state === undefined ? undefined : nextRecordState(state, event, way)), from);

describe('the life of a record', () => {
  it('one look: read, correcting, accepted', () => expect(walk('read', ['start', 'finish'])).toBe('accepted'));
  it('a sure record settles without a clerk', () => expect(walk('read', ['settle'])).toBe('accepted'));
  it('key and review: a reviewer agrees', () => expect(walk('read', ['start', 'finish', 'agree'], road({ needsReview: true }))).toBe('accepted'));
  it('returned work goes the same way again', () => expect(walk('read', ['finish', 'return', 'finish', 'agree'], road({ needsReview: true }))).toBe('accepted'));
  it('double keying: the same twice needs no third person', () => expect(walk('read', ['finish', 'second-same'], road({ secondKeyed: ['so'] }))).toBe('accepted'));
  it('double keying: a difference is arbitrated, then reviewed where the plan says so', () => {
    expect(walk('read', ['finish', 'second-differs'], road({ secondKeyed: ['so'] }))).toBe('arbitrating');
    expect(walk('arbitrating', ['arbitrate'], road({ secondKeyed: ['so'], needsReview: true }))).toBe('reviewing');
  });
  it('a sampled record waits for its lot, and the lot takes it along or sends it back', () => {
    const sampled = road({ isSampled: true });
    expect(walk('read', ['finish'], sampled)).toBe('sampling');
    expect(walk('sampling', ['lot-passes'], sampled)).toBe('accepted');
    expect(walk('sampling', ['lot-fails'], sampled)).toBe('returned');
  });
  it('nobody agrees to what no clerk has finished, and nothing is accepted twice', () => {
    for (const state of ['read', 'correcting', 'returned', 'second-keying', 'arbitrating', 'sampling', 'accepted'] as const) expect(nextRecordState(state, 'agree', road({ needsReview: true }))).toBeUndefined();
    expect(nextRecordState('accepted', 'finish', road())).toBeUndefined();
    expect(nextRecordState('reviewing', 'arbitrate', road())).toBeUndefined();
  });
  it('every event from every state ends in a known state or is refused', () => {
    for (const state of RECORD_STATES) for (const event of RECORD_EVENTS) for (const way of [road(), road({ needsReview: true, isSampled: true, secondKeyed: ['so'] })]) {
      const next = nextRecordState(state, event, way);
      expect(next === undefined || RECORD_STATES.includes(next)).toBe(true);
    }
  });
  it('what was checked at another revision is not checked', () => {
    expect(standingState('accepted', 4, 4)).toBe('accepted');
    expect(standingState('accepted', 4, 5)).toBe('correcting');
    expect(standingState('reviewing', 4, 5)).toBe('correcting');
    expect(standingState('returned', 4, 5)).toBe('returned');
  });
});

describe('the stage of a batch', () => {
  const facts = { isReading: false, hasPackage: false, isUploaded: false, isAcknowledged: false };
  it('is as far as its slowest record', () => {
    expect(batchStage({ ...facts, records: {} })).toBe('imported');
    expect(batchStage({ ...facts, isReading: true, records: { read: 3 } })).toBe('imported');
    expect(batchStage({ ...facts, records: { read: 3 } })).toBe('read');
    expect(batchStage({ ...facts, records: { read: 1, accepted: 29 } })).toBe('correcting');
    expect(batchStage({ ...facts, records: { 'second-keying': 1, accepted: 29 } })).toBe('correcting');
    expect(batchStage({ ...facts, records: { reviewing: 1, accepted: 29 } })).toBe('reviewing');
    expect(batchStage({ ...facts, records: { sampling: 30 } })).toBe('reviewing');
    expect(batchStage({ ...facts, records: { accepted: 30 } })).toBe('accepted');
  });
  it('goes on with its package and its upload, and back when a record is returned after that', () => {
    const accepted = { ...facts, hasPackage: true, records: { accepted: 30 } };
    expect(batchStage(accepted)).toBe('packaged');
    expect(batchStage({ ...accepted, isUploaded: true })).toBe('uploaded');
    expect(batchStage({ ...accepted, isUploaded: true, isAcknowledged: true })).toBe('acknowledged');
    expect(batchStage({ ...accepted, isAcknowledged: true, records: { accepted: 29, returned: 1 } })).toBe('correcting');
  });
});
