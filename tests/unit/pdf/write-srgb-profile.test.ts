import { expect, it } from 'vitest';
import { srgbProfile } from '../../../backend/pdf/write-srgb-profile.ts';

const tags = (profile: Buffer): Map<string, Buffer> =>
  new Map(
    Array.from({ length: profile.readUInt32BE(128) }, (_, index) => {
      const at = 132 + 12 * index;
      const offset = profile.readUInt32BE(at + 4);
      return [profile.toString('latin1', at, at + 4), profile.subarray(offset, offset + profile.readUInt32BE(at + 8))];
    }),
  );

it('is a display profile for RGB whose header gives its true size', () => {
  const profile = srgbProfile();
  expect(profile.readUInt32BE(0)).toBe(profile.length);
  expect(profile.toString('latin1', 12, 24)).toBe('mntrRGB XYZ ');
  expect(profile.toString('latin1', 36, 40)).toBe('acsp');
});

it('has primaries that add up to its white', () => {
  const all = tags(srgbProfile());
  const xyz = (name: string): number[] => [8, 12, 16].map((at) => (all.get(name)?.readInt32BE(at) ?? 0) / 65536);
  const sum = ['rXYZ', 'gXYZ', 'bXYZ'].map(xyz).reduce((a, b) => a.map((value, index) => value + (b[index] ?? 0)));
  xyz('wtpt').forEach((value, index) => expect(sum[index]).toBeCloseTo(value, 2));
});

it('has a curve that starts at 0 and ends at 1', () => {
  const curve = tags(srgbProfile()).get('rTRC') ?? Buffer.alloc(0);
  const [g = 0, a = 0, b = 0, c = 0, d = 0] = Array.from({ length: 5 }, (_, index) => curve.readInt32BE(12 + 4 * index) / 65536);
  expect((a + b) ** g).toBeCloseTo(1, 3);
  expect((a * d + b) ** g).toBeCloseTo(c * d, 3);
});
