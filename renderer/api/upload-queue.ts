// Sends files to a batch: one request per file with the raw bytes, one after another, with figures while it goes
// and a way to stop. Lives outside React, so that changing the screen does not stop it. What has arrived
// stays; what is stopped or fails is named and can be sent again (the back end knows a file by its content,
// so sending twice keeps one original).
import type { Problem } from '../../shared/api/problem.ts';
import { apiUrl, failureFrom, localProblem } from './client.ts';
import { createStore } from './store.ts';

export type FileToSend = Readonly<{ file: File; name: string }>;
export type Sending = Readonly<{
  id: number;
  batchId: string;
  name: string;
  file: File;
  sentBytes: number;
  state: 'waiting' | 'sending' | 'done' | 'failed' | 'stopped';
  problem: Problem | null;
}>;

/** One by one: a batch has its pages in the order in which they were handed over, and a small file must not overtake a large one. */
const AT_ONCE = 1;
export const sendingStore = createStore<readonly Sending[]>([]);
const requests = new Map<number, XMLHttpRequest>();
let nextId = 1;

const change = (id: number, to: Partial<Sending>): void => sendingStore.update((all) => all.map((one) => (one.id === id ? { ...one, ...to } : one)));

function finish(id: number, to: Pick<Sending, 'state' | 'problem'>): void {
  requests.delete(id);
  change(id, to);
  pump();
}

function send(one: Sending): void {
  const request = new XMLHttpRequest();
  requests.set(one.id, request);
  request.open('POST', apiUrl(`batches/${one.batchId}/files`));
  request.setRequestHeader('content-type', 'application/octet-stream');
  request.setRequestHeader('x-file-name', encodeURIComponent(one.name));
  request.upload.onprogress = (event) => change(one.id, { sentBytes: event.loaded });
  request.onload = () => {
    const isTaken = request.status >= 200 && request.status < 300;
    finish(one.id, isTaken ? { state: 'done', problem: null } : { state: 'failed', problem: failureFrom(request.status, parseReply(request.responseText)).problem });
  };
  request.onerror = () => finish(one.id, { state: 'failed', problem: localProblem('no-connection') });
  request.onabort = () => finish(one.id, { state: 'stopped', problem: null });
  change(one.id, { state: 'sending', sentBytes: 0 });
  request.send(one.file);
}

function parseReply(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function pump(): void {
  const free = AT_ONCE - requests.size;
  const waiting = sendingStore.get().filter((one) => one.state === 'waiting');
  for (const one of waiting.slice(0, Math.max(0, free))) send(one);
}

export function sendFiles(batchId: string, files: readonly FileToSend[]): void {
  const added = files.map(({ file, name }): Sending => ({ id: nextId++, batchId, name, file, sentBytes: 0, state: 'waiting', problem: null }));
  sendingStore.update((all) => [...all.filter((one) => one.batchId !== batchId || one.state === 'waiting' || one.state === 'sending'), ...added]);
  pump();
}

export function stopSending(batchId: string): void {
  const ofBatch = sendingStore.get().filter((one) => one.batchId === batchId);
  for (const one of ofBatch) if (one.state === 'waiting') change(one.id, { state: 'stopped' });
  for (const one of ofBatch) requests.get(one.id)?.abort();
}

export function sendAgain(batchId: string): void {
  const again = sendingStore.get().filter((one) => one.batchId === batchId && (one.state === 'failed' || one.state === 'stopped'));
  for (const one of again) change(one.id, { state: 'waiting', problem: null, sentBytes: 0 });
  pump();
}

export const dismissSent = (batchId: string): void => sendingStore.update((all) => all.filter((one) => one.batchId !== batchId || one.state === 'waiting' || one.state === 'sending'));

export const isSending = (): boolean => sendingStore.get().some((one) => one.state === 'waiting' || one.state === 'sending');
