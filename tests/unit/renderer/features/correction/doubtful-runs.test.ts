import { describe, expect, it } from 'vitest';
import { doubtfulRuns, nextRun, runAt, runsAfterTyping, wordRivals, worstRun, type Run } from '../../../../../renderer/features/correction/doubtful-runs.ts';
import { alignWords, bareWord, wordsIn, type Token } from '../../../../../renderer/features/correction/word-evidence.ts';
import type { Word } from '../../../../../shared/domain/reading.ts';

const word = (text: string, more: Partial<Word> = {}, x = 0): Word => ({ text, confidence: 0.97, box: [x, 0, 50, 20], ...more });
const unsure = (text: string, other: string): Word => word(text, { confidence: 0.6, alternatives: [{ text: other, confidence: 0.5 }] });
const letters = (text: string, confidences: readonly number[]): Word => word(text, { symbols: [...text].map((letter, index) => ({ text: letter, confidence: confidences[index] ?? 1, box: [0, 0, 1, 1] })) });
const tokens = (value: string, words: readonly Word[]): readonly Token[] => alignWords(value, words);
const shown = (value: string, runs: readonly Run[]): string => runs.toReversed().reduce((text, run) => `${text.slice(0, run.start)}[${text.slice(run.start, run.end)}]${text.slice(run.end)}`, value);
const worst = (value: string, runs: readonly Run[]): string | undefined => {
  const run = worstRun(runs);
  return run && value.slice(run.start, run.end);
};

describe('the words under a value', () => {
  it('are found in their order, past a label and whatever the case and punctuation', () => {
    const found = tokens('NGUYỄN VĂN AN', ['Họ', 'tên:', 'Nguyễn', 'Vắn', 'An.'].map((text) => word(text)));
    expect(found.map((token) => token.word?.text)).toEqual(['Nguyễn', 'Vắn', 'An.']);
    expect(found.map(({ start, end }) => [start, end])).toEqual([[0, 6], [7, 10], [11, 13]]);
  });

  it('are none where nothing like them is printed', () => {
    expect(tokens('Kinh', [word('12.03.1998')])[0]?.word).toBeUndefined();
    expect(tokens('', [word('Kinh')])).toEqual([]);
    expect(tokens('— –', [word('Kinh')]).every((token) => token.word === undefined)).toBe(true);
  });

  it('are those whose middle lies in the box', () => {
    const reading = { lines: [{ box: [0, 0, 200, 20], block: 0, words: [word('a'), word('b', {}, 100)] }] } as const;
    expect(wordsIn(reading, [90, 0, 80, 20]).map(({ text }) => text)).toEqual(['b']);
    expect(wordsIn(null, [0, 0, 9, 9])).toEqual([]);
  });

  it('are compared without what stands around them', () => {
    expect([bareWord('(Kinh),'), bareWord('...'), bareWord('12/3')]).toEqual(['Kinh', '', '12/3']);
  });
});

describe('doubtful letters', () => {
  it.each<[string, string | undefined, readonly Word[], string]>([
    ['xã Cà Dỳ', 'xã Cà Dy', [], 'xã Cà D[ỳ]'],
    ['Công an tỉnh Quảng Nam cấp', 'Công an tỉnh Quảng Nam', [], 'Công an tỉnh Quảng Nam[ cấp]'],
    ['HOÀNG THỊ TUYẾN', undefined, ['HOÀNG', 'THỊ', 'TUYỂN'].map((text) => word(text)), 'HOÀNG THỊ TUY[Ế]N'],
    ['CAO TII BÍCH', undefined, [], 'CAO [TII] BÍCH'],
    ['Đa khoø', undefined, [word('Đa'), unsure('khoø', 'khoa')], 'Đa [khoø]'],
    ['Tam Kỳ', undefined, [letters('Tam', [1, 0.5, 1]), word('Kỳ')], 'T[a]m Kỳ'],
    ['UBND xã Cà Dy', undefined, [], 'UBND xã Cà Dy'],
    ['Kinh', 'Kinh', [word('Kinh')], 'Kinh'],
    ['', undefined, [word('Kinh')], ''],
  ])('of %j are set apart: reading %j', (value, rival, words, expected) => {
    expect(shown(value, doubtfulRuns(value, rival, tokens(value, words)))).toBe(expected);
  });

  it('are in a name also a word that no name has', () => {
    expect(worst('Đặng Xuân Rửn', doubtfulRuns('Đặng Xuân Rửn', undefined, [], false))).toBeUndefined();
    expect(worst('Đặng Xuân Rửn', doubtfulRuns('Đặng Xuân Rửn', undefined, tokens('Đặng Xuân Rửn', []), true))).toBe('Rửn');
  });

  it('begin with another whole reading, then what is no word, then what the reader changed', () => {
    const value = 'CAO TII BÍCH UYÊN';
    const under = tokens(value, [word('CAO'), word('TII'), word('BICH'), word('UYÊN')]);
    expect(worst(value, doubtfulRuns(value, undefined, under))).toBe('TII');
    expect(worst(value, doubtfulRuns(value, 'CAO TII BÍCH UYẾN', under))).toBe('Ê');
  });
});

describe('typing', () => {
  const value = 'xã Cà Dỳ, tỉnh Quãng Nam';
  const runs = [{ start: 7, end: 8, rank: 0 }, { start: 17, end: 18, rank: 1 }];

  it('leaves the runs where they were in the text, and takes away what was typed over', () => {
    expect(runsAfterTyping(runs, value, value)).toBe(runs);
    expect(shown('xã Cà Dyyy, tỉnh Quãng Nam', runsAfterTyping(runs, value, 'xã Cà Dyyy, tỉnh Quãng Nam'))).toBe('xã Cà Dyyy, tỉnh Qu[ã]ng Nam');
    expect(shown('xã Cà Dỳ, tỉnh Quảng Nam', runsAfterTyping(runs, value, 'xã Cà Dỳ, tỉnh Quảng Nam'))).toBe('xã Cà D[ỳ], tỉnh Quảng Nam');
    expect(runsAfterTyping(runs, value, '')).toEqual([]);
  });

  it('is followed by a key to the next run, and past the last to the first', () => {
    expect(nextRun(runs, 7, 8, 1)).toBe(runs[1]);
    expect(nextRun(runs, 17, 18, 1)).toBe(runs[0]);
    expect(nextRun(runs, 17, 18, -1)).toBe(runs[0]);
    expect(nextRun(runs, 7, 8, -1)).toBe(runs[1]);
    expect(nextRun(runs, 10, 10, 1)).toBe(runs[1]);
    expect(nextRun([], 0, 0, 1)).toBeUndefined();
    const missing = [{ start: 3, end: 3, rank: 0 }, { start: 5, end: 6, rank: 0 }];
    expect(nextRun(missing, 3, 3, 1)).toBe(missing[1]);
  });
});

describe('other readings of a word', () => {
  it('are offered as whole values, those for a word that is none first', () => {
    const value = 'Đa khoø tỉnh';
    expect(wordRivals(value, tokens(value, [unsure('Đa', 'Đo'), unsure('khoø', 'khoa'), word('tỉnh')]))).toEqual(['Đa khoa tỉnh', 'Đo khoø tỉnh']);
  });

  it('keep the separators and the capitals of the value', () => {
    expect(wordRivals('29.03.2011', tokens('29.03.2011', [unsure('29/03/2011', '28/03/2011.')]))).toEqual(['28.03.2011']);
    expect(wordRivals('29.03.2011', tokens('29.03.2011', [unsure('29/03/2011', '29/03/2011...')]))).toEqual([]);
    expect(wordRivals('MAI HẬU', tokens('MAI HẬU', [unsure('mai', 'mại'), word('Hậu')]))).toEqual(['MẠI HẬU']);
  });

  it('are not taken where the reader was sure, or where they are no words', () => {
    expect(wordRivals('Nam', tokens('Nam', [word('Nam', { alternatives: [{ text: 'Nom', confidence: 0.1 }] })]))).toEqual([]);
    expect(wordRivals('Nam', tokens('Nam', [unsure('Nam', 'N4m,')]))).toEqual([]);
    expect(wordRivals('', [])).toEqual([]);
  });
});

describe('a click on the page', () => {
  it('means the word of the value that is printed there', () => {
    const under = tokens('Tam Kỳ', [word('Tam', {}, 0), word('Kỳ', {}, 60)]);
    expect(runAt(under, [70, 10])).toMatchObject({ start: 4, end: 6 });
    expect(runAt(under, [300, 10])).toBeUndefined();
  });
});
