// A remote file read with several questions on their way: whatever the server answers, and whenever it stops.
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readAhead } from '../../../backend/targets/sftp-read.ts';
import type { FarFile } from '../../../backend/targets/sftp-read.ts';

type Far = FarFile<string> & { closed(): number; mostAtOnce(): number };

/** `most`: how much the server gives for one question; `failAt`: from this position on the line is gone. */
function far(content: Buffer, { most = Infinity, failAt = Infinity }: { most?: number; failAt?: number } = {}): Far {
  const state = { closed: 0, open: 0, mostAtOnce: 0 };
  return {
    open: () => Promise.resolve('handle'),
    readAt: async (_handle, position, bytes) => {
      state.open += 1;
      state.mostAtOnce = Math.max(state.mostAtOnce, state.open);
      await new Promise((resolve) => setTimeout(resolve, 1));
      state.open -= 1;
      if (position >= failAt) throw new Error('closed');
      return content.subarray(position, position + Math.min(bytes, most));
    },
    close: () => Promise.resolve(void (state.closed += 1)),
    closed: () => state.closed,
    mostAtOnce: () => state.mostAtOnce,
  };
}

async function readAll(file: Far): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of readAhead(file)) parts.push(part);
  return Buffer.concat(parts);
}

const KB = 1024;

describe('reading a remote file ahead', () => {
  it.each([0, 1, 32 * KB - 1, 32 * KB, 32 * KB + 1, 700_001])('gives %d bytes as they are and closes once', async (size) => {
    const content = randomBytes(size);
    const file = far(content);
    expect((await readAll(file)).equals(content)).toBe(true);
    expect(file.closed()).toBe(1);
  });
  it('keeps the order when a server answers with less than was asked for', async () => {
    const content = randomBytes(300_000);
    expect((await readAll(far(content, { most: 7_001 }))).equals(content)).toBe(true);
  });
  it('asks several questions at once, but not without end', async () => {
    const file = far(randomBytes(2_000_000));
    await readAll(file);
    expect(file.mostAtOnce()).toBeGreaterThan(4);
    expect(file.mostAtOnce()).toBeLessThanOrEqual(16);
  });
  it('fails when the line goes, leaves no question whose failure nobody hears, and closes', async () => {
    const unheard: unknown[] = [];
    const hear = (reason: unknown): void => void unheard.push(reason);
    process.on('unhandledRejection', hear);
    const file = far(randomBytes(900_000), { failAt: 100_000 });
    await expect(readAll(file)).rejects.toThrow('closed');
    await new Promise((resolve) => setTimeout(resolve, 30));
    process.off('unhandledRejection', hear);
    expect(unheard).toEqual([]);
    expect(file.closed()).toBe(1);
  });
  it('closes when the reader has enough', async () => {
    const file = far(randomBytes(900_000));
    for await (const part of readAhead(file)) {
      expect(part.length).toBe(32 * KB);
      break;
    }
    expect(file.closed()).toBe(1);
  });
  it('says that the file is not there', async () => {
    const missing: Far = { ...far(Buffer.alloc(0)), open: () => Promise.reject(new Error('No such file')) };
    await expect(readAll(missing)).rejects.toThrow('No such file');
  });
});
