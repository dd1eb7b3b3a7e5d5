// What the storage's refusals mean for us. Codes and statuses only; its sentences never reach a person or a log.
import { z } from 'zod';
import { AppError, isAppError } from '../../shared/errors.ts';
import { reasonOf } from './reason-of.ts';
import { isTransient, refusal } from './repository-client.ts';
import { TryAgain } from './retry.ts';

class Gone extends Error {}

/** An answer of the storage, as the client throws it. */
const answerSchema = z.object({ $metadata: z.object({ httpStatusCode: z.number() }) });
const statusOf = (error: unknown): number | undefined => (error instanceof Error ? answerSchema.safeParse(error).data?.$metadata.httpStatusCode : undefined);

/** The multipart upload is not known there any more. */
export const isGone = (error: unknown): boolean => error instanceof Gone;
export const isNotFound = (error: unknown): boolean => statusOf(error) === 404;

export function asS3Error(error: unknown, origin: string): unknown {
  if (isAppError(error) || error instanceof TryAgain) return error;
  const lastly = (reason: string): AppError => new AppError('target-unreachable', { target: origin, reason }, 'again', { cause: error });
  const status = statusOf(error);
  if (!(error instanceof Error) || status === undefined) return new TryAgain(lastly(reasonOf(error)));
  if (error.name === 'NoSuchUpload') return new Gone(error.name);
  if (error.name === 'RequestTimeTooSkewed') return new AppError('target-refused', { status, reason: 'clock-skew' }, 'again', { cause: error });
  if (error.name === 'NoSuchBucket') return new AppError('target-refused', { status, reason: 'no-such-bucket' }, 'none', { cause: error });
  // The line spoiled it on the way: once more.
  if (error.name === 'BadDigest' || error.name === 'XAmzContentChecksumMismatch' || isTransient(status) || error.name === 'RequestTimeout') return new TryAgain(lastly(error.name));
  return refusal(status);
}
