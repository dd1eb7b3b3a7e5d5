// Reads strips in the thread that asks, for a process that does one page at a time and is itself one of several: a
// worker is one processor's work, and no strip is copied from thread to thread. Between two strips other events have
// their turn, so a cancel is heard within some milliseconds. An engine that fails is thrown away and the job tried
// once more with a fresh one; a process that dies is its parent's affair.
import { setImmediate as turn } from 'node:timers/promises';
import { AppError, isAppError } from '../../shared/errors.ts';
import type { RawWord, SegmentationMode, Strip } from './raw-words.ts';
import { openStripReader, threadCpuMs, type StripReader } from './strip-reader.ts';

export type StripsReader = {
  /** Words per strip, in strip coordinates. @throws AppError cancelled, interrupted, page-timeout, ocr-failed */
  read(strips: readonly Strip[], mode: SegmentationMode, signal: AbortSignal): Promise<readonly (readonly RawWord[])[]>;
  close(): Promise<void>;
};

export type OwnThreadOptions = { /** Processor time of one job. */ readonly timeoutMs: number; readonly languageData: string };

export function createOwnThreadReader({ timeoutMs, languageData }: OwnThreadOptions): StripsReader {
  let reader: Promise<StripReader> | undefined;
  let closed = false;

  const drop = async (): Promise<void> => {
    const old = reader;
    reader = undefined;
    await old?.then((one) => one.end()).catch(() => undefined);
  };
  const readAll = async (strips: readonly Strip[], mode: SegmentationMode, signal: AbortSignal): Promise<RawWord[][]> => {
    reader ??= openStripReader(languageData);
    const open = await reader;
    const endMs = threadCpuMs() + timeoutMs;
    const words: RawWord[][] = [];
    for (const strip of strips) {
      await turn();
      if (closed) throw new AppError('interrupted');
      if (signal.aborted) throw new AppError('cancelled');
      if (threadCpuMs() > endMs) throw new AppError('page-timeout', { seconds: Math.round(timeoutMs / 1000) }, 'rescan');
      words.push(open.read(strip, mode));
    }
    return words;
  };

  return {
    read: async (strips, mode, signal) => {
      if (closed) throw new AppError('interrupted');
      if (signal.aborted) throw new AppError('cancelled');
      try {
        return await readAll(strips, mode, signal);
      } catch (error) {
        if (isAppError(error)) throw error;
        await drop();
      }
      try {
        return await readAll(strips, mode, signal);
      } catch (error) {
        if (isAppError(error)) throw error;
        await drop();
        throw new AppError('ocr-failed', { reason: String(error) }, 'again', { cause: error });
      }
    },
    close: async () => {
      closed = true;
      await drop();
    },
  };
}
