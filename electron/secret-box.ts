// Upload secrets under the system's key store; nothing where Electron would only obscure them.
import { safeStorage } from 'electron';
import type { SecretBox } from '../backend/uploads/secret-box.ts';
const isReal = (): boolean => safeStorage.isEncryptionAvailable() && (process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text');
const box: SecretBox = { where: 'system', seal: async (secret) => safeStorage.encryptString(secret).toString('base64'), open: async (sealed) => safeStorage.decryptString(Buffer.from(sealed, 'base64')) };
export const systemSecrets = (): { secrets?: SecretBox } => (isReal() ? { secrets: box } : {});
