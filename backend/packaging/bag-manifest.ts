// Lines of BagIt manifests (RFC 8493, 2.1.3): "<checksum>  <path>", in the path CR, LF and % percent-encoded and nothing else.

export const HASHES = ['md5', 'sha1', 'sha256', 'sha512'] as const;
export type HashName = (typeof HASHES)[number];

const HEX_LENGTH: Readonly<Record<HashName, number>> = { md5: 32, sha1: 40, sha256: 64, sha512: 128 };

export type ManifestEntry = { readonly path: string; readonly checksum: string };

export const encodePath = (path: string): string => path.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
/** In one pass: "%250A" is the text "%0A", not a line end. */
export const decodePath = (path: string): string => path.replace(/%(0D|0A|25)/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)));

/** Sorted by path, so that the same content gives the same manifest. */
export function formatManifest(entries: readonly ManifestEntry[]): string {
  const sorted = entries.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  return sorted.map(({ path, checksum }) => `${checksum}  ${encodePath(path)}\n`).join('');
}

/** Null for a line that is none. Upper-case checksums and one leading "*" or "./", as some tools write, are understood. */
export function parseManifestLine(line: string, hash: HashName): ManifestEntry | null {
  const match = /^([0-9a-fA-F]+)[ \t]+\*?(?:\.\/)?(.+)$/.exec(line);
  if (match?.[1] === undefined || match[2] === undefined || match[1].length !== HEX_LENGTH[hash]) return null;
  return { checksum: match[1].toLowerCase(), path: decodePath(match[2]) };
}

/** manifest-sha256.txt → sha256; tagmanifest-… with kind 'tagmanifest'. */
export function manifestHash(fileName: string, kind: 'manifest' | 'tagmanifest'): HashName | undefined {
  const name = new RegExp(`^${kind}-([a-z0-9]+)\\.txt$`).exec(fileName)?.[1];
  return HASHES.find((hash) => hash === name);
}
