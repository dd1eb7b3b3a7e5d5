import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { altoDocument } from '../../../../backend/packaging/eark/alto.ts';
import { archiveFields } from '../../../../backend/packaging/eark/archive-fields.ts';
import { eadDocument, normalDate } from '../../../../backend/packaging/eark/ead.ts';
import { fileCode, nameUuid, sipName, xmlId } from '../../../../backend/packaging/eark/identifiers.ts';
import { modelNote } from '../../../../backend/packaging/eark/ocr-models.ts';
import { accessPremis, masterPremis, packagePremis, UNNAMED_PERSON } from '../../../../backend/packaging/eark/premis.ts';
import type { PageFacts, RecordFacts, SipFacts } from '../../../../backend/packaging/eark/package-facts.ts';
import { masterFiles } from '../../../../backend/packaging/eark/package-facts.ts';
import { element, optionalText, textElement } from '../../../../backend/packaging/eark/xml.ts';
import { readXml } from '../../../../backend/packaging/eark/read-xml.ts';
import type { PageReading } from '../../../../shared/domain/reading.ts';
import { field } from '../../../support/sample-records.ts';

const whole = (pieces: Iterable<string>): string => [...pieces].join('');
/** Texts of all elements of that name; fails when the document is not well-formed. */
function texts(xml: string, name: string): string[] {
  const found: string[] = [];
  let content = '';
  readXml(xml, { open: () => (content = ''), text: (part) => (content += part), close: (closed) => closed === name && found.push(content) });
  return found;
}
function attributes(xml: string, name: string): Record<string, string>[] {
  const found: Record<string, string>[] = [];
  readXml(xml, { open: (tag) => tag.name === name && found.push(Object.fromEntries(tag.attributes)) });
  return found;
}

describe('XML text', () => {
  it('escapes markup, keeps line ends in attributes and drops what XML cannot hold', () => {
    expect(element('a', { b: '"<&>"\n', c: undefined, n: 3 }, textElement('t', 'x\u0000<y>\uD800'))).toBe('<a b="&quot;&lt;&amp;&gt;&quot;&#10;" n="3">\n<t>x&lt;y&gt;\uFFFD</t>\n</a>\n');
    expect(optionalText('a', ' ')).toBe('');
  });
  it('is NFC whatever came in', () => {
    expect(textElement('a', 'hồ')).toBe('<a>hồ</a>\n');
  });
});

describe('identifiers', () => {
  it('follow from the name alone and are UUIDs of version 5', () => {
    expect(nameUuid('batch-1')).toBe(nameUuid('batch-1'));
    expect(nameUuid('batch-1')).not.toBe(nameUuid('batch-2'));
    expect(sipName('batch-1')).toMatch(/^uuid-[0-9A-F]{8}-[0-9A-F]{4}-5[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}$/);
    expect(xmlId('file', 'a')).toMatch(/^file-[0-9a-f]{24}$/);
  });
  it.each([['H47.99.2026.01', 'H47.99.2026.01'], ['../../etc', 'etc'], ['..', 'So-2017'], ['', 'So-2017'], ['Hồ sơ/1', 'Ho-so-1'], ['a...b.', 'a.b']])('the file code "%s" becomes %s', (code, wanted) => {
    expect(fileCode({ batchName: 'Sổ 2017', archive: { fileCode: code } })).toBe(wanted);
  });
  it('a batch without any usable name has a code all the same', () => {
    expect(fileCode({ batchName: '///' })).toBe('HS');
  });
});

describe('the OCR model', () => {
  it('is named with the checksum of the very file that is shipped', () => {
    const path = createRequire(import.meta.url).resolve('@tesseract.js-data/vie/4.0.0_best_int/vie.traineddata.gz');
    const sha256 = createHash('sha256').update(gunzipSync(readFileSync(path))).digest('hex');
    expect(modelNote('tesseract.js-core 7 / vie 4.0.0_best_int / lines 36 px v2')).toBe(`; model vie.traineddata sha256:${sha256}`);
  });
  it('says nothing of an engine it does not know', () => {
    expect(modelNote('another engine')).toBe('');
  });
});

describe('ALTO', () => {
  const word = (text: string, x: number, y: number, confidence = 0.876) => ({ text, confidence, box: [x, y, 30, 10] as const });
  const reading: PageReading = {
    widthPx: 400, heightPx: 300, dpi: 200, engine: 'máy đọc', marks: [{ kind: 'seal', box: [300, 200, 50, 50] }, { kind: 'frame', box: [0, 0, 400, 300] }],
    lines: [
      { box: [10, 10, 70, 10], words: [word('Họ', 10, 10), word('tên:', 50, 10)], block: 0 }, { box: [10, 30, 70, 10], words: [word('TRẦN', 10, 30, 1.4), word('BẢ0', 50, 30)], block: 0 },
      { box: [200, 10, 30, 10], words: [word('CỘNG', 200, 10)], block: 1 }, { box: [0, 0, 0, 0], words: [], block: 1 },
    ],
  };
  const page = { number: 2, reading, fields: {}, fileName: 'a.pdf', deliveredSha256: 'f'.repeat(64), readAt: undefined };

  it('has every word with its place, lines by block, seals as illustrations', () => {
    const xml = whole(altoDocument(page));
    expect(attributes(xml, 'String').map((string) => string['CONTENT'])).toEqual(['Họ', 'tên:', 'TRẦN', 'BẢ0', 'CỘNG']);
    expect(attributes(xml, 'String')[0]).toEqual({ ID: 'b1l1w1', HPOS: '10', VPOS: '10', WIDTH: '30', HEIGHT: '10', CONTENT: 'Họ', WC: '0.88' });
    expect(attributes(xml, 'String')[2]?.['WC']).toBe('1.00');
    expect(attributes(xml, 'TextBlock').map(({ ID, HPOS, VPOS, WIDTH, HEIGHT }) => [ID, HPOS, VPOS, WIDTH, HEIGHT])).toEqual([['b1', '10', '10', '70', '30'], ['b2', '200', '10', '30', '10']]);
    expect(attributes(xml, 'TextLine')).toHaveLength(3);
    expect(attributes(xml, 'Illustration').map(({ TYPE }) => TYPE)).toEqual(['seal']);
    expect(attributes(xml, 'Page')[0]).toMatchObject({ PHYSICAL_IMG_NR: '2', WIDTH: '400', HEIGHT: '300', PROCESSINGREFS: 'ocr' });
    expect(xml).not.toContain('correction');
  });

  it('has the words of a clerk where the clerk corrected, marked as such', () => {
    const xml = whole(altoDocument({ ...page, fields: { nksHoTen: field('TRẦN BẢO', { from: 'clerk', page: 2, box: [5, 28, 90, 16] }), elsewhere: field('X', { from: 'clerk', page: 1, box: [5, 5, 90, 16] }) } }));
    expect(attributes(xml, 'String').map(({ CONTENT, CS }) => `${CONTENT ?? ''}${CS === 'true' ? '*' : ''}`)).toEqual(['Họ', 'tên:', 'TRẦN*', 'BẢO*', 'CỘNG']);
    expect(attributes(xml, 'Page')[0]?.['PROCESSINGREFS']).toBe('ocr correction');
    expect(attributes(xml, 'Processing').map(({ ID }) => ID)).toEqual(['ocr', 'correction']);
  });

  it('is a page without text for a blank page', () => {
    const xml = whole(altoDocument({ ...page, reading: { ...reading, lines: [], marks: [] } }));
    expect(attributes(xml, 'PrintSpace')).toHaveLength(1);
    expect(attributes(xml, 'TextBlock')).toHaveLength(0);
  });

  it('holds words with quotes, markup and control characters', () => {
    const odd = whole(altoDocument({ ...page, reading: { ...reading, lines: [{ box: [0, 0, 9, 9], words: [word('"<&>\u0001', 0, 0)], block: 0 }] } }));
    expect(attributes(odd, 'String')[0]?.['CONTENT']).toBe('"<&>');
  });
});

const file = (path: string) => ({ path, mediaType: 'application/pdf', sizeBytes: 5, sha256: createHash('sha256').update(path).digest('hex') });
const pageFacts = (number: number, more: Partial<PageFacts> = {}): PageFacts => ({
  number, master: file(`representations/rep2/data/m${number}.jpg`), masterFrame: 0, masterOrigin: 'file', originalName: `scan-${number}.jpg`, deliveredSha256: 'd'.repeat(64), alto: file(`representations/rep1/data/alto/p${number}.xml`),
  transforms: [{ kind: 'deskew', angleDeg: 0.4 }], engine: 'máy đọc / vie 4.0.0_best_int', importedAt: '2026-11-01T01:00:00.000Z', readAt: '2026-11-01T01:00:05.500Z', ...more,
});
const source = { values: {}, seq: 1, name: 'HS.0000001', title: 'Khai sinh 05/2017', fileCode: 'HS' };
const recordFacts = (more: Partial<RecordFacts> = {}): RecordFacts => ({
  recordId: 'r', name: 'HS.0000001', seq: 1, title: 'Khai sinh 05/2017', typeName: 'Khai sinh', pdf: file('representations/rep1/data/HS.0000001.pdf'), pages: [pageFacts(1)], fields: archiveFields({ ...source, record: { recordType: 'KS', pages: [] } }),
  extracted: 4, corrections: [], reviews: [], ...more,
});
const sipFacts = (records: readonly RecordFacts[]): SipFacts => ({ objId: 'uuid-1', fileCode: 'HS', title: 'Sổ <2017> & khác', batchId: 'b', createdAt: '2026-11-22T08:30:00Z', records });

describe('PREMIS', () => {
  it('tells capture, clean-up, OCR with engine and model, extraction and packing, each with its agents', () => {
    const facts = sipFacts([recordFacts()]);
    expect(texts(whole(masterPremis(facts)), 'eventType')).toEqual(['capture']);
    const access = whole(accessPremis(facts));
    expect(texts(access, 'eventType')).toEqual(['clean-up', 'OCR', 'metadata extraction']);
    expect(texts(access, 'eventDetail')[1]).toMatch(/máy đọc.*; model vie\.traineddata sha256:[0-9a-f]{64}$/);
    expect(texts(access, 'agentName')).toEqual([expect.stringMatching(/^sohoa /), 'máy đọc / vie 4.0.0_best_int']);
    expect(texts(access, 'eventDateTime')).toEqual(Array(3).fill('2026-11-01T01:00:05Z'));
    expect(texts(whole(packagePremis(facts)), 'eventType')).toEqual(['information package creation']);
  });

  it('names the persons who corrected, each once, with the fields', () => {
    const corrections = [{ field: 'so', by: 'Lan', at: '2026-11-02T00:00:00Z' }, { field: 'so', by: 'Lan', at: '2026-11-03T00:00:00Z' }, { field: 'nksHoTen', by: 'Minh', at: '2026-11-04T00:00:00Z' }, { field: 'x', by: '', at: '' }];
    const xml = whole(accessPremis(sipFacts([recordFacts({ corrections })])));
    expect(texts(xml, 'eventDetail').filter((detail) => detail.startsWith('Corrected'))).toEqual(['Corrected: so', 'Corrected: nksHoTen', 'Corrected: x']);
    expect(texts(xml, 'eventDateTime').slice(-3)).toEqual(['2026-11-03T00:00:00Z', '2026-11-04T00:00:00Z', '../2026-11-22']);
    expect(texts(xml, 'agentName').slice(2)).toEqual(['Lan', 'Minh', UNNAMED_PERSON]);
    expect(texts(xml, 'agentType').slice(2)).toEqual(['person', 'person', 'person']);
  });

  it('says of unknown times that they lie before the packing', () => {
    const xml = whole(masterPremis(sipFacts([recordFacts({ pages: [pageFacts(1, { importedAt: undefined })] })])));
    expect(texts(xml, 'eventDateTime')).toEqual(['../2026-11-22']);
  });

  it('links every object only to events that are there, and events only to objects of the package', () => {
    const facts = sipFacts([recordFacts({ pages: [pageFacts(1), pageFacts(2, { alto: null, engine: null })] })]);
    const [access, masters] = [whole(accessPremis(facts)), whole(masterPremis(facts))];
    for (const xml of [access, masters]) {
      const events = new Set(texts(xml, 'eventIdentifierValue'));
      for (const link of texts(xml, 'linkingEventIdentifierValue')) expect(events).toContain(link);
    }
    const objects = new Set([...texts(access, 'objectIdentifierValue'), ...texts(masters, 'objectIdentifierValue')]);
    for (const link of [...texts(access, 'linkingObjectIdentifierValue'), ...texts(access, 'relatedObjectIdentifierValue')]) expect(objects).toContain(link);
    expect(texts(access, 'eventType').filter((kind) => kind === 'OCR')).toHaveLength(1);
  });

  it('names a master once however many pages it holds', () => {
    const shared = file('representations/rep2/data/book.tif');
    const facts = sipFacts([recordFacts({ pages: [pageFacts(1, { master: shared, originalName: undefined }), pageFacts(2, { master: shared })] })]);
    expect(masterFiles(facts)).toHaveLength(1);
    expect(texts(whole(masterPremis(facts)), 'originalName')).toEqual(['scan-2.jpg']);
  });
});

describe('the fields of TT 05/2025', () => {
  it('come from the paper and the office, and what nobody said is left out', () => {
    const values = { TypeName: 'Quyết định', CodeNumber: '12', CodeNotation: 'QĐ-UBND', IssuedDate: '03.02.2020', OrganName: 'UBND xã', Subject: 'Về đất', Keyword: 'đất; nhà', Mode: '' };
    const fields = archiveFields({ ...source, values, record: { recordType: 'VB', pages: [] } }, { retention: '01', agencyName: 'khác' });
    expect(fields).toMatchObject({ maDinhDanh: 'HS.0000001', maLuuTru: 'HS', tenLoai: 'Quyết định', so: '12', kyHieu: 'QĐ-UBND', ngayBanHanh: '03.02.2020', coQuanBanHanh: 'UBND xã', trichYeu: 'Về đất', thoiHanLuuTru: '01', mucDoTinCay: 'Số hóa' });
    expect(Object.keys(fields)).not.toContain('mucDoTiepCan');
  });
  it('name a civil-status record by its type and number', () => {
    expect(archiveFields({ ...source, values: { so: '05/2017', ngayDangKy: '03.02.2017' }, record: { recordType: 'KS', pages: [] } })).toMatchObject({ tenLoai: 'Khai sinh', so: '05/2017', trichYeu: 'Khai sinh 05/2017' });
    expect(archiveFields({ ...source, record: { recordType: null, pages: [] } })).toMatchObject({ tenLoai: 'Giấy tờ khác' });
  });
  it('stand in EAD with their own elements or their Vietnamese key', () => {
    const values = { TypeName: 'Quyết định', IssuedDate: '03.02.2020', OrganName: 'UBND <xã>', Subject: 'Về "đất"', Keyword: 'đất; nhà', Mode: 'Công khai' };
    const fields = archiveFields({ ...source, values, record: { recordType: 'VB', pages: [] } }, { retention: '01' });
    const xml = whole(eadDocument(sipFacts([recordFacts({ fields })]), { agencyName: 'UBND xã', retention: '01' }));
    expect(texts(xml, 'unittitle')).toEqual(['Sổ <2017> & khác', 'Về "đất"']);
    expect(attributes(xml, 'unitdate')).toEqual([{ label: 'Ngày', normal: '2020-02-03' }]);
    expect(texts(xml, 'part')).toEqual(['UBND xã', 'UBND <xã>', 'Quyết định', 'đất', 'nhà']);
    expect(attributes(xml, 'odd').map(({ localtype }) => localtype)).toEqual(['thoiHanLuuTru', 'thoiHanLuuTru', 'mucDoTinCay', 'tepTin']);
    expect(attributes(xml, 'dao')[0]?.['href']).toBe('representations/rep1/data/HS.0000001.pdf');
  });
});

it.each([['03.02.2017', '2017-02-03'], ['3/2/2017', '2017-02-03'], ['02.2017', '2017-02'], ['2017', '2017'], ['13.2017', undefined], ['32.01.2017', undefined], ['', undefined], ['ngày 3', undefined], ['00.00.2017', undefined]])('the date "%s" is %s', (text, wanted) => {
  expect(normalDate(text)).toBe(wanted);
});
