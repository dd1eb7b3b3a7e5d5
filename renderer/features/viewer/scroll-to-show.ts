import type { Box } from '../../../shared/domain/geometry.ts';

/** Share of the room at its edges in which a box counts as hard to see. */
const EDGE = 0.12;

/** Where to scroll one axis so that start…end stands within the easy middle; `now` when it already does. */
export function offsetToShow(now: number, room: number, start: number, end: number): number {
  const edge = room * EDGE;
  if (start >= now + edge && end <= now + room - edge) return now;
  const length = end - start;
  return length > room - 2 * edge ? start - edge : start - (room - length) * 0.4;
}

export function scrollToShow(room: HTMLElement, box: Box, scale: number, marginPx: number): void {
  const left = box[0] * scale + marginPx;
  const top = box[1] * scale + marginPx;
  const width = box[2] * scale;
  room.scrollTop = offsetToShow(room.scrollTop, room.clientHeight, top, top + box[3] * scale);
  if (room.scrollWidth > room.clientWidth) room.scrollLeft = offsetToShow(room.scrollLeft, room.clientWidth, left, left + width);
}
