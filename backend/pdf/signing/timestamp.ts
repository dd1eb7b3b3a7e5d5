// Time stamps by RFC 3161 over HTTP: the hash goes out, a signed statement of when it was seen comes back.
// Nothing but the hash leaves the house. The reply is checked before it is used: granted, for this very
// hash, with this very nonce. Whether its authority is trusted is for whoever validates the signature.
import { randomBytes } from 'node:crypto';
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import { AppError } from '../../../shared/errors.ts';

/** SHA-256 in, TimeStampToken (DER) out. */
export type TimestampSource = (digest: Uint8Array) => Promise<Uint8Array>;

const SHA256 = '2.16.840.1.101.3.4.2.1';
const TIMEOUT_MS = 20_000;
const MAX_REPLY_BYTES = 256 * 1024;
const TRIES = 3;
const PAUSE_MS = 500;

/** AppErrors of the source: timestamp-failed with a reason, cancelled. */
export function createTimestampSource(url: string, signal: AbortSignal): TimestampSource {
  return async (digest) => {
    const nonce = positive(randomBytes(8));
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await ask(url, digest, nonce, signal);
      } catch (error) {
        if (signal.aborted) throw new AppError('cancelled', {}, 'again', { cause: error });
        if (error instanceof AppError || attempt >= TRIES) throw error instanceof AppError ? error : failed(url, 'unreachable', error);
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * attempt));
      }
    }
  };
}

const failed = (url: string, reason: string, cause?: unknown): AppError => new AppError('timestamp-failed', { url, reason }, 'again', { cause });

/** A DER integer without a sign bit and without leading zeros. */
function positive(bytes: Buffer): Buffer {
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes;
}

const bufferOf = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;

async function ask(url: string, digest: Uint8Array, nonce: Buffer, signal: AbortSignal): Promise<Uint8Array> {
  const request = new pkijs.TimeStampReq({
    version: 1, certReq: true, nonce: new asn1js.Integer({ valueHex: bufferOf(nonce) }),
    messageImprint: new pkijs.MessageImprint({ hashAlgorithm: new pkijs.AlgorithmIdentifier({ algorithmId: SHA256, algorithmParams: new asn1js.Null() }), hashedMessage: new asn1js.OctetString({ valueHex: bufferOf(digest) }) }),
  });
  const reply = await fetch(url, {
    method: 'POST', headers: { 'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply' }, body: Buffer.from(request.toSchema().toBER()),
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]), redirect: 'error',
  });
  if (reply.status >= 500) throw new Error(`status ${reply.status}`);
  if (!reply.ok) throw failed(url, `status-${reply.status}`);
  const bytes = new Uint8Array(await reply.arrayBuffer());
  if (bytes.length > MAX_REPLY_BYTES) throw failed(url, 'reply-too-large');
  return tokenOf(bytes, digest, nonce, url);
}

function tokenOf(bytes: Uint8Array, digest: Uint8Array, nonce: Buffer, url: string): Uint8Array {
  let response: pkijs.TimeStampResp;
  let stated: pkijs.TSTInfo;
  try {
    response = pkijs.TimeStampResp.fromBER(bufferOf(bytes));
    stated = statementOf(response);
  } catch (error) {
    throw failed(url, 'reply-not-understood', error);
  }
  const { status } = response.status;
  if (status !== pkijs.PKIStatus.granted && status !== pkijs.PKIStatus.grantedWithMods) throw failed(url, 'refused');
  const isOfThis = Buffer.from(stated.messageImprint.hashedMessage.valueBlock.valueHexView).equals(digest);
  const isAnswer = stated.nonce !== undefined && Buffer.from(stated.nonce.valueBlock.valueHexView).equals(nonce);
  if (!isOfThis || !isAnswer || response.timeStampToken === undefined) throw failed(url, 'reply-of-another-request');
  return new Uint8Array(response.timeStampToken.toSchema().toBER());
}

function statementOf(response: pkijs.TimeStampResp): pkijs.TSTInfo {
  if (response.timeStampToken === undefined) {
    if (response.status.status === pkijs.PKIStatus.granted) throw new Error('granted without a token');
    return new pkijs.TSTInfo();
  }
  const signed = new pkijs.SignedData({ schema: response.timeStampToken.content });
  const content = signed.encapContentInfo.eContent;
  if (content === undefined) throw new Error('a token without content');
  return pkijs.TSTInfo.fromBER(content.getValue());
}
