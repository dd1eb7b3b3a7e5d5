// Random access to a file or to bytes in memory, so that a 2 GB TIFF is inspected by reading its directories alone.

import { open } from 'node:fs/promises';

export type ByteSource = {
  readonly size: number;
  /** Up to `length` bytes from `offset`; fewer, or none, at the end of the file. Offsets outside the file give none. */
  read(offset: number, length: number): Promise<Buffer>;
};

export function bytesInMemory(bytes: Uint8Array): ByteSource {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    size: buffer.length,
    read: (offset, length) => Promise.resolve(buffer.subarray(Math.min(offset, buffer.length), Math.min(offset + length, buffer.length))),
  };
}

/** Opens `path` for the time of `use`. */
export async function withFileBytes<T>(path: string, use: (source: ByteSource) => Promise<T>): Promise<T> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const read = async (offset: number, length: number): Promise<Buffer> => {
      if (offset >= size || length <= 0) return Buffer.alloc(0);
      const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.min(length, size - offset)), 0, undefined, offset);
      return buffer.subarray(0, bytesRead);
    };
    return await use({ size, read });
  } finally {
    await file.close();
  }
}
