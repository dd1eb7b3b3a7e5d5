// A place by its first letters: the part after the last comma is completed by the gazetteer, and the units above it
// are added. With marks, without, or by initials: "cà d", "ca dy" and "cd" all find "xã Cà Dy, huyện Nam Giang,
// tỉnh Quảng Nam". Units of the provinces that this book names come first.
import { COMMUNES, DISTRICTS, PROVINCES } from '../../../shared/domain/gazetteer.ts';
import { foldMarks } from '../../../shared/domain/vietnamese-text.ts';
import { matchRank } from './value-lists.ts';

type Unit = Readonly<{ name: string; unit: string; above: string }>;

const CENTRAL = new Set(['Hà Nội', 'Hải Phòng', 'Đà Nẵng', 'Hồ Chí Minh', 'Cần Thơ', 'Huế']);
const provinceText = (name: string): string => `${CENTRAL.has(name) ? 'thành phố' : 'tỉnh'} ${name}`;

let built: readonly Unit[] | undefined;
function units(): readonly Unit[] {
  if (built) return built;
  const districtText = new Map(DISTRICTS.map((district) => [`${district.province}/${district.name}`, `${district.unit} ${district.name}, ${provinceText(district.province)}`]));
  built = [
    ...COMMUNES.map(({ name, unit, district, province }) => ({ name, unit, above: districtText.get(`${province}/${district}`) ?? provinceText(province) })),
    ...DISTRICTS.map(({ name, unit, province }) => ({ name, unit, above: provinceText(province) })),
    ...PROVINCES.map(({ name }) => ({ name, unit: CENTRAL.has(name) ? 'thành phố' : 'tỉnh', above: '' })),
  ];
  return built;
}

const KIND_WORDS = /^(xã|phường|thị trấn|đặc khu|huyện|quận|thị xã|thành phố|tỉnh|tp\.?|tt\.?|tx\.?|xa|phuong|huyen|tinh|quan)\s+/iu;
const LEAST_LETTERS = 2;

/** Whole values for what has been typed, the nearest first. `near`: text of places that this book names. */
export function completePlace(typed: string, near: readonly string[], most: number): readonly string[] {
  const comma = typed.lastIndexOf(',');
  const head = comma < 0 ? '' : `${typed.slice(0, comma).trim()}, `;
  const part = typed.slice(comma + 1).trim();
  const kind = foldMarks(KIND_WORDS.exec(part)?.[1] ?? '');
  const name = part.replace(KIND_WORDS, '');
  if (foldMarks(name).length < LEAST_LETTERS) return [];
  const nearby = near.join('\n');
  const found = units().flatMap((unit) => {
    const rank = matchRank(unit.name, name);
    if (rank === undefined || rank > 3 || (kind.length > 2 && !foldMarks(unit.unit).startsWith(kind))) return [];
    const text = `${unit.unit} ${unit.name}${unit.above === '' ? '' : `, ${unit.above}`}`;
    return [{ text, rank: rank + (nearby.includes(`${unit.unit} ${unit.name}`) ? -4 : 0) + (unit.above !== '' && nearby.includes(unit.above) ? -2 : 0) }];
  });
  return [...new Set(found.sort((a, b) => a.rank - b.rank).map(({ text }) => head + text))].filter((text) => text !== typed).slice(0, most);
}
