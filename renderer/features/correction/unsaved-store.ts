// What has been typed and is not in the database yet, kept in the browser so that a crash or a closed lid loses at
// most the letters being typed. Two kinds: `left` (the clerk has moved on; it is on its way to the back end and is
// sent again when the window comes back) and `typed` (still in the field; offered back, never sent by itself).
// Every window has a name and a sign of life; what a window left behind is taken up only when it shows none.
import { z } from 'zod';
import { evidenceSchema } from '../../../shared/api/records.ts';
import { fieldMarkSchema } from '../../../shared/domain/field.ts';

export const writtenSchema = z.object({ value: z.string(), mark: fieldMarkSchema.optional(), evidence: evidenceSchema.optional() });
export type Written = Readonly<z.infer<typeof writtenSchema>>;

const unsavedSchema = z.object({
  kind: z.enum(['left', 'typed']),
  recordId: z.string(),
  field: z.string(),
  written: writtenSchema,
  /** The value that the clerk saw. */
  before: z.string(),
  by: z.string(),
  atMs: z.number(),
});
export type Unsaved = Readonly<z.infer<typeof unsavedSchema>>;

export type KeptTexts = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

const PREFIX = 'sohoa.unsaved.';
const LIFE_PREFIX = 'sohoa.window.';
/** Browsers slow the timers of hidden windows down to one a minute. */
export const DEAD_AFTER_MS = 75_000;

export type UnsavedStore = {
  keep(unsaved: Omit<Unsaved, 'by' | 'atMs'>): void;
  drop(kind: Unsaved['kind'], recordId: string, field: string): void;
  /** Takes over what this person left in windows that are gone: it is this window's from then on. */
  takeUp(): readonly Unsaved[];
  signOfLife(): void;
  /** The window closes in good order: others need not wait for its silence. */
  leave(): void;
};

type Parts = { storage: KeptTexts; windowName: string; by: () => string; nowMs: () => number };

export function createUnsavedStore({ storage, windowName, by, nowMs }: Parts): UnsavedStore {
  const nameOf = (window: string, { kind, recordId, field }: Pick<Unsaved, 'kind' | 'recordId' | 'field'>): string => `${PREFIX}${window}.${kind}.${recordId}.${field}`;
  const names = (prefix: string): readonly string[] => Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '').filter((name) => name.startsWith(prefix));
  const put = (name: string, text: string): void => {
    try {
      storage.setItem(name, text);
    } catch {
      // A full or forbidden storage only takes away the second net; the first, sending at once, still holds.
    }
  };
  const parse = (text: string | null): Unsaved | undefined => {
    try {
      return unsavedSchema.safeParse(JSON.parse(text ?? '')).data;
    } catch {
      return undefined;
    }
  };
  const isAlive = (window: string): boolean => nowMs() - Number(storage.getItem(LIFE_PREFIX + window) ?? 0) < DEAD_AFTER_MS;
  const ownNow = new Set<string>();
  return {
    keep(unsaved) {
      const name = nameOf(windowName, unsaved);
      ownNow.add(name);
      put(name, JSON.stringify({ ...unsaved, by: by(), atMs: nowMs() }));
    },
    drop: (kind, recordId, field) => storage.removeItem(nameOf(windowName, { kind, recordId, field })),
    takeUp() {
      const found: Unsaved[] = [];
      for (const name of names(PREFIX)) {
        const owner = name.slice(PREFIX.length).split('.')[0] ?? '';
        const unsaved = parse(storage.getItem(name));
        if (unsaved === undefined) storage.removeItem(name);
        if (unsaved?.by !== by() || ownNow.has(name) || (owner !== windowName && isAlive(owner))) continue;
        found.push(unsaved);
        ownNow.add(nameOf(windowName, unsaved));
        if (owner === windowName) continue;
        put(nameOf(windowName, unsaved), JSON.stringify(unsaved));
        storage.removeItem(name);
      }
      for (const name of names(LIFE_PREFIX)) if (!isAlive(name.slice(LIFE_PREFIX.length))) storage.removeItem(name);
      return found.sort((a, b) => a.atMs - b.atMs);
    },
    signOfLife: () => put(LIFE_PREFIX + windowName, String(nowMs())),
    leave: () => storage.removeItem(LIFE_PREFIX + windowName),
  };
}
