// Names that operating systems and tools leave beside scans. They are no one's pages.

const JUNK = new Set(['thumbs.db', 'desktop.ini', 'ehthumbs.db', '__macosx', '$recycle.bin', 'system volume information', '@eadir']);

/** Extensions of companions that are skipped in folders and zips unless their content is an image or a PDF. */
const SIDECAR = new Set(['txt', 'json', 'jsonl', 'csv', 'xml', 'md', 'log', 'ini', 'html', 'htm', 'css', 'js', 'db', 'sha256', 'md5', 'url', 'lnk', 'tmp']);

/** One path segment: hidden, or put there by the system. */
export const isIgnoredName = (name: string): boolean => name.startsWith('.') || name.startsWith('~$') || JUNK.has(name.toLowerCase());

export function isSidecarName(name: string): boolean {
  const dot = name.lastIndexOf('.');
  return dot >= 0 && SIDECAR.has(name.slice(dot + 1).toLowerCase());
}
