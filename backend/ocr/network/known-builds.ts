// What is known of builds of the recogniser's core, by their hash: where its insides lie that functions of ours
// replace. A build that is not here runs as it is. The places were found by walking the code of the build's functions.
import { createHash } from 'node:crypto';

export type KernelName = 'tanhAll' | 'logisticAll' | 'tanhTimes' | 'toBytes' | 'gather' | 'largestOf' | 'powersOfE';

/** Where a loop begins, its length, and which function does its work with which variables of the loop's own function. */
export type CoreLoop = {
  readonly at: number;
  readonly bytes: number;
  readonly kernel: KernelName;
  readonly variables: readonly number[];
  /** What the code behind the loop reads: the variable that gets the result, and one that holds what another does. */
  readonly behind?: { readonly result: number; readonly copy: { readonly of: number; readonly to: number } };
};

export type Insides = {
  /** In memory: where the core notes its choice of dot product, and where its fallback is described. */
  readonly choiceAt: number;
  readonly fallbackAt: number;
  /** In the file: the two limits of its table of functions, of two bytes each; and what they say. */
  readonly limitsAt: number;
  readonly functions: number;
  /** Numbers, of two digits in base 128 at most, of the types of functions that take three or five whole numbers and give nothing. */
  readonly typeOfThree: number;
  readonly typeOfFive: number;
  /** And of one that takes a float and two whole numbers and gives a float. */
  readonly typeOfSum: number;
  /** In memory: the core's tables of the two functions that end every sum. */
  readonly tanhTable: number;
  readonly logisticTable: number;
  readonly loops: readonly CoreLoop[];
};

const KNOWN: Readonly<Record<string, Insides>> = {
  // tesseract.js-core 7.0.0, relaxedsimd-lstm
  '7985c92d4c64e7267d24cadffe1b2a1da6bf8aa55fdcaf953fe94fe122a24545': {
    choiceAt: 412_808, fallbackAt: 173_232, limitsAt: 4979, functions: 1703, typeOfThree: 5, typeOfFive: 8, typeOfSum: 129, tanhTable: 135_008, logisticTable: 151_392,
    loops: [
      // Convolve::Forward, Maxpool::Forward: all of each but the making of its output
      { at: 1_603_440, bytes: 300, kernel: 'gather', variables: [0, 2, 5] },
      { at: 1_566_672, bytes: 963, kernel: 'largestOf', variables: [0, 2, 5] },
      // FullyConnected::ForwardTimeStep, the last of them its softmax
      { at: 570_145, bytes: 177, kernel: 'tanhAll', variables: [1, 10] },
      { at: 570_341, bytes: 182, kernel: 'logisticAll', variables: [1, 10] },
      { at: 571_471, bytes: 136, kernel: 'powersOfE', variables: [2, 1, 13], behind: { result: 3, copy: { of: 13, to: 7 } } },
      // LSTM::Forward: cell input, input gate, both forget gates, output gate, output
      { at: 1_584_704, bytes: 177, kernel: 'tanhAll', variables: [4, 8] },
      { at: 1_584_975, bytes: 182, kernel: 'logisticAll', variables: [4, 8] },
      { at: 1_585_251, bytes: 182, kernel: 'logisticAll', variables: [4, 8] },
      { at: 1_585_539, bytes: 182, kernel: 'logisticAll', variables: [4, 8] },
      { at: 1_585_817, bytes: 182, kernel: 'logisticAll', variables: [4, 13] },
      { at: 1_586_989, bytes: 189, kernel: 'tanhTimes', variables: [14, 3, 4, 8] },
      // NetworkIO::WriteTimeStep, NetworkIO::WriteTimeStepPart
      { at: 123_597, bytes: 103, kernel: 'toBytes', variables: [2, 5, 1] },
      { at: 403_287, bytes: 103, kernel: 'toBytes', variables: [4, 1, 3] },
    ],
  },
};

export const insidesOf = (build: Uint8Array): Insides | undefined => KNOWN[createHash('sha256').update(build).digest('hex')];
