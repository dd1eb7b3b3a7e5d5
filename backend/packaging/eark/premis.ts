// PREMIS 3: what was done to which file, when, by whom and with what. One document per level, as CSIP asks:
//   package           the package as a whole, and that it was packed
//   representation 1  PDFs and ALTO files; clean-up, OCR, extraction, correction
//   representation 2  the scans as they came; capture
// Files are named by their path below the SIP's root. A time that nobody wrote down is given as an open
// interval (EDTF) that ends with the day of packing: known to be before, not known when.
import { xmpDate } from '../../pdf/write-xmp.ts';
import { SOFTWARE_AGENT } from '../software-agent.ts';
import type { FileFact } from './file-fact.ts';
import { modelNote } from './ocr-models.ts';
import type { PageFacts, RecordFacts, SipFacts } from './package-facts.ts';
import { masterFiles } from './package-facts.ts';
import { element, openTag, optionalText, textElement } from './xml.ts';

const NAMESPACE = 'http://www.loc.gov/premis/v3';
export const UNNAMED_PERSON = 'Người sửa không ghi tên';

type Agent = { readonly name: string; readonly kind: 'software' | 'person'; readonly note?: string };
type Link = { readonly path: string; readonly role: 'source' | 'outcome' };
type Event = { readonly id: string; readonly kind: string; readonly at: string; readonly detail: string; readonly agents: readonly (readonly [Agent, 'executing program' | 'implementer'])[]; readonly links: readonly Link[] };

const OURSELVES: Agent = { name: SOFTWARE_AGENT, kind: 'software' };

export function* packagePremis(facts: SipFacts): Iterable<string> {
  const event: Event = {
    id: `${facts.objId}#packaging`, kind: 'information package creation', at: facts.createdAt,
    detail: `${facts.records.length} documents packed as an E-ARK SIP 2.2`, agents: [[OURSELVES, 'executing program']], links: [{ path: facts.objId, role: 'outcome' }],
  };
  const entity = element('object', { 'xsi:type': 'intellectualEntity' }, objectIdentifier(facts.objId), textElement('originalName', facts.title), linkedEvent(event.id));
  yield* premisDocument([entity], [event]);
}

/** PDFs and ALTO files. */
export function* accessPremis(facts: SipFacts): Iterable<string> {
  yield* premisDocument(accessObjects(facts), accessEvents(facts));
}

export function* masterPremis(facts: SipFacts): Iterable<string> {
  yield* premisDocument(masterObjects(facts), masterEvents(facts));
}

function* premisDocument(objects: Iterable<string>, events: Iterable<Event>): Iterable<string> {
  yield openTag('premis', { xmlns: NAMESPACE, 'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance', 'xsi:schemaLocation': `${NAMESPACE} http://www.loc.gov/standards/premis/v3/premis-v3-0.xsd`, version: '3.0' });
  yield '\n';
  yield* objects;
  const agents = new Map<string, Agent>([[OURSELVES.name, OURSELVES]]);
  for (const event of events) {
    for (const [agent] of event.agents) agents.set(agent.name, agent);
    yield eventElement(event);
  }
  for (const agent of agents.values()) yield agentElement(agent);
  yield '</premis>\n';
}

function* accessObjects({ records, signature, createdAt }: SipFacts): Iterable<string> {
  for (const record of records) {
    const masters = [...new Set(record.pages.map(({ master }) => master.path))];
    yield fileObject(record.pdf, { format: { name: 'PDF/A-2u', key: 'fmt/478' }, derivedFrom: masters, events: eventsOf(record, signature, createdAt).map(({ id }) => id) });
    for (const page of record.pages) {
      if (page.alto !== null) yield fileObject(page.alto, { format: { name: 'ALTO', version: '4.2' }, derivedFrom: [page.master.path], events: pageEvents(record, page).map(({ id }) => id) });
    }
  }
}

function* masterObjects(facts: SipFacts): Iterable<string> {
  for (const { file, pages } of masterFiles(facts)) {
    const name = pages.find(({ originalName }) => originalName !== undefined)?.originalName;
    yield fileObject(file, { format: { name: file.mediaType }, ...(name === undefined ? {} : { originalName: name }), events: [`${file.path}#capture`] });
  }
}

function* accessEvents({ records, createdAt, signature }: SipFacts): Iterable<Event> {
  for (const record of records) for (const event of eventsOf(record, signature, createdAt)) yield { ...event, at: event.at === '' ? before(createdAt) : event.at };
}

function* masterEvents(facts: SipFacts): Iterable<Event> {
  for (const { file, pages } of masterFiles(facts)) {
    const [first] = pages;
    const how = { file: 'Scan imported as it came, byte for byte', lifted: 'Scanned image lifted out of a PDF, byte for byte', rendered: 'PDF imported as it came, byte for byte; its pages are drawn when needed' };
    yield {
      id: `${file.path}#capture`, kind: 'capture', at: first?.importedAt === undefined ? before(facts.createdAt) : xmpDate(first.importedAt), detail: how[first?.masterOrigin ?? 'file'],
      agents: [[OURSELVES, 'executing program']], links: [{ path: file.path, role: 'outcome' }],
    };
  }
}

const before = (createdAt: string): string => `../${createdAt.slice(0, 10)}`;

function eventsOf(record: RecordFacts, signature: SipFacts['signature'], createdAt: string): Event[] {
  const readAt = record.pages.find((page) => page.readAt !== undefined)?.readAt;
  const extraction: Event = {
    id: `${record.pdf.path}#extraction`, kind: 'metadata extraction', at: time(readAt), detail: `${record.extracted} fields found by rule and recognition`,
    agents: [[OURSELVES, 'executing program']], links: [{ path: record.pdf.path, role: 'outcome' }],
  };
  return [...record.pages.flatMap((page) => pageEvents(record, page)), extraction, ...correctionEvents(record), ...reviewEvents(record), ...(signature === undefined ? [] : [signatureEvent(record, signature, createdAt)])];
}

/** '' until the caller puts the open interval there. */
const time = (iso: string | undefined): string => (iso === undefined ? '' : xmpDate(iso));

function pageEvents(record: RecordFacts, page: PageFacts): Event[] {
  const links: Link[] = [{ path: page.master.path, role: 'source' }, { path: record.pdf.path, role: 'outcome' }];
  const cleaned: Event = {
    id: `${record.pdf.path}#page-${page.number}-clean-up`, kind: 'clean-up', at: time(page.readAt), links,
    detail: `Page ${page.number}: ${page.transforms.length === 0 ? 'taken over as it is' : JSON.stringify(page.transforms)}`, agents: [[OURSELVES, 'executing program']],
  };
  if (page.engine === null || page.alto === null) return [cleaned];
  const read: Event = {
    id: `${record.pdf.path}#page-${page.number}-ocr`, kind: 'OCR', at: time(page.readAt), detail: `Page ${page.number}: ${page.engine}${modelNote(page.engine)}`,
    agents: [[{ name: page.engine, kind: 'software', note: modelNote(page.engine).slice(2) }, 'executing program']], links: [...links, { path: page.alto.path, role: 'outcome' }],
  };
  return [cleaned, read];
}

/** One event per person and record, from the first to the last correction. */
function correctionEvents(record: RecordFacts): Event[] {
  const byPerson = Map.groupBy(record.corrections, ({ by }) => by);
  return [...byPerson].map(([by, list], index) => {
    const fields = [...new Set(list.map(({ field }) => field))];
    const times = list.map(({ at }) => at).filter((at) => at !== '').toSorted();
    return {
      id: `${record.pdf.path}#correction-${index + 1}`, kind: 'correction', at: time(times.at(-1)), detail: `Corrected: ${fields.join(', ')}`,
      agents: [[{ name: by || UNNAMED_PERSON, kind: 'person' }, 'implementer'], [OURSELVES, 'executing program']], links: [{ path: record.pdf.path, role: 'outcome' }],
    };
  });
}

/** One event per judgement: who looked, and what came of it. */
function reviewEvents(record: RecordFacts): Event[] {
  const said = { agreed: 'A second person agreed', arbitrated: 'A third person decided between two keyings', accepted: 'Accepted' };
  return record.reviews.map(({ by, at, outcome }, index) => ({
    id: `${record.pdf.path}#review-${index + 1}`, kind: 'review', at: time(at || undefined), detail: said[outcome],
    agents: [[{ name: by || UNNAMED_PERSON, kind: 'person' }, 'implementer'], [OURSELVES, 'executing program']], links: [{ path: record.pdf.path, role: 'outcome' }],
  }));
}

/** Files are signed while they are packed. */
const signatureEvent = (record: RecordFacts, { name, level, issuer, role }: NonNullable<SipFacts['signature']>, createdAt: string): Event => ({
  id: `${record.pdf.path}#signature`, kind: 'digital signature generation', at: createdAt, detail: `PAdES ${level}; certificate issued by ${issuer}${role === undefined ? '' : `; ${role}`}`,
  agents: [[{ name, kind: 'person' }, 'implementer'], [OURSELVES, 'executing program']], links: [{ path: record.pdf.path, role: 'outcome' }],
});

type ObjectMore = { readonly format: { readonly name: string; readonly version?: string; readonly key?: string }; readonly originalName?: string; readonly derivedFrom?: readonly string[]; readonly events: readonly string[] };

function fileObject(file: FileFact, { format, originalName, derivedFrom = [], events }: ObjectMore): string {
  const registry = format.key === undefined ? '' : element('formatRegistry', {}, textElement('formatRegistryName', 'PRONOM'), textElement('formatRegistryKey', format.key));
  return element('object', { 'xsi:type': 'file' },
    objectIdentifier(file.path),
    element('objectCharacteristics', {},
      element('fixity', {}, textElement('messageDigestAlgorithm', 'SHA-256'), textElement('messageDigest', file.sha256)),
      textElement('size', String(file.sizeBytes)),
      element('format', {}, element('formatDesignation', {}, textElement('formatName', format.name), optionalText('formatVersion', format.version)), registry)),
    optionalText('originalName', originalName),
    ...derivedFrom.map(derivation),
    ...events.map(linkedEvent));
}

const derivation = (path: string): string => element('relationship', {},
  textElement('relationshipType', 'derivation'), textElement('relationshipSubType', 'has source'),
  element('relatedObjectIdentifier', {}, textElement('relatedObjectIdentifierType', 'local'), textElement('relatedObjectIdentifierValue', path)));

const objectIdentifier = (value: string): string => element('objectIdentifier', {}, textElement('objectIdentifierType', 'local'), textElement('objectIdentifierValue', value));

const linkedEvent = (id: string): string => element('linkingEventIdentifier', {}, textElement('linkingEventIdentifierType', 'local'), textElement('linkingEventIdentifierValue', id));

function eventElement({ id, kind, at, detail, agents, links }: Event): string {
  return element('event', {},
    element('eventIdentifier', {}, textElement('eventIdentifierType', 'local'), textElement('eventIdentifierValue', id)),
    textElement('eventType', kind),
    textElement('eventDateTime', at),
    element('eventDetailInformation', {}, textElement('eventDetail', detail)),
    element('eventOutcomeInformation', {}, textElement('eventOutcome', 'success')),
    ...agents.map(([agent, role]) => element('linkingAgentIdentifier', {}, textElement('linkingAgentIdentifierType', 'local'), textElement('linkingAgentIdentifierValue', agent.name), textElement('linkingAgentRole', role))),
    ...links.map(({ path, role }) => element('linkingObjectIdentifier', {}, textElement('linkingObjectIdentifierType', 'local'), textElement('linkingObjectIdentifierValue', path), textElement('linkingObjectRole', role))));
}

function agentElement({ name, kind, note }: Agent): string {
  const version = kind === 'software' ? / (\d\S*)$/.exec(name)?.[1] : undefined;
  return element('agent', {},
    element('agentIdentifier', {}, textElement('agentIdentifierType', 'local'), textElement('agentIdentifierValue', name)),
    textElement('agentName', name), textElement('agentType', kind), optionalText('agentVersion', version), optionalText('agentNote', note));
}
