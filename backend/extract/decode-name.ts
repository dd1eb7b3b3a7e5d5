// A name whose words were read several times, each time a little differently, as beneath the strokes of a pen:
// for every word the name that all its readings together support best. Nothing makes it sure: the words keep a
// doubtful confidence, and where no name is near enough the reader's own word stays.
import { COMMON_NAME_LIST, FAMILY_NAME_LIST, LAST_NAMES, MIDDLE_NAMES } from '../../shared/domain/gazetteer.ts';
import { union } from '../../shared/domain/geometry.ts';
import type { Word } from '../../shared/domain/reading.ts';
import { textDistance } from '../../shared/domain/text-distance.ts';
import { isVietnameseSyllable } from '../../shared/domain/vietnamese-syllable.ts';

/** A reading supports a name up to this distance, in shares of the name's letters. */
const REACH = 0.85;
/** The least support, of 1, that makes a name of a word. */
const LEAST_SUPPORT = 0.25;
/** What even a reading without any confidence weighs. */
const LEAST_WEIGHT = 0.15;
/** Family names that nearly everybody bears, and the two commonest second names, are likelier; a syllable that no list has is less so. */
const COMMON_FAMILIES = 40;
/** Nine of ten bear one of these. */
const COMMONEST_FAMILIES = 14;
const LIKELIER = 0.06;
const COMMONER = 0.05;
const SECOND_NAMES: ReadonlySet<string> = new Set(['Thị', 'Văn']);
const UNLISTED = { agreed: 0.15, disputed: 0.3 } as const;
/** Readings so much of one mind speak for a syllable that no list has. */
const AGREED = 0.9;
/** No decoded word is believed more than this. */
const CEILING = 0.4;

/** What the readings weigh is spent: none of them alone speaks against the choice. */
const OUTVOTED = 0.3;

const NAMES: readonly string[] = [...new Set([...COMMON_NAME_LIST, ...FAMILY_NAME_LIST])];
const lower = (text: string): string => text.toLocaleLowerCase('vi');
const plain = (text: string): string => lower(text.replace(/[^\p{L}\p{N}]/gu, ''));
const asName = (text: string): string => text.charAt(0).toLocaleUpperCase('vi') + text.slice(1);

type Reading = { readonly text: string; readonly weight: number };
type Slot = { readonly word: Word; readonly readings: readonly Reading[] };
type Choice = { readonly text: string; readonly support: number };

function readingsOf(word: Word): readonly Reading[] {
  const doubts = new Map<string, number>();
  for (const { text, confidence } of word.alternatives ?? [word]) if (plain(text) !== '') doubts.set(plain(text), (doubts.get(plain(text)) ?? 1) * (1 - confidence));
  return [...doubts].map(([text, doubt]) => ({ text, weight: LEAST_WEIGHT + 1 - doubt }));
}

/** Heads that a pen makes of one another: its stroke closes an E to a B, opens a Đ to a C. */
const HEADS = ['bpefr', 'tilj', 'hnmk', 'đdoqcg', 'vyx'] as const;
const HEAD_COST = 0.5;

/** How far `text` is from `name`, letters at the head of which a pen left another cheaply exchanged. */
function distanceTo(name: string, text: string, reach: number): number {
  const whole = textDistance(text, name, reach);
  const [from, to] = [text.charAt(0), name.charAt(0)];
  if (whole <= HEAD_COST || from === to || !HEADS.some((group) => group.includes(from) && group.includes(to))) return whole;
  return Math.min(whole, HEAD_COST + textDistance(text.slice(1), name.slice(1), reach));
}

function supportOf(name: string, readings: readonly Reading[]): number {
  const reach = REACH * name.length;
  let support = 0;
  let total = 0;
  for (const { text, weight } of readings) {
    total += weight;
    const distance = distanceTo(name, text, reach);
    if (distance < reach) support += weight * (1 - distance / reach);
  }
  return total === 0 ? 0 : support / total;
}

/** How much likelier a name is at its place than others, before anything is read. */
function bonusOf(name: string, rank: number, index: number, isLast: boolean): number {
  if (index === 0) return rank < COMMONEST_FAMILIES ? LIKELIER + COMMONER : rank < COMMON_FAMILIES ? LIKELIER : 0;
  if (index === 1 && SECOND_NAMES.has(name)) return 1.5 * LIKELIER;
  return (isLast ? LAST_NAMES : MIDDLE_NAMES).has(name) ? COMMONER : 0;
}

/** The name that the readings of the word at `index` support best. */
function choose(readings: readonly Reading[], index: number, isLast = false): Choice {
  let best: Choice = { text: '', support: 0 };
  const offer = (text: string, bonus: number): void => {
    const support = supportOf(lower(text), readings) + bonus;
    if (support > best.support) best = { text, support };
  };
  (index === 0 ? FAMILY_NAME_LIST : NAMES).forEach((name, at) => {
    offer(name, bonusOf(name, at, index, isLast));
  });
  for (const { text } of readings) if (index > 0 && text.length > 1 && isVietnameseSyllable(text)) offer(asName(text), supportOf(text, readings) >= AGREED ? -UNLISTED.agreed : -UNLISTED.disputed);
  return best;
}

/** Enough for two halves of a word: their likeliest readings. */
const MOST_JOINED = 8;

function joined(a: Slot, b: Slot): Slot {
  const readings = a.readings.flatMap((x) => b.readings.map((y): Reading => ({ text: x.text + y.text, weight: Math.min(x.weight, y.weight) })));
  return { word: { ...a.word, box: union([a.word.box, b.word.box]) ?? a.word.box }, readings: [...readings].sort((x, y) => y.weight - x.weight).slice(0, MOST_JOINED) };
}

/** "Nghi êm": two halves are one word where they make a name together and less of one each. */
function joinHalves(slots: readonly Slot[]): readonly Slot[] {
  const out = [...slots];
  for (let at = 0; at + 1 < out.length; at++) {
    const [a, b] = [out[at], out[at + 1]];
    if (a === undefined || b === undefined) break;
    const both = joined(a, b);
    const [whole, first, second] = [choose(both.readings, at).support, choose(a.readings, at).support, choose(b.readings, at + 1).support];
    if (whole > Math.max(0.45, (first + second) / 2 + 0.1, Math.min(first, second) + 0.25)) out.splice(at, 2, both);
  }
  return out;
}

const MOST_WORDS = 6;
/** What stands before a family name and is none is a scrap of pen or seal. */
const SCRAP = { most: 0.4, lead: 0.15 } as const;
const MOST_SCRAPS = 2;

/** A letter or two behind a name that the readings do not agree on: the pen's last loop. */
const LOOP = { letters: 2, agreed: 0.7 } as const;

/** How many words stand before the first that may well be a family name; none where none is. */
function scrapsBefore(asFamily: readonly number[]): number {
  for (let count = 1; count <= MOST_SCRAPS && count + 1 < asFamily.length; count++) {
    const before = Math.max(...asFamily.slice(0, count));
    if (before < SCRAP.most && (asFamily[count] ?? 0) > before + SCRAP.lead) return count;
  }
  return 0;
}

function withoutScraps(slots: readonly Slot[]): readonly Slot[] {
  const kept = slots.slice(scrapsBefore(slots.map(({ readings }) => choose(readings, 0).support)));
  const last = kept.at(-1)?.readings ?? [];
  const isLoop = last.every(({ text }) => text.length <= LOOP.letters) && choose(last, 1).support < LOOP.agreed;
  return kept.length > 3 && isLoop ? kept.slice(0, -1) : kept;
}

/** "Lương Đức T": a name of which the pen left one letter is not guessed at. */
const isCutShort = (slot: Slot | undefined): boolean => slot !== undefined && slot.readings.every(({ text }) => /^[b-df-hj-np-tvxzđ]$/u.test(text));

/** The words of a name with what their readings support best; undefined where hardly any of them is like a name. */
export function decodeName(words: readonly Word[]): readonly Word[] | undefined {
  const slots = withoutScraps(joinHalves(words.map((word) => ({ word, readings: readingsOf(word) })).filter(({ readings }) => readings.length > 0)));
  if (slots.length < 2 || slots.length > MOST_WORDS) return undefined;
  const chosen = slots.map(({ readings }, index) => choose(readings, index, index === slots.length - 1));
  if (chosen.filter(({ support }) => support >= LEAST_SUPPORT).length * 2 <= slots.length) return undefined;
  return slots.map(({ word }, index): Word => {
    const { text, support } = chosen[index] ?? { text: '', support: 0 };
    return support < LEAST_SUPPORT || isCutShort(slots[index]) ? word : { text, confidence: Math.min(CEILING, support, Math.max(0.3, word.confidence)), box: word.box, alternatives: (word.alternatives ?? []).map((other) => ({ ...other, confidence: Math.min(OUTVOTED, other.confidence) })) };
  });
}
