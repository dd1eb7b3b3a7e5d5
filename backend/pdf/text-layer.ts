// The text a PDF page came with, as evidence beside our own reading. Old encodings (TCVN3, VNI) are left as
// they are: they are recognised and converted where text is understood, not here.

/** Longer than any page; a hostile layer is cut. */
const MAX_CHARACTERS = 200_000;

/** NFC, \n between lines, no control characters; undefined when nothing but white space is left. */
export function cleanTextLayer(raw: string): string | undefined {
  const text = raw
    .slice(0, MAX_CHARACTERS)
    .replaceAll(/\r\n?/g, '\n')
    // PDFium marks a hyphen at the end of a line with U+FFFE or U+0002.
    .replaceAll(/[\ufffe\u0002]/g, '-')
     
    .replaceAll(/[\u0000-\u0008\u000b-\u001f\ufeff\uffff]/g, '')
    .normalize('NFC');
  return text.trim() === '' ? undefined : text;
}
