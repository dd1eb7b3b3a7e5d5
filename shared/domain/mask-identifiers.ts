// Personal identifiers (số định danh 12 digits, CMND 9 digits, hộ chiếu a letter and 7 digits) without all but
// their last three characters: for logs, and for the screens of those who need not know them. A field that
// holds an identifier is masked whatever its form, because old papers write them in many ways.
const RUN = /(?<![\p{L}\p{N}])(?:\d[ .]?){8,11}\d(?![\p{L}\p{N}])|(?<![\p{L}\p{N}])[A-Z]\d{7}(?![\p{L}\p{N}])/gu;
const IDENTIFIER_KEY = /(SoDinhDanh|SoGiayToTuyThan)/i;
const DOT = '•';
const SHOWN = 3;

const isIdentifier = (text: string): boolean => {
  const digits = text.replace(/\D/g, '').length;
  return /^[A-Z]/.test(text) || digits === 9 || digits === 12;
};

/** "049185001010" → "•••••••••010". */
export const maskWhole = (text: string): string => {
  const letters = [...text];
  return letters.map((letter, at) => (letters.length - at <= SHOWN || !/[\p{L}\p{N}]/u.test(letter) ? letter : DOT)).join('');
};

export const maskText = (text: string): string => text.replace(RUN, (found) => (isIdentifier(found) ? maskWhole(found) : found));

/** Whether a field's key says that it holds an identifier, e.g. nksSoDinhDanh, meSoGiayToTuyThan. */
export const isIdentifierField = (key: string): boolean => IDENTIFIER_KEY.test(key);

const WORDS_OF_READING = new Set(['value', 'before', 'after', 'text', 'raw', 'excerpt']);

function maskHeld(value: unknown): unknown {
  if (typeof value === 'string') return maskWhole(value);
  if (Array.isArray(value)) return value.map(maskHeld);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, WORDS_OF_READING.has(key) || key === 'alternatives' ? maskHeld(member) : maskIdentifiers(member)]));
}

/** The same value with every identifier in it masked, however deep. */
export function maskIdentifiers(value: unknown): unknown {
  if (typeof value === 'string') return maskText(value);
  if (Array.isArray(value)) return value.map(maskIdentifiers);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const aboutIdentifier = entries.some(([key, member]) => key === 'field' && typeof member === 'string' && isIdentifierField(member));
  if (aboutIdentifier) return maskHeld(value);
  return Object.fromEntries(entries.map(([key, member]) => [key, isIdentifierField(key) ? maskHeld(member) : maskIdentifiers(member)]));
}
