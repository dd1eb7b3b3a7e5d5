import { expect, it } from 'vitest';
import { contentsPage } from '../../../backend/packaging/contents-page.ts';
import { planPackage } from '../../../backend/packaging/plan-package.ts';
import type { PackageRecord } from '../../../backend/packaging/package-input.ts';
import { fieldsOf, KS_VALUES, packageInput } from '../../support/sample-records.ts';

const record = (recordId: string, more: Partial<PackageRecord> = {}): PackageRecord => ({
  recordId, recordType: 'KS', recordTypeConfidence: 1, fields: fieldsOf(KS_VALUES), warnings: [], pages: [], sourceFiles: [`quét/${recordId}.jpg`], ms: { clean: 0, recognise: 0, extract: 0 }, ...more,
});
const page = (records: readonly PackageRecord[], archive = {}): string => {
  const input = packageInput('/x', records, { archive });
  return contentsPage(planPackage(input), { ...input, pdfPath: ({ group, name }) => `${group}/${name}.pdf` });
};

it('lists each record under its kind with number, day, name and the way to its PDF', () => {
  const html = page([record('a')]);
  expect(html).toContain('<h2>Khai sinh (1)</h2>');
  expect(html).toMatch(/<td>05\/2017<\/td><td>03\.02\.2017<\/td><td>TRẦN GIA BẢO<\/td>.*<a href="KS\/KS\.2017\.01\.2017-02-03\.05\.pdf">/);
  expect(html).toContain('gói này chưa được ký số');
});
it('names the scan of a paper that nobody could name', () => {
  expect(page([record('tờ <lạ>', { recordType: null, fields: {} })])).toContain('Tệp quét: tờ &lt;lạ&gt;.jpg');
});
it('says whose file it is where the office has said so, and no more', () => {
  expect(page([record('a')], { agencyName: 'UBND xã Tam Thanh', agencyCode: 'H47.99', fileCode: 'H47.99.2026.01', fileTitle: 'Sổ & quyển' })).toContain('<p>Cơ quan: UBND xã Tam Thanh (H47.99). Mã hồ sơ: H47.99.2026.01. Tiêu đề: Sổ &amp; quyển.</p>');
  expect(page([record('a')])).not.toMatch(/Cơ quan|Mã hồ sơ/);
});
