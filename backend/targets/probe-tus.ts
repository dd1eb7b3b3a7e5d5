import { AppError, isAppError } from '../../shared/errors.ts';
import { clockStep } from './clock-step.ts';
import type { HttpLine, LineAnswer } from './http-line.ts';
import { reasonOf } from './reason-of.ts';
import { refusal } from './repository-client.ts';
import type { TrialStep } from './upload-target.ts';

/** Says who we are and asks what it can; an upload of one byte is made and ended. `endpoint` is where uploads are made. */
export async function probeTus(line: HttpLine, endpoint: URL, signal: AbortSignal): Promise<readonly TrialStep[]> {
  const tus = { 'Tus-Resumable': '1.0.0' };
  const ask = async (method: string, url: URL, headers: Readonly<Record<string, string>> = tus): Promise<LineAnswer> => {
    const answer = await line.request(method, url, { headers, signal }).catch((error: unknown) => {
      throw isAppError(error) ? error : new AppError('target-unreachable', { target: endpoint.origin, reason: reasonOf(error) }, 'again', { cause: error });
    });
    answer.body.resume();
    if (answer.status === 404) throw new AppError('target-refused', { status: 404, reason: 'wrong-path', target: endpoint.href }, 'none');
    if (answer.status >= 300) throw refusal(answer.status);
    return answer;
  };
  const options = await ask('OPTIONS', endpoint);
  if (!String(options.headers['tus-version'] ?? '').split(',').includes('1.0.0')) throw new AppError('target-refused', { reason: 'not-a-repository' }, 'none');
  const { headers: { location } } = await ask('POST', endpoint, { ...tus, 'Upload-Length': '1' });
  if (location === undefined) throw new AppError('target-refused', { reason: 'not-a-repository' }, 'none');
  // Not every server lets an upload be ended; then it is swept some day.
  await ask('DELETE', new URL(location, endpoint)).catch(() => undefined);
  return [{ ok: true, code: 'trial-reached', detail: { target: endpoint.origin } }, { ok: true, code: 'trial-writable' }, ...clockStep(options.headers.date)];
}
