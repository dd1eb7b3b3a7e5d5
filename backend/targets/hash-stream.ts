import { createHash } from 'node:crypto';
import { AppError, isAppError } from '../../shared/errors.ts';
import { reasonOf } from './reason-of.ts';

/** SHA-256 (hex) of what a target gives back. A line cut on the way is 'target-unreachable', not a difference. */
export async function hashStream(stream: AsyncIterable<unknown>, target: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const part of stream) hash.update(part as Uint8Array);
  } catch (error) {
    throw isAppError(error) ? error : new AppError('target-unreachable', { target, reason: reasonOf(error) }, 'again', { cause: error });
  }
  return hash.digest('hex');
}
