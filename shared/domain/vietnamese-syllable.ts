// Which letter groups can be a Vietnamese syllable: initial + rime + tone, from the spelling rules
// rather than a word list. A reading that is no syllable (and no number, no minority-language name)
// is worth a doubt; one that is a syllable proves nothing by itself.
import { splitTone } from './vietnamese-text.ts';
import type { Tone } from './vietnamese-text.ts';

const INITIALS = ['ngh', 'ng', 'nh', 'ch', 'gh', 'gi', 'kh', 'ph', 'qu', 'th', 'tr', 'b', 'c', 'd', 'đ', 'g', 'h', 'k', 'l', 'm', 'n', 'p', 'r', 's', 't', 'v', 'x', ''] as const;

const OPEN_RIMES = 'a ai ao au ay âu ây e eo ê êu i ia iu iê iêu y yê yêu o oa oai oao oay oe oeo oi ô ôi ơ ơi u ua uâ uây ue uê ui uô uôi uơ uy uya uyu ư ưa ưi ưu ươ ươi ươu oo';
const NASAL_RIMES = 'am an ang anh ăm ăn ăng âm ân âng em en eng êm ên ênh im in inh iêm iên iêng yêm yên yêng yn ynh om on ong oam oan oang oanh oăm oăn oăng oen oong ôm ôn ông ơm ơn um un ung uân uâng uên uênh uôm uôn uông uyn uynh uyên ưm ưn ưng ươm ươn ương êng ôông';
const STOP_RIMES = 'ac ach ap at ăc ăp ăt âc âp ât ec ep et êp êt êch ic ich ip it iêc iêp iêt yêt yt ych oc op ot oac oach oap oat oăc oăt oet ooc ôc ôp ôt ơp ơt uc up ut uât uêch uôc uôt uyt uych uyêt ưc ưt ươc ươp ươt ưp uyp uâc';

const OPEN = new Set(`${OPEN_RIMES} ${NASAL_RIMES}`.split(' '));
const STOPPED = new Set(STOP_RIMES.split(' '));

function rimeAllows(rime: string, tone: Tone): boolean {
  if (OPEN.has(rime)) return true;
  return STOPPED.has(rime) && (tone === 2 || tone === 5);
}

function splits(plain: string): readonly (readonly [initial: string, rime: string])[] {
  const found: (readonly [string, string])[] = [];
  for (const initial of INITIALS) if (plain.startsWith(initial)) found.push([initial, plain.slice(initial.length)]);
  return found;
}

const FRONT = /^[eêiy]/;

function initialFits(initial: string, rime: string): boolean {
  if (initial === 'k' || initial === 'gh' || initial === 'ngh') return FRONT.test(rime) || rime === 'a';
  if (initial === 'c' || initial === 'g' || initial === 'ng') return !/^[eêy]/.test(rime) && !(initial !== 'g' && rime.startsWith('i'));
  return true;
}

const cache = new Map<string, boolean>();

/** Whether one word (letters only, any case, any tone placement) can be a Vietnamese syllable. */
export function isVietnameseSyllable(word: string): boolean {
  const known = cache.get(word);
  if (known !== undefined) return known;
  const { plain, tone } = splitTone(word);
  const fits = plain.length <= 7 && splits(plain).some(([initial, rime]) => {
    // "gi" and "qu" swallow a vowel of the rime: gì, giếng, quý, quyển.
    const rimes = initial === 'gi' ? [rime, `i${rime}`] : initial === 'qu' ? [rime, `u${rime}`] : [rime];
    return initialFits(initial, rime) && rimes.some((one) => rimeAllows(one, tone));
  });
  if (cache.size < 20_000) cache.set(word, fits);
  return fits;
}

/** Share of the words with letters only that can be syllables; 1 when there is none. */
export function syllableShare(text: string): number {
  const words = text.split(/[^\p{L}]+/u).filter((word) => word !== '');
  if (words.length === 0) return 1;
  return words.filter((word) => isVietnameseSyllable(word)).length / words.length;
}
