// What a PREMIS document says of files: the SHA-256 it states for each that it names by local identifier. And
// whether it can be followed: what stands in it has an identifier, and what it links to is somewhere.
import { readXml } from './read-xml.ts';

const KINDS = ['object', 'event', 'agent'] as const;
type Kind = (typeof KINDS)[number];

export type PremisFacts = {
  /** SHA-256 by path below the package's root. */
  readonly digests: ReadonlyMap<string, string>;
  readonly identifiers: ReadonlySet<string>;
  /** Objects, events and agents without an identifier. */
  readonly unidentified: readonly Kind[];
  /** Identifiers of events and agents that something in it is linked to. */
  readonly links: ReadonlySet<string>;
};

/** XmlFault. */
export function readPremis(text: string): PremisFacts {
  const facts = { digests: new Map<string, string>(), identifiers: new Set<string>(), unidentified: [] as Kind[], links: new Set<string>() };
  let content = '';
  let identifier = '';
  let algorithm = '';
  readXml(text, {
    open: (_, depth) => {
      content = '';
      if (depth === 1) identifier = '';
    },
    text: (part) => {
      content += part;
    },
    close: (name, depth) => {
      const said = content.trim();
      const kind = KINDS.find((each) => name === each || name === `${each}IdentifierValue`);
      if (kind !== undefined && name !== kind && said !== '') facts.identifiers.add((identifier = said));
      if (kind === name && depth === 1 && identifier === '') facts.unidentified.push(kind);
      if (/^linking(?:Event|Agent)IdentifierValue$/.test(name)) facts.links.add(said);
      if (name === 'messageDigestAlgorithm') algorithm = said.toUpperCase();
      if (name === 'messageDigest' && algorithm.replace('-', '') === 'SHA256' && identifier !== '') facts.digests.set(identifier, said.toLowerCase());
    },
  });
  return facts;
}
