// A frame on a page, in shares of its width and height, and what a handle or an arrow does to it. Pure.
export type Frame = { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };
/** Which edges a handle moves; all four: the frame as a whole. */
export const HANDLES = ['nw', 'n', 'ne', 'e', 'se', 's', 'sw', 'w'] as const;
export type Handle = (typeof HANDLES)[number];

export const WHOLE: Frame = { left: 0, top: 0, right: 1, bottom: 1 };
const LEAST = 0.05;

const within = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));

export function moveHandle(frame: Frame, handle: Handle, dx: number, dy: number): Frame {
  return {
    left: handle.includes('w') ? within(frame.left + dx, 0, frame.right - LEAST) : frame.left,
    right: handle.includes('e') ? within(frame.right + dx, frame.left + LEAST, 1) : frame.right,
    top: handle.includes('n') ? within(frame.top + dy, 0, frame.bottom - LEAST) : frame.top,
    bottom: handle.includes('s') ? within(frame.bottom + dy, frame.top + LEAST, 1) : frame.bottom,
  };
}

export function moveFrame(frame: Frame, dx: number, dy: number): Frame {
  const x = within(dx, -frame.left, 1 - frame.right);
  const y = within(dy, -frame.top, 1 - frame.bottom);
  return { left: frame.left + x, right: frame.right + x, top: frame.top + y, bottom: frame.bottom + y };
}

export const isWhole = (frame: Frame): boolean => frame.left < 0.001 && frame.top < 0.001 && frame.right > 0.999 && frame.bottom > 0.999;

const ARROWS: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
/** How far an arrow moves, in shares: a two-hundredth, with Shift a twentieth; undefined for other keys. */
export function arrowStep(key: string, isShift: boolean): readonly [number, number] | undefined {
  const arrow = ARROWS[key];
  const by = isShift ? 0.05 : 0.005;
  return arrow === undefined ? undefined : [arrow[0] * by, arrow[1] * by];
}
