// Which records of a lot are looked at: those with the smallest SHA-256 of "<seed>\n<record id>". Nobody can
// choose them, and anybody with the seed, the ids and sha256sum draws the same again.
import { createHash } from 'node:crypto';

export function drawSample(recordIds: readonly string[], sampleSize: number, seed: string): readonly string[] {
  const ranked = [...new Set(recordIds)].map((id) => ({ id, rank: createHash('sha256').update(`${seed}\n${id}`).digest('hex') }));
  return ranked.sort((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0)).slice(0, Math.max(0, sampleSize)).map(({ id }) => id);
}
