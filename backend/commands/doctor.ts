// sohoa doctor: what this machine has and lacks, and how to get it.
import { checkMachine } from '../doctor/check-machine.ts';
import { VERSION } from '../version.ts';
import { EXIT, type Command } from './command.ts';
import { dataDirOf } from './data-folder.ts';

export const doctorCommand: Command = {
  name: 'doctor',
  summary: 'máy này có gì, thiếu gì, lấy ở đâu / what this machine has and lacks, and how to get it',
  usage: `sohoa doctor [--data DIR]

  --data   kho làm việc cần kiểm tra chỗ trống / the workspace whose disk is looked at

Mã kết thúc (exit codes): 0 đủ để chạy / all that is needed is there · 3 thiếu thứ bắt buộc / something needed is missing`,
  options: { data: { type: 'string' } },
  mostWords: 0,
  run: async ({ values, io }) => {
    const checks = await checkMachine(dataDirOf(values));
    const isFit = checks.every((check) => check.ok || !check.needed);
    const lines = checks.map((check) => `${check.ok ? '✓' : check.needed ? '✗' : '–'} ${check.name.padEnd(10)} ${check.found}${check.howTo === '' ? '' : `\n             → ${check.howTo}`}`);
    io.result({ ok: isFit, version: VERSION, checks }, [`Sổ Hoá ${VERSION}`, ...lines].join('\n'));
    return isFit ? EXIT.done : EXIT.inputUnreadable;
  },
};
