// Options of `sohoa package` that become the batch's package settings: facts for the archive, file names, the
// signing key. The secret comes through a pipe or the environment, never as an argument, which every
// program on the machine can read.
import { text } from 'node:stream/consumers';
import path from 'node:path';
import { keyPlaceSchema, packageSettingsSchema, type PackageSettings } from '../../shared/api/packages.ts';
import { AppError } from '../../shared/errors.ts';
import type { CommandCall } from './command.ts';

const ARCHIVE = { 'agency-code': 'agencyCode', 'agency-name': 'agencyName', 'file-code': 'fileCode', 'file-title': 'fileTitle', retention: 'retention', access: 'access', 'physical-state': 'physicalState' } as const;
const NAMES = { 'names-pdf': 'pdf', 'names-book': 'book', 'names-document': 'document' } as const;
const SECRET_VARIABLE = 'SOHOA_SIGNING_SECRET';

const strings = <K extends string>(...names: readonly K[]): Record<K, { type: 'string' }> => Object.fromEntries(names.map((name) => [name, { type: 'string' }])) as Record<K, { type: 'string' }>;
export const PACKAGE_OPTIONS = {
  ...strings('agency-code', 'agency-name', 'file-code', 'file-title', 'retention', 'access', 'physical-state', 'names-pdf', 'names-book', 'names-document', 'workbook', 'sign-file', 'sign-token', 'token-label', 'sign-name', 'sign-role', 'timestamp'),
  'secret-stdin': { type: 'boolean' }, 'no-sign': { type: 'boolean' }, 'mixed-raster': { type: 'boolean' }, 'plain-pictures': { type: 'boolean' },
} as const;
export const PACKAGE_USAGE = `  --agency-code, --agency-name, --file-code, --file-title, --retention, --access, --physical-state
                   thông tin lưu trữ của hồ sơ / archive facts (TT 05/2025 Điều 4.1.c), kept for the batch
  --mixed-raster, --plain-pictures
                   ảnh trong PDF lưu trữ: tách chữ in khỏi nền giấy (nhỏ hơn một nửa, nền được làm phẳng) hay ảnh thường (mặc định)
                   archive copies: print over flattened paper where it halves a page, or plain pictures (default)
  --workbook       current | older: mẫu sổ khai sinh 70 hay 61 cột / births workbook
  --names-pdf, --names-book, --names-document
                   mẫu tên tệp / file name patterns: {type} {year} {book} {date} {number}
  --sign-file P12  ký bằng tệp .p12, .pfx / sign with a PKCS#12 file (luu-tru, cv-7197)
  --sign-token LIB ký bằng thiết bị / sign with a PKCS#11 token: its driver; --token-label when there are several
  --sign-name, --sign-role, --timestamp URL
                   tên và vai trò hiện trong chữ ký, máy chủ dấu thời gian / shown name and role, RFC 3161 server
  --secret-stdin   đọc mật khẩu, mã PIN từ đầu vào / read password or PIN from stdin (or ${SECRET_VARIABLE})
  --no-sign        không ký nữa / do not sign any more`;

type Values = CommandCall['values'];
const given = (values: Values, name: string): string | undefined => {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
};
const named = <K extends string>(values: Values, table: Readonly<Record<string, K>>): Partial<Record<K, string>> =>
  Object.fromEntries(Object.entries(table).flatMap(([option, key]) => (given(values, option) === undefined ? [] : [[key, given(values, option)]]))) as Partial<Record<K, string>>;

/** The settings with what was given on the command line; null when nothing was. AppErrors: wrong-usage. */
export function settingsFrom(values: Values, known: PackageSettings, defaults: { readonly pdf: string; readonly book: string; readonly document: string }): PackageSettings | null {
  const archive = named(values, ARCHIVE);
  const names = named(values, NAMES);
  const workbook = given(values, 'workbook');
  const signing = signingFrom(values, known.signing);
  const isMixedRaster = values['mixed-raster'] === true ? true : values['plain-pictures'] === true ? false : known.isMixedRaster;
  if (Object.keys(archive).length + Object.keys(names).length === 0 && workbook === undefined && signing === known.signing && isMixedRaster === known.isMixedRaster) return null;
  const parsed = packageSettingsSchema.safeParse({
    archive: { ...known.archive, ...archive }, signing, ...(isMixedRaster === undefined ? {} : { isMixedRaster }),
    civil: { ...known.civil, ...(workbook === undefined ? {} : { workbook }), ...(Object.keys(names).length === 0 ? {} : { names: { ...defaults, ...known.civil.names, ...names } }) },
  });
  if (!parsed.success) throw new AppError('wrong-usage', { command: 'package', reason: parsed.error.issues.map(({ path: at, message }) => `${at.join('.')}: ${message}`).join('; ') });
  return parsed.data;
}

function signingFrom(values: Values, known: PackageSettings['signing']): unknown {
  if (values['no-sign'] === true) return null;
  const file = given(values, 'sign-file');
  const library = given(values, 'sign-token');
  const label = given(values, 'token-label');
  const name = given(values, 'sign-name');
  const role = given(values, 'sign-role');
  const timestampUrl = given(values, 'timestamp');
  if (file !== undefined && library !== undefined) throw new AppError('wrong-usage', { command: 'package', reason: '--sign-file or --sign-token' });
  const place = file !== undefined ? { kind: 'pkcs12', path: path.resolve(file) } : library !== undefined ? { kind: 'pkcs11', library, ...(label === undefined ? {} : { label }) } : known?.key;
  if ([file, library, name, role, timestampUrl].every((value) => value === undefined)) return known;
  if (place === undefined) throw new AppError('wrong-usage', { command: 'package', reason: '--sign-file or --sign-token' });
  return { ...known, key: keyPlaceSchema.parse(place), ...(name === undefined ? {} : { name }), ...(role === undefined ? {} : { role }), ...(timestampUrl === undefined ? {} : { timestampUrl }) };
}

/** Without its line end; undefined when none was given. */
export async function readSecret(values: Values, stdin: NodeJS.ReadableStream = process.stdin): Promise<string | undefined> {
  const secret = values['secret-stdin'] === true ? (await text(stdin)).replace(/\r?\n$/, '') : process.env[SECRET_VARIABLE];
  return secret === '' ? undefined : secret;
}
