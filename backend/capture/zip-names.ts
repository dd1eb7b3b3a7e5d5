// Names inside zips. The UTF-8 flag is often missing though the bytes are UTF-8 (macOS, old Windows
// tools), so valid UTF-8 is believed first; what is not valid is CP437, as APPNOTE.TXT 4.4 says.
// Names are only ever shown: entries are unpacked under names of our own.

const CP437_HIGH =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';

const UNICODE_PATH_FIELD = 0x7075;

/** The name of an entry, NFC, '\' turned into '/'. */
export function decodeZipName(raw: Uint8Array, extraFields: readonly { readonly id: number; readonly data: Uint8Array }[]): string {
  const unicode = extraFields.find((field) => field.id === UNICODE_PATH_FIELD && field.data[0] === 1 && field.data.length > 5);
  const name = unicode === undefined ? decodeBytes(raw) : decodeBytes(unicode.data.subarray(5));
  return name.replaceAll('\\', '/').normalize('NFC');
}

function decodeBytes(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return Array.from(bytes, (byte) => (byte < 128 ? String.fromCharCode(byte) : (CP437_HIGH[byte - 128] ?? '\ufffd'))).join('');
  }
}

/** Whether unpacking under this name could leave the target folder or hit a device. */
export function isUnsafeName(name: string): boolean {
  return name.startsWith('/') || /^[a-z]:/i.test(name) || name.includes('\0') || name.split('/').includes('..') || name.trim() === '';
}

/** For showing: no control characters, no leading separators, at most 255 characters. */
export function showableName(name: string): string {
   
  return name.replaceAll(/[\u0000-\u001f\u007f]/g, '\ufffd').slice(0, 255);
}
