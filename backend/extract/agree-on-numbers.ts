// A register's number bears the year of its day of registration. Where a figure of the year was lost
// (102/198 beside 14.05.1998), the date says which; a number that has a whole year of its own stays.
import { parseStoredDate } from '../../shared/domain/dates.ts';
import type { PlacedValue } from './placed-value.ts';

const SHORT_YEAR = /^(\d{1,4})\/(\d{3})$/;

/** Whether `short` is `year` with one figure left out. */
const lacksOne = (short: string, year: string): boolean => [...year].some((_, at) => year.slice(0, at) + year.slice(at + 1) === short);

export function agreeOnNumbers(values: readonly PlacedValue[]): readonly PlacedValue[] {
  const year = parseStoredDate(values.find(({ key }) => key === 'ngayDangKy')?.value ?? '')?.year;
  return values.map((value) => {
    const [, number = '', short = ''] = (value.key === 'so' && SHORT_YEAR.exec(value.value)) || [];
    return number === '' || year === undefined || !lacksOne(short, String(year)) ? value : { ...value, value: `${number}/${year}`, mended: value.mended + 1, reasons: [...value.reasons.filter((reason) => reason !== 'number-incomplete'), 'figure-mended'] };
  });
}
