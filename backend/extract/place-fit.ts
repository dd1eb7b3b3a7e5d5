// Whether a text without a label is a place, and whose it can be: an office registers, in a house people are born
// and die, in a hamlet they live.
import { foldMarks } from '../../shared/domain/vietnamese-text.ts';

const OFFICE = 'u. b.n nh.n d.n|ubnd';
const HOUSE = 'benh vien|tram y te|trung tam y te|nha ho sinh|tai nha';
const HAMLET = 'thon|khoi pho|khoi|khu pho|to dan pho|to|ban|ap|khu|pho|xom';
const COMMUNE = 'xa|phuong|thi tran|dac khu';
const ABOVE = 'huyen|quan|thi xa|thanh pho|tinh|tp';

const word = (units: string, flags = ''): RegExp => new RegExp(`(?<![a-z])(?:${units})(?![a-z])`, flags);
const openings = word(`${OFFICE}|${HOUSE}|${HAMLET}|${COMMUNE}`, 'g');
const [commune, above, anyUnit] = [word(COMMUNE), word(ABOVE), word(`${OFFICE}|${HOUSE}|${COMMUNE}|${ABOVE}`)];
const begins = (units: string): RegExp => new RegExp(`^(?:${units})(?![a-z])`);
const [isOffice, isHouse, isHamlet] = [begins(OFFICE), begins(HOUSE), begins(HAMLET)];

const REGISTRY = /^(?:noiDangKy|noiCap)$|CoQuan/;
const BIRTH_OR_DEATH = /Noi(?:Sinh|Chet)$/;
const NATIVE = /QueQuan$/;

/** A unit's name has a capital or is a figure: "bản Nà Choòng", not "ủy ban nhân dân". */
const isNamed = (rest: string): boolean => /^\s+[\p{Lu}\d]/u.test(rest);

function beginningOf(text: string, plain: string): number | undefined {
  return [...plain.matchAll(openings)].find(({ 0: found, index }) => isOffice.test(found) || isHouse.test(found) || isNamed(text.slice(index + found.length)))?.index;
}

/** Where in `text` a place with its commune and a unit above it begins that the field can have. */
export function placeFit(text: string, key: string): number | undefined {
  const plain = foldMarks(text);
  const from = beginningOf(text, plain);
  const rest = plain.slice(from);
  if (from === undefined || !commune.test(rest) || !above.test(rest)) return undefined;
  if (isOffice.test(rest)) return REGISTRY.test(key) ? from : undefined;
  if (REGISTRY.test(key) || (isHouse.test(rest) && !BIRTH_OR_DEATH.test(key))) return undefined;
  return NATIVE.test(key) && isHamlet.test(rest) ? undefined : from;
}

export const namesUnit = (text: string): boolean => anyUnit.test(foldMarks(text));
