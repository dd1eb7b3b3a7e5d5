// sohoa upload: sends a package of a workspace to a repository; run again, it goes on where it stopped.
import { AppError } from '../../shared/errors.ts';
import type { Backend } from '../backend.ts';
import { errorOfProblem } from '../problem.ts';
import { EXIT, type Command } from './command.ts';
import { withBackend, WORKSPACE_OPTIONS, WORKSPACE_USAGE } from './with-backend.ts';

async function findPackageId(backend: Backend, wanted: string): Promise<string> {
  const found = (await backend.parts.packages.list()).filter((one) => one.id.startsWith(wanted));
  const [only, ...more] = found;
  if (wanted === '' || more.length > 0) throw new AppError('wrong-usage', { command: 'upload', reason: `"${wanted}" ↔ ${found.map((one) => one.id).join(', ')}` });
  if (only === undefined) throw new AppError('not-found', { what: 'package', id: wanted });
  return only.id;
}

/** An unfinished upload of the same package to the same target is continued, not begun again. */
async function startUpload(backend: Backend, packageId: string, target: string, token: string | undefined): Promise<string> {
  const { packages, jobs, db } = backend.parts;
  const open = (await packages.listUploads()).find((upload) => upload.packageId === packageId && upload.target === target && upload.state !== 'acknowledged');
  if (open === undefined) return (await packages.upload(packageId, target, token)).id;
  const job = await db.selectFrom('jobs').select(['id', 'state']).where('subject_id', '=', open.id).where('kind', '=', 'upload').orderBy('id', 'desc').executeTakeFirst();
  if (job !== undefined && (job.state === 'failed' || job.state === 'cancelled')) await jobs.retry(job.id);
  return open.id;
}

export const uploadCommand: Command = {
  name: 'upload',
  summary: 'gửi gói hồ sơ đến kho nhận, tiếp tục được khi đứt mạng / sends a package to a repository, resumably',
  usage: `sohoa upload <gói / package> <địa chỉ / URL> [--token TOKEN]

  --token          mã truy cập kho nhận; cũng có thể đặt SOHOA_UPLOAD_TOKEN / access token of the repository
${WORKSPACE_USAGE}`,
  options: { ...WORKSPACE_OPTIONS, token: { type: 'string' } },
  mostWords: 2,
  run: (call) =>
    withBackend(call, 'upload', async (backend) => {
      const [wanted, target] = call.positionals;
      if (wanted === undefined || target === undefined || !URL.canParse(target)) throw new AppError('wrong-usage', { command: 'upload', reason: '<gói / package> <URL>' });
      const token = call.values['token'];
      const packageId = await findPackageId(backend, wanted);
      const id = await startUpload(backend, packageId, target, typeof token === 'string' ? token : undefined);
      // This one only: another upload of the package may be waiting for its hour.
      await backend.parts.uploads.settled(id, call.io.signal);
      const upload = await backend.parts.packages.getUpload(id);
      if (upload.problem !== null) throw errorOfProblem(upload.problem);
      call.io.result(upload, `${upload.state}  ${upload.bytesSent}/${upload.bytes} byte${upload.receipt === null ? '' : `\nGiấy báo nhận (receipt): ${upload.receipt.identifier} · ${upload.receipt.sha256} · ${upload.receipt.at}`}`);
      return upload.state === 'acknowledged' ? EXIT.done : EXIT.notVerified;
    }),
};
