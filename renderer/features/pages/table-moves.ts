import type { AskedAction, Proposal, ProposalAnswer } from '../../../shared/api/page-actions.ts';

/** One action for many proposals: they are taken back together. Pure, as all here. */
export function answersFor(proposals: readonly Proposal[], answer: ProposalAnswer): AskedAction {
  return { kind: 'answer', answers: proposals.map((one) => ({ pageId: one.pageId, proposal: one.proposal, answer, ...(one.at === null ? {} : { at: one.at }) })) };
}

/** Before which page the chosen ones stand when they go one place earlier or later; undefined when they cannot. */
export function neighbourPlace(all: readonly string[], ids: readonly string[], by: 1 | -1): string | null | undefined {
  const chosen = new Set(ids);
  const first = all.findIndex((id) => chosen.has(id));
  const last = all.findLastIndex((id) => chosen.has(id));
  if (first < 0) return undefined;
  if (by === -1) return first === 0 ? undefined : all[first - 1];
  return last === all.length - 1 ? undefined : (all.slice(last + 2).find((id) => !chosen.has(id)) ?? null);
}
