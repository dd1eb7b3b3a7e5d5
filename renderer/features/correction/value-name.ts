import { ENUMS, fieldSpec } from '../../../shared/domain/record-types.ts';

/** What a code means: "CMND" for 1 in the kind of identity paper; undefined where the value speaks for itself. */
export function valueName(recordType: string | null, key: string, value: string): string | undefined {
  const spec = recordType === null ? undefined : fieldSpec(recordType, key);
  return spec?.enum === undefined ? undefined : ENUMS[spec.enum]?.[value];
}
