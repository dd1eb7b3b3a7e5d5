// One text tree of a language out of its files, one per area: an area's file may add to a branch that another
// one began (its own commands to `action`, its own sentences to `error`), and may never change a text that stands.
export type TextTree = { readonly [key: string]: string | TextTree };

/** @throws Error naming the key that two files give. */
export function mergeTexts(trees: readonly TextTree[], path = ''): TextTree {
  const merged: Record<string, string | TextTree> = {};
  for (const [key, value] of trees.flatMap((tree) => Object.entries(tree))) {
    const before = merged[key];
    if (before === undefined) merged[key] = value;
    else if (typeof before === 'object' && typeof value === 'object') merged[key] = mergeTexts([before, value], `${path}${key}.`);
    else throw new Error(`two texts for ${path}${key}`);
  }
  return merged;
}
