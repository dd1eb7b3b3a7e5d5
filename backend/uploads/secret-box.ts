// Secrets of profiles at rest. In the desktop window the system's key store holds the key (Electron's
// safeStorage, handed in as a SecretBox). Elsewhere there is a key file beside the database that only this
// user may read: that keeps tokens out of backups of the database, exports and logs, but not from somebody
// who can read everything this user can. AES-256-GCM; a changed byte is noticed.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { chmod, link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';

export type SecretBox = {
  readonly where: 'system' | 'key-file';
  seal(secret: string): Promise<string>;
  /** AppError original-damaged when it was not sealed with this key or was changed. */
  open(sealed: string): Promise<string>;
};

const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

async function readKey(file: string): Promise<Buffer> {
  const known = await readFile(file).catch(() => undefined);
  if (known !== undefined && known.length !== KEY_BYTES) throw new AppError('original-damaged', { path: file });
  if (known !== undefined) return known;
  await mkdir(path.dirname(file), { recursive: true });
  const temporary = `${file}.${randomBytes(6).toString('hex')}`;
  await writeFile(temporary, randomBytes(KEY_BYTES), { mode: 0o600, flush: true });
  // Whoever comes second takes the first one's key.
  await link(temporary, file).catch(() => undefined);
  await rm(temporary, { force: true });
  await chmod(file, 0o600);
  return readFile(file);
}

/** The key is made with the first secret. */
export function createKeyFileBox(file: string): SecretBox {
  return {
    where: 'key-file',
    seal: async (secret) => {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', await readKey(file), iv);
      const body = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64');
    },
    open: async (sealed) => {
      const bytes = Buffer.from(sealed, 'base64');
      try {
        const decipher = createDecipheriv('aes-256-gcm', await readKey(file), bytes.subarray(0, IV_BYTES));
        decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
        return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
      } catch (error) {
        throw new AppError('original-damaged', { path: file, reason: 'secret' }, 'none', { cause: error });
      }
    },
  };
}
