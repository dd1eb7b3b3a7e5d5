// What a password must be: long rather than odd, not one of those tried first, and without the person's own
// name in it. Compared and stored in NFKC, so that Telex, VNI and a phone give the same password.
import { foldMarks } from './vietnamese-text.ts';

export const SHORTEST_PASSWORD = 10;
export const LONGEST_PASSWORD = 200;

/** Parts of passwords that are tried first, here and everywhere; without diacritics, in lower case. */
const TRIED_FIRST = ['password', 'matkhau', '123456', '654321', '1234567890', 'qwerty', 'abcdef', 'iloveyou', 'vietnam', 'admin', 'hotich', 'sohoa', 'ubnd', '111111', '000000', 'anhyeuem', 'letmein', 'welcome'];
const LEFT_OVER = 6;

export const normalisePassword = (password: string): string => password.normalize('NFKC');

export type PasswordFault = 'too-short' | 'too-long' | 'has-name' | 'tried-first' | 'one-letter';

const plain = (text: string): string => foldMarks(text).toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** undefined: good enough. */
export function passwordFault(password: string, person: { readonly login: string; readonly name: string }): PasswordFault | undefined {
  const letters = [...normalisePassword(password)];
  if (letters.length < SHORTEST_PASSWORD) return 'too-short';
  if (letters.length > LONGEST_PASSWORD) return 'too-long';
  if (new Set(letters).size < 4) return 'one-letter';
  const text = plain(password);
  const without = (part: string): boolean => part.length >= 3 && text.includes(part) && text.length - part.length < LEFT_OVER;
  if ([person.login, person.name, ...person.name.split(/\s+/)].map(plain).some(without)) return 'has-name';
  return TRIED_FIRST.some(without) ? 'tried-first' : undefined;
}
