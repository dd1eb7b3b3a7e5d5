import { expect, it } from 'vitest';
import type { StoredPackage } from '../../../backend/repository/object-store.ts';
import { listPage } from '../../../backend/repository/list-page.ts';

const stored = (name: string, more: Partial<StoredPackage> = {}): StoredPackage => ({
  receipt: { identifier: 'batch-1/v1', sha256: 'ab'.repeat(32), at: '2026-11-22T18:30:00.000Z' }, name, files: [], bytes: 1_234_567, ...more,
} as StoredPackage);

it('says that nothing came yet', () => {
  expect(listPage([])).toContain('Chưa có gói nào.');
  expect(listPage([])).not.toContain('<table>');
});
it('lists what came, by the clock of Vietnam and in Vietnamese numbers', () => {
  const page = listPage([stored('Sổ khai sinh 2017'), stored('Sổ kết hôn 1998')]);
  expect(page).toContain('2 gói đã nhận');
  expect(page).toContain('2026-11-23 01:30:00');
  expect(page).toContain('1,23');
  expect(page.indexOf('Sổ khai sinh 2017')).toBeLessThan(page.indexOf('Sổ kết hôn 1998'));
});
it('shows names from outside as text and nothing else', () => {
  const page = listPage([stored('"><script>alert(1)</script>\u0000', { receipt: { identifier: '<img src=x onerror=1>', sha256: '<b>', at: '2026-11-22T08:30:00.000Z' } as StoredPackage['receipt'] })]);
  expect(page).not.toMatch(/<script|<img|<b>|\u0000/);
  expect(page).toContain('&lt;script&gt;');
});
