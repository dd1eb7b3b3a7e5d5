import { describe, expect, it } from 'vitest';
import { ROUTE_RIGHTS } from '../../../../backend/routes/route-rights.ts';
import type { Action, Scope } from '../../../../renderer/actions/action.ts';
import { DEEDS, isOffered, mayRun } from '../../../../renderer/actions/deeds.ts';
import { ACTIONS } from '../../../../renderer/actions/registry.ts';
import { ROLES, type Role } from '../../../../shared/domain/roles.ts';

const commandsOf = (names: readonly { readonly commands: readonly string[] }[]): readonly string[] => names.flatMap((deed) => deed.commands);
const withDeed = new Set(commandsOf(Object.values(DEEDS)));

/** Looking, going and what concerns only this window: for everybody who is signed in. Who judges is asked of the back end, record by record. */
const FOR_EVERYBODY = /^(go|next|previous|zoom|fit|pan|scroll|toggle|open|close|show|select|clear|larger|smaller|correct|jump|second|region-cancel|lock|switch|sign-out|review-(agree|fault|return|down|up|leave))/;

describe('what a person may do', () => {
  it.each(Object.entries(DEEDS))('%s has the roles that the back end asks for', (_, { route: [method, path], roles }) => {
    const right = ROUTE_RIGHTS.find((one) => one.method === method && one.path === path);
    expect(right, `${method} ${path}`).toBeDefined();
    expect([...roles].sort()).toEqual([...(right?.callers ?? [])].sort());
  });

  it('is said of every command once, and of no other', () => {
    const ids = ACTIONS.map((action) => action.id);
    expect(commandsOf(Object.values(DEEDS)).length).toBe(withDeed.size);
    expect([...withDeed].filter((id) => !ids.includes(id))).toEqual([]);
    expect(ids.filter((id) => !withDeed.has(id) && !FOR_EVERYBODY.test(id))).toEqual([]);
  });

  it.each<[Role, readonly string[], readonly string[]]>([
    ['auditor', ['next-record', 'zoom-in', 'show-history', 'open-page', 'go-trail', 'go-people'], ['accept-record', 'accept-field', 'undo', 'turn-right', 'bin-pages', 'empty-bin', 'new-batch', 'import-files', 'delete-batch', 'pause-batch', 'review-next', 'change-record-type', 'frame-region']],
    ['admin', ['turn-right', 'empty-bin', 'delete-batch', 'new-batch', 'go-people'], ['accept-record', 'accept-field', 'choose-option-1', 'undo']],
    ['reviewer', ['accept-record', 'accept-field', 'undo', 'review-next'], ['turn-right', 'new-batch', 'delete-batch', 'empty-bin', 'go-people', 'go-trail', 'change-record-type']],
    ['clerk', ['accept-record', 'turn-right', 'new-batch', 'pause-batch', 'change-record-type'], ['delete-batch', 'empty-bin', 'go-people', 'go-trail']],
  ])('offers a %s what is theirs and hides the rest', (role, theirs, others) => {
    for (const id of theirs) expect(mayRun(id, [role]), id).toBe(true);
    for (const id of others) expect(mayRun(id, [role]), id).toBe(false);
  });

  it('adds up for somebody with several roles, and is nothing before anybody is known', () => {
    for (const action of ACTIONS) expect(mayRun(action.id, ROLES), action.id).toBe(true);
    for (const id of withDeed) expect(mayRun(id, []), id).toBe(false);
  });

  it('offers a command only where it also makes sense', () => {
    const scope: Scope = { route: { screen: 'correction', batchId: 'b', itemId: null }, roles: ['clerk'], app: null, person: null, batches: null, pages: null, table: null, viewer: null, desk: null, region: null, review: null };
    const action = (isPossible: boolean): Action => ({ id: 'accept-record', group: 'record', keys: [], inText: 'always', when: () => isPossible, run: () => undefined });
    expect(isOffered(action(true), scope)).toBe(true);
    expect(isOffered(action(false), scope)).toBe(false);
    expect(isOffered(action(true), { ...scope, roles: ['auditor'] })).toBe(false);
  });
});
