import { fileNamePart } from '../packaging/safe-path.ts';
import type { Outgoing } from './upload-target.ts';

/** What a package is called where there are only folders. It carries its hash, so another package never meets it. */
export const placeName = ({ name, sha256 }: Pick<Outgoing, 'name' | 'sha256'>): string => `${fileNamePart(name, 80) || 'goi'}-${sha256.slice(0, 12)}`;

/** The hash part of such a name; undefined for anything else. */
export const hashOfPlaceName = (name: string): string | undefined => /^[^.].*-([0-9a-f]{12})$/.exec(name)?.[1];

export const TAG_MANIFEST = 'tagmanifest-sha256.txt';
