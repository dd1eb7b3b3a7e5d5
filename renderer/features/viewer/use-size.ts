import { useLayoutEffect, useState, type RefObject } from 'react';

/** The inner size of an element, followed as it changes. */
export function useSize(element: RefObject<HTMLElement | null>): Readonly<{ widthPx: number; heightPx: number }> {
  const [size, setSize] = useState({ widthPx: 800, heightPx: 600 });
  useLayoutEffect(() => {
    const node = element.current;
    if (!node) return undefined;
    const measure = (): void => setSize((now) => (now.widthPx === node.clientWidth && now.heightPx === node.clientHeight ? now : { widthPx: node.clientWidth, heightPx: node.clientHeight }));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(node);
    return () => observer.disconnect();
  }, [element]);
  return size;
}
