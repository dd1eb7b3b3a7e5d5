import { describe, expect, it } from 'vitest';
import { guideJson, guideXml } from '../../../../backend/packaging/guide/guide-documents.ts';
import type { GuideSource } from '../../../../backend/packaging/guide/guide-metadata.ts';
import { guideMetadata } from '../../../../backend/packaging/guide/guide-metadata.ts';
import { GUIDE_RULES, guideRulesSchema } from '../../../../backend/packaging/guide/guide-rules.ts';

const VALUES = { TypeName: 'Công văn', CodeNumber: '12', CodeNotation: 'CV-UBND', IssuedDate: '02.02.2025', OrganName: 'UBND xã Tam Thanh', Subject: 'Số hóa tài liệu' };
const source = (values: Readonly<Record<string, string>> = VALUES, more: Partial<GuideSource> = {}): GuideSource => ({ values, seq: 21, pages: 3, isCorrected: false, agencyCode: 'G06.01', ...more });

describe('the metadata of a document by CV 7197', () => {
  it('has the code and the file name of the guide’s own example', () => {
    const guide = guideMetadata(source());
    expect(guide.fields['DocCode']).toBe('G06.01_CV_000021_V1');
    expect(guide.fileName).toBe('G06.01_CV_000021_V1_20250202_SoHoaTaiLieu');
    expect(guide.problems).toEqual([]);
  });

  it('has the seven mandatory fields first and of the optional ones those that are known', () => {
    expect(guideMetadata(source()).fields).toEqual({
      DocCode: 'G06.01_CV_000021_V1', TypeName: 'Công văn', CodeNumber: '12', CodeNotation: 'CV-UBND', IssuedDate: '2025-02-02', OrganName: 'UBND xã Tam Thanh', Subject: 'Số hóa tài liệu',
      Language: 'Tiếng Việt', PageAmount: '3', ConfidenceLevel: 'Số hóa', Format: 'PDF/A-2u',
    });
    expect(Object.keys(guideMetadata(source({})).fields).slice(0, 7)).toEqual(Object.keys(GUIDE_RULES.mandatory));
  });

  it('counts a corrected document as version 2 and knows kinds in any case', () => {
    expect(guideMetadata(source({ ...VALUES, TypeName: 'QUYẾT ĐỊNH' }, { isCorrected: true })).fields['DocCode']).toBe('G06.01_QĐ_000021_V2');
    expect(guideMetadata(source({ ...VALUES, TypeName: 'Đơn xin' })).fields['DocCode']).toBe('G06.01_VB_000021_V1');
  });

  it('takes the code that stands on the paper, and says when it is none', () => {
    expect(guideMetadata(source({ ...VALUES, DocCode: 'H47.01_QĐ_000007_V1' })).fields['DocCode']).toBe('H47.01_QĐ_000007_V1');
    expect(guideMetadata(source({ ...VALUES, DocCode: 'số 7' })).problems).toEqual([{ code: 'guide-code-pattern', field: 'DocCode' }]);
    expect(guideMetadata(source({ ...VALUES, DocCode: 'H47_QĐ_000000_V1' })).problems).toEqual([{ code: 'guide-code-pattern', field: 'DocCode' }]);
  });

  it.each([[undefined], [''], ['xã Tam Thanh'], ['h47'], ['../..']])('makes no code for the agency code %j and no file name either', (agencyCode) => {
    const guide = guideMetadata(source(VALUES, { agencyCode }));
    expect(guide.fileName).toBeNull();
    expect(guide.problems).toEqual([{ code: 'guide-missing', field: 'DocCode' }]);
  });

  it('makes no code beyond the last number', () => {
    expect(guideMetadata(source(VALUES, { seq: 999_999 })).fields['DocCode']).toContain('999999');
    expect(guideMetadata(source(VALUES, { seq: 1_000_000 })).fields['DocCode']).toBe('');
  });

  it('names what is missing, too long or no date', () => {
    const problems = guideMetadata(source({ ...VALUES, CodeNumber: '', Subject: 'đ'.repeat(501), IssuedDate: '02.2025', Keyword: 'k'.repeat(101) })).problems;
    expect(problems).toEqual([{ code: 'guide-missing', field: 'CodeNumber' }, { code: 'guide-too-long', field: 'Subject' }, { code: 'guide-too-long', field: 'Keyword' }, { code: 'guide-not-a-date', field: 'IssuedDate' }]);
    expect(guideMetadata(source({ ...VALUES, Subject: 'đ'.repeat(500) })).problems).toEqual([]);
  });

  it('gives a file name that any system can hold, whatever the subject says', () => {
    for (const Subject of ['../../../etc', 'a/b\\c:d', '', '😀', 'con', 'x'.repeat(5000)]) {
      const { fileName } = guideMetadata(source({ ...VALUES, Subject }));
      expect(fileName).toMatch(/^G06\.01_CV_000021_V1_20250202_[A-Za-z0-9_-]{1,40}$/);
    }
  });

  it('follows rules that an office has changed', () => {
    const rules = { ...GUIDE_RULES, docCodeDigits: 5, issuedDate: 'yyyy-dd-MM', fileName: '{docCode}.{description}' };
    const guide = guideMetadata(source({ ...VALUES, IssuedDate: '03.02.2025' }), rules);
    expect(guide).toMatchObject({ fields: { DocCode: 'G06.01_CV_00021_V1', IssuedDate: '2025-03-02' }, fileName: 'G06.01_CV_00021_V1.SoHoaTaiLieu', problems: [] });
  });
});

describe('the rules', () => {
  it.each([{ docCode: 'x' }, { fileName: 'x' }, { issuedDate: 'yyyy' }, { docCodeDigits: 0 }, { more: 1 }])('refuse %j', (wrong) => {
    expect(guideRulesSchema.safeParse({ ...GUIDE_RULES, ...wrong }).success).toBe(false);
  });
});

describe('the documents', () => {
  it('say the same in JSON and XML', () => {
    const guide = guideMetadata(source({ ...VALUES, Subject: 'A & "B" <C>' }));
    const parsed = JSON.parse(guideJson(guide)) as Record<string, unknown>;
    expect(parsed).toEqual({ ...guide.fields, PageAmount: 3 });
    expect(guideXml(guide)).toContain('<Subject>A &amp; &quot;B&quot; &lt;C&gt;</Subject>');
    expect(guideXml(guide).match(/<(\w+)>/g)).toEqual(['<Document>', ...Object.keys(guide.fields).map((key) => `<${key}>`)]);
  });
  it('keep a page count that is no number as it is', () => {
    expect(JSON.parse(guideJson({ fields: { PageAmount: 'ba' } }))).toEqual({ PageAmount: 'ba' });
  });
});
