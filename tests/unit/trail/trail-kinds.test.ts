// Whatever the trail may say has words for a person in both languages.
import { describe, expect, it } from 'vitest';
import { TRAIL_KINDS } from '../../../shared/domain/trail-kinds.ts';
import { textsOf } from '../../support/language-files.ts';

const kindsOf = (language: string): Readonly<Record<string, unknown>> => {
  const { trail } = textsOf(language);
  return typeof trail === 'object' && typeof trail['kind'] === 'object' ? trail['kind'] : {};
};

describe.each(['vi', 'en'])('the trail in %s', (language) => {
  it('has a text for every kind of row', () => {
    const texts = kindsOf(language);
    expect(TRAIL_KINDS.filter((kind) => typeof texts[kind] !== 'string')).toEqual([]);
  });

  it('has no text for a kind that there is not', () => {
    expect(Object.keys(kindsOf(language)).filter((kind) => !(TRAIL_KINDS as readonly string[]).includes(kind))).toEqual([]);
  });
});
