// Which pages make one record. A page with a title of its own begins a record; one without continues the
// record before it when it carries on that form's labels, or the text of a document that is not yet signed.
import { readSignature } from './signature.ts';
import { matchForm } from './match-form.ts';
import type { PageAnalysis } from './extract-record.ts';

/** Label points from which a page without a title continues the form before it. */
const CONTINUES = 22;

function continuesForm(page: PageAnalysis, first: PageAnalysis): boolean {
  const form = first.decision.match?.form;
  if (!form || page.decision.title !== undefined || first.decision.recordType === null) return false;
  const firstKeys = new Set(first.decision.match?.hits.map((hit) => hit.field.key));
  const here = matchForm(page.page, form, page.places);
  const fresh = here.hits.filter((hit) => !firstKeys.has(hit.field.key)).length;
  const repeated = here.hits.filter((hit) => hit.field.key !== null && firstKeys.has(hit.field.key)).length;
  return here.score >= CONTINUES && fresh > repeated;
}

const hasHead = (page: PageAnalysis): boolean => /doclaptudo|conghoaxahoi/.test(page.page.letters.slice(0, 600));
const startsMidway = (page: PageAnalysis): boolean => /^\W*[2-9]\b/.test(page.page.reading.lines[0]?.words[0]?.text ?? '') ;

function continuesDocument(page: PageAnalysis, members: readonly PageAnalysis[]): boolean {
  const first = members[0];
  if (first?.decision.recordType !== 'VB' || hasHead(page) || page.decision.match !== undefined) return false;
  if (page.page.letters.length < 20) return false;
  const signed = members.some((member) => readSignature(member.page, []).some((value) => value.key === 'nguoiKy'));
  return startsMidway(page) || !signed;
}

/**
 * Consecutive pages that belong together, in order; every page is in exactly one group. A page's `boundary`
 * is a person's word: it begins a record, or it continues the one before it, whatever it looks like.
 */
export function groupPages<T extends PageAnalysis & { readonly boundary?: 'starts' | 'continues' | undefined }>(pages: readonly T[]): readonly (readonly T[])[] {
  const groups: T[][] = [];
  for (const page of pages) {
    const open = groups.at(-1);
    const first = open?.[0];
    const seemsToJoin = (): boolean => open !== undefined && first !== undefined && !(page.decision.title && page.decision.title.quality >= 0.7)
      && (continuesForm(page, first) || continuesDocument(page, open));
    const joins = page.boundary === undefined ? seemsToJoin() : page.boundary === 'continues';
    if (joins && open !== undefined) open.push(page);
    else groups.push([page]);
  }
  return groups;
}
