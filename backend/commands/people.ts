// sohoa people: for whoever runs the machine, when nobody with the rights can sign in. Works on the files, so it
// needs no account; the trail says that it was done and from where.
import { AppError } from '../../shared/errors.ts';
import { runAs } from '../trail/caller.ts';
import { EXIT, type Command } from './command.ts';
import { withBackend, WORKSPACE_OPTIONS, WORKSPACE_USAGE } from './with-backend.ts';

export const peopleCommand: Command = {
  name: 'people',
  summary: 'xem tài khoản, đặt lại mật khẩu khi không ai vào được / accounts; a password reset when nobody gets in',
  usage: `sohoa people list
sohoa people reset <tên đăng nhập / sign-in name>

${WORKSPACE_USAGE}

reset in ra mật khẩu tạm, phải đổi ở lần đăng nhập đầu; việc này được ghi vào nhật ký. / reset prints a temporary password that must be changed at the first sign-in; the trail says so.`,
  options: WORKSPACE_OPTIONS,
  mostWords: 2,
  run: async (call) => {
    const [step, login] = call.positionals;
    if (step !== 'list' && (step !== 'reset' || login === undefined)) throw new AppError('wrong-usage', { command: 'people', expected: 'list | reset <login>' });
    return withBackend(call, 'people', async ({ parts }) => {
      const people = await parts.accounts.people.list();
      if (step === 'list') {
        call.io.result({ people }, people.map((person) => `${person.login.padEnd(24)} ${person.name} — ${person.roles.join(', ')}${person.state === 'disabled' ? ' (disabled)' : ''}`).join('\n') || 'Chưa có tài khoản nào (no accounts yet)');
        return EXIT.done;
      }
      const person = people.find((one) => one.login === login?.toLowerCase());
      if (person === undefined) throw new AppError('not-found', { what: 'person', id: login ?? '' });
      const temporaryPassword = await runAs({ by: 'local', from: 'command-line' }, () => parts.accounts.people.resetPassword(person.id, ''));
      call.io.result({ login: person.login, temporaryPassword }, `${person.login}: ${temporaryPassword}`);
      return EXIT.done;
    });
  },
};
