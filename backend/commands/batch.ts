// sohoa batch: batches of a workspace, one step at a time.
import { createBatchSchema, type BatchSummary } from '../../shared/api/batches.ts';
import { AppError } from '../../shared/errors.ts';
import path from 'node:path';
import type { Backend } from '../backend.ts';
import { errorText } from './error-text.ts';
import { EXIT, type Command, type CommandCall, type ExitCode } from './command.ts';
import { withBackend, WORKSPACE_OPTIONS, WORKSPACE_USAGE } from './with-backend.ts';

const usage = (reason: string): AppError => new AppError('wrong-usage', { command: 'batch', reason });

const line = (batch: BatchSummary): string =>
  `${batch.id}  ${batch.state.padEnd(9)} ${String(batch.counts.pagesRead).padStart(5)}/${batch.counts.pages} trang · ${batch.counts.records} hồ sơ · ${batch.counts.doubtfulFields} ngờ · ${batch.counts.pagesFailed} lỗi  ${batch.name}`;

/** An id, the beginning of one that fits a single batch, or a name. */
export async function findBatchId(backend: Backend, wanted: string | undefined, command = 'batch'): Promise<string> {
  if (wanted === undefined) throw new AppError('wrong-usage', { command, reason: '<đợt / batch>' });
  const all = await backend.parts.batches.list();
  const byName = all.filter((batch) => batch.name.normalize('NFC') === wanted.normalize('NFC'));
  const found = byName.length > 0 ? byName : all.filter((batch) => batch.id.startsWith(wanted));
  const [only, ...more] = found;
  if (more.length > 0) throw new AppError('wrong-usage', { command, reason: `"${wanted}" ↔ ${found.map((batch) => batch.id).join(', ')}` });
  if (only === undefined) throw new AppError('not-found', { what: 'batch', id: wanted });
  return only.id;
}

async function showBatch(backend: Backend, id: string, io: CommandCall['io']): Promise<ExitCode> {
  const batch = await backend.parts.batches.get(id);
  const failures = await backend.parts.batches.failures(id);
  const { records } = await backend.parts.records.list(id, 0, 1000);
  const failed = failures.map((failure) => `✗ ${failure.name}${failure.page === undefined ? '' : ` trang ${failure.page}`} [${failure.problem.code}] ${errorText(failure.problem.code, failure.problem.detail).vi}`);
  const shown = records.map((record) => `${String(record.seq).padStart(4)}  ${(record.recordType ?? '?').padEnd(5)} ${record.title}${record.doubtfulFields > 0 ? `  (ngờ ${record.doubtfulFields})` : ''}`);
  io.result({ batch, failures, records }, [line(batch), ...shown, ...failed].join('\n'));
  return failures.length > 0 ? EXIT.somePagesFailed : EXIT.done;
}

async function importInto(backend: Backend, id: string, inputs: readonly string[], io: CommandCall['io']): Promise<ExitCode> {
  if (inputs.length === 0) throw usage('import <đợt / batch> <tệp hoặc thư mục / files or folders>…');
  await backend.parts.batches.addInputs(id, inputs.map((input) => path.resolve(input)));
  await backend.parts.runner.idle(id, io.signal);
  return showBatch(backend, id, io);
}

async function runBatch(call: CommandCall, backend: Backend): Promise<ExitCode> {
  const { values, positionals, io } = call;
  const [verb, ...words] = positionals;
  switch (verb) {
    case 'list': {
      if (words.length > 0) throw usage('list');
      const batches = await backend.parts.batches.list();
      io.result({ batches }, batches.length === 0 ? 'Chưa có đợt nào (no batches).' : batches.map(line).join('\n'));
      return EXIT.done;
    }
    case 'create': {
      const parsed = createBatchSchema.safeParse({ name: words.join(' '), ...(values['type'] === undefined ? {} : { recordType: values['type'] }), ...(values['profile'] === undefined ? {} : { profile: values['profile'] }) });
      if (!parsed.success) throw usage('create <tên / name> [--type] [--profile]');
      const batch = await backend.parts.batches.create(parsed.data);
      io.result(batch, line(batch));
      return EXIT.done;
    }
    case 'import':
      return importInto(backend, await findBatchId(backend, words[0]), words.slice(1), io);
    case 'show':
      if (words.length > 1) throw usage('show <đợt / batch>');
      return showBatch(backend, await findBatchId(backend, words[0]), io);
    case 'resume': {
      const id = await findBatchId(backend, words[0]);
      await backend.parts.batches.retryFailed(id);
      await backend.parts.batches.resume(id);
      await backend.parts.runner.idle(id, io.signal);
      return showBatch(backend, id, io);
    }
    default:
      throw usage('list | create | import | show | resume');
  }
}

export const batchCommand: Command = {
  name: 'batch',
  summary: 'các đợt số hoá trong kho làm việc: xem, tạo, nhập thêm, làm tiếp / batches of a workspace',
  usage: `sohoa batch list
sohoa batch create <tên / name> [--type TYPE] [--profile PROFILE]
sohoa batch import <đợt / batch> <tệp hoặc thư mục / files or folders>…
sohoa batch show <đợt / batch>
sohoa batch resume <đợt / batch>

  <đợt / batch>    tên, mã, hoặc phần đầu của mã / name, id, or the beginning of an id
${WORKSPACE_USAGE}`,
  options: { ...WORKSPACE_OPTIONS, type: { type: 'string' }, profile: { type: 'string' } },
  run: (call) => withBackend(call, 'batch', (backend) => runBatch(call, backend)),
};
