// The signature itself: a CMS SignedData with detached content as PAdES baseline asks (ETSI EN 319 142-1):
// content type, message digest and signing-certificate-v2 among the signed attributes, no signing-time (the
// PDF says it), one signer, the whole chain inside. Level B-T adds a time stamp over the signature.
import { createHash } from 'node:crypto';
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import type { Signer } from './signer.ts';
import type { TimestampSource } from './timestamp.ts';

const OID = {
  data: '1.2.840.113549.1.7.1', signedData: '1.2.840.113549.1.7.2', sha256: '2.16.840.1.101.3.4.2.1',
  contentType: '1.2.840.113549.1.9.3', messageDigest: '1.2.840.113549.1.9.4', signingCertificateV2: '1.2.840.113549.1.9.16.2.47', timestampToken: '1.2.840.113549.1.9.16.2.14',
  rsaSha256: '1.2.840.113549.1.1.11', ecdsaSha256: '1.2.840.10045.4.3.2',
} as const;

export const toArrayBuffer = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;

/** `digest`: SHA-256 of what is signed. Returns DER. AppErrors of the signer and of the time stamp. */
export async function cmsSignature(digest: Uint8Array, signer: Signer, timestamp: TimestampSource | undefined): Promise<Uint8Array> {
  const certificates = [signer.certificate, ...signer.chain].map((der) => pkijs.Certificate.fromBER(toArrayBuffer(der)));
  const [own] = certificates;
  if (own === undefined) throw new Error('a signer without a certificate');
  const signedAttributes = signedAttributesOf(digest, signer.certificate);
  const signature = await signer.sign(new Uint8Array(signedAttributes.toBER()));
  const unsigned = timestamp === undefined ? [] : [await timestampAttribute(signature, timestamp)];
  const signerInfo = new pkijs.SignerInfo({
    version: 1, sid: new pkijs.IssuerAndSerialNumber({ issuer: own.issuer, serialNumber: own.serialNumber }), digestAlgorithm: sha256(), signatureAlgorithm: signatureAlgorithm(signer),
    signature: new asn1js.OctetString({ valueHex: toArrayBuffer(signature) }),
    signedAttrs: new pkijs.SignedAndUnsignedAttributes({ type: 0, attributes: signedAttributes.valueBlock.value.map((schema) => new pkijs.Attribute({ schema })) }),
    ...(unsigned.length === 0 ? {} : { unsignedAttrs: new pkijs.SignedAndUnsignedAttributes({ type: 1, attributes: unsigned }) }),
  });
  const signedData = new pkijs.SignedData({ version: 1, digestAlgorithms: [sha256()], encapContentInfo: new pkijs.EncapsulatedContentInfo({ eContentType: OID.data }), certificates, signerInfos: [signerInfo] });
  return new Uint8Array(new pkijs.ContentInfo({ contentType: OID.signedData, content: signedData.toSchema(true) }).toSchema().toBER());
}

const sha256 = (): pkijs.AlgorithmIdentifier => new pkijs.AlgorithmIdentifier({ algorithmId: OID.sha256, algorithmParams: new asn1js.Null() });

const signatureAlgorithm = ({ keyKind }: Signer): pkijs.AlgorithmIdentifier =>
  keyKind === 'rsa' ? new pkijs.AlgorithmIdentifier({ algorithmId: OID.rsaSha256, algorithmParams: new asn1js.Null() }) : new pkijs.AlgorithmIdentifier({ algorithmId: OID.ecdsaSha256 });

/** The SET that is signed; DER wants its members in the order of their bytes. */
function signedAttributesOf(digest: Uint8Array, certificate: Uint8Array): asn1js.Set {
  const certHash = createHash('sha256').update(certificate).digest();
  const essCertId = new asn1js.Sequence({ value: [new asn1js.OctetString({ valueHex: toArrayBuffer(certHash) })] });
  const attributes = [
    attribute(OID.contentType, new asn1js.ObjectIdentifier({ value: OID.data })),
    attribute(OID.messageDigest, new asn1js.OctetString({ valueHex: toArrayBuffer(digest) })),
    attribute(OID.signingCertificateV2, new asn1js.Sequence({ value: [new asn1js.Sequence({ value: [essCertId] })] })),
  ];
  return new asn1js.Set({ value: attributes.toSorted((a, b) => Buffer.compare(Buffer.from(a.toBER()), Buffer.from(b.toBER()))) });
}

const attribute = (type: string, value: asn1js.BaseBlock): asn1js.Sequence => new asn1js.Sequence({ value: [new asn1js.ObjectIdentifier({ value: type }), new asn1js.Set({ value: [value] })] });

async function timestampAttribute(signature: Uint8Array, timestamp: TimestampSource): Promise<pkijs.Attribute> {
  const token = await timestamp(createHash('sha256').update(signature).digest());
  return new pkijs.Attribute({ type: OID.timestampToken, values: [asn1js.fromBER(toArrayBuffer(token)).result] });
}
