// node scripts/train-glyphs.ts --set DIR [--set DIR …] --check DIR [--cache DIR] [--printed 2600] [--rounds 24] [--hidden 48] [--write]
// Trains the network that judges tone marks, vowel marks and figures on their pixels, from pages and from
// single printed words. DIR holds pages and truth.json (scripts/fixtures/make-bench-set.ts); --cache is where
// scripts/fit-calibration.ts kept their readings. Says, for the pages of --check, how many misread glyphs are caught and how many right ones
// doubted at each ratio; --write stores resources/reading/glyphs.json.
import { renameSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { answerOf, glyphInput, hiddenOf, type GlyphNetwork } from '../backend/ocr/glyph-network.ts';
import { seenFigure, seenVowel } from '../backend/ocr/judge-glyphs.ts';
import { gatherGlyphs, type ReadGlyph } from './glyphs/gather-glyphs.ts';
import { createRandom } from './fixtures/random.ts';
import { printGlyphs } from './glyphs/print-glyphs.ts';
import { packNetwork, trainNetwork } from './glyphs/train-network.ts';

const RATIOS = [0.3, 0.1, 0.03, 0.01, 0.003];
const { values } = parseArgs({ options: { set: { type: 'string', multiple: true }, check: { type: 'string', multiple: true }, cache: { type: 'string', default: '.cache/readings' }, printed: { type: 'string', default: '2600' }, rounds: { type: 'string', default: '24' }, hidden: { type: 'string', default: '48' }, write: { type: 'boolean', default: false } } });

async function gather(folders: readonly string[]): Promise<readonly ReadGlyph[]> {
  const glyphs: ReadGlyph[] = [];
  for (const folder of folders) glyphs.push(...(await gatherGlyphs(folder, values.cache, (done) => { process.stderr.write(`\r${folder} ${String(done)} `); })));
  return glyphs;
}

function report(name: string, glyphs: readonly ReadGlyph[], network: GlyphNetwork): void {
  const judged = glyphs.filter(({ read, base }) => /\d/.test(base) === /\d/.test(read)).map((glyph) => {
    const answer = answerOf(network, hiddenOf(network, glyphInput(glyph.window, glyph.base, glyph.isCapital)));
    return { right: glyph.read === glyph.wanted, ratio: ('figure' in glyph.label ? seenFigure(glyph.read, answer) : seenVowel(glyph.read, answer)).ratio };
  });
  const rows = RATIOS.map((ratio) => {
    const doubted = judged.filter((glyph) => glyph.ratio < ratio);
    return { ratio, caught: doubted.filter((glyph) => !glyph.right).length, misread: judged.filter((glyph) => !glyph.right).length, doubtedThoughRight: doubted.filter((glyph) => glyph.right).length, right: judged.filter((glyph) => glyph.right).length };
  });
  console.log(name);
  console.table(rows);
}

const samples = [...(await gather(values.set ?? [])), ...printGlyphs(Number(values.printed), createRandom(17))];
const checks = await gather(values.check ?? []);
const network = trainNetwork(samples, { hidden: Number(values.hidden), rounds: Number(values.rounds), seed: 3, onRound: (round) => { process.stderr.write(`\rround ${String(round)} `); } });
for (const [name, isFigure] of [['vowels', false], ['figures', true]] as const) report(`${name}, on pages not trained on`, checks.filter((glyph) => 'figure' in glyph.label === isFigure), network);
if (values.write) {
  const file = new URL('../resources/reading/glyphs.json', import.meta.url);
  const temporary = new URL('../resources/reading/glyphs.json.new', import.meta.url);
  writeFileSync(temporary, `${JSON.stringify({ $comment: 'Weights of the network that judges marks and figures on their pixels. Made by scripts/train-glyphs.ts.', trainedOn: `${String(samples.length)} glyphs of generated pages`, ...packNetwork(network) })}\n`);
  renameSync(temporary, file);
}
