// PDFs written object by object, so that a test says exactly what stands in them.

export type PdfStream = { readonly dict: string; readonly data: Uint8Array | string };
export type PdfPageOptions = {
  readonly width?: number;
  readonly height?: number;
  readonly rotate?: number;
  readonly content?: string;
  /** More entries of the page dictionary, e.g. '/UserUnit 2 /Annots[…]'. */
  readonly more?: string;
  /** Name → image or form of the page's resources. */
  readonly objects?: Readonly<Record<string, PdfStream>>;
  /** More entries of the resources. */
  readonly resources?: string;
};

/** Further objects are numbered from 100 and may be referred to from anywhere. */
export function pdfBytes(pages: readonly PdfPageOptions[], extra: Readonly<Record<number, string | PdfStream>> = {}): Buffer {
  const bodies = new Map<number, string | PdfStream>();
  let next = 3;
  const kids: number[] = [];
  for (const page of pages) {
    const number = next++;
    kids.push(number);
    const content = next++;
    bodies.set(content, { dict: '', data: page.content ?? 'q 612 0 0 792 0 0 cm /I Do Q' });
    const names = Object.entries(page.objects ?? {}).map(([name, object]) => {
      bodies.set(next, object);
      return `/${name} ${next++} 0 R`;
    });
    const box = `[0 0 ${page.width ?? 612} ${page.height ?? 792}]`;
    bodies.set(number, `<</Type/Page/Parent 2 0 R/MediaBox${box}/Rotate ${page.rotate ?? 0}/Contents ${content} 0 R/Resources<</XObject<<${names.join('')}>>/Font<</F 1 0 R>>${page.resources ?? ''}>>${page.more ?? ''}>>`);
  }
  bodies.set(1, '<</Type/Catalog/Pages 2 0 R/Subtype/Type1/BaseFont/Helvetica>>');
  bodies.set(2, `<</Type/Pages/Kids[${kids.map((kid) => `${kid} 0 R`).join(' ')}]/Count ${kids.length}>>`);
  for (const [number, body] of Object.entries(extra)) bodies.set(Number(number), body);
  return write(bodies);
}

function write(bodies: ReadonlyMap<number, string | PdfStream>): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1')];
  const offsets = new Map<number, number>();
  let length = parts[0]?.length ?? 0;
  const add = (part: Buffer): void => {
    parts.push(part);
    length += part.length;
  };
  for (const [number, body] of bodies) {
    offsets.set(number, length);
    if (typeof body === 'string') add(Buffer.from(`${number} 0 obj\n${body}\nendobj\n`, 'latin1'));
    else {
      const data = Buffer.from(body.data as Uint8Array);
      add(Buffer.from(`${number} 0 obj\n<<${body.dict}/Length ${data.length}>>\nstream\n`, 'latin1'));
      add(data);
      add(Buffer.from('\nendstream\nendobj\n', 'latin1'));
    }
  }
  const size = Math.max(...bodies.keys()) + 1;
  const rows = Array.from({ length: size }, (_, i) => (offsets.has(i) ? `${String(offsets.get(i)).padStart(10, '0')} 00000 n \n` : '0000000000 65535 f \n'));
  const xref = length;
  add(Buffer.from(`xref\n0 ${size}\n${rows.join('')}trailer\n<</Size ${size}/Root 1 0 R>>\nstartxref\n${xref}\n%%EOF\n`, 'latin1'));
  return Buffer.concat(parts);
}

export const image = (widthPx: number, heightPx: number, dict: string, data: Uint8Array): PdfStream => ({ dict: `/Type/XObject/Subtype/Image/Width ${widthPx}/Height ${heightPx}${dict}`, data });
