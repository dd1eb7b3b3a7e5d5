// sohoa package: builds a package from a batch of a workspace.
import path from 'node:path';
import { profileSchema, PROFILES } from '../../shared/api/batches.ts';
import { isSignedProfile } from '../../shared/api/packages.ts';
import { AppError } from '../../shared/errors.ts';
import { placePackage } from '../digitize/write-outputs.ts';
import { CIVIL_NAMES } from '../packaging/name-pattern.ts';
import { errorOfProblem } from '../problem.ts';
import { findBatchId } from './batch.ts';
import { EXIT, type Command } from './command.ts';
import { PACKAGE_OPTIONS, PACKAGE_USAGE, readSecret, settingsFrom } from './package-options.ts';
import { withBackend, WORKSPACE_OPTIONS, WORKSPACE_USAGE } from './with-backend.ts';

export const packageCommand: Command = {
  name: 'package',
  summary: 'đóng gói một đợt số hoá / builds a package from a batch',
  usage: `sohoa package <đợt / batch> [--profile ${PROFILES.join('|')}] [--out DIR] [--number-collisions]
sohoa package --list

  --profile        mặc định theo đợt / default: the batch's own
  --out DIR        chép gói ra đây; không có thì gói nằm trong kho làm việc / copies the package here
  --number-collisions
                   hai hồ sơ cùng tên tệp thì đánh số thay vì dừng / number equal file names instead of refusing
${PACKAGE_USAGE}
${WORKSPACE_USAGE}`,
  options: { ...WORKSPACE_OPTIONS, ...PACKAGE_OPTIONS, 'number-collisions': { type: 'boolean' }, list: { type: 'boolean' }, profile: { type: 'string' }, out: { type: 'string', short: 'o' } },
  mostWords: 1,
  run: (call) =>
    withBackend(call, 'package', async ({ parts, ...rest }) => {
      if (call.values['list'] === true) {
        const packages = await parts.packages.list();
        call.io.result({ packages }, packages.length === 0 ? 'Chưa có gói nào (no packages).' : packages.map((one) => `${one.id}  ${one.state.padEnd(8)} ${one.profile.padEnd(8)} ${one.records} hồ sơ (records)  ${one.createdAt}`).join('\n'));
        return EXIT.done;
      }
      const profile = profileSchema.optional().safeParse(call.values['profile']);
      if (!profile.success) throw new AppError('wrong-usage', { command: 'package', reason: `--profile ${PROFILES.join('|')}` });
      const batchId = await findBatchId({ parts, ...rest }, call.positionals[0], 'package');
      const settings = await parts.packages.settings(batchId);
      const changed = settingsFrom(call.values, settings, CIVIL_NAMES);
      if (changed !== null) await parts.packages.changeSettings(batchId, changed);
      const isSigned = isSignedProfile(profile.data ?? (await parts.batches.get(batchId)).profile);
      const signing = isSigned ? (changed ?? settings).signing : null;
      const secret = signing === null ? undefined : await readSecret(call.values);
      if (signing !== null && secret === undefined) throw new AppError('signing-secret-needed', {}, 'again');
      const { id } = await parts.packages.create(batchId, profile.data, { ...(secret === undefined ? {} : { secret }), ...(call.values['number-collisions'] === true ? { collisions: 'number' as const } : {}) });
      await parts.runner.idle(batchId, call.io.signal);
      const built = await parts.packages.get(id);
      if (built.problem !== null) throw errorOfProblem(built.problem);
      const verification = await parts.packages.verify(id, call.io.signal);
      const out = call.values['out'];
      const dir = typeof out === 'string' ? path.resolve(out) : await parts.packages.dirOf(id);
      if (typeof out === 'string') await placePackage(await parts.packages.dirOf(id), dir);
      call.io.result({ ...built, dir, verified: verification.ok }, `${id}  ${built.records} hồ sơ (records) · ${built.files} tệp (files) · ${built.bytes} byte\n${dir}`);
      return verification.ok ? EXIT.done : EXIT.notVerified;
    }),
};
