// The recogniser's network in functions of our own (assembly/), called by the core in place of its own: the same numbers
// to the last bit in less than half the time (decision 5). They work in the core's memory and stand in its table.
import { instantiate, memoryOf, tableOf, type WasmInstance } from '../../wasm/instantiate.ts';
import { CALLED } from './core-loops.ts';
import type { Insides } from './known-builds.ts';
import { NETWORK_BYTES } from './network-bytes.ts';

/** All arguments are addresses in the core's memory, or counts; `columns` is inputs and one. */
export type DotProduct = (outputs: number, columns: number, weights: number, scales: number, inputs: number, results: number) => void;

/** As in assembly/, where each is described. */
export type NetworkKernels = {
  tanhAll(floats: number, count: number, table: number): void;
  logisticAll(floats: number, count: number, table: number): void;
  tanhTimes(floats: number, factors: number, out: number, count: number, table: number): void;
  toBytes(floats: number, out: number, count: number): void;
  powersOfE(most: number, values: number, count: number): number;
  gather(layer: number, input: number, output: number): void;
  largestOf(layer: number, input: number, output: number): void;
  /** Not 0 where dotOfOffsets gives the right sums. */
  isUnsigned(): number;
  readonly dotOfOffsets: DotProduct;
  readonly dotOfMagnitudes: DotProduct;
};

/** `allocate` gives room in that memory, for good. */
export function openNetworkKernels(memory: unknown, allocate: (bytes: number) => number): NetworkKernels {
  // the exports of a module of our own
  return instantiate(NETWORK_BYTES, { env: { memory }, core: { allocate } }).exports as NetworkKernels;
}

/** Answers the calls of a core made by withCalls(), before it reads for the first time. @throws Error when the core is none */
export function answerCalls(core: WasmInstance, insides: Insides, allocate: (bytes: number) => number): void {
  const [memory, table] = [memoryOf(core), tableOf(core)];
  if (memory === undefined || table === undefined) throw new Error('the core has no memory or no table of functions');
  const kernels = openNetworkKernels(memory, allocate);
  CALLED.forEach((name, index) => table.set(insides.functions + index, kernels[name]));
  const view = new DataView(memory.buffer);
  // else the core has found that its own fast dot product fits this processor
  if (view.getInt32(insides.choiceAt, true) !== insides.fallbackAt) return;
  table.set(view.getInt32(insides.fallbackAt, true), kernels.isUnsigned() === 0 ? kernels.dotOfMagnitudes : kernels.dotOfOffsets);
}
