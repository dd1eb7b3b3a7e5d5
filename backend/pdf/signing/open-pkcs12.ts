// A PKCS#12 file (.p12, .pfx): certificate, chain and key under one password. Opened by node-forge because
// certificate authorities still hand them out in RC2 and 3DES, which OpenSSL 3 and so node:crypto refuse; the
// signing itself is node:crypto's.
import { createPrivateKey, sign as signWith, X509Certificate, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import forge from 'node-forge';
import { AppError } from '../../../shared/errors.ts';
import type { Signer } from './signer.ts';
import { chainOf } from './signer.ts';

const MAX_BYTES = 1024 * 1024;

/** AppErrors: source-missing, certificate-unreadable (no such container, no key in it), certificate-secret-wrong. */
export async function openPkcs12(path: string, password: string): Promise<Signer> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new AppError('source-missing', { path }, 'other-file', { cause: error });
  });
  if (bytes.length > MAX_BYTES) throw unreadable(path, 'too-large');
  const container = decodeContainer(bytes, path, password);
  const key = privateKey(container, path);
  const certificates = certificatesOf(container);
  const own = certificates.find((der) => new X509Certificate(der).checkPrivateKey(key));
  if (own === undefined) throw unreadable(path, 'no-certificate');
  return {
    certificate: own, chain: chainOf(own, certificates), keyKind: key.asymmetricKeyType === 'ec' ? 'ec' : 'rsa',
    sign: (data) => Promise.resolve(signWith('sha256', data, key)), close: () => undefined,
  };
}

const unreadable = (path: string, reason: string, cause?: unknown): AppError => new AppError('certificate-unreadable', { path, reason }, 'other-file', { cause });

function decodeContainer(bytes: Buffer, path: string, password: string): forge.pkcs12.Pkcs12Pfx {
  let asn1: forge.asn1.Asn1;
  try {
    asn1 = forge.asn1.fromDer(bytes.toString('binary'));
  } catch (error) {
    throw unreadable(path, 'not-pkcs12', error);
  }
  try {
    return openWith(asn1, password);
  } catch (error) {
    if (/password|MAC could not be verified|Failed to decrypt/i.test(String(error))) throw new AppError('certificate-secret-wrong', { path }, 'again', { cause: error });
    throw unreadable(path, 'not-pkcs12', error);
  }
}

/** The checksum takes a password as UTF-16, the newer ciphers as UTF-8: one with Vietnamese letters passes the first test, then needs its other spelling. */
function openWith(asn1: forge.asn1.Asn1, password: string): forge.pkcs12.Pkcs12Pfx {
  try {
    return forge.pkcs12.pkcs12FromAsn1(asn1, password);
  } catch (error) {
    if (!/[^\x00-\x7F]/.test(password) || !/decrypt|decode/i.test(String(error)) || !Array.isArray(asn1.value)) throw error;
    const withoutChecksum = { ...asn1, value: asn1.value.slice(0, 2) };
    return forge.pkcs12.pkcs12FromAsn1(withoutChecksum, forge.util.encodeUtf8(password));
  }
}

const toDer = (asn1: forge.asn1.Asn1): Buffer => Buffer.from(forge.asn1.toDer(asn1).getBytes(), 'binary');

/** forge itself reads RSA keys only; others it leaves as the ASN.1 that they are. */
function privateKey(container: forge.pkcs12.Pkcs12Pfx, path: string): KeyObject {
  const types = [forge.pki.oids['pkcs8ShroudedKeyBag'] ?? '', forge.pki.oids['keyBag'] ?? ''];
  const [bag] = types.flatMap((bagType) => container.getBags({ bagType })[bagType] ?? []);
  if (bag === undefined) throw unreadable(path, 'no-key');
  const asn1 = bag.key ? forge.pki.wrapRsaPrivateKey(forge.pki.privateKeyToAsn1(bag.key)) : bag.asn1;
  try {
    return createPrivateKey({ key: toDer(asn1), format: 'der', type: 'pkcs8' });
  } catch (error) {
    throw unreadable(path, 'no-key', error);
  }
}

function certificatesOf(container: forge.pkcs12.Pkcs12Pfx): Buffer[] {
  const bagType = forge.pki.oids['certBag'] ?? '';
  return (container.getBags({ bagType })[bagType] ?? []).map((bag) => toDer(bag.cert ? forge.pki.certificateToAsn1(bag.cert) : bag.asn1));
}
