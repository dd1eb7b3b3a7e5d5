// Pixels that are done with are given back at once; what belongs to somebody else is not touched.
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { release } from '../../../backend/imaging/release.ts';

const MEGABYTE = 1 << 20;

describe('pixels that are done with', () => {
  it('are given back', () => {
    const pixels = new Uint8Array(MEGABYTE);
    release(pixels);
    expect([pixels.length, pixels.buffer.byteLength]).toEqual([0, 0]);
  });

  it('stay where they are part of a larger memory', () => {
    const memory = new Uint8Array(2 * MEGABYTE).fill(7);
    release(memory.subarray(MEGABYTE));
    expect([memory.length, memory.at(-1)]).toEqual([2 * MEGABYTE, 7]);
  });

  it('are given back where the picture library made them', async () => {
    const { data } = await sharp({ create: { width: 800, height: 800, channels: 3, background: '#fff' } }).raw().toBuffer({ resolveWithObject: true });
    release(data);
    expect(data.length).toBe(0);
  });

  it('stay where all threads have them', () => {
    const shared = new Uint8Array(new SharedArrayBuffer(MEGABYTE)).fill(7);
    release(shared);
    expect([shared.length, shared[0]]).toEqual([MEGABYTE, 7]);
  });

  it('stay where they are too few to be worth it', () => {
    const pixels = new Uint8Array(1000);
    release(pixels);
    expect(pixels.length).toBe(1000);
  });
});
