import type { ReactNode } from 'react';
import { Dialog, Heading, Modal as AriaModal, ModalOverlay } from 'react-aria-components';

type ModalProps = { title: string; isWide?: boolean; hidesTitle?: boolean; onClose: () => void; children: ReactNode; className?: string };

export function Modal({ title, isWide = false, hidesTitle = false, onClose, children, className = 'dialog' }: ModalProps) {
  return (
    <ModalOverlay className="veil" isOpen isDismissable onOpenChange={(open) => (open ? undefined : onClose())}>
      <AriaModal className={isWide ? 'modal wide' : 'modal'}>
        <Dialog className={className} {...(hidesTitle ? { 'aria-label': title } : {})}>
          {hidesTitle ? null : <Heading slot="title" level={1}>{title}</Heading>}
          {children}
        </Dialog>
      </AriaModal>
    </ModalOverlay>
  );
}
