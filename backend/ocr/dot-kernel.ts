// The recogniser's inner loop, for processors on which the core would take its slowest one: x86 reads the
// second operand of the relaxed dot product without sign, the core tests for that and falls back. Ours keeps
// to operands that every processor takes alike (dot-kernel.wat, decision 5): the same numbers in half the time.
// It takes the fallback's place in the core's table of functions, in builds whose insides are known; any
// other build runs as it is.
import { createHash } from 'node:crypto';
import { instantiate, memoryOf, tableOf, type WasmInstance } from '../wasm/instantiate.ts';

/** What is known of one build of the core: where it notes its choice of dot product, and where the fallback is described. */
type Insides = { readonly choiceAt: number; readonly fallbackAt: number };

const KNOWN: Readonly<Record<string, Insides>> = {
  // tesseract.js-core 7.0.0, relaxedsimd-lstm
  '7985c92d4c64e7267d24cadffe1b2a1da6bf8aa55fdcaf953fe94fe122a24545': { choiceAt: 412_808, fallbackAt: 173_232 },
};

/** Built from dot-kernel.wat. */
const KERNEL = Buffer.from(
  'AGFzbQEAAAABCgFgBn9/f39/fwACIAIEY29yZQZtZW1vcnkCAAAEY29yZQdzY3JhdGNoA38AAwIBAAcHAQNkb3QAAAqHBwGEBwIMfwh7IAFBAWshBiAB' +
  'IAFBAm9rQQFqIQcgBkEPakFwcSEIIwAgCGohDCMAQQAgCPwLACMAIAQgBvwKAAADQCMAIAlq/QAEACEWIBZBB/1sIRcgFv1gIRYjACAJaiAW/QsEACAM' +
  'IAlqIBf9CwQAIBggFiAX/U79fP1+/a4BIRggCUEQaiIJIAhIDQALIBj9GwAgGP0bAWogGP0bAiAY/RsDamohCyAL/REhGEEAIQoCQANAIApBBGogAEoN' +
  'ASACIREgESAHaiEOIA4gB2ohDyAPIAdqIRD9DAAAAAAAAAAAAAAAAAAAAAAhEv0MAAAAAAAAAAAAAAAAAAAAACET/QwAAAAAAAAAAAAAAAAAAAAAIRT9' +
  'DAAAAAAAAAAAAAAAAAAAAAAhFUEAIQkDQCMAIAlq/QAEACEWIAwgCWr9AAQAIRcgFyARIAlq/QAAAP1RIBYgEv2TAiESIBcgDiAJav0AAAD9USAWIBP9' +
  'kwIhEyAXIA8gCWr9AAAA/VEgFiAU/ZMCIRQgFyAQIAlq/QAAAP1RIBYgFf2TAiEVIAlBEGoiCSAISA0ACyASIBP9DQABAgMQERITCAkKCxgZGhsgEiAT' +
  '/Q0EBQYHFBUWFwwNDg8cHR4f/a4BIRYgFCAV/Q0AAQIDEBESEwgJCgsYGRobIBQgFf0NBAUGBxQVFhcMDQ4PHB0eH/2uASEXIBYgF/0NAAECAwQFBgcQ' +
  'ERITFBUWFyAWIBf9DQgJCgsMDQ4PGBkaGxwdHh/9rgEhFiAHQQFrIQ0gESANaiwAAP0RIRkgGSAOIA1qLAAA/RwBIRkgGSAPIA1qLAAA/RwCIRkgGSAQ' +
  'IA1qLAAA/RwDIRkgFiAY/a4BIBn9DH8AAAB/AAAAfwAAAH8AAAD9tQH9rgEhFiAFIAP9AAIAIBb9+gH95gH9CwIAIAVBEGohBSADQRBqIQMgECAHaiEC' +
  'IApBBGohCgwACwALAkADQCAKIABODQH9DAAAAAAAAAAAAAAAAAAAAAAhEkEAIQkDQCAMIAlq/QAEACACIAlq/QAAAP1RIwAgCWr9AAQAIBL9kwIhEiAJ' +
  'QRBqIgkgCEgNAAsgEv0bACAS/RsBaiAS/RsCIBL9GwNqaiALQf8AIAIgB0EBa2osAABsamohDSAFIAMqAgAgDbKUOAIAIAVBBGohBSADQQRqIQMgAiAH' +
  'aiECIApBAWohCgwACwALCw==',
  'base64',
);

/** Inputs of the widest layer, with much to spare: a layer of more is met nowhere in the models for lines. */
const MOST_INPUTS = 8192;
export const SCRATCH_BYTES = 2 * MOST_INPUTS + 32;

export const insidesOf = (core: Uint8Array): Insides | undefined => KNOWN[createHash('sha256').update(core).digest('hex')];

export type DotKernel = (outputs: number, columns: number, weights: number, scales: number, inputs: number, results: number) => void;

/** All arguments are addresses in `memory`, or counts; `columns` is inputs and one. */
export function openDotKernel(memory: unknown, scratch: number): DotKernel {
  // The one export of a module of our own.
  return instantiate(KERNEL, { core: { memory, scratch: (scratch + 15) & ~15 } }).exports['dot'] as DotKernel;
}

/** Puts the kernel where the core would call its fallback; false where the core has a better one of its own. */
export function useDotKernel(core: WasmInstance, insides: Insides, allocate: (bytes: number) => number): boolean {
  const memory = memoryOf(core);
  const table = tableOf(core);
  if (memory === undefined || table === undefined) return false;
  if (new DataView(memory.buffer).getInt32(insides.choiceAt, true) !== insides.fallbackAt) return false;
  const kernel = openDotKernel(memory, allocate(SCRATCH_BYTES));
  table.set(new DataView(memory.buffer).getInt32(insides.fallbackAt, true), kernel);
  return true;
}
