// What a reader makes of leaders, specks and glued words: "THÔN.VĨNH.NAM", "..Vang,", "Nam_", "_xã". A word
// is cut into the parts that can be print; parts without letters or figures stay only as punctuation.

export type WordPart = Readonly<{ text: string; from: number; to: number }>;

/** Abbreviations that keep their full stop before more letters (TP.Tam Kỳ). */
const ABBREVIATION = /^(tp|tx|tt|kt|tm|tl|tuq|q|p|h|x|bv|st|ts|ths|bs|cn|đ\/c|v\/v)$/iu;
const NEVER_PRINT = /[_…·•|~=*©®@#§¡¿“”„‚‹›"«»{}<>^`\\¢£¥€™°¬¦ˆ˜¨´¸]/gu;
/** Strokes that a reader takes for others than the one on the keyboard: 03⁄2019. */
const SLASHES = /[\u2044\u2215\uFF0F]/gu;
const PUNCTUATION = /^[,;:()\-–/&.]$/u;

/** Same length, with everything that is no print made a space. */
function blankNoise(text: string): string {
  return text
    .replace(SLASHES, '/')
    .replace(NEVER_PRINT, ' ')
    .replace(/\.{2,}/g, (run) => ' '.repeat(run.length))
    .replace(/[.,]\s*(?=[.,])/g, (run) => ' '.repeat(run.length))
    .replace(/^(\s*)['‘’.,]+(?=[\p{L}\p{N}])/u, (run) => ' '.repeat(run.length))
    .replace(/(?<=\p{L}{2})\.(?=\p{L}{2})/gu, (dot, index: number, whole: string) => (ABBREVIATION.test(/(\p{L}+)$/u.exec(whole.slice(0, index))?.[1] ?? '') ? dot : ' '));
}

export function cleanWord(text: string): readonly WordPart[] {
  const parts: WordPart[] = [];
  for (const match of blankNoise(text).matchAll(/\S+/g)) {
    const part = match[0];
    if (/[\p{L}\p{N}]/u.test(part) || PUNCTUATION.test(part)) parts.push({ text: part, from: match.index, to: match.index + part.length });
  }
  return parts;
}
