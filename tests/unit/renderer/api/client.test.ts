import { describe, expect, it } from 'vitest';
import { apiUrl, failureFrom } from '../../../../renderer/api/client.ts';

describe('a refusal', () => {
  it('keeps the problem that the back end gave', () => {
    const problem = { type: 'about:blank', title: 'x', status: 409, code: 'stale-revision', detail: { revision: 4 }, retry: 'again' };
    const failure = failureFrom(409, { ...problem, more: 1 });
    expect(failure.problem.code).toBe('stale-revision');
    expect(failure.problem.detail).toEqual({ revision: 4 });
  });

  it.each([[null], ['<html>'], [{ code: 7 }], [[]]])('that is no problem (%j) becomes an unexpected reply with its status', (body) => {
    expect(failureFrom(502, body).problem).toMatchObject({ code: 'unexpected-reply', status: 502, retry: 'again' });
  });
});

describe('an address', () => {
  it('is relative, so that it works from any origin', () => {
    expect(apiUrl('batches')).toBe('./api/batches');
  });
});
