// sohoa verify: is this package, folder or zip, whole and in agreement with itself?
import { resolve } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import type { Verification } from '../../shared/api/packages.ts';
import { findingText } from '../packaging/finding-text.ts';
import { verifyPackage } from '../packaging/verify-package.ts';
import type { Command } from './command.ts';
import { EXIT } from './command.ts';
import { dataDirOf } from './data-folder.ts';
import { verifyWorkspaceTrail } from './verify-trail.ts';

export const verifyCommand: Command = {
  name: 'verify',
  summary: 'checks a package: nothing missing, nothing changed, its parts agree',
  usage: `sohoa verify <package>
sohoa verify --trail [--workspace DIR] [trail.jsonl…]

  <package>   the folder of a package (or the folder that digitize wrote), or a zip or tar of one; a stranger's E-ARK
              package; or a PDF by itself
  --trail     kiểm tra nhật ký của kho làm việc; các tệp trail.jsonl trong gói là mốc đối chiếu / the workspace's trail; trail.jsonl files of packages are anchors

Exit codes: 0 sound, 4 something is wrong (each finding is named), 3 there is no such package.`,
  options: { trail: { type: 'boolean' }, workspace: { type: 'string' } },
  run: async ({ values, positionals, io }) => {
    if (values['trail'] === true) return verifyWorkspaceTrail(dataDirOf(values), positionals, io);
    const [path, ...more] = positionals;
    if (path === undefined || more.length > 0) throw new AppError('wrong-usage', { command: 'verify', expected: '<package>' });
    const verification = await verifyPackage(resolve(path), io.signal);
    io.result({ package: path, ...verification }, describe(path, verification));
    return verification.ok ? EXIT.done : EXIT.notVerified;
  },
};

function describe(path: string, verification: Verification): string {
  const lines = verification.findings.flatMap((finding) => {
    const text = findingText(finding);
    return [`${finding.ok ? '✓' : '✗'} ${text.vi}`, `    ${text.en}`];
  });
  const verdict = verification.ok ? `${path}: đạt (sound)` : `${path}: KHÔNG đạt (not sound)`;
  return [...lines, `${verdict} — ${verification.files} tệp, ${verification.bytes} byte`].join('\n');
}
