// Ethnic groups, nationalities and gender: values of closed lists, put right where one entry is near and told
// where two are.
import { ETHNIC_GROUPS, NATIONALITIES } from '../../shared/domain/gazetteer.ts';
import type { NamedEntry } from '../../shared/domain/gazetteer.ts';
import { nearest, textDistance } from '../../shared/domain/text-distance.ts';
import { foldMarks, foldTonePlacement } from '../../shared/domain/vietnamese-text.ts';
import { otherReadings } from './other-readings.ts';
import { AS_LETTER, letterCount } from './parse-name.ts';
import { cleanText } from './parse-words.ts';
import { parsed } from './parsed-value.ts';
import type { Parse } from './parsed-value.ts';
import { makeSpan } from './value-span.ts';
import type { Span } from './value-span.ts';

const lower = (text: string): string => text.toLocaleLowerCase('vi');

/** "ViệNam": two long words grown together may have lost a letter, short ones ("Ba Na") only marks and look-alikes. */
const grownLimit = (joined: string): number => (joined.length > 5 ? 1 : 0.8);

/** "Việt" at the end of a line, "NAM" after a stain: the one entry of two words that has this first or last word. */
function onlyWithPart(read: string, entries: readonly NamedEntry[]): string | undefined {
  const joined = foldTonePlacement(read.replace(/[^\p{L}]/gu, ''));
  const found = entries.filter((entry) => {
    const words = entry.name.split(' ').map((word) => foldTonePlacement(word));
    return words.length > 1 && joined.length > 2 && (joined === words[0] || joined === words.at(-1) || textDistance(joined, foldTonePlacement(entry.name.replace(/\s/g, '')), grownLimit(joined)) <= grownLimit(joined));
  });
  const [only] = found;
  return found.length === 1 ? only?.name : undefined;
}

const joined = (name: string): string => lower(foldMarks(name)).replace(/[\s-]/g, '');

/** A word less sure than this may have another mark. */
const SURE_OF_MARKS = 0.9;

type ListedKind = 'ethnicGroup' | 'nationality';

/** "ơTu" beside a reading "Cơ Tu": what is in no list gives way to another reading that is. */
function listed(span: Span, key: string, kind: ListedKind, entries: readonly NamedEntry[]): ReturnType<Parse> {
  const own = inList(span, key, kind, entries);
  if (own === undefined || own.listed !== false) return own;
  const [other] = otherReadings(span).flatMap((one) => inList(one, key, kind, entries) ?? []).filter((one) => one.listed !== false && one.reasons.every((reason) => reason === 'two-in-list')).toSorted((a, b) => a.mended - b.mended);
  return other === undefined ? own : { ...other, mended: other.mended + 0.5, reasons: ['other-reading-taken'] };
}

/** "61ẻ-Triêng", "Hoø": no name in these lists has a figure or a stroke through its letter, as an a of one storey on a leader seems to have. */
const withoutFigures = (text: string): string => text.replace(/[01586|](?=.*\p{L})/gu, (figure, at: number) => { const letter = AS_LETTER[figure] ?? figure; return at === 0 ? letter : lower(letter); }).replaceAll('ø', 'a');
const FIGURES_WEIGHT = 0.5;

function inList(span: Span, key: string, kind: ListedKind, entries: readonly NamedEntry[]): ReturnType<Parse> {
  const clean = cleanText(span.text);
  const read = withoutFigures(clean);
  if (read === '') return undefined;
  const spellings = entries.flatMap((entry) => [entry.name, ...entry.variants]);
  const exact = spellings.find((spelling) => foldTonePlacement(spelling) === foldTonePlacement(read));
  // "Gié-Triêng" and "Giẻ-Triêng" are both written: a list with both cannot say which mark stands here.
  // "Viet Nam" is the same name without its marks: print that has them is no other.
  const isTwin = exact !== undefined && spellings.some((other) => lower(other) !== lower(exact) && lower(other) !== lower(foldMarks(other)) && lower(foldMarks(other)) === lower(foldMarks(exact)));
  // "Viet Nam": a faint print loses its marks, and the list has the name with them.
  const marked = (bare: string): string | undefined => (lower(foldMarks(bare)) === lower(bare) ? spellings.find((other) => lower(other) !== lower(foldMarks(other)) && lower(foldMarks(other)) === lower(bare)) : undefined);
  const full = exact === undefined ? undefined : marked(read);
  if (full !== undefined) return parsed(key, kind, read, span, { reasons: ['two-in-list'], suggestion: full });
  if (exact !== undefined) return parsed(key, kind, read, span, isTwin && span.pieces.some(({ word }) => word.confidence < SURE_OF_MARKS) ? { reasons: ['two-in-list'] } : { listed: true, mended: read === clean ? 0 : FIGURES_WEIGHT });
  const start = spellings.find((spelling) => foldTonePlacement(read).startsWith(`${foldTonePlacement(spelling)} `));
  // What follows a listed value on its line is noise, or a neighbour's text; it is told, not kept.
  if (start !== undefined && start.includes(' ')) return parsed(key, kind, start, span, { listed: true, reasons: ['text-left-over'] });
  const half = onlyWithPart(read, entries);
  // "Xinh" may be half of Xinh Mun or a blurred Kinh: what reads as another entry whole is not completed.
  const whole = nearest(lower(read), spellings.filter((spelling) => !spelling.includes(' ')), lower, 1);
  if (half !== undefined && whole === undefined) return parsed(key, kind, half, span, { listed: true, mended: 0.6, reasons: ['completed-from-list'] });
  // Spellings of one entry do not compete with each other.
  const choices = entries.flatMap((entry) => nearest(lower(read), [entry.name, ...entry.variants], lower, Math.min(1.2, 0.3 * read.length)) ?? []).toSorted((a, b) => a.distance - b.distance);
  const [first, second] = choices;
  // "GiểTriêng" may be Giẻ-Triêng or Giẻ Triêng: what stood between the words was not read.
  const isGrown = first !== undefined && !/[\s-]/.test(read) && spellings.some((other) => other.includes('-') && /[\s-]/.test(first.entry) && other !== first.entry && joined(other) === joined(first.entry));
  if (first && (second?.distance ?? Infinity) - first.distance > 0.14) return parsed(key, kind, first.entry, span, { listed: true, mended: first.distance, reasons: !isGrown && marked(first.entry) === undefined && (half === undefined || half === first.entry) ? [] : ['two-in-list'], suggestion: marked(first.entry) });
  // "Kinh Quốc úc": what follows is the rest of the label beside it
  if (start !== undefined) return parsed(key, kind, start, span, { listed: true, reasons: ['text-left-over', 'label-unreadable'] });
  return parsed(key, kind, read, span, { listed: false, reasons: ['not-in-list'], ...(first ? { suggestion: first.entry } : {}) });
}

export const parseEthnicGroup: Parse = (span, key) => listed(span, key, 'ethnicGroup', ETHNIC_GROUPS);
export const parseNationality: Parse = (span, key) => listed(span, key, 'nationality', NATIONALITIES);

const GENDERS = ['Nam', 'Nữ'] as const;

export const parseGender: Parse = (span, key) => {
  const read = cleanText(span.text);
  if (read === '') return undefined;
  // A lone "N" begins both.
  const near = letterCount(read) > 1 ? nearest(read, GENDERS, (gender) => gender, 1.1) : undefined;
  if (near) return parsed(key, 'gender', near.entry, span, { listed: true, mended: near.distance });
  const inside = span.pieces.find((piece) => GENDERS.some((gender) => foldTonePlacement(piece.text) === foldTonePlacement(gender)));
  if (inside) return parsed(key, 'gender', GENDERS.find((gender) => foldTonePlacement(inside.text) === foldTonePlacement(gender)) ?? '', makeSpan([inside], span.box), { listed: true, reasons: ['text-left-over'] });
  return parsed(key, 'gender', '', span, { listed: false, reasons: ['not-in-list'] });
};
