import { describe, expect, it } from 'vitest';
import { readXml, XmlFault } from '../../../../backend/packaging/eark/read-xml.ts';

function events(text: string): string[] {
  const seen: string[] = [];
  readXml(text, {
    open: ({ name, namespace, attributes }, depth) => seen.push(`${depth}<${namespace === '' ? '' : `{${namespace}}`}${name}${[...attributes].map(([key, value]) => ` ${key}=${value}`).join('')}>`),
    close: (name, depth) => seen.push(`${depth}</${name}>`),
    text: (part) => seen.push(part),
  });
  return seen;
}
const faultOf = (text: string): XmlFault => {
  try {
    readXml(text, {});
  } catch (error) {
    if (error instanceof XmlFault) return error;
    throw error;
  }
  throw new Error('no fault was found');
};

describe('a well-formed document', () => {
  it('gives tags, attributes and text in order', () => {
    expect(events('<?xml version="1.0"?>\n<!-- c --><a x="1" y=\'2\'>một<b/>hai</a>\n')).toEqual(['0<a x=1 y=2>', 'một', '1<b>', '1</b>', 'hai', '0</a>']);
  });

  it('resolves namespaces by scope and not by prefix', () => {
    expect(events('<m:a xmlns:m="u:1"><m:b xmlns:m="u:2"/><m:c/></m:a>').filter((event) => event.includes('{'))).toEqual(['0<{u:1}a xmlns:m=u:1>', '1<{u:2}b xmlns:m=u:2>', '1<{u:1}c>']);
    expect(events('<a xmlns="u:1"><b xmlns=""/></a>')).toEqual(['0<{u:1}a xmlns=u:1>', '1<b xmlns=>', '1</b>', '0</a>']);
  });

  it('resolves the five entities and numbered characters, and leaves CDATA alone', () => {
    expect(events('<a t="&quot;&#x1EA3;&#39;">&lt;&amp;<![CDATA[<&amp;]]></a>')).toEqual(['0<a t="ả\'>', '<&', '<&amp;', '0</a>']);
  });

  it('takes a byte order mark and names beyond ASCII', () => {
    expect(events('\uFEFF<hồSơ số="1"/>')).toEqual(['0<hồSơ số=1>', '0</hồSơ>']);
  });

  it('reads a document of a hundred thousand elements', () => {
    expect(events(`<a>${'<b/>'.repeat(100_000)}</a>`)).toHaveLength(200_002);
  });
});

it.each([
  ['nothing at all', ''],
  ['blanks only', ' \n '],
  ['text before the root', 'x<a/>'],
  ['text after the root', '<a/>x'],
  ['two roots', '<a/><b/>'],
  ['an end without a start', '<a></a></b>'],
  ['ends in the wrong order', '<a><b></a></b>'],
  ['a tag that is never closed', '<a><b></b>'],
  ['a tag cut short', '<a><b x="1'],
  ['an attribute twice', '<a x="1" x="2"/>'],
  ['an attribute without quotes', '<a x=1/>'],
  ['a less-than sign in an attribute', '<a x="<"/>'],
  ['an entity that nobody declared', '<a>&ten;</a>'],
  ['a bare ampersand', '<a>A & B</a>'],
  ['a character number beyond Unicode', '<a>&#x110000;</a>'],
  ['a control character', '<a>\u0001</a>'],
  ['an undeclared prefix', '<m:a/>'],
  ['a document type', '<!DOCTYPE a><a/>'],
  ['entities that multiply', '<!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>'],
  ['a comment that does not end', '<a><!-- </a>'],
  ['CDATA that does not end', '<a><![CDATA[ </a>'],
  ['depth without end', '<a>'.repeat(5000) + '</a>'.repeat(5000)],
])('refuses %s', (_, text) => {
  expect(faultOf(text)).toBeInstanceOf(XmlFault);
});

it('says on which line', () => {
  expect(faultOf('<a>\n<b>\n</c>\n</a>').line).toBe(3);
});

it('does not slow down on a hostile text', () => {
  expect(() => readXml(`<a>${'&'.repeat(200_000)}</a>`, {})).toThrow(XmlFault);
  expect(() => readXml(`<a ${' '.repeat(200_000)}`, {})).toThrow(XmlFault);
});
