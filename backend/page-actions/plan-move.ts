// A new order is the old places dealt out anew: the pages between the first and the last that move exchange
// their places, all others stay where they are. Pure.
export type PlacedPage = { readonly id: string; readonly position: number };

export type Move = {
  /** Pages whose place changes. */
  readonly placed: readonly PlacedPage[];
  /** Pages that have another page before them now. */
  readonly unsettled: readonly string[];
};

/** `pages`: all of a batch, in order. `before` null: to the end. `moved` in the order wanted; `before` is none of them. */
export function planMove(pages: readonly PlacedPage[], moved: readonly string[], before: string | null): Move {
  const isMoved = new Set(moved);
  const rest = pages.map((page) => page.id).filter((id) => !isMoved.has(id));
  const at = before === null ? rest.length : rest.indexOf(before);
  const order = [...rest.slice(0, at), ...moved, ...rest.slice(at)];
  const positionOf = new Map(pages.map((page) => [page.id, page.position]));
  const placed = order.flatMap((id, index): PlacedPage[] => {
    const position = pages[index]?.position;
    return position === undefined || position === positionOf.get(id) ? [] : [{ id, position }];
  });
  const previousOf = new Map(pages.map((page, index) => [page.id, pages[index - 1]?.id]));
  return { placed, unsettled: order.filter((id, index) => previousOf.get(id) !== order[index - 1]) };
}
