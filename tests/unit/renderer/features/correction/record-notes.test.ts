// What is told of a record as a whole, as a clerk reads it on the desk.
import i18next from 'i18next';
import { describe, expect, it } from 'vitest';
import { recordNoteTexts } from '../../../../../renderer/features/correction/record-note-texts.ts';
import vi from '../../../../../renderer/i18n/vi/desk.json' with { type: 'json' };
import viReading from '../../../../../renderer/i18n/vi/reading.json' with { type: 'json' };
import en from '../../../../../renderer/i18n/en/desk.json' with { type: 'json' };
import enReading from '../../../../../renderer/i18n/en/reading.json' with { type: 'json' };

const resources = { vi: { translation: { warning: { ...vi.warning, ...viReading.warning } } }, en: { translation: { warning: { ...en.warning, ...enReading.warning } } } };
const i18n = i18next.createInstance();
await i18n.init({ lng: 'vi', resources });
const t = i18n.getFixedT('vi');

/** What extraction says of a record as a whole. */
const CODES = ['several-records-on-page', 'page-cut-off', 'page-partly-read', 'page-incomplete', 'page-turned', 'low-dpi', 'blurred', 'negative', 'dark', 'uneven-light', 'noise', 'handwritten', 'title-of-other-form', 'type-from-labels', 'type-from-caption', 'few-labels', 'no-title', 'type-unknown'];

describe('the notes of a record', () => {
  it('say in words why the whole record needs a look', () => {
    expect(recordNoteTexts(t, { recordType: 'KS', warnings: [{ code: 'page-turned' }, { code: 'page-cut-off' }] })).toEqual([viReading.warning['page-turned'], viReading.warning['page-cut-off']]);
  });

  it('say a thing once, and leave an unknown type to its own notice', () => {
    expect(recordNoteTexts(t, { recordType: null, warnings: [{ code: 'type-unknown' }, { code: 'noise' }, { code: 'noise' }] })).toEqual([viReading.warning.noise]);
  });

  it.each(CODES)('have words for %s in both languages', (code) => {
    for (const language of ['vi', 'en']) expect(i18n.exists(`warning.${code}`, { lng: language })).toBe(true);
  });
});
