// Places and issuing agencies: as written, with the gazetteer choosing between readings a mark apart.
import { LOST_INK } from '../../shared/domain/align-place.ts';
import { AGENCIES } from '../../shared/domain/gazetteer.ts';
import { mendPlace } from '../../shared/domain/mend-place.ts';
import { nearest, textDistance } from '../../shared/domain/text-distance.ts';
import { foldTonePlacement } from '../../shared/domain/vietnamese-text.ts';
import { cleanText } from './parse-words.ts';
import { otherReadings } from './other-readings.ts';
import { parsed } from './parsed-value.ts';
import type { Parse, ParsedValue } from './parsed-value.ts';
import { textWithGaps } from './value-span.ts';
import type { Span } from './value-span.ts';

const COMMITTEE = ['Ủy ban nhân dân', 'Uỷ ban nhân dân'] as const;

/** "Ủy han phân dâu xã …": four words, each a letter off at most, before a unit can be nothing else. */
const isBeforeUnit = (words: readonly string[]): boolean =>
  /^(?:xã|phường|thị|đặc|huyện|quận|thành)$/iu.test(words[4] ?? '') && COMMITTEE[0].split(' ').every((word, index) => textDistance(words[index] ?? '', word, 2) <= 1);

/** "Uy ban nhân dần xã …" → "Ủy ban nhân dân xã …": the one opening that registries use. */
function mendCommittee(text: string): { text: string; mended: number } {
  const words = text.split(' ');
  const head = words.slice(0, 4).join(' ');
  if (COMMITTEE.some((name) => name === head) || words.length < 5) return { text, mended: 0 };
  const near = nearest(head, COMMITTEE, (name) => name, isBeforeUnit(words) ? 4 : 1.2);
  const tail = words.slice(0, 3).join(' ');
  // The first word is the one that rules and specks swallow.
  if (!near && nearest(tail, ['ban nhân dân'], (name) => name, 0.9)) return { text: [COMMITTEE[0], ...words.slice(3)].join(' '), mended: 1 };
  return near ? { text: [near.entry, ...words.slice(4)].join(' '), mended: near.distance } : { text, mended: 0 };
}

/** A speck far behind the last word is no part of the place. */
const SPECK_AFTER_GAP = new RegExp(`\\s*${LOST_INK}\\s\\P{Lu}{1,2}$`, 'u');

type ReadPlace = Readonly<{ value: ParsedValue; /** Units that the gazetteer knows, and that it does not. */ known: number; unknown: number }>;

/** "hu ên Hòa Vang": a solid leader takes the y, whose tail stands on it, and leaves the word in two. */
const TORN_DISTRICT = /(?<!\p{L})[hH]u\s[yýv]?[êeéệ]n\s?(?=\p{Lu})/gu;

const placeIn = (span: Span, key: string): ReadPlace | undefined => {
  const read = cleanText(textWithGaps(span)).replace(SPECK_AFTER_GAP, '');
  if (read === '') return undefined;
  const district = read.replace(TORN_DISTRICT, 'huyện ');
  const committee = mendCommittee(district);
  const place = mendPlace(committee.text);
  const value = parsed(key, 'place', place.text, span, { mended: committee.mended + place.mended + (district === read ? 0 : 0.3), reasons: [...(place.leftOver > 2 ? ['text-left-over'] : []), ...place.defects], listed: place.known > 0 && place.unknown === 0 && place.hasProvince ? true : place.unknown > 0 || !place.hasProvince ? false : undefined });
  return { value, known: place.known, unknown: place.unknown };
};

/** Commune, district and province. */
const ALL_LEVELS = 3;
const OTHER_WEIGHT = 0.3;

/** "Ủy ban nhân dân và Hoành Mô", "thị trấn Prgo": where a unit is not known, another reading of a word may name it ("xã", "Prao"). */
export const parsePlace: Parse = (span, key) => {
  const own = placeIn(span, key);
  if (own === undefined || (own.unknown === 0 && own.known >= ALL_LEVELS)) return own?.value;
  const better = otherReadings(span).flatMap((other) => placeIn(other, key) ?? []).filter((other) => other.known > own.known && other.unknown <= own.unknown && other.value.mended <= own.value.mended + OTHER_WEIGHT);
  const [best] = better.toSorted((a, b) => b.known - a.known || a.unknown - b.unknown || a.value.mended - b.value.mended);
  return best === undefined ? own.value : { ...best.value, mended: best.value.mended + OTHER_WEIGHT, reasons: [...best.value.reasons, 'other-reading-taken'] };
};

export const parseAgency: Parse = (span, key) => {
  const read = cleanText(span.text);
  if (read === '') return undefined;
  if (AGENCIES.some((agency) => foldTonePlacement(agency) === foldTonePlacement(read))) return parsed(key, 'text', read, span, { listed: true });
  const near = nearest(read, AGENCIES, (agency) => agency, Math.min(1, 0.06 * read.length));
  if (near && near.runnerUp - near.distance > 0.15) return parsed(key, 'text', near.entry, span, { listed: true, mended: near.distance });
  return parsed(key, 'text', read, span, { listed: false });
};
