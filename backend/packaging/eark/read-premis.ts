// The SHA-256 that a PREMIS document states for each file it names by local identifier.
import { readXml } from './read-xml.ts';

/** By path below the package's root. XmlFault. */
export function readPremisDigests(text: string): ReadonlyMap<string, string> {
  const digests = new Map<string, string>();
  let content = '';
  let identifier = '';
  let algorithm = '';
  readXml(text, {
    open: ({ name }) => {
      content = '';
      if (name === 'object') identifier = '';
    },
    text: (part) => {
      content += part;
    },
    close: (name) => {
      if (name === 'objectIdentifierValue') identifier = content.trim();
      if (name === 'messageDigestAlgorithm') algorithm = content.trim().toUpperCase();
      if (name === 'messageDigest' && algorithm.replace('-', '') === 'SHA256' && identifier !== '') digests.set(identifier, content.trim().toLowerCase());
    },
  });
  return digests;
}
