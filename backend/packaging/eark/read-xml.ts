// Reads XML that somebody else may have written: start tags, end tags and text in order, namespaces
// resolved. It tells what is not well-formed, and refuses document types altogether: entities of
// strangers are a door that no archive package needs.

export type XmlTag = {
  /** Local name. */
  readonly name: string;
  readonly namespace: string;
  /** By name as written, prefix included; entities resolved. */
  readonly attributes: ReadonlyMap<string, string>;
};

export type XmlHandler = { open?(tag: XmlTag, depth: number): void; close?(name: string, depth: number): void; text?(text: string): void };

/** Where and why; never holds more of the document than a few words. */
export class XmlFault extends Error {
  readonly line: number;
  constructor(reason: string, line: number) {
    super(reason);
    this.name = 'XmlFault';
    this.line = line;
  }
}

const NAME = '[A-Za-z_:\\u00C0-\\uFFFD][\\w:.\\-\\u00B7-\\uFFFD]*';
const ATTRIBUTE = new RegExp(`\\s+(${NAME})\\s*=\\s*(?:"([^"<]*)"|'([^'<]*)')`, 'y');
const START = new RegExp(`<(${NAME})`, 'y');
const END = new RegExp(`</(${NAME})\\s*>`, 'y');
const CLOSE = /\s*(\/?)>/y;
const MAX_DEPTH = 200;

type Open = { readonly raw: string; readonly local: string; readonly namespaces: ReadonlyMap<string, string> };

/** XmlFault when `text` is no well-formed document. */
export function readXml(text: string, handler: XmlHandler): void {
  const stack: Open[] = [];
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  let roots = 0;
  const fault = (reason: string): XmlFault => new XmlFault(reason, text.slice(0, at).split('\n').length);
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found !== null) at = pattern.lastIndex;
    return found;
  };
  while (at < text.length) {
    const next = text.indexOf('<', at);
    const between = text.slice(at, next < 0 ? text.length : next);
    if (between !== '') {
      if (stack.length === 0 && between.trim() !== '') throw fault('text outside the root element');
      if (/[\u0000-\u0008\u000B\u000C\u000E-\u001F]/.test(between)) throw fault('a character that XML cannot hold');
      // Resolved even when nobody listens: an undeclared entity is a fault all the same.
      const content = resolve(between, fault);
      if (stack.length > 0) handler.text?.(content);
    }
    if (next < 0) break;
    at = next;
    const skipped = skipPastMarkup(text, at, fault);
    if (skipped !== null) {
      if (skipped.text !== undefined) handler.text?.(skipped.text);
      at = skipped.at;
      continue;
    }
    const end = match(END);
    if (end !== null) {
      const open = stack.pop();
      if (open === undefined || open.raw !== end[1]) throw fault(`</${end[1] ?? ''}> closes nothing`);
      handler.close?.(open.local, stack.length);
      continue;
    }
    const start = match(START);
    if (start?.[1] === undefined) throw fault('no element where one should be');
    if (stack.length === 0 && (roots += 1) > 1) throw fault('more than one root element');
    if (stack.length >= MAX_DEPTH) throw fault('nested deeper than any package needs');
    const attributes = readAttributes(match, fault);
    const closing = match(CLOSE);
    if (closing === null) throw fault(`<${start[1]}> is not closed`);
    const namespaces = declared(attributes, stack.at(-1)?.namespaces ?? new Map());
    const [prefix, local] = split(start[1]);
    const namespace = namespaces.get(prefix);
    if (namespace === undefined && prefix !== '') throw fault(`the prefix ${prefix} is not declared`);
    handler.open?.({ name: local, namespace: namespace ?? '', attributes }, stack.length);
    if (closing[1] === '/') handler.close?.(local, stack.length);
    else stack.push({ raw: start[1], local, namespaces });
  }
  if (stack.length > 0) throw fault(`<${stack.at(-1)?.raw ?? ''}> is never closed`);
  if (roots === 0) throw fault('no root element');
}

type Faults = (reason: string) => XmlFault;

/** Comments, processing instructions and CDATA; null when something else stands at `at`. */
function skipPastMarkup(text: string, at: number, fault: Faults): { at: number; text?: string } | null {
  if (text.startsWith('<!--', at)) return { at: after(text, '-->', at, fault) };
  if (text.startsWith('<?', at)) return { at: after(text, '?>', at, fault) };
  if (text.startsWith('<![CDATA[', at)) {
    const end = after(text, ']]>', at, fault);
    return { at: end, text: text.slice(at + 9, end - 3) };
  }
  if (text.startsWith('<!', at)) throw fault('a document type, which packages must not have');
  return null;
}

function after(text: string, end: string, at: number, fault: Faults): number {
  const found = text.indexOf(end, at);
  if (found < 0) throw fault(`${end} is missing`);
  return found + end.length;
}

function readAttributes(match: (pattern: RegExp) => RegExpExecArray | null, fault: Faults): Map<string, string> {
  const attributes = new Map<string, string>();
  for (let found = match(ATTRIBUTE); found !== null; found = match(ATTRIBUTE)) {
    const name = found[1] ?? '';
    if (attributes.has(name)) throw fault(`the attribute ${name} stands twice`);
    attributes.set(name, resolve(found[2] ?? found[3] ?? '', fault));
  }
  return attributes;
}

function declared(attributes: ReadonlyMap<string, string>, outer: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const own = [...attributes].filter(([name]) => name === 'xmlns' || name.startsWith('xmlns:'));
  return own.length === 0 ? outer : new Map([...outer, ...own.map(([name, value]): [string, string] => [name.slice(6), value])]);
}

const split = (name: string): [prefix: string, local: string] => (name.includes(':') ? [name.slice(0, name.indexOf(':')), name.slice(name.indexOf(':') + 1)] : ['', name]);

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function resolve(text: string, fault: Faults): string {
  if (!text.includes('&')) return text;
  return text.replace(/&([^;&\s]{0,12};?)/g, (_, body: string) => {
    const named = body.endsWith(';') ? ENTITIES[body.slice(0, -1)] : undefined;
    if (named !== undefined) return named;
    const number = /^#(?:x([0-9a-fA-F]+)|(\d+));$/.exec(body);
    const code = number === null ? Number.NaN : number[1] === undefined ? Number(number[2]) : parseInt(number[1], 16);
    if (!(code > 0 && code <= 0x10ffff)) throw fault('an entity that nobody declared');
    return String.fromCodePoint(code);
  });
}
