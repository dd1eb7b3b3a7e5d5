// What a person may do, on the screen's side: every deed has the roles that the back end asks for (its row of
// rights, held against backend/routes/route-rights.ts by a test), and every command that does it. What one may not
// do is not offered: the keyboard, the palette, the menu, the footer, the sheet of keys and the buttons all ask
// here. Only a courtesy: the back end refuses whatever is not theirs.
import { hasAnyRole, type Role } from '../../shared/domain/roles.ts';
import { sessionStore } from '../api/session.ts';
import { useStore } from '../api/store.ts';
import type { Action, Scope } from './action.ts';

type DeedFacts = { readonly route: readonly [method: string, path: string]; readonly roles: readonly Role[]; readonly commands: readonly string[] };

const CLERKS: readonly Role[] = ['clerk', 'admin'];
const KEYERS: readonly Role[] = ['clerk', 'reviewer'];
const WORKERS: readonly Role[] = ['clerk', 'reviewer', 'admin'];
const WATCHERS: readonly Role[] = ['admin', 'auditor'];
const ADMINS: readonly Role[] = ['admin'];

export const DEEDS = {
  'see-people': { route: ['GET', '/api/people'], roles: WATCHERS, commands: ['go-people'] },
  'see-trail': { route: ['GET', '/api/trail'], roles: WATCHERS, commands: ['go-trail'] },
  'key-fields': { route: ['PUT', '/api/records/:id/fields/:key'], roles: KEYERS, commands: [
    'accept-field', 'choose-option-1', 'choose-option-2', 'choose-option-3', 'choose-option-4', 'choose-option-alt-1', 'choose-option-alt-2', 'choose-option-alt-3', 'choose-option-alt-4',
    'accept-record', 'next-run', 'previous-run', 'revert-field', 'repeat-last', 'next-completion', 'previous-completion', 'mark-blank', 'mark-unreadable', 'undo', 'redo', 'add-field', 'take-offered', 'frame-region',
    'region-confirm', 'region-left', 'region-right', 'region-up', 'region-down', 'region-narrower', 'region-wider', 'region-lower', 'region-taller',
  ] },
  'read-values': { route: ['GET', '/api/batches/:id/values'], roles: WORKERS, commands: [] },
  'work-on-pages': { route: ['POST', '/api/batches/:id/actions'], roles: CLERKS, commands: [
    'turn-right', 'turn-left', 'turn-over', 'straighten-pages', 'crop-pages', 'split-spread', 'reset-image', 'bin-pages', 'restore-pages', 'skip-pages', 'new-record-here', 'join-records',
    'set-record-type', 'change-record-type', 'cut-pages', 'paste-pages', 'move-pages-earlier', 'move-pages-later', 'accept-proposal', 'refuse-proposal',
  ] },
  'step-back-on-pages': { route: ['POST', '/api/batches/:id/undo'], roles: CLERKS, commands: ['undo-pages', 'redo-pages'] },
  'empty-bin': { route: ['DELETE', '/api/batches/:id/bin'], roles: ADMINS, commands: ['empty-bin'] },
  'read-again': { route: ['POST', '/api/pages/:id/retry'], roles: CLERKS, commands: ['retry-page'] },
  'read-failed-again': { route: ['POST', '/api/batches/:id/retry-failed'], roles: CLERKS, commands: ['retry-all'] },
  'make-batches': { route: ['POST', '/api/batches'], roles: CLERKS, commands: ['new-batch', 'import-samples'] },
  'change-batches': { route: ['PATCH', '/api/batches/:id'], roles: CLERKS, commands: ['edit-batch'] },
  'delete-batches': { route: ['DELETE', '/api/batches/:id'], roles: ADMINS, commands: ['delete-batch'] },
  'add-files': { route: ['POST', '/api/batches/:id/files'], roles: CLERKS, commands: ['import-files', 'import-folder'] },
  'pause-batches': { route: ['POST', '/api/batches/:id/pause'], roles: CLERKS, commands: ['pause-batch', 'resume-batch', 'cancel-batch'] },
  'take-work': { route: ['POST', '/api/review/next'], roles: WORKERS, commands: ['review-next'] },
  'write-minutes': { route: ['POST', '/api/batches/:id/handovers'], roles: WORKERS, commands: [] },
  'fetch-book-report': { route: ['GET', '/api/batches/:id/book-report/file'], roles: WORKERS, commands: [] },
} as const satisfies Readonly<Record<string, DeedFacts>>;
export type Deed = keyof typeof DEEDS;

const deedOfCommand: ReadonlyMap<string, DeedFacts> = new Map(Object.values<DeedFacts>(DEEDS).flatMap((deed) => deed.commands.map((id) => [id, deed] as const)));

/** Whether somebody with these roles may run the command at all. */
export function mayRun(commandId: string, roles: readonly Role[]): boolean {
  const deed = deedOfCommand.get(commandId);
  return deed === undefined || hasAnyRole({ roles }, deed.roles);
}

/** Whether the command is offered: one may, and it makes sense now. */
export const isOffered = (action: Action, scope: Scope): boolean => mayRun(action.id, scope.roles) && action.when(scope);

/** Of whoever sits at this window; none before they are known. */
export function rolesHere(): readonly Role[] {
  const session = sessionStore.get();
  return session.state === 'signed-in' ? session.person.roles : [];
}

export const mayDo = (deed: Deed): boolean => hasAnyRole({ roles: rolesHere() }, DEEDS[deed].roles);

export function useMayRun(commandId: string): boolean {
  useStore(sessionStore);
  return mayRun(commandId, rolesHere());
}

/** For a part of a screen that does it without a command. */
export function useMay(deed: Deed): boolean {
  useStore(sessionStore);
  return mayDo(deed);
}
