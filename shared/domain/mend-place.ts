// Sets a damaged place right where the gazetteer leaves one reading. The text is cut at its unit words
// (thôn, xã, huyện, tỉnh …, themselves read with wrong marks), province is settled first, then the district
// within it, then the commune within that: "xã Tam Thành, thành phố Tam Kỳ" can only be Tam Thanh. Between
// two units stands a comma; what follows the province's name is no part of the place. Whatever is further
// from the gazetteer than a mark or a look-alike is left as read.
import { alignPlace, LOST_INK } from './align-place.ts';
import { COMMUNES, DISTRICTS, PROVINCES } from './gazetteer.ts';
import { isPlaceWord } from './places.ts';
import { textDistance } from './text-distance.ts';
import { isVietnameseSyllable } from './vietnamese-syllable.ts';
import { foldTonePlacement, isUpperCase, tidy } from './vietnamese-text.ts';

export type MendedPlace = Readonly<{
  text: string;
  /** Weight of the mended letters. */
  mended: number;
  /** Units whose name the gazetteer knows, and units it does not. */
  known: number;
  unknown: number;
  /** Whether a province closes the place: one without may have lost its end. */
  hasProvince: boolean;
  /** Letters after the province that were left out. */
  leftOver: number;
  /** What speaks against the reading as a place: completed-from-list, level-missing, gap-in-text, comma-put-in. */
  defects: readonly string[];
}>;

type Level = 'hamlet' | 'commune' | 'district' | 'city' | 'province';
const UNITS: readonly (readonly [string, Level])[] = [
  ['tỉnh', 'province'], ['huyện', 'district'], ['quận', 'district'], ['thị xã', 'district'], ['thành phố', 'city'], ['xã', 'commune'], ['phường', 'commune'], ['thị trấn', 'commune'], ['đặc khu', 'commune'],
  ['thôn', 'hamlet'], ['khối phố', 'hamlet'], ['khu phố', 'hamlet'], ['tổ dân phố', 'hamlet'], ['tổ', 'hamlet'], ['khu', 'hamlet'], ['bản', 'hamlet'], ['ấp', 'hamlet'],
  ['tp', 'city'], ['tx', 'district'], ['tt', 'commune'],
];
const ABBREVIATED = new Set(['tp', 'tx', 'tt']);
const LEVEL_RANK: Readonly<Record<Level, number>> = { hamlet: 0, commune: 1, district: 2, city: 2, province: 3 };

/** Words of facilities and addresses that carry no name. */
const COMMON = ['Bệnh viện', 'Đa khoa', 'Trạm y tế', 'Trung tâm y tế', 'Phụ sản', 'Tại nhà', 'Ủy ban nhân dân', 'Uỷ ban nhân dân', 'Công an', 'Tòa án nhân dân'] as const;

const CENTRAL_CITIES = ['Hà Nội', 'Hải Phòng', 'Đà Nẵng', 'Hồ Chí Minh', 'Cần Thơ', 'Huế'];

type Part = { unit: string; level: Level | null; words: string[]; comma: boolean };

const lower = (text: string): string => text.toLocaleLowerCase('vi');
const bare = (word: string): string => word.replace(/^[.,;:'‘’(-]+|[.,;:)'’-]+$/gu, '');
const same = (a: string, b: string): boolean => foldTonePlacement(a) === foldTonePlacement(b);

/** A capital inside a small word ("phưỜng") is a misread size, not another letter. */
const smallInside = (text: string): string => text.replace(/(?<=\p{Ll})\p{Lu}+(?=\p{Ll}|[\s,]|$)/gu, (letters) => lower(letters));

/** Houses that bear the name of their province: "Bệnh viện Đa khoa tỉnh …", "Bệnh viện Phụ sản - Nhi Đà Nẵng". */
const HOUSE = /^(?:bệnh viện|công an|tòa án)(?!\p{L})/iu;
const BIG_HOUSE = /^bệnh viện(?!\p{L})/iu;
const PROVINCE_NAMES = PROVINCES.map((province) => province.name);

function mendCommon(words: string[]): number {
  let mended = 0;
  const phrases = HOUSE.test(words.join(' ')) ? [...COMMON, ...PROVINCE_NAMES] : COMMON;
  for (const phrase of phrases) {
    const size = phrase.split(' ').length;
    for (let at = 0; at + size <= words.length; at++) {
      const read = words.slice(at, at + size).join(' ');
      const tail = /[,.;]*$/.exec(read)?.[0] ?? '';
      const head = read.slice(0, read.length - tail.length);
      const distance = textDistance(lower(head), lower(phrase), 2);
      if (distance === 0 || distance > Math.min(1.8, 0.13 * phrase.length + 0.1) || phrases.some((other) => same(other, head)) || (COMMON.every((other) => other !== phrase) && distance > 0.4)) continue;
      words.splice(at, size, ...((isUpperCase(head) ? phrase.toLocaleUpperCase('vi') : phrase) + tail).split(' '));
      mended += distance;
    }
  }
  return mended;
}

type UnitAt = Readonly<{ unit: string; level: Level; size: number; distance: number }>;

const CAPITAL_OR_FIGURE = /^[^\p{L}\p{N}]*[\p{Lu}\p{N}]/u;

/** A small word that a place begins with can hardly be anything else ("thên Vĩnh Nam"), the less before a number ("rổ 7"). */
function hamletLimit(unit: string, read: string, next: string, isFirst: boolean): number {
  const isNumber = /^\d/.test(next);
  if (isFirst && /^\p{Ll}/u.test(read) && (isNumber || unit.length > 3)) return isNumber ? 1 : 0.55;
  return unit.length > 3 || isNumber ? 0.36 : 0;
}

/** "khối phố xuân Thuận": two words at the beginning that are a unit whole need no capital behind them. */
const beginsHamlet = (at: number, size: number, isWhole: boolean): boolean => at === 0 && size > 1 && isWhole;

/** "ôn Vĩnh Nam", "hôn Vĩnh Nam": the small word that a place begins with has lost its head. */
const HEADLESS = 0.6;
const isHeadless = (read: string, unit: string, at: number, level: Level): boolean => at === 0 && level === 'hamlet' && /^\p{Ll}{2,}$/u.test(read) && read.length < unit.length && unit.endsWith(read);

/** What a unit of one word more may be further from what was read. */
const LONGER = 0.25;

/** The unit word that begins at `at`, if a name or number follows it. */
function unitAt(words: readonly string[], at: number): UnitAt | undefined {
  let best: UnitAt | undefined;
  for (const [unit, level] of UNITS) {
    const size = unit.split(' ').length;
    const read = words.slice(at, at + size).map(bare).join(' ');
    const next = words[at + size];
    if (read === '' || next === undefined || /[,;]$/.test(words[at + size - 1] ?? '')) continue;
    // "phường cẩm Sơn": one small letter does not make the name another word.
    const beginsName = CAPITAL_OR_FIGURE.test(next) || (beginsHamlet(at, size, lower(read) === unit) && isPlaceWord(next)) || (level === 'commune' && lower(read) === unit && isPlaceWord(next) && CAPITAL_OR_FIGURE.test(words[at + size + 1] ?? '') && !/[,;]$/.test(next));
    if (!beginsName) continue;
    // A capitalised word in a small text is a name ("Tổ" in "Vũ Tổ"), not a unit.
    if (at > 0 && /^\p{Lu}/u.test(read) && !isUpperCase(read)) continue;
    const limit = ABBREVIATED.has(unit) ? 0 : level === 'hamlet' ? hamletLimit(unit, read, next, at === 0) * size : unit.length < 4 ? 0.66 : 0.2 * unit.length;
    const headless = isHeadless(read, unit, at, level);
    const distance = headless ? HEADLESS : textDistance(lower(read), unit, limit);
    // "KHU PHÔ" is no "khu" of the name "Phô": a longer unit may be a mark off; in small letters a capital begins the name
    const isOneCase = size === 1 || isUpperCase(read) || read === lower(read);
    if ((headless || distance <= limit) && (isOneCase || distance === 0) && (!best || distance - LONGER * size < best.distance - LONGER * best.size)) best = { unit, level, size, distance };
  }
  return best && level0Fits(best, at) ? best : undefined;
}

const level0Fits = (unit: UnitAt, at: number): boolean => unit.level !== 'hamlet' || at <= 4;

/** One figure or letter alone between two units: "huyện Tiên Phước, 6 tỉnh Quảng Nam". */
const isSpeck = (part: Part, index: number): boolean => index > 0 && part.unit === '' && part.words.length > 0 && part.words.join('').length < 2;

function cut(words: readonly string[]): { parts: Part[]; mended: number } {
  const parts: Part[] = [{ unit: '', level: null, words: [], comma: false }];
  let mended = 0;
  for (let at = 0; at < words.length;) {
    const unit = unitAt(words, at);
    const open = parts.at(-1);
    if (unit) {
      const read = words.slice(at, at + unit.size).map(bare).join(' ');
      parts.push({ unit: ABBREVIATED.has(unit.unit) ? (words[at] ?? read) : unit.distance === 0 ? read : isUpperCase(read) ? unit.unit.toLocaleUpperCase('vi') : unit.unit, level: unit.level, words: [], comma: false });
      mended += unit.distance;
      at += unit.size;
    } else {
      const word = words[at] ?? '';
      if (open && /^[-–]$/.test(word) && open.words.length > 0) open.words.push(word);
      if (open && bare(word) !== '') open.words.push(bare(word));
      if (open && /[,;.]$/.test(word)) open.comma = true;
      if (open && bare(word) === '' && /[,;]/.test(word)) open.comma = true;
      at++;
      if (open?.comma && /[,;]/.test(word)) parts.push({ unit: '', level: null, words: [], comma: false });
    }
  }
  const kept = parts.filter((part, index) => part.unit !== '' || (part.words.length > 0 && !isSpeck(part, index)));
  return { parts: kept, mended: mended + 0.3 * parts.filter(isSpeck).length };
}

/** "cẩm Sơn": names of units begin every word with a capital. */
const capitalised = (name: string): string => name.replace(/(?<![\p{L}-])\p{Ll}/gu, (letter) => letter.toLocaleUpperCase('vi'));

type Choice = Readonly<{ name: string; size: number; distance: number }>;

/** The one name of `names` that the words begin with. */
function choose(words: readonly string[], names: readonly string[]): Choice | undefined {
  const options = names.map((name) => {
    const size = Math.min(name.split(' ').length, words.length);
    return { name, size, read: words.slice(0, size).join(' ') };
  });
  const exact = options.filter((option) => same(option.read, option.name)).toSorted((a, b) => b.size - a.size)[0];
  if (exact) return { name: capitalised(exact.read), size: exact.size, distance: 0 };
  const limit = Math.min(1.4, 0.14 * words.join(' ').length + 0.15);
  const [first, second] = options
    .map((option) => ({ ...option, distance: textDistance(lower(option.read), lower(option.name), limit) }))
    .filter((option) => option.distance <= limit)
    .toSorted((a, b) => a.distance - b.distance);
  if (!first || (second && second.distance - first.distance < (first.distance > 0.7 ? 0.4 : 0.14))) return undefined;
  return { name: isUpperCase(first.read) ? first.name.toLocaleUpperCase('vi') : first.name, size: first.size, distance: first.distance };
}

type Settled = { hasProvince: boolean; mended: number; known: number; unknown: number; leftOver: number };

function settle(part: Part | undefined, names: readonly string[], state: Settled, isLast: boolean): string | undefined {
  if (!part || names.length === 0) return undefined;
  const choice = choose(part.words, names);
  if (!choice) {
    state.unknown++;
    return undefined;
  }
  const rest = part.words.slice(choice.size);
  const noise = rest.length === 0 || isLast || rest.every((word) => word.replace(/[^\p{L}]/gu, '').length < 3);
  if (noise) state.leftOver += rest.join('').replace(/[^\p{L}\p{N}]/gu, '').length;
  // Words after the name that are no noise: two units ran together, or more was misread.
  if (!noise) state.unknown++;
  part.words = [...choice.name.split(' '), ...(noise ? [] : rest)];
  state.known++;
  state.mended += choice.distance;
  return choice.name;
}

type Unit = { readonly name: string; readonly province: string; readonly district?: string };
/** Ten thousand communes are asked for their province with every place: their names are folded once. */
const foldedUnits = <T extends Unit>(units: readonly T[]) => units.map((unit) => ({ name: unit.name, province: foldTonePlacement(unit.province), district: foldTonePlacement(unit.district ?? '') }));
let folded: { readonly districts: ReturnType<typeof foldedUnits>; readonly communes: ReturnType<typeof foldedUnits> } | undefined;

/** Names of the units within that province, and that district; within all where one is not known. */
function namesWithin(units: ReturnType<typeof foldedUnits>, province: string | undefined, district?: string): readonly string[] {
  const [inProvince, inDistrict] = [province, district].map((name) => (name === undefined ? undefined : foldTonePlacement(name)));
  return units.filter((unit) => (inProvince === undefined || unit.province === inProvince) && (inDistrict === undefined || unit.district === inDistrict)).map((unit) => unit.name);
}

function settleUnits(parts: readonly Part[]): Settled {
  const state: Settled = { hasProvince: false, mended: 0, known: 0, unknown: 0, leftOver: 0 };
  const last = parts.at(-1);
  const cityIsProvince = last?.level === 'city' && choose(last.words, CENTRAL_CITIES) !== undefined;
  const provincePart = parts.findLast((part) => part.level === 'province') ?? (cityIsProvince ? last : undefined);
  const provinceNames = provincePart?.level === 'city' ? CENTRAL_CITIES : PROVINCES.flatMap((entry) => [entry.name, ...entry.aliases]);
  for (const part of parts) if (part.level === 'province' && part !== provincePart) settle(part, provinceNames, { ...state }, false);
  const province = settle(provincePart, provinceNames, state, provincePart === last);
  state.hasProvince = province !== undefined;
  folded ??= { districts: foldedUnits(DISTRICTS), communes: foldedUnits(COMMUNES) };
  const districtPart = parts.findLast((part) => part !== provincePart && (part.level === 'district' || part.level === 'city'));
  const district = settle(districtPart, namesWithin(folded.districts, province), state, districtPart === last);
  const communePart = parts.findLast((part) => part.level === 'commune');
  settle(communePart, namesWithin(folded.communes, province, district), state, communePart === last);
  return state;
}

/** Joined with a comma wherever a larger unit follows a smaller one, or one was read. */
function join(parts: readonly Part[]): string {
  let text = '';
  parts.forEach((part, index) => {
    const own = [part.unit, ...part.words].filter((word) => word !== '').join(' ');
    const before = parts[index - 1];
    const upward = before?.level !== undefined && before.level !== null && part.level !== null && (LEVEL_RANK[before.level] < LEVEL_RANK[part.level] || (before.level === 'district' && part.level === 'city'));
    const atHome = before?.level === null && same(before.words.join(' '), 'tại nhà');
    // "Bệnh viện Đa khoa tỉnh Quảng Nam, phường An Mỹ": the name of a house ends where its address begins.
    const afterHouse = before?.level === 'province' && part.level === 'commune' && /bệnh viện|trạm y tế|trung tâm/iu.test(text);
    // "Bệnh viện Phụ sản - Nhi Đà Nẵng, phường Thạch Thang": so does the name of one that belongs to a city
    const afterCityHouse = before?.level === null && part.level === 'commune' && BIG_HOUSE.test(text) && PROVINCE_NAMES.some((name) => foldTonePlacement(text).endsWith(` ${foldTonePlacement(name)}`));
    text += index === 0 ? own : `${before?.comma || upward || atHome || afterHouse || afterCityHouse ? ', ' : ' '}${own}`;
  });
  return text;
}

/** A commune and a province without the district between them, or a name without its unit word. */
function lacksLevel(parts: readonly Part[]): boolean {
  const levels = parts.map((part) => part.level);
  const commune = levels.lastIndexOf('commune');
  const province = levels.findLastIndex((level) => level === 'province' || level === 'city');
  if (commune < 0 || province <= commune) return false;
  const between = levels.slice(commune + 1, province);
  return between.includes(null) || (levels[province] === 'province' && !between.some((level) => level === 'district' || level === 'city'));
}

/** "Bệnh ␣ Đa khoa": the second half of the house's kind was lost. */
const HOSPITAL = /^bệnh(?=\s(?:đa khoa|phụ sản|nhi|y học|mắt)(?!\p{L}))/iu;

/** "Bệnh viện Đa khoa, tỉnh Quảng Ninh, phường …": the house belongs to the province, and no comma parts them. */
const HOUSE_COMMA = /^(bệnh viện (?:đa khoa|phụ sản|sản nhi))[,.](?=\s(?:tỉnh|thành phố)\s[^,]+,)/iu;

const COMMITTEE_COMMA = /^((?:ubnd|ủy ban nhân dân|uỷ ban nhân dân))[,.](?=\s)/iu;

/** A small clinic is "Trạm y tế"; the lone letter is the one that readers pass over, or join to the word before. */
const CLINIC = /^tr[ạa](?:m(?: \S|y| y)?|n?y|ny?) ?t[ếềêể](?=\s)/iu;

/** "Bệnh viện khoa tỉnh …": the shortest word of the house's kind was lost. */
const LOST_GENERAL = /^(bệnh viện)(\skhoa)(?=\s)/iu;

function tidyHead(text: string): string {
  const clinic = CLINIC.exec(text)?.[0];
  const hospital = HOSPITAL.exec(text)?.[0];
  if (hospital !== undefined) return `${hospital} ${isUpperCase(hospital) ? 'VIỆN' : 'viện'}${text.slice(hospital.length)}`;
  const head = clinic === undefined ? text.replace(HOUSE_COMMA, '$1') : (isUpperCase(clinic) ? 'TRẠM Y TẾ' : 'Trạm y tế') + text.slice(clinic.length);
  return head.replace(COMMITTEE_COMMA, '$1').replace(LOST_GENERAL, '$1 Đa$2');
}

const GLUED = ['xã', 'phường', 'huyện', 'quận', 'tỉnh', 'thôn', 'khu', 'tổ'] as const;

/** "xãbình", "thôn1": the unit word grown together with the name. */
function splitGlued(word: string): readonly string[] {
  const small = lower(word);
  const unit = GLUED.find((one) => small.startsWith(one) && small.length > one.length);
  const rest = unit === undefined ? '' : word.slice(unit.length);
  if (unit === undefined || (!/^\d+[,;]?$/.test(rest) && (bare(rest).length < 2 || isVietnameseSyllable(bare(word)) || !isVietnameseSyllable(bare(rest))))) return [word];
  return [word.slice(0, unit.length), rest.charAt(0).toLocaleUpperCase('vi') + rest.slice(1)];
}

/** From so many words with a full stop at their side on, the stops are dots of the leader that the value stands on. */
const LEADER_STOPS = 3;
const STOP_AT_WORD = /(?<=^|\s)\.+(?=\p{L})|(?<=\p{L}{2})\.+(?=\s|$)/gu;

/** ".KHOA. .TỈNH. .QUẢNG." → "KHOA TỈNH QUẢNG": no commas come of them. */
const withoutLeader = (text: string): string => ((text.match(STOP_AT_WORD) ?? []).length < LEADER_STOPS ? text : text.replace(STOP_AT_WORD, ''));

/** "Yên Pp, phường": the p of "phường", read once for itself. */
const isTornHead = (word: string, next: string | undefined): boolean => /^pp[,;.]?$/iu.test(word) && /^p?h[ưu]/iu.test(next ?? '');

type Standard = MendedPlace & Readonly<{ damaged: boolean }>;

function mendByParts(written: string): Standard {
  const read = tidy(smallInside(tidyHead(tidy(written)))).replace(/\s*([,;])\s*/g, '$1 ').replace(/\.(?=\p{L})|(?<=\p{L})\.(?=\p{N})/gu, '. ').split(' ').filter((word) => word !== '');
  // A lone small consonant is half of a letter read twice ("Thăng g Bình", "tổ 7 p, phường"); a lone mark is a speck.
  const words = read.flatMap((word, at) => (/^[b-df-hj-np-tvxzøØ][,;.]?$/.test(word) || isTornHead(word, read[at + 1]) ? (/[,;]$/.test(word) ? [','] : []) : splitGlued(word)));
  const common = mendCommon(words);
  const { parts, mended } = cut(words);
  const lacking = lacksLevel(parts);
  const state = settleUnits(parts);
  const text = tidy(join(parts)).replace(/\s+,/g, ',');
  const commas = (text.match(/,/g) ?? []).length - (read.join(' ').match(/[,;.](?=\s|$)/g) ?? []).length;
  const headChanged = tidyHead(tidy(written)) === tidy(written) ? 0 : 0.6;
  return {
    text, mended: common + mended + state.mended + headChanged + 0.3 * Math.abs(read.length - words.length), known: state.known, unknown: state.unknown, hasProvince: state.hasProvince, leftOver: state.leftOver,
    defects: [...(lacking ? ['level-missing'] : []), ...(commas > 0 ? ['comma-put-in'] : [])],
    damaged: lacking || state.unknown > 0 || !state.hasProvince || state.leftOver > 2,
  };
}

/** "Phụ sản ␣ Nhi": the dash of the hospital's name is the thinnest of all marks. */
const withDash = (text: string): string => text.replace(new RegExp(`(sản)\\s*${LOST_INK}\\s*(nhi)(?!\\p{L})`, 'iu'), '$1 - $2');

const FACILITY_END = /(?:ubnd|nhân dân|công an|y tế|đa khoa|trạm|của|tại)$/iu;

/** `written` may hold LOST_INK where a word may be missing. */
export function mendPlace(asRead: string): MendedPlace {
  const written = withDash(withoutLeader(asRead));
  const { damaged, ...read } = mendByParts(written.replaceAll(LOST_INK, ' '));
  const gaps = written.includes(LOST_INK) ? ['gap-in-text'] : [];
  const aligned = damaged ? alignPlace(tidyHead(tidy(written))) : undefined;
  if (!aligned) return { ...read, defects: [...read.defects, ...gaps] };
  const head = aligned.head === '' ? '' : mendByParts(aligned.head).text.replace(/[,;\s]+$/, '');
  return {
    text: head === '' ? aligned.tail : `${head}${FACILITY_END.test(head) ? ' ' : ', '}${aligned.tail}`,
    mended: aligned.cost, known: 3, unknown: 0, hasProvince: true, leftOver: 0, defects: ['completed-from-list', ...gaps],
  };
}
