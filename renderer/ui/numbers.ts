// Numbers, sizes, times and dates as the language of the screen writes them.
import { currentLanguage } from '../i18n/language.ts';

const locale = (): string => (currentLanguage() === 'vi' ? 'vi-VN' : 'en-GB');

/** A formatter is dear to make and is asked for with every thumbnail. */
const formatters = new Map<string, Intl.NumberFormat>();
function formatterOf(language: string): Intl.NumberFormat {
  const known = formatters.get(language) ?? new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  formatters.set(language, known);
  return known;
}

export const formatNumber = (value: number): string => formatterOf(locale()).format(value);

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

export function formatBytes(bytes: number): string {
  const step = bytes < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  return `${formatNumber(bytes / 1000 ** step)} ${UNITS[step] ?? 'B'}`;
}

export const formatMoment = (iso: string): string => new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'numeric', year: 'numeric', hour: '2-digit', minute: '2-digit' }).format(new Date(iso));

/** 22.11.2026, for names. */
export const dayName = (date: Date): string => `${String(date.getDate()).padStart(2, '0')}.${String(date.getMonth() + 1).padStart(2, '0')}.${date.getFullYear()}`;
