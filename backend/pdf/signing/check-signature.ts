// Do the signatures of a PDF still hold? For each: the bytes it covers against its digest, its signed
// attributes against its certificate, and whether anything was put behind it. Whether the certificate is to be
// trusted is not judged here: that needs the authorities' lists, which an office has and we do not.
import { createHash, createVerify, X509Certificate } from 'node:crypto';
import type * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import { certificateFacts } from './signer.ts';

export type SignatureState = { readonly state: 'sound' | 'changed' | 'not-understood' | 'bytes-after'; readonly name: string; readonly hasTimestamp: boolean };

const MESSAGE_DIGEST = '1.2.840.113549.1.9.4';
const TIMESTAMP_TOKEN = '1.2.840.113549.1.9.16.2.14';

/** In the order of the file; empty when there is none. */
export function checkSignatures(pdf: Uint8Array): readonly SignatureState[] {
  const bytes = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength);
  const ranges = [...bytes.toString('latin1').matchAll(/\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g)].map((match) => match.slice(1, 5).map(Number) as [number, number, number, number]);
  return ranges.map((range, index) => checkOne(bytes, range, index === ranges.length - 1));
}

function checkOne(bytes: Buffer, [start, length, next, rest]: readonly [number, number, number, number], isLast: boolean): SignatureState {
  const unknown = { name: '', hasTimestamp: false };
  if (start !== 0 || next <= length || next + rest > bytes.length) return { state: 'changed', ...unknown };
  let facts: { digest: Buffer; isSigned: boolean; name: string; hasTimestamp: boolean };
  try {
    facts = readCms(bytes.toString('latin1', length, next));
  } catch {
    return { state: 'not-understood', ...unknown };
  }
  const digest = createHash('sha256').update(bytes.subarray(0, length)).update(bytes.subarray(next, next + rest)).digest();
  const { name, hasTimestamp } = facts;
  if (!facts.isSigned || !facts.digest.equals(digest)) return { state: 'changed', name, hasTimestamp };
  return { state: isLast && next + rest !== bytes.length ? 'bytes-after' : 'sound', name, hasTimestamp };
}

function readCms(contents: string): { digest: Buffer; isSigned: boolean; name: string; hasTimestamp: boolean } {
  const hex = contents.replace(/[<>\s]/g, '');
  const der = Buffer.from(hex, 'hex');
  const content = pkijs.ContentInfo.fromBER(new Uint8Array(der).buffer);
  const signed = new pkijs.SignedData({ schema: content.content });
  const [signer] = signed.signerInfos;
  if (signer?.signedAttrs === undefined) throw new Error('no signed attributes');
  const digest = signer.signedAttrs.attributes.find(({ type }) => type === MESSAGE_DIGEST)?.values[0] as asn1js.OctetString | undefined;
  if (digest === undefined) throw new Error('no digest');
  const certificate = certificateOf(signed, signer);
  // As a SET: in the CMS it stands under another tag.
  const attributes = Buffer.from(signer.signedAttrs.encodedValue.byteLength > 0 ? signer.signedAttrs.encodedValue : signer.signedAttrs.toSchema().toBER());
  attributes[0] = 0x31;
  const isSigned = createVerify('sha256').update(attributes).verify(new X509Certificate(certificate).publicKey, Buffer.from(signer.signature.valueBlock.valueHexView));
  return { digest: Buffer.from(digest.valueBlock.valueHexView), isSigned, name: certificateFacts(certificate).name, hasTimestamp: signer.unsignedAttrs?.attributes.some(({ type }) => type === TIMESTAMP_TOKEN) ?? false };
}

function certificateOf({ certificates = [] }: pkijs.SignedData, { sid }: pkijs.SignerInfo): Buffer {
  const wanted = sid instanceof pkijs.IssuerAndSerialNumber ? sid.serialNumber : undefined;
  for (const certificate of certificates) {
    if (certificate instanceof pkijs.Certificate && wanted !== undefined && certificate.serialNumber.isEqual(wanted)) return Buffer.from(certificate.toSchema(true).toBER());
  }
  throw new Error('the signer’s certificate is not inside');
}
