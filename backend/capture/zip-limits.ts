// When a zip is refused before a byte of it is unpacked. The figures that a zip declares may lie, but
// yauzl stops an entry that unpacks to more than it declares, so checking the declared ones is enough.
// A blank page packs 1,000 to 1, so a high ratio alone proves nothing: it counts only where it is big.

import type { ErrorDetail } from '../../shared/errors.ts';

export const ZIP_LIMITS = {
  maxEntries: 50_000,
  /** One page at the largest size we accept, uncompressed, with room to spare. */
  maxEntryBytes: 2 ** 31,
  maxTotalBytes: 32 * 2 ** 30,
  /** Beyond this many bytes unpacked, the whole may not be more than `maxRatio` times the zip. */
  ratioFromBytes: 512 * 2 ** 20,
  maxRatio: 200,
} as const;

export type DeclaredEntry = { readonly compressedBytes: number; readonly bytes: number; readonly headerOffset: number };

/** The fact that makes this zip a bomb, or undefined. `zipBytes` is the size of the zip file itself. */
export function findZipBomb(entries: readonly DeclaredEntry[], zipBytes: number): ErrorDetail | undefined {
  if (entries.length > ZIP_LIMITS.maxEntries) return { entries: entries.length, limit: ZIP_LIMITS.maxEntries };
  const total = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  if (total > ZIP_LIMITS.maxTotalBytes) return { bytes: total, limit: ZIP_LIMITS.maxTotalBytes };
  const largest = entries.reduce((max, entry) => Math.max(max, entry.bytes), 0);
  if (largest > ZIP_LIMITS.maxEntryBytes) return { entryBytes: largest, limit: ZIP_LIMITS.maxEntryBytes };
  if (total > ZIP_LIMITS.ratioFromBytes && total > zipBytes * ZIP_LIMITS.maxRatio) return { bytes: total, ratio: Math.round(total / Math.max(1, zipBytes)) };
  return overlaps(entries) ? { overlapping: true } : undefined;
}

/** Entries that share their compressed bytes: the way a small zip unpacks to petabytes without any nesting. */
function overlaps(entries: readonly DeclaredEntry[]): boolean {
  const LOCAL_HEADER_BYTES = 30;
  const byOffset = entries.toSorted((a, b) => a.headerOffset - b.headerOffset);
  return byOffset.some((entry, i) => {
    const next = byOffset[i + 1];
    return next !== undefined && entry.headerOffset + LOCAL_HEADER_BYTES + entry.compressedBytes > next.headerOffset;
  });
}
