// XML as text, put together element by element: always the same bytes for the same facts. What cannot
// stand in XML is left out (write-xmp.ts), never passed on.
import { xmlText } from '../../pdf/write-xmp.ts';

export type XmlAttributes = Readonly<Record<string, string | number | undefined>>;

/** `children` are XML already; attributes that are undefined are left out. */
export function element(name: string, attributes: XmlAttributes, ...children: readonly string[]): string {
  const head = openTag(name, attributes);
  const body = children.join('');
  return body === '' ? `${head.slice(0, -1)}/>\n` : `${head}${body.startsWith('<') ? '\n' : ''}${body}</${name}>\n`;
}

export function openTag(name: string, attributes: XmlAttributes): string {
  const given = Object.entries(attributes).flatMap(([key, value]) => (value === undefined ? [] : [` ${key}="${attributeText(String(value))}"`]));
  return `<${name}${given.join('')}>`;
}

export const textElement = (name: string, text: string, attributes: XmlAttributes = {}): string => element(name, attributes, xmlText(text.normalize('NFC')));

/** An element only when there is something to say. */
export const optionalText = (name: string, text: string | undefined, attributes: XmlAttributes = {}): string => (text === undefined || text.trim() === '' ? '' : textElement(name, text, attributes));

/** Line ends and tabs would become blanks in an attribute. */
const attributeText = (text: string): string => xmlText(text.normalize('NFC')).replace(/[\t\r\n]/g, (char) => `&#${char.charCodeAt(0)};`);
