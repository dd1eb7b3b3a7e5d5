// What stands over the signature names the paper once more: "NGƯỜI KÝ GIẤY KHAI SINH". Where title and most labels lie
// in the black of a one-bit scan, that line at the foot may be all that tells the kind of paper.
import { isUpperCase, lettersOnly } from '../../shared/domain/vietnamese-text.ts';
import type { FormDefinition } from './form-definition.ts';
import type { PhraseIndex } from './match-form.ts';
import { segmentText } from './page-text.ts';
import type { PageText, Segment } from './page-text.ts';

/** Letters of a caption that may be wrong, but none of its last word: "GIẤY CHỨNG TỬ" and "GIẤY CHỨNG NHẬN …" begin alike. */
const MOST_WRONG = 1;
/** Captions stand below this share of the sheet. */
const CAPTION_ZONE = 0.3;
/** Scraps of a pen before the caption, in letters. */
const SCRAP_LETTERS = 2;
/** "NGƯỜI KÝ" alone stands on papers of all kinds. */
const LEAST_LETTERS = 9;
/** Rows below its first line in which a caption of two lines ends. */
const SECOND_LINE = 3;

const canHold = (page: PageText, segment: Segment | undefined): segment is Segment => segment?.zone === 'body' && segment.box[1] > CAPTION_ZONE * page.heightPx && isUpperCase(segmentText(segment));

function standsWhole(page: PageText, heading: string, places: PhraseIndex): boolean {
  const letters = lettersOnly(heading);
  const lastWord = lettersOnly(heading.split(' ').at(-1) ?? '');
  return places(letters).some(({ start, end, errors }) => {
    const token = page.tokens[page.tokenOf[start] ?? -1];
    const before = page.tokens[page.tokenOf[start - SCRAP_LETTERS - 1] ?? -1];
    return errors <= MOST_WRONG && page.letters.slice(start, end).endsWith(lastWord) && before?.segment !== token?.segment && canHold(page, page.segments[token?.segment ?? -1]);
  });
}

/** "Vợ | Chồng | NGƯỜI KÝ GIẤY CHỨNG" above "NHẬN KẾT HÔN": the lines of the columns lie between its two. */
function standsInTwoLines(page: PageText, heading: string): boolean {
  const letters = lettersOnly(heading);
  const lines = page.segments.filter((segment) => canHold(page, segment)).map((segment) => ({ segment, letters: lettersOnly(segmentText(segment)) }));
  return lines.some((first) => first.letters.length >= LEAST_LETTERS && letters.startsWith(first.letters)
    && lines.some((second) => second.segment.row > first.segment.row && second.segment.row - first.segment.row <= SECOND_LINE && first.letters + second.letters === letters));
}

/** Whether a caption of some form at least begins on this page: a document of a dossier has none. */
export const hasCaptionBeginning = (page: PageText, forms: readonly FormDefinition[]): boolean =>
  page.segments.some((segment) => { const letters = canHold(page, segment) ? lettersOnly(segmentText(segment)) : ''; return letters.length >= LEAST_LETTERS && forms.some((form) => form.signature.some((heading) => lettersOnly(heading).startsWith(letters))); });

/** Forms a caption of which stands on this page; where it names the title of some of them, those. */
export function captionedForms(page: PageText, forms: readonly FormDefinition[], places: PhraseIndex): readonly FormDefinition[] {
  const headings = [...new Set(forms.flatMap((form) => form.signature))].filter((heading) => lettersOnly(heading).length >= LEAST_LETTERS && isUpperCase(heading));
  const found = headings.filter((heading) => standsWhole(page, heading, places) || standsInTwoLines(page, heading));
  const own = forms.filter((form) => form.signature.some((heading) => found.includes(heading)));
  const named = own.filter((form) => form.titles.some((title) => found.some((heading) => heading.endsWith(title))));
  return named.length > 0 ? named : own;
}
