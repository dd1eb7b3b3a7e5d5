// A look into an XML document of a package: well-formed (or XmlFault), and if it is ALTO, is it one that a
// reader can use: it has a page with a size, and no word lies off it.
import { ALTO_NAMESPACE } from './alto.ts';
import type { XmlTag } from './read-xml.ts';
import { readXml } from './read-xml.ts';

const ALTO = /^http:\/\/(www\.loc\.gov\/standards\/alto\/ns-v\d#|schema\.ccs-gmbh\.com\/ALTO)$/;

/** Null when nothing is wrong. */
export function checkAlto(text: string): 'alto-no-page' | 'alto-word-off-page' | null {
  let isAlto = false;
  let size: readonly [widthPx: number, heightPx: number] | undefined;
  let isOff = false;
  readXml(text, {
    open: (tag, depth) => {
      if (depth === 0) isAlto = tag.name === 'alto' && (tag.namespace === ALTO_NAMESPACE || ALTO.test(tag.namespace));
      if (!isAlto) return;
      if (tag.name === 'Page') size = [number(tag, 'WIDTH'), number(tag, 'HEIGHT')];
      if (tag.name === 'String' && size !== undefined) isOff ||= liesOff(tag, size);
    },
  });
  if (!isAlto) return null;
  if (size === undefined || !(size[0] > 0 && size[1] > 0)) return 'alto-no-page';
  return isOff ? 'alto-word-off-page' : null;
}

const number = (tag: XmlTag, name: string): number => Number(tag.attributes.get(name) ?? Number.NaN);

/** By more than rounding and a clerk's generous frame explain. */
function liesOff(tag: XmlTag, [width, height]: readonly [number, number]): boolean {
  const x = number(tag, 'HPOS') + number(tag, 'WIDTH') / 2;
  const y = number(tag, 'VPOS') + number(tag, 'HEIGHT') / 2;
  return !(x >= 0 && x <= width && y >= 0 && y <= height);
}
