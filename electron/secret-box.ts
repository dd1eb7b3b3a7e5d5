// Secrets of upload profiles under the system's own key store; undefined where it has none (on Linux without
// a keyring Electron would only obscure them), and the back end keeps its key file.
import { safeStorage } from 'electron';
import type { SecretBox } from '../backend/uploads/secret-box.ts';

export function createSystemSecretBox(): SecretBox | undefined {
  const isReal = safeStorage.isEncryptionAvailable() && (process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text');
  if (!isReal) return undefined;
  return {
    where: 'system',
    seal: async (secret) => safeStorage.encryptString(secret).toString('base64'),
    open: async (sealed) => safeStorage.decryptString(Buffer.from(sealed, 'base64')),
  };
}
