// sohoa demo: the whole main job on the sample batch, to the repository and back, in one command. Every
// run starts anew: what an earlier demo left in its folder is removed, and nothing but that.
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError } from '../../shared/errors.ts';
import { demoTable } from '../demo/demo-table.ts';
import { sendAndReadBack } from '../demo/send-and-read-back.ts';
import { runDigitize } from '../digitize/run-digitize.ts';
import type { Command, ExitCode } from './command.ts';
import { EXIT } from './command.ts';
import { parseWorkers } from './digitize.ts';

const samplesDir = fileURLToPath(new URL('../../resources/samples/pages', import.meta.url));
const MARKER = '.sohoa-demo';

/** An earlier demo's folder is emptied; a folder that holds anything else is refused. */
async function prepareFolder(folder: string): Promise<void> {
  if (existsSync(folder) && !existsSync(path.join(folder, MARKER)) && (await readdir(folder)).length > 0) {
    throw new AppError('wrong-usage', { command: 'demo', reason: `--out: ${folder} không trống và không phải của lần chạy thử trước / not empty and not an earlier demo's` });
  }
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, MARKER), '');
}

export const demoCommand: Command = {
  name: 'demo',
  summary: 'chạy thử toàn bộ với đợt mẫu: số hoá, đóng gói, tải lên, đọc lại, so sánh / the whole job on the sample batch',
  usage: `sohoa demo [--out DIR] [--workers N]

  --out DIR     nơi ghi kết quả; mặc định ./sohoa-demo / where results go
  --workers N   số tiến trình đọc / reading processes; default: cores, capped by free memory`,
  options: { out: { type: 'string', short: 'o' }, workers: { type: 'string' } },
  mostWords: 0,
  run: async ({ values, io }): Promise<ExitCode> => {
    const folder = path.resolve(typeof values['out'] === 'string' ? values['out'] : 'sohoa-demo');
    const workers = parseWorkers(values['workers'], 'demo');
    await prepareFolder(folder);
    const resultDir = path.join(folder, 'result');
    const workspaceDir = path.join(folder, 'workspace');
    const repositoryDir = path.join(folder, 'repository');
    const { report, exitCode } = await runDigitize({
      inputs: [samplesDir], outDir: resultDir, recordType: 'auto', profile: 'ho-tich', keepImages: false, workspaceDir, ...(workers === undefined ? {} : { workers }),
    }, io);
    io.stderr('Tải lên kho thử trên máy này, rồi đọc lại… (upload, read back)\n');
    const sent = await sendAndReadBack({ workspaceDir, repositoryDir }, io);
    const places = [
      ['Kết quả (results)', path.join(resultDir, 'records.jsonl')],
      ['Gói (package)', path.join(resultDir, 'package', 'data', 'index.html')],
      ['Kho thử (repository)', repositoryDir],
      ['Mở trong ứng dụng (open in the app)', `npx sohoa start --data ${path.relative(process.cwd(), workspaceDir) || '.'}`],
    ] as const;
    io.result({ report, upload: sent, folder }, demoTable(report, sent, places));
    return sent.allEqual ? exitCode : EXIT.notVerified;
  },
};
