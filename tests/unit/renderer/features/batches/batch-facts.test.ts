import { describe, expect, it } from 'vitest';
import { factProblems, NO_FACTS, parseFacts, textsOf } from '../../../../../renderer/features/batches/batch-facts.ts';

const YEAR = 2026;

describe('the facts of a book', () => {
  it('are kept as written, empty ones as unknown', () => {
    expect(parseFacts(NO_FACTS, YEAR)).toEqual({ bookNumber: null, yearOpened: null, place: null, dossierCode: null });
    const facts = parseFacts({ bookNumber: ' 01/2018 ', yearOpened: '2018', place: 'xã Cà Dy'.normalize('NFD'), dossierCode: ' h17.12-251103-0007' }, YEAR);
    expect(facts).toEqual({ bookNumber: '01/2018', yearOpened: 2018, place: 'xã Cà Dy'.normalize('NFC'), dossierCode: 'H17.12-251103-0007' });
    expect(facts && textsOf(facts)).toMatchObject({ bookNumber: '01/2018', yearOpened: '2018' });
  });

  it('are refused with a year that cannot be', () => {
    for (const yearOpened of ['20018', '1799', '2027', 'năm 2018', '-2018', '20.8']) {
      expect(parseFacts({ ...NO_FACTS, yearOpened }, YEAR), yearOpened).toBeUndefined();
      expect(factProblems({ ...NO_FACTS, yearOpened }, YEAR)).toContain('year');
    }
  });

  it('are worth a second look where they are unusual', () => {
    expect(factProblems({ ...NO_FACTS, bookNumber: '01/2018', yearOpened: '2017' }, YEAR)).toEqual(['year-differs']);
    expect(factProblems({ ...NO_FACTS, bookNumber: 'quyển một' }, YEAR)).toEqual(['book-number']);
    expect(factProblems({ ...NO_FACTS, bookNumber: '2018' }, YEAR)).toEqual([]);
    expect(factProblems({ ...NO_FACTS, dossierCode: '12345' }, YEAR)).toEqual(['dossier-code']);
    expect(factProblems({ ...NO_FACTS, dossierCode: 'H49.12.34-251103-0007' }, YEAR)).toEqual([]);
    expect(factProblems({ bookNumber: '01', yearOpened: '2018', place: '', dossierCode: '' }, YEAR)).toEqual([]);
  });
});
