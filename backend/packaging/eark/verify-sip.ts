// Is there a sound E-ARK package inside the bag? The METS documents against the files, the files against
// the METS documents, metadata and ALTO well-formed, PREMIS and METS of one mind on every checksum. Works
// on ours and on a stranger's CSIP. What the bag's manifest already vouches for is compared with it rather
// than read a second time. A bag without data/<folder>/METS.xml holds no such package and is not judged.
import type { Finding } from '../../../shared/api/packages.ts';
import { AppError } from '../../../shared/errors.ts';
import { parseManifestLine } from '../bag-manifest.ts';
import { hashEntry } from '../hash-entry.ts';
import type { PackageSource, SourceEntry } from '../package-source.ts';
import { readWhole } from '../package-source.ts';
import { checkAlto } from './check-alto.ts';
import type { MetsFacts, MetsReference } from './read-mets.ts';
import { readMets } from './read-mets.ts';
import type { PremisFacts } from './read-premis.ts';
import { readPremis } from './read-premis.ts';
import { XmlFault } from './read-xml.ts';

const MAX_XML_BYTES = 512 * 1024 * 1024;
const MAX_FINDINGS = 500;

type Add = (finding: Finding) => void;
type Sip = {
  readonly source: PackageSource;
  /** From the source's root, ending in '/'. */
  readonly base: string;
  readonly folder: string;
  /** By path below `base`. */
  readonly files: ReadonlyMap<string, SourceEntry>;
  /** SHA-256 by path below `base`, as the bag's manifest has it. */
  readonly vouched: ReadonlyMap<string, string>;
  readonly add: Add;
  readonly signal: AbortSignal;
};

export async function verifySip(source: PackageSource, signal: AbortSignal): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const add: Add = (finding) => void (findings.length < MAX_FINDINGS && findings.push(finding));
  for (const entry of source.entries) {
    if (SIP_ROOT.test(entry.path) && entry.kind === 'file') await verifyOne(source, entry.path.slice(0, -'METS.xml'.length), add, signal);
  }
  return findings;
}

/** In a bag, or as a package of its own: a stranger's, perhaps the folder itself. */
const SIP_ROOT = /^(?:data\/[^/]+\/|(?!data\/)[^/]+\/|)METS\.xml$/;
export const isSipRoot = (path: string): boolean => SIP_ROOT.test(path);

async function verifyOne(source: PackageSource, base: string, add: Add, signal: AbortSignal): Promise<void> {
  const folder = /([^/]+)\/$/.exec(base)?.[1] ?? source.name ?? '';
  const files = new Map(source.entries.filter(({ path, kind }) => kind === 'file' && path.startsWith(base)).map((entry) => [entry.path.slice(base.length).normalize('NFC'), entry]));
  let wrong = 0;
  const count: Add = (finding) => {
    wrong += 1;
    add(finding);
  };
  const sip: Sip = { source, base, folder, files, vouched: await manifestOf(source, base), add: count, signal };
  const documents = await readDocuments(sip);
  const known = await checkReferences(sip, documents);
  checkIds(sip, documents);
  checkListed(sip, documents);
  await checkMetadata(sip, known);
  if (wrong === 0) add({ ok: true, code: 'sip-sound', path: folder, detail: { files: files.size, representations: documents.size - 1 } });
}

async function manifestOf(source: PackageSource, base: string): Promise<ReadonlyMap<string, string>> {
  if (!source.entries.some(({ path }) => path === 'manifest-sha256.txt')) return new Map();
  const lines = (await readWhole(source, 'manifest-sha256.txt', MAX_XML_BYTES)).toString('utf8').split(/\r\n|\r|\n/);
  const entries = lines.map((line) => parseManifestLine(line, 'sha256')).filter((entry) => entry?.path.startsWith(base) === true);
  return new Map(entries.flatMap((entry) => (entry === null ? [] : [[entry.path.slice(base.length).normalize('NFC'), entry.checksum]])));
}

/** The package's METS and that of every representation, by path. */
async function readDocuments(sip: Sip): Promise<ReadonlyMap<string, MetsFacts>> {
  const documents = new Map<string, MetsFacts>();
  for (const path of sip.files.keys()) {
    if (path !== 'METS.xml' && !/^representations\/[^/]+\/METS\.xml$/.test(path)) continue;
    const facts = await readXmlFile(sip, path, (text) => readMets(text, path.slice(0, -'METS.xml'.length)));
    if (facts === undefined) continue;
    if (facts === null) sip.add({ ok: false, code: 'mets-wrong', path: sip.base + path });
    else documents.set(path, facts);
  }
  const root = documents.get('METS.xml');
  if (root !== undefined && sip.folder !== '' && root.objId !== sip.folder) sip.add({ ok: false, code: 'sip-objid', path: `${sip.base}METS.xml`, detail: { objId: root.objId.slice(0, 120), folder: sip.folder } });
  if (root !== undefined && root.packageType === '') sip.add({ ok: false, code: 'mets-wrong', path: `${sip.base}METS.xml` });
  return documents;
}

/** undefined when it cannot be read, which has been told. */
async function readXmlFile<Result>({ source, base, files, add, signal }: Sip, path: string, read: (text: string) => Result): Promise<Result | undefined> {
  if (signal.aborted) throw new AppError('cancelled', {}, 'again');
  try {
    return read((await readWhole(source, files.get(path)?.path ?? base + path, MAX_XML_BYTES)).toString('utf8'));
  } catch (error) {
    if (error instanceof XmlFault) add({ ok: false, code: 'xml-not-well-formed', path: base + path, detail: { line: error.line, reason: error.message.slice(0, 120) } });
    else add({ ok: false, code: 'unreadable', path: base + path });
    return undefined;
  }
}

/** Returns the SHA-256 of every referenced file. */
async function checkReferences(sip: Sip, documents: ReadonlyMap<string, MetsFacts>): Promise<ReadonlyMap<string, string>> {
  const known = new Map<string, string>();
  for (const [document, { references }] of documents) {
    for (const reference of references) {
      if (sip.signal.aborted) throw new AppError('cancelled', {}, 'again');
      const sha256 = await checkReference(sip, document, reference);
      if (sha256 !== null && reference.path !== null) known.set(reference.path, sha256);
    }
  }
  return known;
}

async function checkReference({ source, base, files, vouched, add, signal }: Sip, document: string, reference: MetsReference): Promise<string | null> {
  const { path, href, missing } = reference;
  if (path === null) {
    add({ ok: false, code: 'mets-reference-outside', path: base + document, detail: { name: href.slice(0, 200) } });
    return null;
  }
  const entry = files.get(path);
  if (entry === undefined) {
    add({ ok: false, code: 'mets-file-missing', path: base + path, detail: { mets: base + document } });
    return null;
  }
  if (missing.length > 0) add({ ok: false, code: 'mets-reference-incomplete', path: base + path, detail: { mets: base + document, attributes: missing.join(', ') } });
  if (reference.sizeBytes !== null && reference.sizeBytes !== entry.sizeBytes) add({ ok: false, code: 'mets-size-differs', path: base + path, detail: { mets: base + document, stated: reference.sizeBytes, actual: entry.sizeBytes } });
  const hash = reference.hash;
  if (reference.checksum === null || hash === null) return vouched.get(path) ?? null;
  const actual = (hash === 'sha256' ? vouched.get(path) : undefined) ?? (await hashEntry(source, entry.path, [hash], signal)).get(hash);
  if (actual !== reference.checksum) add({ ok: false, code: 'mets-checksum-differs', path: base + path, detail: { mets: base + document } });
  return hash === 'sha256' ? (actual ?? null) : null;
}

/** IDs are unique in the package, and what points at an ID finds it in its own document. */
function checkIds({ base, add }: Sip, documents: ReadonlyMap<string, MetsFacts>): void {
  const seen = new Set<string>();
  for (const [document, { ids, pointers }] of documents) {
    for (const id of ids) {
      if (seen.has(id)) add({ ok: false, code: 'mets-id-twice', path: base + document, detail: { id: id.slice(0, 80) } });
      seen.add(id);
    }
    const own = new Set(ids);
    for (const pointer of pointers) if (!own.has(pointer)) add({ ok: false, code: 'mets-pointer-lost', path: base + document, detail: { id: pointer.slice(0, 80) } });
  }
}

/** Nothing lies in the package that no METS document names. */
function checkListed({ base, files, add }: Sip, documents: ReadonlyMap<string, MetsFacts>): void {
  const listed = new Set(['METS.xml', ...[...documents.values()].flatMap(({ references }) => references.map(({ path }) => path))]);
  for (const path of files.keys()) if (!listed.has(path)) add({ ok: false, code: 'mets-file-unlisted', path: base + path });
}

async function checkMetadata(sip: Sip, known: ReadonlyMap<string, string>): Promise<void> {
  const premis = new Map<string, PremisFacts>();
  for (const path of sip.files.keys()) {
    if (!path.endsWith('.xml') || path.endsWith('METS.xml')) continue;
    if (/(^|\/)metadata\/preservation\//.test(path)) {
      const facts = await readXmlFile(sip, path, readPremis);
      if (facts !== undefined) premis.set(path, facts);
    } else {
      const fault = await readXmlFile(sip, path, checkAlto);
      if (fault) sip.add({ ok: false, code: fault, path: sip.base + path });
    }
  }
  checkPremis(sip, premis, known);
}

/** A link may lead from one document of the package into another. */
function checkPremis({ base, add }: Sip, documents: ReadonlyMap<string, PremisFacts>, known: ReadonlyMap<string, string>): void {
  const identifiers = new Set([...documents.values()].flatMap((facts) => [...facts.identifiers]));
  for (const [path, { digests, unidentified, links }] of documents) {
    for (const what of unidentified) add({ ok: false, code: 'premis-unidentified', path: base + path, detail: { what } });
    for (const id of links) if (!identifiers.has(id)) add({ ok: false, code: 'premis-link-lost', path: base + path, detail: { id: id.slice(0, 200) } });
    for (const [object, sha256] of digests) {
      const expected = known.get(object);
      if (expected !== undefined && expected !== sha256) add({ ok: false, code: 'premis-digest-differs', path: base + object, detail: { premis: base + path } });
    }
  }
}
