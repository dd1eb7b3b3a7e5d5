// Sets the names of a place to the gazetteer's spelling where the reading is only a mark or a look-alike
// away and nothing else is as near. Province first, then the district within it, then the commune within
// that: "xã Tam Thành, thành phố Tam Kỳ" can only be Tam Thanh. Anything further away is left as read.
import { COMMUNES, DISTRICTS, PROVINCES } from './gazetteer.ts';
import { nearest, textDistance } from './text-distance.ts';
import { foldTonePlacement, tidy } from './vietnamese-text.ts';

export type MendedPlace = Readonly<{ text: string; /** Weight of the mended letters. */ mended: number; /** Parts whose name the gazetteer knows. */ known: number; /** Parts with a unit word it does not know. */ unknown: number }>;

const UNIT = /(?:^|[\s,.(-])(tỉnh|huyện|quận|thị xã|thành phố|tp\.?|xã|phường|thị trấn|đặc khu)\s+([\p{Lu}][^,;()]*)/giu;
const UNIT_WORDS = ['thôn', 'xã', 'phường', 'thị trấn', 'huyện', 'quận', 'thị xã', 'thành phố', 'tỉnh', 'khu', 'tổ'] as const;

type Found = { readonly unit: string; readonly name: string; readonly index: number };

/** Words of facilities and addresses that carry no name: a closed list, so a damaged one has one nearest reading. */
const COMMON = ['Bệnh viện', 'Đa khoa', 'Trạm y tế', 'Trung tâm y tế', 'Phụ sản', 'Tại nhà', 'Khối phố', 'khu phố', 'Tổ dân phố', 'Ủy ban nhân dân', 'Uỷ ban nhân dân', 'Công an', 'Tòa án nhân dân'] as const;

function mendCommon(text: string): { text: string; mended: number } {
  const words = text.split(' ');
  let mended = 0;
  for (const phrase of COMMON) {
    const size = phrase.split(' ').length;
    for (let at = 0; at + size <= words.length; at++) {
      const read = words.slice(at, at + size).join(' ');
      const tail = /[,.;]*$/.exec(read)?.[0] ?? '';
      const bare = read.slice(0, read.length - tail.length);
      const distance = textDistance(bare, phrase, 1.2);
      if (distance <= 0.05 || distance > Math.min(1.2, 0.16 * phrase.length) || COMMON.some((other) => other === bare)) continue;
      words.splice(at, size, ...(phrase + tail).split(' '));
      mended += distance;
    }
  }
  return { text: words.join(' '), mended };
}

/** A capital inside a small word ("phưỜng") is a misread size, not another letter. */
const smallInside = (text: string): string => text.replace(/(?<=\p{Ll})\p{Lu}+(?=\p{Ll}|[\s,]|$)/gu, (letters) => letters.toLocaleLowerCase('vi'));

/** "huyện Nam Trà My tỉnh Quảng Nam": between two named units stands a comma. */
const withCommas = (text: string): string => text.replace(/((?:xã|phường|thị trấn|huyện|quận|thị xã|thành phố)(?:\s\p{Lu}[\p{L}'’]*|\s\d+)+)[.]?\s(?=(?:huyện|quận|thị xã|thành phố|tỉnh)\s\p{Lu})/gu, '$1, ');

/** Unit words read with a wrong mark (xả, tinh, huyên) where a capitalised name follows. */
function mendUnits(text: string): { text: string; mended: number } {
  let mended = 0;
  const out = text.replace(/(^|,\s*)(\p{Ll}+(?:\s\p{Ll}+)?)(?=\s\p{Lu})/gu, (whole, before: string, unit: string) => {
    const near = nearest(unit, UNIT_WORDS, (word) => word, 0.65);
    if (!near || near.distance === 0 || near.runnerUp - near.distance < 0.15) return whole;
    mended += near.distance;
    return before + near.entry;
  });
  return { text: out, mended };
}

function unitsOf(text: string): readonly Found[] {
  return [...text.matchAll(UNIT)].map((match) => ({ unit: (match[1] ?? '').toLowerCase(), name: tidy(match[2] ?? ''), index: match.index + match[0].length - (match[2] ?? '').length }));
}

type Choice = { readonly name: string; readonly distance: number } | undefined;

/** The one name of `names` that the reading can be. */
function choose(read: string, names: readonly string[]): Choice {
  const same = names.find((name) => foldTonePlacement(name) === foldTonePlacement(read));
  if (same !== undefined) return { name: read, distance: 0 };
  const near = nearest(read, names, (name) => name, Math.min(1.1, 0.13 * read.length + 0.1));
  return near && near.runnerUp - near.distance > (near.distance > 0.7 ? 0.6 : 0.15) ? { name: near.entry, distance: near.distance } : undefined;
}

const CITY_PROVINCES = new Set(['Hà Nội', 'Hải Phòng', 'Đà Nẵng', 'Hồ Chí Minh', 'Cần Thơ', 'Huế']);

export function mendPlace(written: string): MendedPlace {
  const common = mendCommon(smallInside(written));
  const units = mendUnits(common.text);
  let text = withCommas(units.text);
  let mended = common.mended + units.mended + (text === units.text ? 0 : 0.3);
  let known = 0;
  let unknown = 0;
  const found = unitsOf(text);
  const replace = (part: Found, choice: Choice): string | undefined => {
    if (!choice) {
      unknown++;
      return undefined;
    }
    known++;
    mended += choice.distance;
    if (choice.distance > 0) text = text.replace(part.name, () => choice.name);
    return choice.name;
  };
  const provincePart = found.findLast((part) => part.unit === 'tỉnh') ?? found.findLast((part) => /^(thành phố|tp)/.test(part.unit) && CITY_PROVINCES.has(part.name));
  const province = provincePart && replace(provincePart, choose(provincePart.name, PROVINCES.flatMap((entry) => [entry.name, ...entry.aliases])));
  const inProvince = DISTRICTS.filter((entry) => province === undefined || same(entry.province, province));
  const districtPart = found.findLast((part) => part !== provincePart && /^(huyện|quận|thị xã|thành phố|tp)/.test(part.unit));
  const district = districtPart && (inProvince.length > 0 || province === undefined) ? replace(districtPart, choose(districtPart.name, inProvince.map((entry) => entry.name))) : undefined;
  const communePart = found.findLast((part) => /^(xã|phường|thị trấn|đặc khu)/.test(part.unit));
  const inDistrict = COMMUNES.filter((entry) => (district === undefined ? inProvince.some((one) => one.name === entry.district && one.province === entry.province) : same(entry.district, district)) && (province === undefined || same(entry.province, province)));
  if (communePart && inDistrict.length > 0) replace(communePart, choose(communePart.name, inDistrict.map((entry) => entry.name)));
  return { text, mended, known, unknown };
}

const same = (a: string, b: string): boolean => foldTonePlacement(a) === foldTonePlacement(b);
