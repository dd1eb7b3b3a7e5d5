// CV 7197 metadata as the two documents it is exchanged in.
import { element, textElement } from '../eark/xml.ts';
import type { GuideMetadata } from './guide-metadata.ts';

/** One object; PageAmount is a number when it is one. */
export function guideJson({ fields }: Pick<GuideMetadata, 'fields'>): string {
  const typed = Object.entries(fields).map(([key, text]) => [key, key === 'PageAmount' && /^\d{1,4}$/.test(text) ? Number(text) : text]);
  return `${JSON.stringify(Object.fromEntries(typed), null, 1)}\n`;
}

/** <Document> with an element for each field, without the XML declaration. */
export const guideXml = ({ fields }: Pick<GuideMetadata, 'fields'>): string => element('Document', {}, ...Object.entries(fields).map(([key, text]) => textElement(key, text)));
