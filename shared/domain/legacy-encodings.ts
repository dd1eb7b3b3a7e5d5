// Old Vietnamese text: one-byte TCVN3 (ABC, the .Vn fonts), two-byte VNI, Windows-1258 with its tones as bytes
// of their own, and seven-bit VIQR. Text layers of old PDFs hold them as if they were Latin-1. Which one a text is in is judged by the syllables that each
// reading gives; Unicode text is left alone. The result is NFC.
import { isVietnameseSyllable, syllableShare } from './vietnamese-syllable.ts';

export type LegacyEncoding = 'unicode' | 'tcvn3' | 'vni' | 'viqr' | 'cp1258';

const TCVN3: Readonly<Record<string, string>> = Object.fromEntries([
  ...[...'µ¸¶·¹'].map((from, index) => [from, 'àáảãạ'.charAt(index)]), ...[...'¨»¾¼½Æ'].map((from, index) => [from, 'ăằắẳẵặ'.charAt(index)]),
  ...[...'©ÇÊÈÉË'].map((from, index) => [from, 'âầấẩẫậ'.charAt(index)]), ['®', 'đ'], ...[...'ÌÐÎÏÑ'].map((from, index) => [from, 'èéẻẽẹ'.charAt(index)]),
  ...[...'ªÒÕÓÔÖ'].map((from, index) => [from, 'êềếểễệ'.charAt(index)]), ...[...'×ÝØÜÞ'].map((from, index) => [from, 'ìíỉĩị'.charAt(index)]),
  ...[...'ßãáâä'].map((from, index) => [from, 'òóỏõọ'.charAt(index)]), ...[...'«åèæçé'].map((from, index) => [from, 'ôồốổỗộ'.charAt(index)]),
  ...[...'¬êíëìî'].map((from, index) => [from, 'ơờớởỡợ'.charAt(index)]), ...[...'ïóñòô'].map((from, index) => [from, 'ùúủũụ'.charAt(index)]),
  ...[...'\u00adõøö÷ù'].map((from, index) => [from, 'ưừứửữự'.charAt(index)]), ...[...'úýûüþ'].map((from, index) => [from, 'ỳýỷỹỵ'.charAt(index)]),
  ...[...'¡¢§£¤¥¦'].map((from, index) => [from, 'ĂÂĐÊÔƠƯ'.charAt(index)]),
] as [string, string][]);

/** The byte of ư is Latin-1's soft hyphen, and readers of PDF give it as a plain one: it is the letter where that makes a syllable of what was none. */
function hyphenToLetter(word: string): string {
  const parts = word.split('-').filter((part) => part !== '');
  const whole = word.replaceAll('-', 'ư');
  return parts.length > 0 && !parts.every(isVietnameseSyllable) && isVietnameseSyllable(whole) ? whole : word;
}

const fromTcvn3 = (text: string): string => [...text].map((letter) => TCVN3[letter] ?? letter).join('').replace(/[\p{L}-]*-[\p{L}-]*/gu, hyphenToLetter);

const GRAVE = '\u0300';
const ACUTE = '\u0301';
const HOOK = '\u0309';
const TILDE = '\u0303';
const DOT = '\u0323';
const CIRCUMFLEX = '\u0302';
const BREVE = '\u0306';

/** The second byte of a VNI pair as combining marks. */
const VNI_MARKS: Readonly<Record<string, string>> = {
  ù: ACUTE, ø: GRAVE, û: HOOK, õ: TILDE, ï: DOT, â: CIRCUMFLEX, á: CIRCUMFLEX + ACUTE, à: CIRCUMFLEX + GRAVE, å: CIRCUMFLEX + HOOK, ã: CIRCUMFLEX + TILDE, ä: CIRCUMFLEX + DOT,
  ê: BREVE, é: BREVE + ACUTE, è: BREVE + GRAVE, ú: BREVE + HOOK, ü: BREVE + TILDE, ë: BREVE + DOT,
};
const VNI_SINGLE: Readonly<Record<string, string>> = { ñ: 'đ', Ñ: 'Đ', ô: 'ơ', Ô: 'Ơ', ö: 'ư', Ö: 'Ư', æ: 'ỉ', Æ: 'Ỉ', ó: 'ĩ', Ó: 'Ĩ', ò: 'ị', Ò: 'Ị', î: 'ỵ', Î: 'Ỵ' };

function fromVni(text: string): string {
  return text.replace(/([aeouyAEOUYôÔöÖ])([ùøûõïâáàåãäêéèúüëÙØÛÕÏÂÁÀÅÃÄÊÉÈÚÜË])|[ñÑôÔöÖæÆóÓòÒîÎ]/gu, (whole, base: string | undefined, mark: string | undefined) => {
    if (base === undefined || mark === undefined) return VNI_SINGLE[whole] ?? whole;
    return ((VNI_SINGLE[base] ?? base) + (VNI_MARKS[mark.toLowerCase()] ?? mark)).normalize('NFC');
  });
}

const CP1258_SINGLE: Readonly<Record<string, string>> = { ã: 'ă', Ã: 'Ă', õ: 'ơ', Õ: 'Ơ', ý: 'ư', Ý: 'Ư', ð: 'đ', Ð: 'Đ' };
const CP1258_TONE: Readonly<Record<string, string>> = { Ì: GRAVE, Ò: HOOK, Þ: TILDE, ì: ACUTE, ò: DOT };

const fromCp1258 = (text: string): string =>
  text.replace(/[ãÃõÕýÝðÐ]/gu, (letter) => CP1258_SINGLE[letter] ?? letter)
    .replace(/([aeiouyâêôăơư])([ÌÒÞìò])/giu, (_, vowel: string, tone: string) => (vowel + (CP1258_TONE[tone] ?? tone)).normalize('NFC'));

const VIQR_VOWEL: Readonly<Record<string, string>> = { '^': CIRCUMFLEX, '(': BREVE, '+': '\u031b' };
const VIQR_TONE: Readonly<Record<string, string>> = { "'": ACUTE, '`': GRAVE, '?': HOOK, '~': TILDE, '.': DOT };

function fromViqr(text: string): string {
  return text
    .replace(/d[d]/g, 'đ').replace(/D[dD]/g, 'Đ')
    .replace(/([aeiouyAEIOUY])([\^(+])?(['`?~.](?=$|\P{L}|\p{L}))?/gu, (whole, base: string, vowel: string | undefined, tone: string | undefined, index: number) => {
      // A full stop or question mark that ends the sentence is no tone.
      const after = text.charAt(index + whole.length);
      const isTone = tone !== undefined && !((tone === '.' || tone === '?') && (after === '' || /\s/.test(after)) && vowel === undefined && index + whole.length === text.trimEnd().length);
      return (base + (vowel === undefined ? '' : (VIQR_VOWEL[vowel] ?? '')) + (isTone ? (VIQR_TONE[tone] ?? '') : '')).normalize('NFC') + (tone !== undefined && !isTone ? tone : '');
    });
}

const READINGS: readonly (readonly [LegacyEncoding, (text: string) => string, RegExp])[] = [
  ['tcvn3', fromTcvn3, /[µ¸¶·¹¨»¾¼½©®ª«¬¡¢§£¤¥¦\u00ad]/], ['vni', fromVni, /[aeouyôö][ùøûõïâáàåãäêéèúüë]|ñ/iu], ['cp1258', fromCp1258, /[aeiouyâêôãõý][ÌÒÞìò]|[ðÐ]/u], ['viqr', fromViqr, /[aeiouy][\^(+]|dd|[aeiouy]['`~.](?=[a-z\s])/i],
];

/** Converts old encodings to Unicode; text that is Unicode already comes back as NFC. */
export function fromLegacy(text: string): { readonly text: string; readonly encoding: LegacyEncoding } {
  const unicode = text.normalize('NFC');
  let best = { text: unicode, encoding: 'unicode' as LegacyEncoding, share: syllableShare(unicode) };
  for (const [encoding, convert, sign] of READINGS) {
    if (!sign.test(text)) continue;
    const converted = convert(text).normalize('NFC');
    const share = syllableShare(converted);
    if (share > best.share + 0.15) best = { text: converted, encoding, share };
  }
  return { text: best.text, encoding: best.encoding };
}
