// A signing token: the key never leaves it, only hashes go in. The certificate is found beside its key (same
// CKA_ID). RSA goes in as a DigestInfo (CKM_RSA_PKCS), which every token knows; ECDSA as the bare hash.
import { createHash } from 'node:crypto';
import { X509Certificate } from 'node:crypto';
import { AppError } from '../../../shared/errors.ts';
import type { Pkcs11Driver, TokenFacts } from './pkcs11-driver.ts';
import { CKA, CKM, CKO, CKR, openDriver, ulong } from './pkcs11-driver.ts';
import type { Signer } from './signer.ts';
import { chainOf } from './signer.ts';

/** `label` of the token; without one the only token that holds a key. */
export type TokenAddress = { readonly library: string; readonly label?: string };

/** DigestInfo of a SHA-256 (RFC 8017, 9.2). */
const SHA256_INFO = Buffer.from('3031300d060960864801650304020105000420', 'hex');

/** What is plugged in, without a PIN. AppErrors: token-missing. */
export function listTokens(library: string): readonly TokenFacts[] {
  const driver = openDriver(library);
  return driver.slots().map((slot) => driver.token(slot)).filter(({ label }) => label !== '');
}

/** AppErrors: token-missing, token-locked, certificate-secret-wrong, certificate-unreadable (no key with a certificate). */
export function openPkcs11({ library, label }: TokenAddress, pin: string): Promise<Signer> {
  return Promise.resolve().then(() => {
    const driver = openDriver(library);
    const slot = findSlot(driver, library, label);
    const session = driver.open(slot);
    try {
      logIn(driver, session, slot, pin);
      return signerOf(driver, session, library);
    } catch (error) {
      driver.close(session);
      throw error;
    }
  });
}

function findSlot(driver: Pkcs11Driver, library: string, label: string | undefined): number {
  const slots = driver.slots().filter((slot) => driver.token(slot).label !== '');
  const found = label === undefined ? slots[0] : slots.find((slot) => driver.token(slot).label === label);
  if (found === undefined) throw new AppError('token-missing', { library, reason: label === undefined ? 'no-token' : `no-token-named ${label}` }, 'again');
  return found;
}

function logIn(driver: Pkcs11Driver, session: number, slot: number, pin: string): void {
  const code = driver.login(session, pin);
  if (code === CKR.OK || code === CKR.ALREADY_LOGGED_IN) return;
  const { label, isPinLocked, isLastTry, isPinLow } = driver.token(slot);
  if (code === CKR.PIN_LOCKED || isPinLocked) throw new AppError('token-locked', { token: label }, 'none');
  if (code === CKR.PIN_INCORRECT || code === CKR.PIN_INVALID || code === CKR.PIN_LEN_RANGE) {
    throw new AppError('certificate-secret-wrong', { token: label, ...(isLastTry ? { left: 'còn 1 lần / 1 try left' } : isPinLow ? { left: 'sắp khoá / few tries left' } : {}) }, 'again');
  }
  throw new AppError('token-missing', { token: label, reason: `C_Login 0x${code.toString(16)}` }, 'again');
}

function signerOf(driver: Pkcs11Driver, session: number, library: string): Signer {
  const certificates = driver.find(session, new Map([[CKA.CLASS, ulong(CKO.CERTIFICATE)]])).map((object) => ({ id: driver.attribute(session, object, CKA.ID), der: driver.attribute(session, object, CKA.VALUE) }));
  const keys = driver.find(session, new Map([[CKA.CLASS, ulong(CKO.PRIVATE_KEY)]]));
  for (const key of keys) {
    const id = driver.attribute(session, key, CKA.ID);
    const der = certificates.find((certificate) => id !== undefined && certificate.id?.equals(id) === true)?.der;
    if (der === undefined) continue;
    const keyKind = new X509Certificate(der).publicKey.asymmetricKeyType === 'ec' ? 'ec' : 'rsa';
    const sign = (data: Uint8Array): Buffer => {
      const digest = createHash('sha256').update(data).digest();
      return keyKind === 'rsa' ? driver.sign(session, key, CKM.RSA_PKCS, Buffer.concat([SHA256_INFO, digest])) : derOfPair(driver.sign(session, key, CKM.ECDSA, digest));
    };
    return {
      certificate: der, chain: chainOf(der, certificates.flatMap((certificate) => certificate.der ?? [])), keyKind, sign: (data) => Promise.resolve().then(() => sign(data)),
      close: () => {
        driver.logout(session);
        driver.close(session);
      },
    };
  }
  throw new AppError('certificate-unreadable', { path: library, reason: keys.length === 0 ? 'no-key' : 'no-certificate' }, 'other-file');
}

/** Tokens give r and s side by side, CMS wants them as a DER sequence. */
function derOfPair(pair: Buffer): Buffer {
  const half = pair.length >> 1;
  const integers = Buffer.concat([pair.subarray(0, half), pair.subarray(half)].map(derInteger));
  return Buffer.concat([Buffer.from(integers.length < 128 ? [0x30, integers.length] : [0x30, 0x81, integers.length]), integers]);
}

function derInteger(bytes: Buffer): Buffer {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start += 1;
  const magnitude = bytes.subarray(start);
  const value = ((magnitude[0] ?? 0) & 0x80) === 0 ? magnitude : Buffer.concat([Buffer.from([0]), magnitude]);
  return Buffer.concat([Buffer.from([0x02, value.length]), value]);
}
