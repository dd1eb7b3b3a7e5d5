// All text that a person reads is in the language files: both have the same keys, every key that the code names is
// there, every error has its sentence, and no component carries text of its own.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { FINDING_CODES, PROBLEM_CODES } from '../../../../backend/packaging/finding-text.ts';
import { SCREENS } from '../../../../renderer/app-route.ts';
import { mergeTexts, type TextTree } from '../../../../renderer/i18n/merge-texts.ts';
import { ERROR_CODES } from '../../../../shared/errors.ts';
import { textsOf } from '../../../support/language-files.ts';

const root = fileURLToPath(new URL('../../../../renderer/', import.meta.url));
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

function flatten(tree: TextTree, before = ''): Map<string, string> {
  return new Map(Object.entries(tree).flatMap(([key, value]) => (typeof value === 'string' ? [[before + key, value] as const] : [...flatten(value, `${before}${key}.`)])));
}

const texts = (language: string): Map<string, string> => flatten(textsOf(language));
const vi = texts('vi');
const en = texts('en');
const withoutCount = (key: string): string => key.replace(/_(one|other)$/, '');
const has = (key: string): boolean => vi.has(key) || vi.has(`${key}_other`);
const blanks = (text: string): string[] => [...new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? ''))].sort();

describe('the language files', () => {
  it('have the same keys', () => {
    expect([...new Set([...en.keys()].map(withoutCount))].sort()).toEqual([...new Set([...vi.keys()].map(withoutCount))].sort());
  });

  it('leave the same blanks to be filled in', () => {
    const differing = [...en].filter(([key, text]) => !key.endsWith('_one') && blanks(text).join() !== blanks(vi.get(withoutCount(key)) ?? '').join()).map(([key]) => key);
    expect(differing).toEqual([]);
  });

  it('have no empty text and composed letters only', () => {
    for (const [key, text] of [...vi, ...en]) {
      expect(text.trim(), key).not.toBe('');
      expect(text, key).toBe(text.normalize('NFC'));
    }
  });

  it('say of every error what happened, what is safe and what to do', () => {
    for (const code of ERROR_CODES) {
      expect(vi.get(`error.${code}`)?.match(/[.;]/g)?.length ?? 0, code).toBeGreaterThanOrEqual(2);
      expect(en.has(`error.${code}`), code).toBe(true);
    }
  });

  it('have a text for every finding of a package check', () => {
    for (const code of [...FINDING_CODES, ...PROBLEM_CODES.map((problem) => `problem.${problem}`)]) expect([vi.has(`check.${code}`), en.has(`check.${code}`)], code).toEqual([true, true]);
  });

  it('refuse the same text from two areas', () => {
    expect(() => mergeTexts([{ action: { open: 'Mở' } }, { action: { open: 'Mở ra' } }])).toThrow('action.open');
    expect(mergeTexts([{ action: { open: 'Mở' } }, { action: { close: 'Đóng' } }])).toEqual({ action: { open: 'Mở', close: 'Đóng' } });
  });

  it('name every screen', () => {
    for (const screen of SCREENS) expect(has(`screen.${screen}`)).toBe(true);
  });
});

describe('the code', () => {
  it('names only keys that exist', () => {
    const named = sources.flatMap((file) => [...read(file).matchAll(/\bt\(\[?'([a-z][\w.-]+)'|(?:\? |: )'((?:batches|desk|viewer|pages|common|shell)\.[\w.-]+)'/gi)].map((match) => match[1] ?? match[2] ?? ''));
    expect(named.length).toBeGreaterThan(100);
    expect([...new Set(named)].filter((key) => !has(key))).toEqual([]);
  });

  it('builds keys only below sections that exist', () => {
    const built = sources.flatMap((file) => [...read(file).matchAll(/\bt\(\[?`([\w.-]+)\.[\w-]*\$\{/g)].map((match) => match[1] ?? ''));
    expect([...new Set(built)].filter((section) => ![...vi.keys()].some((key) => key.startsWith(`${section}.`)))).toEqual([]);
  });
});

const SPOKEN_ATTRIBUTES = ['aria-label', 'aria-description', 'title', 'placeholder', 'alt', 'label', 'text'];
const hasLetters = (text: string): boolean => /\p{L}{2,}/u.test(text);

/** Literal text inside elements and in the attributes that a person sees or hears. */
function literalTexts(file: string): string[] {
  const found: string[] = [];
  const source = ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node) && hasLetters(node.text)) found.push(node.text.trim());
    if (ts.isJsxAttribute(node) && SPOKEN_ATTRIBUTES.includes(node.name.getText()) && node.initializer && ts.isStringLiteral(node.initializer) && hasLetters(node.initializer.text)) found.push(node.initializer.text);
    if (ts.isJsxExpression(node) && node.expression && ts.isStringLiteral(node.expression) && !ts.isJsxAttribute(node.parent) && hasLetters(node.expression.text)) found.push(node.expression.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

describe('a component', () => {
  it.each(sources.filter((file) => file.endsWith('.tsx')))('carries no text of its own: %s', (file) => {
    expect(literalTexts(file)).toEqual([]);
  });
});
