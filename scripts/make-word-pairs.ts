// Writes resources/reading/word-pairs.json: which Vietnamese syllables stand side by side, from the list of
// word pairs inside tesseract's own language data (@tesseract.js-data/vie 4.0.0, Apache-2.0), unpacked by
// tesseract's training tools (combine_tessdata, dawg2wordlist; Debian: tesseract-ocr). Run again only when
// that data changes: node scripts/make-word-pairs.ts
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { isVietnameseSyllable } from '../shared/domain/vietnamese-syllable.ts';

const MOST_FORMS = 9;

function unpackedPairs(): readonly string[] {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'sohoa-pairs-'));
  try {
    const data = path.join(dir, 'vie.traineddata');
    writeFileSync(data, gunzipSync(readFileSync(createRequire(import.meta.url).resolve('@tesseract.js-data/vie/4.0.0/vie.traineddata.gz'))));
    execFileSync('combine_tessdata', ['-u', data, path.join(dir, 'vie.')], { stdio: 'ignore' });
    execFileSync('dawg2wordlist', [path.join(dir, 'vie.unicharset'), path.join(dir, 'vie.bigram-dawg'), path.join(dir, 'pairs.txt')], { stdio: 'ignore' });
    return readFileSync(path.join(dir, 'pairs.txt'), 'utf8').normalize('NFC').split('\n');
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** The list keeps figures as question marks: "số ??", "??/??/????". Here they are one word, "#". */
const FIGURES = /^\?+(?:[/.,-]\?+)*$/;
const isKnown = (word: string): boolean => word === '#' || (/^\p{L}+$/u.test(word) && isVietnameseSyllable(word));

/** Followers of each syllable, each with the number of written forms (Hội đồng, HỘI ĐỒNG, …) in which the pair is listed. */
function countForms(pairs: readonly string[]): Map<string, Map<string, number>> {
  const table = new Map<string, Map<string, number>>();
  for (const pair of pairs) {
    const [first, second, ...more] = pair.trim().toLocaleLowerCase('vi').split(' ').map((word) => (FIGURES.test(word) ? '#' : word));
    if (first === undefined || second === undefined || more.length > 0) continue;
    if (![first, second].every(isKnown)) continue;
    const followers = table.get(first) ?? new Map<string, number>();
    followers.set(second, Math.min(MOST_FORMS, (followers.get(second) ?? 0) + 1));
    table.set(first, followers);
  }
  return table;
}

const order = (a: string, b: string): number => (a < b ? -1 : 1);
const table = countForms(unpackedPairs());
const pairs = [...table].sort(([a], [b]) => order(a, b)).map(([first, followers]) => [first, [...followers].sort(([a], [b]) => order(a, b)).map(([second, forms]) => second + (forms === 1 ? '' : String(forms))).join(' ')] as const);
const $comment = 'Vietnamese syllables that stand side by side, with the number of written forms in which the pair is listed where that is more than one; # is a number. From the word pairs of tesseract\'s language data vie 4.0.0 (Apache-2.0), by scripts/make-word-pairs.ts. A weak witness: it chooses between marks that the print leaves open.';
writeFileSync(new URL('../resources/reading/word-pairs.json', import.meta.url), `${JSON.stringify({ $comment, pairs: Object.fromEntries(pairs) }, null, 1)}\n`);
console.log(`${pairs.length} first syllables`);
