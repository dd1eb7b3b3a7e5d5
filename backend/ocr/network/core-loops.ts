// Loops inside the recogniser's core give way to calls of functions of ours (assembly/). A call goes through the core's
// table of functions, behind the last of its own; it has the length of the loop, so that nothing else in the file moves.
import type { CoreLoop, Insides, KernelName } from './known-builds.ts';

/** In the order in which they stand in the table. */
export const CALLED = ['tanhAll', 'logisticAll', 'tanhTimes', 'toBytes', 'gather', 'largestOf', 'powersOfE'] as const satisfies readonly KernelName[];

const OP = { nop: 0x01, callIndirect: 0x11, localGet: 0x20, localSet: 0x21, i32Const: 0x41 } as const;

/** A whole number as WebAssembly writes it: seven bits a byte, the lowest first; the last byte's highest is the sign. */
function signed(value: number): readonly number[] {
  const low = value & 0x7f;
  const rest = value >> 7;
  const isLast = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0);
  return isLast ? [low] : [low | 0x80, ...signed(rest)];
}

const twoDigits = (value: number): readonly number[] => [(value & 0x7f) | 0x80, value >> 7];

function tableOf(kernel: KernelName, insides: Insides): readonly number[] {
  if (kernel === 'logisticAll') return [insides.logisticTable];
  return kernel === 'tanhAll' || kernel === 'tanhTimes' ? [insides.tanhTable] : [];
}

function typeOf(kernel: KernelName, insides: Insides): number {
  if (kernel === 'powersOfE') return insides.typeOfSum;
  return kernel === 'tanhTimes' ? insides.typeOfFive : insides.typeOfThree;
}

function callOf(loop: CoreLoop, insides: Insides): readonly number[] {
  const constants = [...tableOf(loop.kernel, insides), insides.functions + CALLED.indexOf(loop.kernel)];
  const given = loop.variables.flatMap((variable) => [OP.localGet, variable]);
  const call = [OP.callIndirect, ...twoDigits(typeOf(loop.kernel, insides)), 0];
  const behind = loop.behind === undefined ? [] : [OP.localSet, loop.behind.result, OP.localGet, loop.behind.copy.of, OP.localSet, loop.behind.copy.to];
  return [...given, ...constants.flatMap((value) => [OP.i32Const, ...signed(value)]), ...call, ...behind];
}

/** The build's file with calls in place of its loops, and room for what is called in its table. */
export function withCalls(build: Uint8Array, insides: Insides): Uint8Array<ArrayBuffer> {
  const bytes = Uint8Array.from(build);
  const limit = twoDigits(insides.functions + CALLED.length);
  bytes.set([...limit, ...limit], insides.limitsAt);
  for (const loop of insides.loops) {
    bytes.fill(OP.nop, loop.at, loop.at + loop.bytes);
    bytes.set(callOf(loop, insides), loop.at);
  }
  return bytes;
}
