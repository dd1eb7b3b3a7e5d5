// Which pages are chosen on the light table. One page has the focus; the anchor is where a range began. Pure.
export type Selection = { readonly chosen: ReadonlySet<string>; readonly focusId: string | null; readonly anchorId: string | null };
export type PickMode = 'one' | 'toggle' | 'range' | 'focus';

export const NO_SELECTION: Selection = { chosen: new Set(), focusId: null, anchorId: null };

function between(ids: readonly string[], from: string | null, to: string): readonly string[] {
  const [a, b] = [from === null ? -1 : ids.indexOf(from), ids.indexOf(to)];
  return a < 0 ? [to] : ids.slice(Math.min(a, b), Math.max(a, b) + 1);
}

/** `ids`: all pages shown, in order. */
export function pick(now: Selection, ids: readonly string[], id: string, mode: PickMode): Selection {
  switch (mode) {
    case 'one':
      return { chosen: new Set([id]), focusId: id, anchorId: id };
    case 'focus':
      return { ...now, focusId: id };
    case 'range':
      return { chosen: new Set(between(ids, now.anchorId ?? now.focusId, id)), focusId: id, anchorId: now.anchorId ?? now.focusId ?? id };
    case 'toggle': {
      const chosen = new Set(now.chosen);
      if (!chosen.delete(id)) chosen.add(id);
      return { chosen, focusId: id, anchorId: id };
    }
  }
}

export const pickMany = (now: Selection, ids: readonly string[], keepsOld: boolean): Selection =>
  ({ chosen: new Set([...(keepsOld ? now.chosen : []), ...ids]), focusId: ids.at(-1) ?? now.focusId, anchorId: ids[0] ?? now.anchorId });

/** Pages that went are no longer chosen; the focus goes to what stands at its place. `before`: the pages as they were. */
export function kept(now: Selection, before: readonly string[], ids: readonly string[]): Selection {
  const there = new Set(ids);
  const isAllThere = [...now.chosen].every((id) => there.has(id)) && (now.focusId === null || there.has(now.focusId));
  if (isAllThere) return now;
  const at = now.focusId === null ? -1 : before.indexOf(now.focusId);
  const focusId = now.focusId !== null && there.has(now.focusId) ? now.focusId : (before.slice(Math.max(0, at)).find((id) => there.has(id)) ?? ids.at(-1) ?? null);
  return { chosen: new Set([...now.chosen].filter((id) => there.has(id))), focusId, anchorId: now.anchorId !== null && there.has(now.anchorId) ? now.anchorId : focusId };
}

/** What a command works on, in the order of the table: the chosen pages, else the one in focus. */
export const workedOn = (now: Selection, ids: readonly string[]): readonly string[] =>
  now.chosen.size > 0 ? ids.filter((id) => now.chosen.has(id)) : ids.filter((id) => id === now.focusId);
