// The hand on the page: Ctrl and the wheel zoom, the middle button carries the page about. The first button is left
// to frames and boxes.
import { useEffect, type RefObject } from 'react';

const MIDDLE_BUTTON = 1;
/** Touch pads send many small turns: one step of zoom for each of these. */
const WHEEL_STEP_PX = 60;

export function useWheelZoom(room: RefObject<HTMLElement | null>, zoom: (by: 1 | -1) => void): void {
  useEffect(() => {
    const node = room.current;
    if (!node) return undefined;
    let turned = 0;
    const wheel = (event: WheelEvent): void => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      turned += event.deltaY;
      if (Math.abs(turned) < WHEEL_STEP_PX) return;
      zoom(turned > 0 ? -1 : 1);
      turned = 0;
    };
    node.addEventListener('wheel', wheel, { passive: false });
    return () => node.removeEventListener('wheel', wheel);
  }, [room, zoom]);
}

export function usePan(room: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const node = room.current;
    if (!node) return undefined;
    const move = (event: PointerEvent): void => node.scrollBy({ left: -event.movementX, top: -event.movementY });
    const end = (): void => {
      window.removeEventListener('pointermove', move);
      window.removeEventListener('pointerup', end);
    };
    const begin = (event: PointerEvent): void => {
      if (event.button !== MIDDLE_BUTTON) return;
      event.preventDefault();
      window.addEventListener('pointermove', move);
      window.addEventListener('pointerup', end);
    };
    node.addEventListener('pointerdown', begin);
    return () => {
      node.removeEventListener('pointerdown', begin);
      end();
    };
  }, [room]);
}
