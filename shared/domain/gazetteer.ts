// The gazetteer: lists that say which readings are plausible. Data in resources/gazetteer, each list
// with its own certainty; an office may extend them. A value that is in no list is not wrong.
import { z } from 'zod';
import agenciesTable from '../../resources/gazetteer/agencies.json' with { type: 'json' };
import ethnicTable from '../../resources/gazetteer/ethnic-groups.json' with { type: 'json' };
import namesTable from '../../resources/gazetteer/names.json' with { type: 'json' };
import nationalitiesTable from '../../resources/gazetteer/nationalities.json' with { type: 'json' };
import provincesTable from '../../resources/gazetteer/provinces.json' with { type: 'json' };
import unitsTable from '../../resources/gazetteer/units.json' with { type: 'json' };
import { foldTonePlacement } from './vietnamese-text.ts';

const certaintySchema = z.enum(['certain', 'general-knowledge']);

const provinceSchema = z.object({ code: z.string(), name: z.string(), aliases: z.array(z.string()).readonly().default([]), since2025: z.string(), cmndPrefixes: z.array(z.string()).readonly().optional() });
export type Province = Readonly<z.infer<typeof provinceSchema>>;

const entrySchema = z.object({ name: z.string(), variants: z.array(z.string()).readonly().default([]) });
export type NamedEntry = Readonly<z.infer<typeof entrySchema>>;

const listOf = <T extends z.ZodType>(schema: T) => z.object({ certainty: certaintySchema, entries: z.array(schema).readonly() });

export const PROVINCES: readonly Province[] = listOf(provinceSchema).parse(provincesTable).entries;
export const ETHNIC_GROUPS: readonly NamedEntry[] = listOf(entrySchema).parse(ethnicTable).entries;
export const NATIONALITIES: readonly NamedEntry[] = listOf(entrySchema).parse(nationalitiesTable).entries;
export const AGENCIES: readonly string[] = listOf(z.string()).parse(agenciesTable).entries;

const unitsSchema = z.object({
  certainty: certaintySchema,
  provinces: z.record(z.string(), z.record(z.string(), z.object({ unit: z.string(), communes: z.record(z.string(), z.array(z.string()).readonly()) }))),
});

export type District = Readonly<{ name: string; unit: string; province: string }>;
export type Commune = Readonly<{ name: string; unit: string; district: string; province: string }>;

const units = Object.entries(unitsSchema.parse(unitsTable).provinces).flatMap(([province, districts]) =>
  Object.entries(districts).map(([name, district]) => ({ name, province, ...district })));

export const DISTRICTS: readonly District[] = units.map(({ name, unit, province }) => ({ name, unit, province }));
export const COMMUNES: readonly Commune[] = units.flatMap((district) =>
  Object.entries(district.communes).flatMap(([unit, names]) => names.map((name) => ({ name, unit, district: district.name, province: district.province }))));

const names = z.object({ certainty: certaintySchema, family: z.string(), given: z.string(), middle: z.string(), last: z.string() }).parse(namesTable);
const nameSet = (list: string): ReadonlySet<string> => new Set(list.split(' ').map((name) => foldTonePlacement(name)));

/** As written, for finding the family name that a damaged reading means. */
export const FAMILY_NAME_LIST: readonly string[] = names.family.split(' ');
export const COMMON_NAME_LIST: readonly string[] = names.given.split(' ');

/** The commonest names in the middle and at the end of a name, as written. */
export const MIDDLE_NAMES: ReadonlySet<string> = new Set(names.middle.split(' '));
export const LAST_NAMES: ReadonlySet<string> = new Set(names.last.split(' '));

/** Folded by tone placement and case. */
export const FAMILY_NAMES: ReadonlySet<string> = nameSet(names.family);
export const COMMON_NAMES: ReadonlySet<string> = nameSet(names.given);

const byCode = new Map(PROVINCES.map((province) => [province.code, province]));
export const provinceByCode = (code: string): Province | undefined => byCode.get(code);
