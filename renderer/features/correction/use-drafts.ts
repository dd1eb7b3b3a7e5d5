// Texts being typed and not yet left, by field: what stands in the input, and where it was found on the page when it
// was read from a frame. Every letter is kept in the browser at once; `typed` remembers what the hand typed while the
// arrows walk through what it may mean.
import { useCallback, useMemo, useState } from 'react';
import type { Evidence } from '../../../shared/api/records.ts';
import type { UnsavedStore } from './unsaved-store.ts';

export type Draft = Readonly<{ text: string; typed: string; evidence?: Evidence }>;
export type Drafts = Readonly<Record<string, Draft>>;

export type DraftKeeper = Readonly<{ drafts: Drafts; set(key: string, draft: Draft, before: string): void; drop(key: string): void }>;

export function useDrafts(recordId: string, unsaved: UnsavedStore): DraftKeeper {
  const [drafts, setDrafts] = useState<Drafts>({});
  const set = useCallback((key: string, draft: Draft, before: string) => {
    setDrafts((now) => ({ ...now, [key]: draft }));
    const { text, evidence } = draft;
    if (text === before) unsaved.drop('typed', recordId, key);
    else unsaved.keep({ kind: 'typed', recordId, field: key, written: { value: text, ...(evidence ? { evidence } : {}) }, before });
  }, [recordId, unsaved]);
  const drop = useCallback((key: string) => {
    setDrafts((now) => (key in now ? Object.fromEntries(Object.entries(now).filter(([name]) => name !== key)) : now));
    unsaved.drop('typed', recordId, key);
  }, [recordId, unsaved]);
  return useMemo(() => ({ drafts, set, drop }), [drafts, set, drop]);
}
