// Text as old programs wrote it: what stands in the text layers of old PDFs, read as if it were Latin-1.

const TCVN3_LETTERS = 'àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ';
const TCVN3_BYTES = 'µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ';
/** As an old Word file has it: toned capitals are small letters in a capital font. */
export const tcvn3 = (text: string): string => [...text.normalize('NFC').toLocaleLowerCase('vi')].map((letter) => { const at = TCVN3_LETTERS.indexOf(letter); return at < 0 ? letter : TCVN3_BYTES.charAt(at); }).join('');

const VIQR: Readonly<Record<string, string>> = { '\u0302': '^', '\u0306': '(', '\u031b': '+', '\u0301': "'", '\u0300': '`', '\u0309': '?', '\u0303': '~', '\u0323': '.' };
/** Vowel mark before tone mark, as the convention wants. */
export const viqr = (text: string): string => [...text.normalize('NFC')].map((letter) => {
  if (/đ/iu.test(letter)) return letter === 'đ' ? 'dd' : 'DD';
  const [base = '', ...marks] = letter.normalize('NFD');
  return base + marks.map((mark) => VIQR[mark] ?? mark).sort((a, b) => Number('^(+'.includes(b)) - Number('^(+'.includes(a))).join('');
}).join('');

const VNI_WHOLE: Readonly<Record<string, string>> = { đ: 'ñ', í: 'í', ì: 'ì', ỉ: 'æ', ĩ: 'ó', ị: 'ò', ỵ: 'î' };
const TONES = ['', '\u0301', '\u0300', '\u0309', '\u0303', '\u0323'];
const VNI_AFTER: Readonly<Record<string, readonly string[]>> = { '\u0302': [...'âáàåãä'], '\u0306': [...'êéèúüë'], '\u031b': ['', ...'ùøûõï'], '': ['', ...'ùøûõï'] };
/** Two bytes a letter: the vowel, then its marks; ơ and ư have a byte of their own. */
export const vni = (text: string): string => [...text.normalize('NFC').toLocaleLowerCase('vi')].map((letter) => {
  const whole = VNI_WHOLE[letter];
  if (whole !== undefined || !/\p{L}/u.test(letter)) return whole ?? letter;
  const [base = '', ...marks] = letter.normalize('NFD');
  const vowelMark = marks.find((mark) => !TONES.includes(mark)) ?? '';
  const horned = vowelMark === '\u031b' ? (base === 'o' ? 'ô' : 'ö') : base;
  return horned + (VNI_AFTER[vowelMark]?.[Math.max(0, TONES.indexOf(marks.find((mark) => TONES.includes(mark)) ?? ''))] ?? '');
}).join('');

const CP1258_VOWELS: Readonly<Record<string, string>> = { ă: 'ã', Ă: 'Ã', ơ: 'õ', Ơ: 'Õ', ư: 'ý', Ư: 'Ý', đ: 'ð', Đ: 'Ð' };
const CP1258_TONES: Readonly<Record<string, string>> = { '\u0300': 'Ì', '\u0309': 'Ò', '\u0303': 'Þ', '\u0301': 'ì', '\u0323': 'ò' };
/** Windows-1258: the vowel with its own mark, then the tone as a byte of its own. */
export const cp1258 = (text: string): string => [...text.normalize('NFC')].map((letter) => {
  const tone = [...letter.normalize('NFD')].find((mark) => CP1258_TONES[mark] !== undefined);
  const vowel = tone === undefined ? letter : letter.normalize('NFD').replace(tone, '').normalize('NFC');
  return (CP1258_VOWELS[vowel] ?? vowel) + (tone === undefined ? '' : (CP1258_TONES[tone] ?? ''));
}).join('');
