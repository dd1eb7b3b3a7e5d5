// Who may send: accounts in accounts.json beside the data, tokens only as SHA-256, so that the file tells
// nobody how to get in. Read again when it changes, so `sohoa repository account` works on a running one.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../shared/errors.ts';
import type { ObjectStore } from './object-store.ts';

const accountSchema = z.object({
  name: z.string().regex(/^[\p{L}\p{N}._ -]{1,60}$/u),
  tokenSha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** All its packages together; null for no limit. */
  quotaBytes: z.number().int().positive().nullable(),
  createdAt: z.string(),
  revokedAt: z.string().nullable(),
});
export type Account = Readonly<z.infer<typeof accountSchema>>;
export type RepositoryEnv = { Variables: { account: Account | undefined } };

export type Accounts = {
  /** Whether anybody was ever given an account: then nobody comes in without one. */
  any(): Promise<boolean>;
  /** Whose token this is; undefined for nobody's or a revoked one. Constant time per account. */
  of(token: string): Promise<Account | undefined>;
  /** Bytes of the packages it sent. */
  used(name: string): Promise<number>;
};

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');
const fileIn = (dir: string): string => join(dir, 'accounts.json');

export async function readAccounts(dir: string): Promise<readonly Account[]> {
  const text = await readFile(fileIn(dir), 'utf8').catch(() => undefined);
  return text === undefined ? [] : z.array(accountSchema).parse(JSON.parse(text));
}

async function writeAccounts(dir: string, accounts: readonly Account[]): Promise<void> {
  await writeFile(`${fileIn(dir)}.new`, `${JSON.stringify(accounts, null, 1)}\n`, { flush: true, mode: 0o600 });
  await rename(`${fileIn(dir)}.new`, fileIn(dir));
}

/** Returns the token: the only time anybody sees it. AppError wrong-usage for a name that is taken or odd. */
export async function addAccount(dir: string, name: string, quotaBytes: number | null): Promise<string> {
  const accounts = await readAccounts(dir);
  if (accounts.some((account) => account.name === name && account.revokedAt === null)) throw new AppError('wrong-usage', { account: name, reason: 'account-exists' });
  const token = randomBytes(24).toString('base64url');
  const parsed = accountSchema.safeParse({ name, tokenSha256: hashOf(token), quotaBytes, createdAt: new Date().toISOString(), revokedAt: null });
  if (!parsed.success) throw new AppError('wrong-usage', { account: name.slice(0, 60), reason: 'account-name' });
  await writeAccounts(dir, [...accounts, parsed.data]);
  return token;
}

/** AppError not-found when there is none. */
export async function revokeAccount(dir: string, name: string): Promise<void> {
  const accounts = await readAccounts(dir);
  if (!accounts.some((account) => account.name === name && account.revokedAt === null)) throw new AppError('not-found', { what: 'account', id: name });
  await writeAccounts(dir, accounts.map((account) => (account.name === name && account.revokedAt === null ? { ...account, revokedAt: new Date().toISOString() } : account)));
}

export function openAccounts(dir: string, objects: Pick<ObjectStore, 'usedBy'>): Accounts {
  let known: { stamp: string; accounts: readonly Account[] } | undefined;
  const current = async (): Promise<readonly Account[]> => {
    const facts = await stat(fileIn(dir)).catch(() => undefined);
    const stamp = facts === undefined ? 'none' : `${facts.mtimeMs}:${facts.size}:${facts.ino}`;
    if (known?.stamp !== stamp) known = { stamp, accounts: await readAccounts(dir) };
    return known.accounts;
  };
  return {
    any: async () => (await current()).length > 0,
    of: async (token) => {
      const digest = Buffer.from(hashOf(token), 'hex');
      return (await current()).find((account) => timingSafeEqual(Buffer.from(account.tokenSha256, 'hex'), digest) && account.revokedAt === null);
    },
    used: (name) => objects.usedBy(name),
  };
}
