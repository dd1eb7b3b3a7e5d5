// tesseract's WebAssembly core, loaded from node_modules and nothing else: the wrapper library around
// it would fetch what it misses from a network, this cannot. The fastest build that the processor
// runs is taken. Its chatter on stdout and stderr is dropped.
import { createRequire } from 'node:module';
import { z } from 'zod';

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
};

type CoreOptions = { print(text: string): void; printErr(text: string): void; TesseractProgress(percent: number): void };

const BUILDS = ['tesseract.js-core/tesseract-core-relaxedsimd-lstm', 'tesseract.js-core/tesseract-core-simd-lstm', 'tesseract.js-core/tesseract-core-lstm'] as const;

const factorySchema = z.custom<(options: CoreOptions) => Promise<TesseractModule>>((value) => typeof value === 'function');

const silent: CoreOptions = { print: () => undefined, printErr: () => undefined, TesseractProgress: () => undefined };

/** @throws the last build's error when none of them runs here. */
export async function loadTesseractCore(): Promise<TesseractModule> {
  const require = createRequire(import.meta.url);
  let failure: unknown;
  for (const build of BUILDS) {
    try {
      return await factorySchema.parse(require(build))(silent);
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}
