// Names inside packages come from records, from other people's packages and over the network. One
// judgement for all: what may be a path inside a package, and how any text becomes a file name that
// every system can hold.

export type PathProblem = 'empty' | 'absolute' | 'leaves-the-package' | 'control-character' | 'backslash' | 'too-long' | 'not-nfc';

const MAX_SEGMENT_BYTES = 255;
const MAX_PATH_BYTES = 2_000;

/** Null when `path` ('/' separators, relative) may be used as a path below a package's root. */
export function pathProblem(path: string): PathProblem | null {
  if (path === '') return 'empty';
  if (/[\u0000-\u001F\u007F]/.test(path)) return 'control-character';
  if (path.startsWith('/') || path.startsWith('~') || /^[A-Za-z]:/.test(path)) return 'absolute';
  if (path.includes('\\')) return 'backslash';
  const segments = path.split('/');
  if (segments.some((segment) => segment === '..' || segment === '.' || segment === '')) return 'leaves-the-package';
  if (Buffer.byteLength(path) > MAX_PATH_BYTES || segments.some((segment) => Buffer.byteLength(segment) > MAX_SEGMENT_BYTES)) return 'too-long';
  if (path.normalize('NFC') !== path || !path.isWellFormed()) return 'not-nfc';
  return null;
}

/** What two names must not share: systems without case, or with another normal form, would make one file of them. */
export const collisionKey = (path: string): string => path.normalize('NFC').toLowerCase().normalize('NFC');

const WINDOWS_DEVICES = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** ASCII letters, digits, '-' and '_' of `text`, Vietnamese letters without their marks; '' when nothing is left. */
export function fileNamePart(text: string, maxLength = 60): string {
  const plain = text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/đ/g, 'd')
    .replace(/Đ/g, 'D')
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .replace(/-{2,}/g, '-')
    .slice(0, maxLength)
    .replace(/^-+|-+$/g, '');
  return WINDOWS_DEVICES.test(plain) ? `${plain}-` : plain;
}
