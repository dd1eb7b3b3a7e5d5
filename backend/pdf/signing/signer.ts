// Who signs: a certificate and a key that never leaves its place. Two kinds of places, one interface: a
// PKCS#12 file (open-pkcs12.ts) and a PKCS#11 token (open-pkcs11.ts). The secret that opens either is passed
// in, used once and kept nowhere.
import { X509Certificate } from 'node:crypto';
import { AppError } from '../../../shared/errors.ts';

export type Signer = {
  /** DER. */
  readonly certificate: Uint8Array;
  /** DER, from the issuer upwards, as far as known. */
  readonly chain: readonly Uint8Array[];
  readonly keyKind: 'rsa' | 'ec';
  /** PKCS#1 v1.5 or ECDSA (DER) over the SHA-256 of `data`. */
  sign(data: Uint8Array): Promise<Uint8Array>;
  close(): void;
};

export type CertificateFacts = { readonly name: string; readonly issuer: string; readonly serial: string; readonly validFrom: string; readonly validTo: string };

/** Times ISO 8601. The name is the CN, or the organisation where there is none. */
export function certificateFacts(der: Uint8Array): CertificateFacts {
  const certificate = new X509Certificate(der);
  return {
    name: part(certificate.subject, 'CN') ?? part(certificate.subject, 'O') ?? certificate.subject.replace(/\n/g, ', '), issuer: part(certificate.issuer, 'CN') ?? part(certificate.issuer, 'O') ?? '',
    serial: certificate.serialNumber, validFrom: certificate.validFromDate.toISOString(), validTo: certificate.validToDate.toISOString(),
  };
}

const part = (name: string, key: string): string | undefined => name.split('\n').find((line) => line.startsWith(`${key}=`))?.slice(key.length + 1).replace(/\\(.)/g, '$1').normalize('NFC');

/** AppErrors: certificate-expired, certificate-not-usable (not valid yet, or its owner may not sign with it). */
export function checkCertificate(der: Uint8Array, at: Date): CertificateFacts {
  const facts = certificateFacts(der);
  if (at > new Date(facts.validTo)) throw new AppError('certificate-expired', { owner: facts.name, validTo: dayInVietnam(facts.validTo) }, 'other-file');
  if (at < new Date(facts.validFrom)) throw new AppError('certificate-not-usable', { owner: facts.name, reason: 'not-valid-yet', validFrom: facts.validFrom }, 'none');
  if (new X509Certificate(der).ca) throw new AppError('certificate-not-usable', { owner: facts.name, reason: 'of-an-authority' }, 'other-file');
  return facts;
}

/** `certificates` in DER, in any order: from the issuer of `own` upwards. */
export function chainOf(own: Uint8Array, certificates: readonly Uint8Array[]): Uint8Array[] {
  const chain: Uint8Array[] = [];
  let last = new X509Certificate(own);
  for (;;) {
    const issuer = certificates.find((der) => !chain.includes(der) && isIssuer(last, new X509Certificate(der)));
    if (issuer === undefined) return chain;
    chain.push(issuer);
    last = new X509Certificate(issuer);
  }
}

const isIssuer = (issued: X509Certificate, issuer: X509Certificate): boolean => issued.fingerprint256 !== issuer.fingerprint256 && issued.checkIssued(issuer);

/** dd/MM/yyyy, as a person is told it. */
const dayInVietnam = (iso: string): string => new Date(Date.parse(iso) + 7 * 3_600_000).toISOString().slice(0, 10).split('-').reverse().join('/');
