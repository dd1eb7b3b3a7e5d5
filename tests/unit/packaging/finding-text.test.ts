import { expect, it } from 'vitest';
import { FINDING_CODES, findingText } from '../../../backend/packaging/finding-text.ts';

it.each(FINDING_CODES)('says %s in two languages and leaves no gap', (code) => {
  const detail = new Proxy({}, { ownKeys: () => [] }) as Record<string, string>;
  const { vi, en } = findingText({ ok: false, code, path: 'data/x', detail });
  expect(vi.length).toBeGreaterThan(10);
  expect(en.length).toBeGreaterThan(10);
  expect(vi + en).not.toMatch(/[{}]|undefined/);
});
it('names the file and the facts', () => {
  const { vi, en } = findingText({ ok: false, code: 'pdf-page-count', path: 'data/KS/a.pdf', detail: { expected: 2, found: 1 } });
  expect(vi).toContain('data/KS/a.pdf có 1 trang, hồ sơ ghi 2');
  expect(en).toContain('data/KS/a.pdf has 1 pages, its record says 2');
});
it('says in words what is wrong with a PDF or a name, not in codes', () => {
  expect(findingText({ ok: false, code: 'pdf-not-archival', path: 'a.pdf', detail: { problem: 'no-output-intent' } }).vi).toContain('thiếu hồ sơ màu');
  expect(findingText({ ok: false, code: 'unsafe-name', path: 'x', detail: { problem: 'not-nfc' } }).vi).toContain('không ở dạng dựng sẵn NFC');
  expect(findingText({ ok: false, code: 'unsafe-name', path: 'x', detail: { problem: 'b\u001B[2J' } }).en).not.toContain('\u001B');
});
it('lets no name from a package move the cursor or turn the text', () => {
  expect(findingText({ ok: false, code: 'unreadable', path: 'a\u001B[2J\u202Eb\nc' }).vi).not.toMatch(/[\u001B\u202E\n]/);
});
it('says something of a finding it does not know', () => {
  expect(findingText({ ok: false, code: 'new-code', path: 'x' }).en).toBe('x: new-code');
});
