// The metadata of an administrative document by CV 7197: the seven mandatory fields and those of the
// optional ones that are known, checked before anything is written. Findings, not refusals: the package
// is built all the same and a clerk sees what to repair.
import { normalDate } from '../eark/ead.ts';
import { fileNamePart } from '../safe-path.ts';
import type { GuideRules } from './guide-rules.ts';
import { fill, GUIDE_RULES } from './guide-rules.ts';

export type GuideSource = {
  /** By field key of type VB. */
  readonly values: Readonly<Record<string, string>>;
  /** Place in the file, from 1. */
  readonly seq: number;
  readonly pages: number;
  /** True when a person corrected something: version 2 of the document. */
  readonly isCorrected: boolean;
  /** Mã định danh cơ quan; without it no code can be made. */
  readonly agencyCode: string | undefined;
};

export type GuideProblem = { readonly code: 'guide-missing' | 'guide-too-long' | 'guide-not-a-date' | 'guide-code-pattern' | 'guide-unknown-field' | 'guide-not-a-number'; readonly field: string };
export type GuideMetadata = {
  /** In the guide's order; mandatory fields are there even when empty. */
  readonly fields: Readonly<Record<string, string>>;
  /** Without extension; null as long as there is no code. */
  readonly fileName: string | null;
  readonly problems: readonly GuideProblem[];
};

export function guideMetadata(source: GuideSource, rules: GuideRules = GUIDE_RULES): GuideMetadata {
  const value = (key: string): string => (source.values[key] ?? '').normalize('NFC').trim();
  const iso = normalDate(value('IssuedDate'));
  const date = iso?.length === 10 ? iso : undefined;
  const known: Readonly<Record<string, string>> = {
    DocCode: value('DocCode') || madeCode(source, rules),
    IssuedDate: date === undefined ? value('IssuedDate') : formatted(date, rules.issuedDate),
    Language: value('Language') || 'Tiếng Việt', PageAmount: value('PageAmount') || String(source.pages), ConfidenceLevel: value('ConfidenceLevel') || 'Số hóa', Format: value('Format') || 'PDF/A-2u',
  };
  const of = (key: string): string => known[key] ?? value(key);
  const mandatory = Object.keys(rules.mandatory).map((key) => [key, of(key)] as const);
  const optional = Object.keys(rules.optional).map((key) => [key, of(key)] as const).filter(([, text]) => text !== '');
  const fields = Object.fromEntries([...mandatory, ...optional]);
  const docCode = fields['DocCode'] ?? '';
  return { fields, fileName: docCode === '' ? null : fileName(docCode, date, value('Subject'), rules), problems: problems(fields, date, rules) };
}

/** What is wrong with fields that somebody has written down, and with names of fields that the guide does not know. */
export function guideProblems(fields: Readonly<Record<string, string>>, rules: GuideRules = GUIDE_RULES): readonly GuideProblem[] {
  const unknown = Object.keys(fields).filter((field) => rules.mandatory[field] === undefined && rules.optional[field] === undefined).map((field): GuideProblem => ({ code: 'guide-unknown-field', field }));
  const pages = fields['PageAmount'] === undefined || /^\d{1,4}$/.test(fields['PageAmount']) ? [] : [{ code: 'guide-not-a-number', field: 'PageAmount' } as const];
  return [...problems(fields, writtenDate(fields, rules), rules), ...unknown, ...pages];
}

/** What the document's file is called by its metadata, without extension; null without a code. */
export const guideFileName = (fields: Readonly<Record<string, string>>, rules: GuideRules = GUIDE_RULES): string | null =>
  (fields['DocCode'] ?? '') === '' ? null : fileName(fields['DocCode'] ?? '', writtenDate(fields, rules), fields['Subject'] ?? '', rules);

/** The date as the rules write it, as ISO 8601; undefined for anything else. */
function writtenDate(fields: Readonly<Record<string, string>>, rules: GuideRules): string | undefined {
  const text = fields['IssuedDate'] ?? '';
  const at = (part: string): string => text.slice(rules.issuedDate.indexOf(part), rules.issuedDate.indexOf(part) + part.length);
  const iso = normalDate(`${at('dd')}.${at('MM')}.${at('yyyy')}`);
  return iso !== undefined && formatted(iso, rules.issuedDate) === text ? iso : undefined;
}

function madeCode({ values, seq, isCorrected, agencyCode = '' }: GuideSource, rules: GuideRules): string {
  const agency = agencyCode.trim();
  if (!/^[A-Z0-9.]{1,35}$/.test(agency) || seq >= 10 ** rules.docCodeDigits) return '';
  const name = (values['TypeName'] ?? '').normalize('NFC').trim().toLocaleLowerCase('vi');
  const kind = Object.entries(rules.kinds).find(([known]) => known.toLocaleLowerCase('vi') === name)?.[1] ?? rules.unknownKind;
  return fill(rules.docCode, { agency, kind, number: String(seq).padStart(rules.docCodeDigits, '0'), version: isCorrected ? '2' : '1' });
}

const formatted = (iso: string, pattern: string): string => pattern.replace('yyyy', iso.slice(0, 4)).replace('MM', iso.slice(5, 7)).replace('dd', iso.slice(8, 10));

/** CODE_YYYYMMDD_DESC: letters without their marks, as every system takes them; no date gives zeros. */
function fileName(docCode: string, date: string | undefined, subject: string, rules: GuideRules): string {
  const words = fileNamePart(subject, 60).split('-').filter(Boolean).map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`);
  const code = docCode.split('.').map((part) => fileNamePart(part, 40)).filter(Boolean).join('.');
  return fill(rules.fileName, { docCode: code, date: date?.replaceAll('-', '') ?? '00000000', description: words.join('').slice(0, 40) || 'TaiLieu' });
}

function problems(fields: Readonly<Record<string, string>>, date: string | undefined, rules: GuideRules): GuideProblem[] {
  const limits = { ...rules.mandatory, ...rules.optional };
  const missing = Object.keys(rules.mandatory).filter((field) => (fields[field] ?? '') === '').map((field): GuideProblem => ({ code: 'guide-missing', field }));
  const long = Object.entries(fields).filter(([field, text]) => [...text].length > (limits[field] ?? Infinity)).map(([field]): GuideProblem => ({ code: 'guide-too-long', field }));
  const dated = (fields['IssuedDate'] ?? '') !== '' && date === undefined ? [{ code: 'guide-not-a-date', field: 'IssuedDate' } as const] : [];
  const docCode = fields['DocCode'] ?? '';
  const coded = docCode !== '' && !codePattern(rules).test(docCode) ? [{ code: 'guide-code-pattern', field: 'DocCode' } as const] : [];
  return [...missing, ...long, ...dated, ...coded];
}

/** What a code must look like by the pattern: also one that stood on paper. */
function codePattern(rules: GuideRules): RegExp {
  const parts: Readonly<Record<string, string>> = { agency: '[A-Z0-9.]{1,35}', kind: '\\p{L}{1,5}', number: `(?!0+(?!\\d))\\d{${rules.docCodeDigits}}`, version: '[1-9]\\d?' };
  const literal = rules.docCode.split(/(\{\w+\})/).map((piece) => (/^\{\w+\}$/.test(piece) ? (parts[piece.slice(1, -1)] ?? '.*') : piece.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')));
  return new RegExp(`^${literal.join('')}$`, 'u');
}
