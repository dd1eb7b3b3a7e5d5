// Short messages at the lower left: what was done with a way back, or what went wrong with what to do.
// A message about trouble stays until it is closed; the others leave by themselves.
import { TriangleAlert, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { createStore, useStore } from '../api/store.ts';
import { Button } from './button.tsx';

type Toast = Readonly<{ id: number; text: string; isTrouble: boolean; action?: { name: string; run: () => void } }>;

const LEAVES_AFTER_MS = 6000;
const MOST = 4;
const toastStore = createStore<readonly Toast[]>([]);
let nextId = 1;

const close = (id: number): void => toastStore.update((now) => now.filter((toast) => toast.id !== id));

export function say(text: string, options: { isTrouble?: boolean; action?: { name: string; run: () => void } } = {}): void {
  const id = nextId;
  nextId += 1;
  const toast: Toast = { id, text, isTrouble: options.isTrouble ?? false, ...(options.action ? { action: options.action } : {}) };
  toastStore.update((now) => [...now.filter((other) => other.text !== text), toast].slice(-MOST));
  if (!toast.isTrouble) setTimeout(() => close(id), LEAVES_AFTER_MS);
}

export function Toasts() {
  const { t } = useTranslation();
  const toasts = useStore(toastStore);
  return (
    <div className="toasts" role="status" aria-live="polite">
      {toasts.map((toast) => (
        <div key={toast.id} className="toast">
          {toast.isTrouble ? <TriangleAlert size={16} className="doubt" aria-hidden /> : null}
          <span className="grow">{toast.text}</span>
          {toast.action ? <Button look="plain" onPress={() => { toast.action?.run(); close(toast.id); }}>{toast.action.name}</Button> : null}
          <Button look="plain" isIcon label={t('common.close')} onPress={() => close(toast.id)}><X size={15} /></Button>
        </div>
      ))}
    </div>
  );
}
