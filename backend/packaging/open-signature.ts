// From what an office has set to a key that signs: opened and judged before a byte of the package is written,
// so that a wrong PIN or an expired certificate costs nothing but the message.
import type { OpenSignature, SigningRequest } from './package-input.ts';
import { openPkcs11 } from '../pdf/signing/open-pkcs11.ts';
import { openPkcs12 } from '../pdf/signing/open-pkcs12.ts';
import { checkCertificate } from '../pdf/signing/signer.ts';
import { createTimestampSource } from '../pdf/signing/timestamp.ts';

/** AppErrors: source-missing, certificate-unreadable, certificate-secret-wrong, certificate-expired, certificate-not-usable, token-missing, token-locked. */
export async function openSignature({ key, secret, name, role, timestampUrl }: SigningRequest, signal: AbortSignal, now: () => Date = () => new Date()): Promise<OpenSignature> {
  const signer = key.kind === 'pkcs12' ? await openPkcs12(key.path, secret) : await openPkcs11(key, secret);
  try {
    const certificate = checkCertificate(signer.certificate, now());
    const shown = { ...(name ? { name } : {}), ...(role ? { role } : {}) };
    const timestamp = timestampUrl === undefined ? {} : { timestamp: createTimestampSource(timestampUrl, signal) };
    return {
      signing: { signer, now, ...shown, ...timestamp },
      facts: { name: certificate.name, issuer: certificate.issuer, validTo: certificate.validTo, level: timestampUrl === undefined ? 'B-B' : 'B-T', ...(role ? { role } : {}), ...(name ? { name } : {}) },
    };
  } catch (error) {
    signer.close();
    throw error;
  }
}
