// Messages between the runner and a worker process, validated on both sides.
import { z } from 'zod';
import { problemSchema } from '../../shared/api/problem.ts';
import { taskSchema } from './tasks.ts';

/** `areAllBusy`: this task made it so that every worker of the pool has one. */
const runSchema = z.object({ type: z.literal('run'), id: z.number().int(), task: taskSchema, areAllBusy: z.boolean().default(false) });
export type RunMessage = Readonly<z.infer<typeof runSchema>>;

export const toWorkerSchema = z.discriminatedUnion('type', [
  runSchema,
  z.object({ type: z.literal('cancel'), id: z.number().int() }),
  z.object({ type: z.literal('close') }),
]);
export type ToWorker = Readonly<z.infer<typeof toWorkerSchema>>;

export const fromWorkerSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready'), engine: z.string() }),
  z.object({ type: z.literal('progress'), id: z.number().int(), done: z.number(), total: z.number(), note: z.string().optional() }),
  /** `result` is checked against the task's own schema by the receiver, who knows which task it was. */
  z.object({ type: z.literal('done'), id: z.number().int(), result: z.unknown() }),
  z.object({ type: z.literal('failed'), id: z.number().int(), problem: problemSchema, stack: z.string().optional() }),
  z.object({ type: z.literal('memory'), rssBytes: z.number() }),
]);
export type FromWorker = Readonly<z.infer<typeof fromWorkerSchema>>;
