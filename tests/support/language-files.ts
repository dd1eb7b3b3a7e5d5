// The texts of a language as the renderer merges them, read from the files.
import { readFileSync, readdirSync } from 'node:fs';
import { mergeTexts, type TextTree } from '../../renderer/i18n/merge-texts.ts';

export function textsOf(language: string): TextTree {
  const folder = new URL(`../../renderer/i18n/${language}/`, import.meta.url);
  return mergeTexts(readdirSync(folder).map((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as TextTree));
}
