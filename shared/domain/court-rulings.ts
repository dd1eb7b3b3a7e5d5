// Codes of courts' rulings, "27/2020/HNGĐ-ST": what is judged, and the instance.
// Marriage and family, civil, criminal, administrative, labour, trade.
export const RULINGS: readonly string[] = ['HNGĐ', 'DS', 'HS', 'HC', 'LĐ', 'KDTM'];

/** Shorter codes differ in too little to be told by the rest. */
const LEAST_LETTERS = 4;

/** The one code of the same length that differs in a letter at most, whatever stands for that letter. */
export function nearestRuling(read: string): string | undefined {
  if (RULINGS.includes(read)) return read;
  const near = RULINGS.filter((code) => code.length >= LEAST_LETTERS && code.length === read.length && [...code].filter((letter, at) => letter !== read.charAt(at)).length === 1);
  return near.length === 1 ? near[0] : undefined;
}
