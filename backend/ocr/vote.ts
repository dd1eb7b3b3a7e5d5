// Several readings of one line become one: words are brought together by where they stand, equal
// readings support each other, and where readings differ the majority wins, else the surest. What
// lost is kept as an alternative, so that rules and people can choose it.
import { right, union } from '../../shared/domain/geometry.ts';
import type { Alternative, Word } from '../../shared/domain/reading.ts';
import { isVietnameseSyllable } from '../../shared/domain/vietnamese-syllable.ts';

type Cluster = { x0: number; x1: number; readonly parts: Word[][] };

const MAX_ALTERNATIVES = 3;

/** Words of all readings that overlap in x, as one cluster with each reading's words in it. */
function cluster(readings: readonly (readonly Word[])[]): Cluster[] {
  const all = readings.flatMap((words, r) => words.map((word) => ({ word, r }))).sort((a, b) => a.word.box[0] - b.word.box[0]);
  const clusters: Cluster[] = [];
  for (const { word, r } of all) {
    const last = clusters.at(-1);
    const shared = last === undefined ? 0 : Math.min(last.x1, right(word.box)) - word.box[0];
    if (last !== undefined && shared > Math.min(word.box[2], last.x1 - last.x0) * 0.4) {
      last.parts[r]?.push(word);
      last.x1 = Math.max(last.x1, right(word.box));
    } else {
      const parts: Word[][] = readings.map(() => []);
      parts[r]?.push(word);
      clusters.push({ x0: word.box[0], x1: right(word.box), parts });
    }
  }
  return clusters;
}

const textOf = (words: readonly Word[]): string => words.map((word) => word.text).join(' ');

/** Dots of a leader at a word's ends are no other reading of it; a comma parts the names of a place. */
const opinionOf = (words: readonly Word[]): string => words.map(({ text }) => text.replace(/^[.:;_·…]+(?=.)|(?<=.)[.:;_·…]+$/gu, '')).join(' ');
const weakest = (words: readonly Word[]): number => words.reduce((low, word) => Math.min(low, word.confidence), 1);

type Candidate = { readonly text: string; readonly words: readonly Word[]; votes: number; doubt: number };

function candidatesOf(parts: readonly (readonly Word[])[]): Candidate[] {
  const byOpinion = new Map<string, Candidate>();
  for (const words of parts) {
    if (words.length === 0) continue;
    const opinion = opinionOf(words);
    const known = byOpinion.get(opinion);
    if (known === undefined) byOpinion.set(opinion, { text: textOf(words), words, votes: 1, doubt: 1 - weakest(words) });
    else {
      known.votes++;
      known.doubt *= Math.max(0.1, 1 - weakest(words));
    }
  }
  return [...byOpinion.values()].sort((a, b) => b.votes - a.votes || a.doubt - b.doubt);
}

const lettersOf = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, '').toLocaleLowerCase('vi');

/** Letters and figures that stand in syllables, or in numbers. */
function senseOf(words: readonly Word[]): number {
  return words.map(({ text }) => lettersOf(text)).filter((letters) => /^\d+$/.test(letters) || isVietnameseSyllable(letters)).reduce((sum, letters) => sum + letters.length, 0);
}

/** "MỸLY" beside "MỸ LY": the same letters, and the reading with more of them in syllables has the spaces right. */
function takenApart(winner: Candidate | undefined, candidates: readonly Candidate[]): Candidate | undefined {
  if (winner === undefined) return undefined;
  const same = candidates.filter(({ text }) => lettersOf(text) === lettersOf(winner.text));
  return same.reduce((best, other) => (senseOf(other.words) > senseOf(best.words) ? other : best), winner);
}

function decide(parts: readonly (readonly Word[])[]): readonly Word[] {
  const counted = candidatesOf(parts);
  const winner = takenApart(counted[0], counted);
  const candidates = winner === undefined ? [] : [winner, ...counted.filter((other) => other !== winner)];
  if (winner === undefined) return [];
  const asked = parts.filter((words) => words.length > 0).length;
  if (candidates.length === 1) return winner.words.map((word) => (asked === 1 ? word : { ...word, confidence: Math.max(word.confidence, Math.min(0.98, 1 - winner.doubt)) }));
  const ceiling = winner.votes > 1 ? 0.85 : 0.6;
  const alternatives: Alternative[] = candidates.slice(1, 1 + MAX_ALTERNATIVES).map((other) => ({ text: other.text, confidence: Math.min(0.5, 1 - other.doubt) }));
  const only = winner.words[0];
  if (winner.words.length === 1 && only !== undefined) return [{ ...only, confidence: Math.min(ceiling, only.confidence), alternatives }];
  // several words against one: the alternatives hang on the first, every one is doubtful
  return winner.words.map((word, i) => ({ ...word, confidence: Math.min(ceiling, word.confidence), ...(i === 0 ? { alternatives } : {}) }));
}

/** Does any place still have as many opinions as readings? */
export function isDisputed(readings: readonly (readonly Word[])[]): boolean {
  return cluster(readings).some(({ parts }) => candidatesOf(parts).length > 1);
}

/**
 * The voted line, left to right. Readings are in the order of trust: on a tie of votes and doubt the first wins;
 * where the first was at least `sure` of every word of a place, it is not asked again.
 */
export function vote(readings: readonly (readonly Word[])[], sure: number): readonly Word[] {
  return cluster(readings).flatMap(({ parts }) => {
    const first = parts[0] ?? [];
    return first.length > 0 && weakest(first) >= sure ? first : decide(parts);
  });
}

export const lineBoxOf = (words: readonly Word[]): ReturnType<typeof union> => union(words.map((word) => word.box));
