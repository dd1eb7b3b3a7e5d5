// A worker thread with one tesseract in it: reads strips of one job after the other, nothing else.
// It is ended from outside whenever its job is cancelled or it has read its share of pages.
import { parentPort, workerData } from 'node:worker_threads';
import type { OcrJob, OcrReply, OcrWorkerOptions, RawWord } from './ocr-messages.ts';
import { openStripReader, threadCpuMs } from './strip-reader.ts';

const port = parentPort;
if (port !== null) {
  const reader = await openStripReader((workerData as OcrWorkerOptions).languageData);
  const reply = (message: OcrReply): void => port.postMessage(message);
  port.on('message', (job: OcrJob) => {
    try {
      const words: RawWord[][] = [];
      const endMs = threadCpuMs() + job.limitMs;
      for (const strip of job.strips) {
        if (threadCpuMs() > endMs) return reply({ kind: 'too-long', id: job.id });
        words.push(reader.read(strip, job.mode));
      }
      reply({ kind: 'done', id: job.id, words });
    } catch (error) {
      reply({ kind: 'failed', id: job.id, reason: String(error) });
    }
  });
  reply({ kind: 'ready' });
}
