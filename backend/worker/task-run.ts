// What every task is run with: the steps, where bytes are kept, how it is called off and how it tells how far it is.
import type { WorkspaceBlobs } from '../storage/workspace.ts';
import type { Steps } from './steps.ts';

export type TaskRun = { readonly steps: Steps; readonly blobs: WorkspaceBlobs; readonly signal: AbortSignal; progress(done: number, total: number, note?: string): void };
