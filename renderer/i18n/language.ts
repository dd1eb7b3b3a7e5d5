// Vietnamese first, English one switch away. All text that a person reads is in vi/*.json and en/*.json;
// tests/unit/renderer checks that both have the same keys and that no component carries text of its own.
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { mergeTexts, type TextTree } from './merge-texts.ts';
import { remember, recall } from '../ui/remembered.ts';

export const LANGUAGES = ['vi', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

const vi = mergeTexts(Object.values(import.meta.glob<TextTree>('./vi/*.json', { eager: true, import: 'default' })));
const en = mergeTexts(Object.values(import.meta.glob<TextTree>('./en/*.json', { eager: true, import: 'default' })));

const isLanguage = (value: unknown): value is Language => value === 'vi' || value === 'en';

export function currentLanguage(): Language {
  return isLanguage(i18next.language) ? i18next.language : 'vi';
}

export function setLanguage(language: Language): void {
  remember('language', language);
  document.documentElement.lang = language;
  void i18next.changeLanguage(language);
}

export function startLanguage(): void {
  const remembered = recall('language', 'vi');
  const language = isLanguage(remembered) ? remembered : 'vi';
  document.documentElement.lang = language;
  void i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'vi',
    resources: { vi: { translation: vi }, en: { translation: en } },
    interpolation: { escapeValue: false },
  });
}
