// Places as papers write them, smallest part first: thôn, xã, huyện, tỉnh. The district level ended on
// 1 July 2025 and provinces were merged; what is written stays, the current province is a suggestion.
import { COMMUNES, DISTRICTS, PROVINCES } from './gazetteer.ts';
import type { Commune, District, Province } from './gazetteer.ts';
import { foldTonePlacement, tidy } from './vietnamese-text.ts';

export type PlaceLevel = 'province' | 'district' | 'commune' | 'hamlet' | 'other';
export type PlacePart = Readonly<{ level: PlaceLevel; /** As written: "thành phố", "TP." … */ unit: string; name: string; text: string }>;

const UNITS: readonly (readonly [PlaceLevel, RegExp])[] = [
  ['province', /^(tỉnh|t\.)\s*/iu],
  ['district', /^(huyện|quận|thị xã|tx\.?|h\.|q\.)\s*/iu],
  ['commune', /^(xã|phường|thị trấn|đặc khu|tt\.?|x\.|p\.)\s*/iu],
  ['hamlet', /^(thôn|khu phố|khu|tổ dân phố|tổ|khối phố|khối|ấp|bản|làng|xóm|buôn|nóc|số nhà|số)\s+/iu],
];
const CITY = /^(thành phố|tp\.?)\s*/iu;

const CENTRAL_CITIES = new Set(['ha noi', 'hai phong', 'da nang', 'ho chi minh', 'can tho', 'hue']);
const plain = (name: string): string => name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/đ/g, 'd');

/** "xã Đại Hiệp" → commune. A "thành phố" is a province when it is one of the six central cities and stands last. */
export function placePart(text: string, isLast: boolean): PlacePart {
  const whole = tidy(text);
  const city = CITY.exec(whole);
  if (city) {
    const name = whole.slice(city[0].length);
    return { level: isLast && CENTRAL_CITIES.has(plain(name)) ? 'province' : 'district', unit: tidy(city[0]), name, text: whole };
  }
  for (const [level, pattern] of UNITS) {
    const match = pattern.exec(whole);
    if (match && whole.length > match[0].length) return { level, unit: tidy(match[0]), name: whole.slice(match[0].length), text: whole };
  }
  return { level: 'other', unit: '', name: whole, text: whole };
}

/** Splits at commas (and " - " between units). Parts keep their order. */
export function splitPlace(text: string): readonly PlacePart[] {
  const parts = tidy(text).split(/\s*[,;]\s*/).filter((part) => part !== '');
  return parts.map((part, index) => placePart(part, index === parts.length - 1));
}

const same = (a: string, b: string): boolean => foldTonePlacement(a) === foldTonePlacement(b);

export type PlaceMatch = Readonly<{ province: Province | undefined; district: District | undefined; commune: Commune | undefined }>;

/** The units of the gazetteer that a place names; unknown parts are undefined. */
export function matchPlace(text: string): PlaceMatch {
  const parts = splitPlace(text);
  const named = (level: PlaceLevel): string | undefined => parts.findLast((part) => part.level === level)?.name;
  const provinceName = named('province') ?? parts.at(-1)?.name;
  const province = PROVINCES.find((entry) => provinceName !== undefined && [entry.name, ...entry.aliases].some((name) => same(name, provinceName)));
  const districtName = named('district');
  const district = DISTRICTS.find((entry) => districtName !== undefined && same(entry.name, districtName) && (province === undefined || entry.province === province.name));
  const communeName = named('commune');
  const commune = COMMUNES.find((entry) => communeName !== undefined && same(entry.name, communeName)
    && (district === undefined || entry.district === district.name) && (province === undefined || entry.province === province.name));
  return { province, district, commune };
}

/** The province of today for a place of before 1 July 2025; undefined when nothing changed or nothing is known. */
export function currentProvince(text: string): string | undefined {
  const { province } = matchPlace(text);
  return province && province.since2025 !== province.name ? province.since2025 : undefined;
}

const UNIT_WORDS = 'tỉnh huyện quận thị xã thành phố phường trấn đặc khu thôn khối tổ dân bản ấp ủy uỷ ban nhân bệnh viện đa khoa trạm y tế trung tâm';
const inNames = new Map<string, number>();
for (const entry of [...PROVINCES, ...DISTRICTS, ...COMMUNES]) for (const word of entry.name.split(' ')) inNames.set(foldTonePlacement(word), (inNames.get(foldTonePlacement(word)) ?? 0) + 1);

/** How many units of the gazetteer have this word in their name. */
export const placeWordCount = (word: string): number => inNames.get(foldTonePlacement(word.replace(/[^\p{L}]/gu, ''))) ?? 0;

const placeWords = new Set([...UNIT_WORDS.split(' '), ...[...PROVINCES, ...DISTRICTS, ...COMMUNES].flatMap((entry) => entry.name.split(' '))].map((word) => foldTonePlacement(word)));

/** A word that names of units in the gazetteer, their kinds or common facilities are made of. */
export const isPlaceWord = (word: string): boolean => placeWords.has(foldTonePlacement(word.replace(/[^\p{L}]/gu, '')));

const toneless = (word: string): string => foldTonePlacement(word.replace(/[^\p{L}]/gu, '')).replace(/\d$/, '');
const plainPlaceWords = new Set([...placeWords].map((word) => word.replace(/\d$/, '')));

/** A word that no place name has, though one that differs in nothing but its tone does: Rông beside Rồng. */
export const hasPlaceRival = (word: string): boolean => toneless(word).length > 1 && !isPlaceWord(word) && plainPlaceWords.has(toneless(word));
