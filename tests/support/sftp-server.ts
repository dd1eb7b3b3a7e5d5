// OpenSSH's own sshd as an SFTP server: its own host key, one key that may come in, on loopback.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { TargetOptions } from '../../backend/targets/upload-target.ts';
import type { OutsideServer } from './outside-server.ts';
import { startOutside } from './outside-server.ts';

const SSHD = '/usr/sbin/sshd';

export type SftpServer = OutsideServer & { readonly url: string; readonly folder: string; readonly options: Pick<TargetOptions, 'user' | 'privateKey' | 'hostKey'> };

export async function startSftp(dir: string): Promise<SftpServer> {
  if (!existsSync(SSHD)) throw new Error('OpenSSH is missing: run .ci/judges/install-servers.sh');
  const folder = join(dir, 'sftp');
  await mkdir(folder, { recursive: true });
  for (const name of ['host', 'user']) execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(dir, name)]);
  await copyFile(join(dir, 'user.pub'), join(dir, 'authorized_keys'));
  await chmod(join(dir, 'authorized_keys'), 0o600);
  // Where sshd runs as root it wants this folder.
  if (process.getuid?.() === 0) await mkdir('/run/sshd', { recursive: true });
  const config = join(dir, 'sshd_config');
  await writeFile(config, [
    'ListenAddress 127.0.0.1', `HostKey ${join(dir, 'host')}`, `AuthorizedKeysFile ${join(dir, 'authorized_keys')}`, 'StrictModes no', 'UsePAM no', 'PasswordAuthentication no', 'PermitRootLogin yes', 'PidFile none',
    'MaxStartups 100', 'Subsystem sftp internal-sftp', '',
  ].join('\n'));
  const server = await startOutside(SSHD, (port) => ['-D', '-e', '-q', '-f', config, '-p', String(port)]);
  const hostKey = execFileSync('ssh-keygen', ['-l', '-f', join(dir, 'host.pub')]).toString().split(' ')[1] ?? '';
  return { ...server, folder, url: `sftp://127.0.0.1:${server.port}${folder}`, options: { user: userInfo().username, privateKey: await readFile(join(dir, 'user'), 'utf8'), hostKey } };
}
