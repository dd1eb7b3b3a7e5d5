// The XMP packet, in step with the Info dictionary field by field (PDF/A-2, 6.6.2 and 6.6.3).

export type PdfDescription = {
  readonly title: string;
  readonly subject?: string;
  /** ISO 8601; the only time that enters the file. */
  readonly createdAt: string;
  /** Name and version of the program. */
  readonly producer: string;
};

export function xmpPacket(description: PdfDescription): string {
  const at = xmpDate(description.createdAt);
  const subject = description.subject === undefined ? '' : `\n   <dc:description><rdf:Alt><rdf:li xml:lang="x-default">${xmlText(description.subject)}</rdf:li></rdf:Alt></dc:description>`;
  return `<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
   <pdfaid:part>2</pdfaid:part>
   <pdfaid:conformance>U</pdfaid:conformance>
   <dc:format>application/pdf</dc:format>
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">${xmlText(description.title)}</rdf:li></rdf:Alt></dc:title>${subject}
   <dc:language><rdf:Bag><rdf:li>vi-VN</rdf:li></rdf:Bag></dc:language>
   <pdf:Producer>${xmlText(description.producer)}</pdf:Producer>
   <xmp:CreatorTool>${xmlText(description.producer)}</xmp:CreatorTool>
   <xmp:CreateDate>${at}</xmp:CreateDate>
   <xmp:ModifyDate>${at}</xmp:ModifyDate>
   <xmp:MetadataDate>${at}</xmp:MetadataDate>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>`;
}

/** 2026-11-22T08:30:00Z */
export const xmpDate = (iso: string): string => `${new Date(iso).toISOString().slice(0, 19)}Z`;
/** D:20261122083000Z */
export const infoDate = (iso: string): string => `D:${xmpDate(iso).replace(/[-:TZ]/g, '')}Z`;

/** Escapes markup; characters that XML 1.0 cannot hold are left out. */
export function xmlText(text: string): string {
  return withoutControls(text).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;').replace(/'/g, '&#39;');
}

/** Drops what no XML, PDF string or file listing can carry: controls other than tab and line ends, lone surrogates, U+FFFE and U+FFFF. */
export function withoutControls(text: string): string {
  return text.toWellFormed().replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\uFFFE\uFFFF]/g, '');
}
