// Where the workspace is when nobody says: the place for program data that each system has.
import { homedir } from 'node:os';
import path from 'node:path';

export function defaultDataDir(platform: NodeJS.Platform = process.platform, env: Readonly<Record<string, string | undefined>> = process.env): string {
  const home = homedir();
  if (platform === 'win32') return path.join(env['APPDATA'] ?? path.join(home, 'AppData', 'Roaming'), 'SoHoa');
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'SoHoa');
  return path.join(env['XDG_DATA_HOME'] ?? path.join(home, '.local', 'share'), 'sohoa');
}

/** --data, else SOHOA_DATA, else the default. */
export function dataDirOf(values: Readonly<Record<string, unknown>>): string {
  const given = values['data'] ?? values['workspace'];
  if (typeof given === 'string' && given !== '') return path.resolve(given);
  const fromEnv = process.env['SOHOA_DATA'];
  return fromEnv !== undefined && fromEnv !== '' ? path.resolve(fromEnv) : defaultDataDir();
}
