// The tokens of a PDF content stream (ISO 32000-1 7.8.2), as far as an inspection needs them: numbers,
// names and operators. Strings, arrays and dictionaries are stepped over; inline images are told as one operator.

export type ContentToken = { readonly kind: 'number'; readonly value: number } | { readonly kind: 'name'; readonly value: string } | { readonly kind: 'operator'; readonly value: string };

const isSpace = (byte: number): boolean => byte === 0 || byte === 9 || byte === 10 || byte === 12 || byte === 13 || byte === 32;
const isDelimiter = (byte: number): boolean => '()<>[]{}/%'.includes(String.fromCharCode(byte));

/** An inline image comes as the operator 'EI'. Broken streams end early, never endlessly. */
export function* readContentTokens(bytes: Uint8Array): Generator<ContentToken> {
  let at = 0;
  while (at < bytes.length) {
    const byte = bytes[at] ?? 0;
    if (isSpace(byte)) at++;
    else if (byte === 0x25) at = endOfLine(bytes, at);
    else if (byte === 0x28) at = endOfString(bytes, at);
    else if (byte === 0x3c) at = bytes[at + 1] === 0x3c ? at + 2 : indexAfter(bytes, 0x3e, at);
    else if (byte === 0x2f) {
      const end = endOfWord(bytes, at + 1);
      yield { kind: 'name', value: decodeName(latin1(bytes, at + 1, end)) };
      at = end;
    } else if (isDelimiter(byte)) at++;
    else {
      const end = endOfWord(bytes, at);
      const word = latin1(bytes, at, end);
      const number = Number(word);
      at = word === 'ID' ? endOfInlineImage(bytes, end) : end;
      if (word === 'ID') yield { kind: 'operator', value: 'EI' };
      else yield Number.isNaN(number) ? { kind: 'operator', value: word } : { kind: 'number', value: number };
    }
  }
}

const latin1 = (bytes: Uint8Array, from: number, to: number): string => Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('latin1');

const decodeName = (raw: string): string => raw.replaceAll(/#([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

function endOfWord(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && !isSpace(bytes[at] ?? 0) && !isDelimiter(bytes[at] ?? 0)) at++;
  return at;
}

function endOfLine(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && bytes[at] !== 10 && bytes[at] !== 13) at++;
  return at;
}

function endOfString(bytes: Uint8Array, from: number): number {
  let depth = 0;
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === 0x5c) at++;
    else if (byte === 0x28) depth++;
    else if (byte === 0x29 && --depth === 0) return at + 1;
  }
  return bytes.length;
}

function indexAfter(bytes: Uint8Array, byte: number, from: number): number {
  const at = bytes.indexOf(byte, from);
  return at < 0 ? bytes.length : at + 1;
}

/** The data of an inline image ends at the first EI that stands between white space. */
function endOfInlineImage(bytes: Uint8Array, from: number): number {
  for (let at = from; at + 2 < bytes.length; at++) {
    if (bytes[at + 1] === 0x45 && bytes[at + 2] === 0x49 && isSpace(bytes[at] ?? 1) && (at + 3 >= bytes.length || isSpace(bytes[at + 3] ?? 1))) return at + 3;
  }
  return bytes.length;
}
