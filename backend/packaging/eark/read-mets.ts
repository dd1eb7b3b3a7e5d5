// What a METS document points at, whoever wrote it.
import type { HashName } from '../bag-manifest.ts';
import type { XmlTag } from './read-xml.ts';
import { readXml } from './read-xml.ts';

export type MetsReference = {
  /** Below the package's root, resolved against the document's own place; null when it leads outside or is none. */
  readonly path: string | null;
  readonly href: string;
  readonly kind: 'file' | 'metadata' | 'representation';
  readonly sizeBytes: number | null;
  readonly checksum: string | null;
  readonly hash: HashName | null;
  /** Attributes that CSIP asks for and that are not there. */
  readonly missing: readonly string[];
};

export type MetsFacts = { readonly objId: string; readonly packageType: string; readonly ids: readonly string[]; readonly pointers: readonly string[]; readonly references: readonly MetsReference[] };

const METS = 'http://www.loc.gov/METS/';
const HASHES: Readonly<Record<string, HashName>> = { MD5: 'md5', 'SHA-1': 'sha1', 'SHA-256': 'sha256', 'SHA-512': 'sha512' };
/** What METS 1.12 lets CHECKSUMTYPE say; an algorithm that is none is as good as no checksum. */
const ALGORITHMS: ReadonlySet<string> = new Set(['Adler-32', 'CRC32', 'HAVAL', 'MD5', 'MNP', 'SHA-1', 'SHA-256', 'SHA-384', 'SHA-512', 'TIGER', 'WHIRLPOOL']);
const isSaid = (name: string, value: string): boolean => value !== '' && (name !== 'CHECKSUMTYPE' || ALGORITHMS.has(value));
const MANDATORY = ['MIMETYPE', 'SIZE', 'CREATED', 'CHECKSUM', 'CHECKSUMTYPE'] as const;

/** `folder` is where the document stands ('' or ending in '/'). XmlFault; null when it is well-formed but no METS. */
export function readMets(text: string, folder: string): MetsFacts | null {
  let root: XmlTag | undefined;
  let file: XmlTag | undefined;
  let packageType = '';
  const ids: string[] = [];
  const pointers: string[] = [];
  const references: MetsReference[] = [];
  readXml(text, {
    open: (tag, depth) => {
      if (depth === 0) root = tag;
      const id = tag.attributes.get('ID');
      if (id !== undefined) ids.push(id);
      if (tag.namespace !== METS) return;
      if (tag.name === 'metsHdr') packageType = [...tag.attributes].find(([name]) => name.endsWith(':OAISPACKAGETYPE'))?.[1] ?? '';
      if (tag.name === 'file') file = tag;
      if (tag.name === 'FLocat') references.push(reference(tag, file ?? tag, folder, 'file'));
      if (tag.name === 'mdRef') references.push(reference(tag, tag, folder, 'metadata'));
      if (tag.name === 'mptr') references.push(reference(tag, undefined, folder, 'representation'));
      if (tag.name === 'fptr') pointers.push(tag.attributes.get('FILEID') ?? '');
      if (tag.name === 'div') pointers.push(...`${tag.attributes.get('DMDID') ?? ''} ${tag.attributes.get('ADMID') ?? ''}`.split(/\s+/).filter(Boolean));
    },
  });
  if (root?.name !== 'mets' || root.namespace !== METS) return null;
  return { objId: root.attributes.get('OBJID') ?? '', packageType, ids, pointers, references };
}

function reference(location: XmlTag, holder: XmlTag | undefined, folder: string, kind: MetsReference['kind']): MetsReference {
  const href = [...location.attributes].find(([name]) => name === 'href' || name.endsWith(':href'))?.[1] ?? '';
  const get = (name: string): string | undefined => holder?.attributes.get(name);
  const size = get('SIZE');
  return {
    href, kind, path: resolvePath(folder, href), sizeBytes: size !== undefined && /^\d+$/.test(size) ? Number(size) : null,
    checksum: get('CHECKSUM')?.toLowerCase() ?? null, hash: HASHES[get('CHECKSUMTYPE') ?? ''] ?? null,
    missing: holder === undefined ? [] : [...MANDATORY, ...(kind === 'file' ? ['ID'] : [])].filter((name) => !isSaid(name, get(name) ?? '')),
  };
}

/** "file:" and "./" as some tools write them are understood; anything absolute, remote or climbing out is not. */
export function resolvePath(folder: string, href: string): string | null {
  const plain = href.replace(/^file:(?:\/\/\/?)?(?=[^/])/, '');
  if (plain === '' || /^[a-z][a-z0-9+.-]*:/i.test(plain) || plain.startsWith('/') || plain.includes('\\')) return null;
  const parts: string[] = folder.split('/').filter(Boolean);
  for (const part of plain.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (parts.pop() === undefined) return null;
      continue;
    }
    const name = decoded(part);
    if (name === null || name.includes('/') || name === '..') return null;
    parts.push(name);
  }
  return parts.join('/');
}

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part).normalize('NFC');
  } catch {
    return null;
  }
}
