// Package settings as a form holds them: every field a text, empty where nothing is set.
import type { PackageSettings } from '../../../shared/api/packages.ts';

const ARCHIVE = ['agencyCode', 'agencyName', 'fileCode', 'fileTitle', 'retention', 'access', 'physicalState'] as const;
/** As resources/packaging/civil-names.json ships them; they are what an empty setting means. */
const NAMES = { pdf: '{type}.{year}.{book}.{date}.{number}', book: '{type}.{year}.{book}', document: '{type}.{date}.{number}' } as const;

export type SettingsDraft = Readonly<Record<(typeof ARCHIVE)[number] | keyof typeof NAMES | 'keyPath' | 'library' | 'label' | 'name' | 'role' | 'timestampUrl', string>> & { readonly workbook: 'current' | 'older'; readonly keyKind: 'none' | 'pkcs12' | 'pkcs11'; readonly pictures: 'plain' | 'mixed' };

export function draftOf({ archive, civil, signing, isMixedRaster }: PackageSettings): SettingsDraft {
  const key = signing?.key;
  return {
    agencyCode: archive.agencyCode ?? '', agencyName: archive.agencyName ?? '', fileCode: archive.fileCode ?? '', fileTitle: archive.fileTitle ?? '',
    retention: archive.retention ?? '', access: archive.access ?? '', physicalState: archive.physicalState ?? '',
    pictures: isMixedRaster === true ? 'mixed' : 'plain',
    workbook: civil.workbook ?? 'current', ...NAMES, ...civil.names,
    keyKind: key?.kind ?? 'none', keyPath: key?.kind === 'pkcs12' ? key.path : '', library: key?.kind === 'pkcs11' ? key.library : '', label: key?.kind === 'pkcs11' ? (key.label ?? '') : '',
    name: signing?.name ?? '', role: signing?.role ?? '', timestampUrl: signing?.timestampUrl ?? '',
  };
}

/** Still to be parsed: what is typed may not be whole yet. */
export function settingsOf(draft: SettingsDraft): unknown {
  const archive = Object.fromEntries(ARCHIVE.flatMap((key) => (draft[key].trim() === '' ? [] : [[key, draft[key]]])));
  const names = { pdf: draft.pdf, book: draft.book, document: draft.document };
  const isShipped = Object.entries(NAMES).every(([key, value]) => names[key as keyof typeof NAMES].trim() === value);
  const said = (key: 'name' | 'role' | 'timestampUrl'): Record<string, string> => (draft[key].trim() === '' ? {} : { [key]: draft[key].trim() });
  const place = draft.keyKind === 'pkcs12' ? { kind: 'pkcs12', path: draft.keyPath } : { kind: 'pkcs11', library: draft.library, ...(draft.label === '' ? {} : { label: draft.label }) };
  return {
    archive, civil: { ...(draft.workbook === 'current' ? {} : { workbook: draft.workbook }), ...(isShipped ? {} : { names }) },
    ...(draft.pictures === 'mixed' ? { isMixedRaster: true } : {}),
    signing: draft.keyKind === 'none' ? null : { key: place, ...said('name'), ...said('role'), ...said('timestampUrl') },
  };
}
