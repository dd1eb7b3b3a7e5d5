// What the field may become, while one types or where nothing is written: this book's values first, then the lists
// and the gazetteer. Pure: what the book holds is handed in.
import { completePlace } from './complete-place.ts';
import type { FieldOption } from './field-options.ts';
import { kindOf } from './typed-value.ts';
import { findInList, matchRank, valueListOf } from './value-lists.ts';

const MOST = 4;
/** Kinds whose values are each record's own: another record's would only mislead. */
const OWN_KINDS = new Set(['registrationNumber', 'date', 'partialDate', 'dateInWords', 'timeOfDay', 'idNumber', 'code', 'integer']);
/** Names of officials repeat through a book; names of the persons registered do not. */
const OFFICIAL = /^(nguoiKy|nguoiThucHien|chucVuNguoiKy)$/;

export function repeatsInBook(recordType: string | null, key: string): boolean {
  const kind = kindOf(recordType, key);
  return !OWN_KINDS.has(kind) && (kind !== 'personName' || OFFICIAL.test(key));
}

type Asked = { recordType: string | null; key: string; typed: string; /** Most used first. */ bookValues: readonly string[] };

export function completions({ recordType, key, typed, bookValues }: Asked): readonly FieldOption[] {
  const text = typed.trim();
  const ofBook = repeatsInBook(recordType, key) ? bookValues.filter((value) => text === '' || matchRank(value, text) !== undefined).map((value): FieldOption => ({ value, from: 'book' })) : [];
  const list = valueListOf(recordType, key);
  const ofList = list && text !== '' ? findInList(list, text, bookValues).map(({ value, name }): FieldOption => ({ value, from: 'list', ...(name === undefined ? {} : { name }) })) : [];
  const places = kindOf(recordType, key) === 'place' ? completePlace(text, bookValues, MOST).map((value): FieldOption => ({ value, from: 'list' })) : [];
  const all = [...(list?.isClosed === true ? ofList : ofBook), ...(list?.isClosed === true ? ofBook : ofList), ...places].filter((option) => option.value !== '' && option.value !== typed);
  return all.filter((option, index) => all.findIndex((other) => other.value === option.value) === index).slice(0, MOST);
}
