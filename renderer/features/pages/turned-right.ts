import type { Transform } from '../../../shared/domain/transform.ts';

/** The same clean-up with a quarter turn to the right added at the end; four turns cancel out. */
export function turnedRight(transforms: readonly Transform[]): readonly Transform[] {
  const last = transforms.at(-1);
  if (last?.kind !== 'rotate') return [...transforms, { kind: 'rotate', angleDeg: 90 }];
  const before = transforms.slice(0, -1);
  if (last.angleDeg === 270) return before;
  return [...before, { kind: 'rotate', angleDeg: last.angleDeg === 90 ? 180 : 270 }];
}
