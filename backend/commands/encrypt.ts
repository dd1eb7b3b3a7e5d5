// sohoa encrypt: the workspace encrypted at rest, once, by whoever runs the machine.
import { AppError } from '../../shared/errors.ts';
import { lockWorkspace } from '../db/workspace-lock.ts';
import { encryptWorkspace } from '../privacy/encrypt-workspace.ts';
import { askSecret } from './ask-secret.ts';
import { EXIT, type Command } from './command.ts';
import { dataDirOf } from './data-folder.ts';

const SHORTEST = 16;

export const encryptCommand: Command = {
  name: 'encrypt',
  summary: 'mã hoá kho làm việc bằng một cụm mật khẩu / encrypts the workspace with a passphrase',
  usage: `sohoa encrypt [--workspace DIR]

  --workspace DIR   kho làm việc / the workspace (default: the user's data folder, or SOHOA_DATA)

Cụm mật khẩu từ ${SHORTEST} ký tự, hỏi trên màn hình hoặc lấy ở SOHOA_PASSPHRASE. Mất nó là mất dữ liệu: chép ra giấy, cất vào két. Sao lưu trước khi chạy; bị ngắt thì chạy lại.
Gói đã đóng vẫn để ngỏ vì sẽ giao đi. / A passphrase of ${SHORTEST} characters or more, asked for or taken from SOHOA_PASSPHRASE. Whoever loses it loses the data. Back up first; interrupted, run it again. Packages stay readable: they are made to be handed over.`,
  options: { workspace: { type: 'string' } },
  mostWords: 0,
  run: async ({ values, io }) => {
    const dataDir = dataDirOf(values);
    const passphrase = await askSecret('Cụm mật khẩu (passphrase): ', 'SOHOA_PASSPHRASE', 'encrypt');
    if ([...passphrase].length < SHORTEST) throw new AppError('password-too-weak', { fault: 'too-short' });
    if (process.env['SOHOA_PASSPHRASE'] === undefined && (await askSecret('Gõ lại (once more): ', 'SOHOA_PASSPHRASE', 'encrypt')) !== passphrase) throw new AppError('wrong-usage', { command: 'encrypt', reason: 'hai lần gõ khác nhau / the two differ' });
    const unlock = lockWorkspace(dataDir);
    try {
      const done = await encryptWorkspace(dataDir, passphrase, { progress: (count, total) => io.progress(count, total) });
      io.result({ workspace: dataDir, ...done }, `Đã mã hoá (encrypted): ${dataDir} — ${done.originals} bản gốc (originals), ${done.rows} dòng (rows)`);
      return EXIT.done;
    } finally {
      unlock();
    }
  },
};
