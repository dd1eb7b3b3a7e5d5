// What goes wrong is told to the log without the person it went wrong with.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { describeBug, maskMessage } from '../../../backend/privacy/describe-bug.ts';

describe('the words of a bug', () => {
  it.each([
    ['a name with marks', 'no record of Nguyễn Thị Lan Anh here', /Nguyễn|Thị|Lan|Anh/],
    ['a name in capitals', 'cannot store TRẦN GIA BẢO', /TRẦN|GIA|BẢO/],
    ['a name in capitals without marks', 'cannot store TRAN GIA BAO twice', /TRAN|GIA|BAO/],
    ['a name in decomposed letters', 'no Nguyễn Văn Bình'.normalize('NFD'), /Nguy|Binh|Bi/],
    ['a folded name in quotes', `unexpected token in "tran gia bao"`, /tran|gia|bao/],
    ['a name in single quotes', `open 'Le Van Nam.pdf'`, /Le Van|Nam/],
    ['a citizen number', 'value 049185001010 is taken', /049185|5001010/],
    ['a citizen number in groups', 'value 049 185 001 010 is taken', /185|001 010/],
    ['an old card', 'CMND 201234567 is taken', /201234567/],
    ['a passport', 'hộ chiếu B1234567 is taken', /B1234567/],
    ['a telephone', 'call 0905 123 456 or +84905123456', /0905|123 456|84905/],
    ['a date of birth', 'born 01/02/1990 in a village', /01\/02|1990/],
    ['a password', 'login failed with password=con-meo-den, again', /con-meo/],
    ['a password as JSON', '{"password":"con mèo đen","login":"lan"}', /con|mèo|đen/],
    ['a bearer token', 'authorization: Bearer abc.def-123 refused', /abc|def-123/],
    ['a cookie', 'cookie: sohoa_session=AbC123_x refused', /AbC123/],
    ['a user in an address', 'GET https://lan:matkhau@kho.vn/x failed', /lan:|matkhau/],
    ['a connection', 'passphrase cây đa giếng nước', /cây|giếng/],
  ])('keep %s to themselves', (_what, message, secret) => {
    expect(maskMessage(message)).not.toMatch(secret);
    expect(describeBug(new Error(message))).not.toMatch(secret);
  });

  it.each([
    `Cannot read properties of undefined (reading 'length')`,
    'SqliteError: UNIQUE constraint failed: records.id',
    'ENOENT: no such file or directory',
    'SQLITE_CONSTRAINT_FOREIGNKEY',
    'the worker gave 12 pages, not 13',
    `"nksHoTen" is no member of 'fields'`,
    '',
  ])('keep what is the program’s own: %s', (message) => {
    expect(maskMessage(message)).toBe(message);
  });

  it('keep the lines of the stack, and the causes without what they held', () => {
    const cause = new Error('row of Lê Văn Đạt (201234567)');
    const told = describeBug(new Error('cannot store', { cause }));
    expect(told).toMatch(/^Error: cannot store\n\s+at /);
    expect(told).toContain('describe-bug.test.ts');
    expect(told).toContain('caused by Error: row of');
    expect(told).not.toMatch(/Đạt|201234567/);
  });

  it('say nothing of a message that was changed after the error was made, nor of a second line', () => {
    const error = new Error('first');
    error.message = 'later: Phạm Thị Hồng\n049185001010';
    expect(describeBug(error)).not.toMatch(/Hồng|049185/);
    expect(describeBug(error)).toContain('later');
  });

  it('end with causes that go in a circle, and take what is no error', () => {
    const error = new Error('round');
    error.cause = error;
    expect(describeBug(error).match(/round/g)?.length).toBeLessThan(10);
    expect(describeBug('Nguyễn Văn A 201234567')).not.toMatch(/Nguyễn|201234567/);
    expect(describeBug(undefined)).toBe('undefined');
  });

  it('hold for what the parsers of the program say', () => {
    const bad = z.object({ nksHoTen: z.enum(['a']) }).safeParse({ nksHoTen: 'Trần Gia Bảo' });
    expect(describeBug(bad.error)).toContain('nksHoTen');
    expect(describeBug(bad.error)).not.toMatch(/Trần|Bảo/);
    try {
      JSON.parse('{"nksHoTen": tran gia bao 049185001010}');
    } catch (error) {
      expect(describeBug(error)).not.toMatch(/gia bao|049185/);
    }
  });

  it('take a very long message in good time', () => {
    expect(maskMessage('Ab'.repeat(100_000))).toHaveLength(200_000);
    expect(maskMessage('1 '.repeat(50_000)).length).toBeLessThan(100);
    expect(maskMessage('"'.repeat(50_001)).length).toBeGreaterThan(0);
  });
});

it('the back end prints a bug to standard error masked', () => {
  const script = fileURLToPath(new URL('../../support/bug-child.ts', import.meta.url));
  const { stderr, stdout } = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', script], { encoding: 'utf8' });
  expect(stdout).toContain('internal');
  expect(stderr).toContain('authenticate of');
  expect(stderr).not.toMatch(/Nguyễn|Lan Anh|049185001010|con-meo-den/);
});
