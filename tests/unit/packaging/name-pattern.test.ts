import { describe, expect, it } from 'vitest';
import { recordFileName } from '../../../backend/packaging/file-name.ts';
import { CIVIL_NAMES, civilNamesSchema, fillPattern } from '../../../backend/packaging/name-pattern.ts';

const PARTS = { type: 'KS', year: '2017', book: '01', date: '2017-02-03', number: '05' };

describe('patterns of file names', () => {
  it('are shipped as the sample of the national import has them', () => {
    expect(fillPattern(CIVIL_NAMES.pdf, PARTS)).toBe('KS.2017.01.2017-02-03.05');
    expect(fillPattern(CIVIL_NAMES.book, PARTS)).toBe('KS.2017.01');
  });
  it('may use a part twice and leave parts out', () => {
    expect(fillPattern('{number}_{type}_{number}', PARTS)).toBe('05_KS_05');
  });
  it.each(['../{type}{number}', '{type}/{number}', '{type}\\{number}', '{type}.{number}.', '.{type}.{number}', '{type} {number}', '{type}:{number}', '{type}{number}{name}', '{type}', '{number}', '', `{type}{number}${'x'.repeat(100)}`])('refuse what is no safe name: %j', (pdf) => {
    expect(civilNamesSchema.safeParse({ ...CIVIL_NAMES, pdf }).success).toBe(false);
  });
  it('do not fill in what a part brings with it', () => {
    expect(fillPattern('{type}.{number}', { ...PARTS, type: '{number}' })).toBe('{number}.05');
  });
  it('refuse keys that nobody knows', () => {
    expect(civilNamesSchema.safeParse({ ...CIVIL_NAMES, zip: '{type}' }).success).toBe(false);
  });
  it('rule cases, books and documents; unknown papers keep their place', () => {
    const names = { pdf: '{type}_{number}', book: '{type}_{book}', document: 'CV-{type}-{number}' };
    const values = { so: '5/2017', quyenSo: '1/2017', CodeNumber: '37', CodeNotation: '37/QĐ-UBND' };
    expect(recordFileName({ recordType: 'KS', values, seq: 1 }, names)).toMatchObject({ name: 'KS_5', book: 'KS_01' });
    expect(recordFileName({ recordType: 'VB', values, seq: 1 }, names)).toMatchObject({ name: 'CV-VB-37-QD-UBND', book: 'VB' });
    expect(recordFileName({ recordType: null, values, seq: 3 }, names)).toMatchObject({ name: 'KHAC.0003', book: 'KHAC' });
  });
});
