// tesseract's WebAssembly core, loaded from node_modules and nothing else: the wrapper library around
// it would fetch what it misses from a network, this cannot. The fastest build that the processor
// runs is taken. Its chatter on stdout and stderr is dropped.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { z } from 'zod';
import { instantiate, type WasmInstance } from '../wasm/instantiate.ts';
import { withCalls } from './network/core-loops.ts';
import { insidesOf } from './network/known-builds.ts';
import { answerCalls } from './network/network-kernels.ts';

export type TesseractApi = {
  Init(dataDir: string, language: string, engineMode: number, config: null): number;
  SetVariable(name: string, value: string): boolean;
  SetImageFile(exif: number, angle: number): number;
  SetSourceResolution(dpi: number): void;
  Recognize(monitor: null): number;
  GetJSONText(page: number): string;
  Clear(): void;
  End(): void;
};

export type TesseractModule = {
  readonly FS: { mkdir(path: string): void; writeFile(path: string, bytes: Uint8Array): void; unlink(path: string): void };
  readonly TessBaseAPI: new () => TesseractApi;
  _malloc(bytes: number): number;
};

type CoreOptions = {
  print(text: string): void;
  printErr(text: string): void;
  TesseractProgress(percent: number): void;
  /** In place of the core's own way of loading its WebAssembly. */
  instantiateWasm?(imports: object, receive: (instance: WasmInstance) => void): WasmInstance['exports'];
};

const BUILDS = ['tesseract.js-core/tesseract-core-relaxedsimd-lstm', 'tesseract.js-core/tesseract-core-simd-lstm', 'tesseract.js-core/tesseract-core-lstm'] as const;

const factorySchema = z.custom<(options: CoreOptions) => Promise<TesseractModule>>((value) => typeof value === 'function');

const silent: CoreOptions = { print: () => undefined, printErr: () => undefined, TesseractProgress: () => undefined };

const require = createRequire(import.meta.url);

async function loadBuild(build: string, isKernelWanted: boolean): Promise<TesseractModule> {
  const factory = factorySchema.parse(require(build));
  const bytes = readFileSync(require.resolve(`${build}.wasm`));
  const insides = isKernelWanted ? insidesOf(bytes) : undefined;
  if (insides === undefined) return factory(silent);
  const loaded = Promise.withResolvers<WasmInstance>();
  const core = await factory({
    ...silent,
    instantiateWasm: (imports, receive) => {
      const instance = instantiate(withCalls(bytes, insides), imports);
      receive(instance);
      loaded.resolve(instance);
      return instance.exports;
    },
  });
  answerCalls(await loaded.promise, insides, (size) => core._malloc(size));
  return core;
}

/** `isKernelWanted` false: the core with nothing of ours in it. @throws the last build's error when none of them runs here. */
export async function loadTesseractCore(isKernelWanted = true): Promise<TesseractModule> {
  let failure: unknown;
  for (const build of BUILDS) {
    try {
      return await loadBuild(build, isKernelWanted);
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}
