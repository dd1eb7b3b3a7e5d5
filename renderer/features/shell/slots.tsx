import type { ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { useStore } from '../../api/store.ts';
import { footerSlot, topBarSlot } from './top-bar-slot.ts';

export function InTopBar({ children }: { children: ReactNode }) {
  const slot = useStore(topBarSlot);
  return slot ? createPortal(children, slot) : null;
}

export function InFooter({ children }: { children: ReactNode }) {
  const slot = useStore(footerSlot);
  return slot ? createPortal(children, slot) : null;
}
