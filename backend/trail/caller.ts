// Who is at work and from where, for the whole of one request: what the trail writes when a service does not
// say it. Jobs run as the program itself, whoever woke them.
import { AsyncLocalStorage } from 'node:async_hooks';

export type Caller = { readonly by: string; /** An address, 'desktop' or 'command-line'. */ readonly from: string };

export const PROGRAM: Caller = { by: 'program', from: 'program' };
const store = new AsyncLocalStorage<Caller>();

export const currentCaller = (): Caller => store.getStore() ?? PROGRAM;
export const runAs = <T>(caller: Caller, work: () => T): T => store.run(caller, work);
export const runAsProgram = <T>(work: () => T): T => store.run(PROGRAM, work);
