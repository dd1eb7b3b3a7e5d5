// The key of an encrypted workspace. The passphrase gives a key by scrypt; that one opens the workspace's own key,
// which never changes and stands in vault.json wrapped with AES-256-GCM. From it come one key for the stored
// bytes and one for the database. Without the passphrase nobody reads the workspace, we neither.
// Errors: 'wrong-password', 'workspace-sealed'.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, scrypt } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { normalisePassword } from '../../shared/domain/password-rules.ts';
import { AppError } from '../../shared/errors.ts';
import { writeFileAtomically } from './atomic-write.ts';

const vaultSchema = z.object({ version: z.literal(1), n: z.number().int(), r: z.number().int(), p: z.number().int(), salt: z.base64url(), iv: z.base64url(), key: z.base64url(), tag: z.base64url() });
type VaultFile = z.infer<typeof vaultSchema>;
export type VaultKeys = { readonly blobs: Buffer; readonly database: string };
export type VaultCost = { readonly n: number; readonly r: number; readonly p: number };

/** OWASP's strongest: 128 MB, once per start. */
const COST: VaultCost = { n: 2 ** 17, r: 8, p: 1 };
const KEY_BYTES = 32;

export const vaultFile = (dataDir: string): string => path.join(dataDir, 'vault.json');
/** While a workspace is being encrypted; such a one is opened by finishing that. */
export const pendingVaultFile = (dataDir: string): string => path.join(dataDir, 'vault.pending.json');
export const isSealed = (dataDir: string): boolean => existsSync(vaultFile(dataDir)) || existsSync(pendingVaultFile(dataDir));

const keyFrom = (passphrase: string, salt: Buffer, { n, r, p }: VaultCost): Promise<Buffer> => new Promise((resolve, reject) => {
  scrypt(normalisePassword(passphrase), salt, KEY_BYTES, { N: n, r, p, maxmem: 256 * n * r }, (error, key) => (error === null ? resolve(key) : reject(error)));
});

const derive = (master: Buffer, use: string): Buffer => Buffer.from(hkdfSync('sha256', master, Buffer.alloc(0), `sohoa ${use}`, KEY_BYTES));
const keysOf = (master: Buffer): VaultKeys => ({ blobs: derive(master, 'blobs'), database: derive(master, 'database').toString('hex') });

export async function createVault(file: string, passphrase: string, cost: VaultCost = COST): Promise<VaultKeys> {
  const master = randomBytes(KEY_BYTES);
  const salt = randomBytes(16);
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', await keyFrom(passphrase, salt, cost), iv);
  const key = Buffer.concat([cipher.update(master), cipher.final()]);
  const vault: VaultFile = { version: 1, ...cost, salt: salt.toString('base64url'), iv: iv.toString('base64url'), key: key.toString('base64url'), tag: cipher.getAuthTag().toString('base64url') };
  await writeFileAtomically(file, `${JSON.stringify(vault, null, 1)}\n`);
  return keysOf(master);
}

export async function openVault(file: string, passphrase: string): Promise<VaultKeys> {
  const vault = vaultSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  const bytes = (text: string): Buffer => Buffer.from(text, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', await keyFrom(passphrase, bytes(vault.salt), vault), bytes(vault.iv));
  decipher.setAuthTag(bytes(vault.tag));
  try {
    return keysOf(Buffer.concat([decipher.update(bytes(vault.key)), decipher.final()]));
  } catch (error) {
    throw new AppError('wrong-password', { what: 'workspace' }, 'again', { cause: error });
  }
}

/** The keys of the workspace, or undefined when it is not encrypted. */
export async function keysFor(dataDir: string, passphrase: string | undefined): Promise<VaultKeys | undefined> {
  if (!isSealed(dataDir)) return undefined;
  if (passphrase === undefined || existsSync(pendingVaultFile(dataDir))) throw new AppError('workspace-sealed', existsSync(pendingVaultFile(dataDir)) ? { state: 'half-encrypted' } : {}, 'again');
  return openVault(vaultFile(dataDir), passphrase);
}
