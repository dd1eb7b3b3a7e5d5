import { describe, expect, it } from 'vitest';
import { readMets, resolvePath } from '../../../../backend/packaging/eark/read-mets.ts';
import { readPremis } from '../../../../backend/packaging/eark/read-premis.ts';
import { checkAlto } from '../../../../backend/packaging/eark/check-alto.ts';

const METS = (body: string): string => `<m:mets xmlns:m="http://www.loc.gov/METS/" xmlns:x="http://www.w3.org/1999/xlink" xmlns:c="https://DILCIS.eu/XML/METS/CSIPExtensionMETS" OBJID="goi">${body}</m:mets>`;
const FILE = 'MIMETYPE="application/pdf" SIZE="12" CREATED="2026-01-01T00:00:00Z" CHECKSUM="ABC" CHECKSUMTYPE="SHA-256"';

describe('METS of anybody', () => {
  it('is read whatever its prefixes', () => {
    const facts = readMets(METS(`<m:metsHdr c:OAISPACKAGETYPE="SIP"/><m:file ID="f" ${FILE}><m:FLocat x:href="data/a%20b.pdf"/></m:file><m:fptr FILEID="f"/><m:div DMDID="d1 d2" ADMID="a"/>`), 'representations/r/');
    expect(facts).toMatchObject({ objId: 'goi', packageType: 'SIP', ids: ['f'], pointers: ['f', 'd1', 'd2', 'a'] });
    expect(facts?.references).toEqual([{ href: 'data/a%20b.pdf', kind: 'file', path: 'representations/r/data/a b.pdf', sizeBytes: 12, checksum: 'abc', hash: 'sha256', missing: [] }]);
  });

  it('tells what a reference lacks', () => {
    expect(readMets(METS('<m:file SIZE="-1"><m:FLocat x:href="a"/></m:file>'), '')?.references[0]).toMatchObject({ sizeBytes: null, checksum: null, hash: null, missing: ['MIMETYPE', 'CREATED', 'CHECKSUM', 'CHECKSUMTYPE', 'ID'] });
    expect(readMets(METS(`<m:mdRef ${FILE} x:href="ead.xml"/>`), '')?.references[0]).toMatchObject({ kind: 'metadata', missing: [] });
    expect(readMets(METS('<m:mptr x:href="representations/rep1/METS.xml"/>'), '')?.references[0]).toMatchObject({ kind: 'representation', missing: [] });
  });

  it('is no METS when it is something else', () => {
    expect(readMets('<mets/>', '')).toBeNull();
    expect(readMets('<html xmlns="http://www.w3.org/1999/xhtml"/>', '')).toBeNull();
  });
});

it.each([
  ['', 'a/b.xml', 'a/b.xml'], ['representations/rep1/', './data/a.pdf', 'representations/rep1/data/a.pdf'], ['representations/rep1/', '../../schemas/mets.xsd', 'schemas/mets.xsd'],
  ['', 'file:a.xml', 'a.xml'], ['', 'file:///a.xml', 'a.xml'], ['', 'ho%CC%82%CC%80.pdf', 'hồ.pdf'],
  ['', '../a', null], ['representations/', '../../a', null], ['', '/etc/passwd', null], ['', 'http://x/a', null], ['', '%2e%2e/a', null], ['', 'a%2Fb', null], ['', 'a\\b', null], ['', '', null], ['', '%zz', null],
])('below "%s" the reference "%s" leads to %s', (folder, href, path) => {
  expect(resolvePath(folder, href)).toBe(path);
});

describe('PREMIS of anybody', () => {
  const object = (id: string, algorithm: string, digest: string): string =>
    `<object><objectIdentifier><objectIdentifierType>local</objectIdentifierType><objectIdentifierValue>${id}</objectIdentifierValue></objectIdentifier><fixity><messageDigestAlgorithm>${algorithm}</messageDigestAlgorithm><messageDigest>${digest}</messageDigest></fixity></object>`;

  it('gives the SHA-256 of each file by its name', () => {
    const text = `<premis>${object('a.pdf', 'SHA-256', ' AB ')}${object('b &amp; c.pdf', 'sha256', 'cd')}${object('d', 'MD5', 'ef')}</premis>`;
    expect([...readPremis(text).digests]).toEqual([['a.pdf', 'ab'], ['b & c.pdf', 'cd']]);
  });
  it('tells what has no identifier, and what is linked to', () => {
    const identified = (kind: string, id: string): string => `<${kind}><${kind}Identifier><${kind}IdentifierValue>${id}</${kind}IdentifierValue></${kind}Identifier>`;
    const text = `<premis>${identified('object', 'a.pdf')}<linkingEventIdentifier><linkingEventIdentifierValue>a#ocr</linkingEventIdentifierValue></linkingEventIdentifier></object><object><size>3</size></object>
      ${identified('event', 'a#ocr')}<linkingAgentIdentifier><linkingAgentIdentifierValue>máy</linkingAgentIdentifierValue></linkingAgentIdentifier></event><event/><agent><agentIdentifier><agentIdentifierValue> </agentIdentifierValue></agentIdentifier></agent></premis>`;
    const { identifiers, unidentified, links } = readPremis(text);
    expect([...identifiers]).toEqual(['a.pdf', 'a#ocr']);
    expect(unidentified).toEqual(['object', 'event', 'agent']);
    expect([...links]).toEqual(['a#ocr', 'máy']);
  });
  it('takes nothing for an object that stands deeper, in what somebody put in', () => {
    expect(readPremis(`<premis>${object('a', 'SHA-256', 'ab').replace('<fixity>', '<objectCharacteristicsExtension><object/></objectCharacteristicsExtension><fixity>')}</premis>`).unidentified).toEqual([]);
  });
});

describe('ALTO of anybody', () => {
  const alto = (page: string, version = 'ns-v4#'): string => `<alto xmlns="http://www.loc.gov/standards/alto/${version}"><Layout>${page}</Layout></alto>`;
  const word = (x: string, y: string): string => `<Page WIDTH="100" HEIGHT="50"><String CONTENT="a" HPOS="${x}" VPOS="${y}" WIDTH="10" HEIGHT="10"/></Page>`;

  it.each([
    ['a page with a word on it', alto(word('0', '0')), null], ['a word that hangs over the edge', alto(word('94', '0')), null], ['an older version', alto(word('0', '0'), 'ns-v2#'), null],
    ['a word off the page', alto(word('96', '0')), 'alto-word-off-page'], ['a word above the page', alto(word('0', '-6')), 'alto-word-off-page'], ['a word without a place', alto(word('', 'x')), 'alto-word-off-page'],
    ['no page', alto(''), 'alto-no-page'], ['a page without a size', alto('<Page/>'), 'alto-no-page'], ['a page of no size', alto('<Page WIDTH="0" HEIGHT="9"/>'), 'alto-no-page'],
    ['another document', '<ead><Page/></ead>', null],
  ])('%s', (_, text, fault) => {
    expect(checkAlto(text)).toBe(fault);
  });
});
