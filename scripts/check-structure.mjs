// Checks what the compiler and the linter cannot: which folder may import which, cycles, the size of
// electron/, and that no path of one machine is in the tree. Prints every finding; exit 1 if any.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const MAY_IMPORT = {
  shared: ['shared'],
  backend: ['backend', 'shared'],
  renderer: ['renderer', 'shared'],
  electron: ['electron', 'backend', 'shared'],
};
const ELECTRON_MAX_LINES = 300;

const tracked = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8', maxBuffer: 1 << 28 }).split('\0').filter(Boolean);
const isSource = (file) => /^(shared|backend|renderer|electron)\/.*\.tsx?$/.test(file);
const read = (file) => { try { return readFileSync(file, 'utf8'); } catch { return ''; } };
const IMPORT = /(?:^|\n)\s*(?:import|export)\s+[^;'"]*?from\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;

function importsOf(file) {
  const found = [];
  for (const match of read(file).matchAll(IMPORT)) {
    const specifier = match[1] ?? match[2] ?? match[3];
    if (specifier?.startsWith('.')) found.push(path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier)));
  }
  return found;
}

const files = tracked.filter(isSource);
const graph = new Map(files.map((file) => [file, importsOf(file)]));

function directionFindings() {
  const findings = [];
  for (const [file, imports] of graph) {
    const allowed = MAY_IMPORT[file.split('/')[0]];
    for (const target of imports) {
      const folder = target.split('/')[0];
      if (folder in MAY_IMPORT && !allowed.includes(folder)) findings.push(`${file} imports ${target}: ${file.split('/')[0]}/ may import only ${allowed.join(', ')}`);
    }
  }
  return findings;
}

/** Types count: files that need each other's types are read together or not at all. */
function cycleFindings() {
  const findings = [];
  const state = new Map();
  const visit = (file, trail) => {
    if (state.get(file) === 'done') return;
    if (state.get(file) === 'open') {
      findings.push(`import cycle: ${[...trail.slice(trail.indexOf(file)), file].join(' → ')}`);
      return;
    }
    state.set(file, 'open');
    for (const target of graph.get(file) ?? []) if (graph.has(target)) visit(target, [...trail, file]);
    state.set(file, 'done');
  };
  for (const file of files) visit(file, []);
  return findings;
}

function sizeFindings() {
  const lines = files.filter((file) => file.startsWith('electron/')).reduce((sum, file) => sum + read(file).split('\n').length, 0);
  return lines > ELECTRON_MAX_LINES ? [`electron/ has ${lines} lines, at most ${ELECTRON_MAX_LINES}`] : [];
}

function machinePathFindings() {
  return tracked
    .filter((file) => /\.(ts|tsx|mjs|json|yml|sh)$|^\.ci\//.test(file) && !file.includes('lock') && file !== 'scripts/check-structure.mjs')
    .filter((file) => /["'`](\/home|\/root|\/work)\//.test(read(file)))
    .map((file) => `${file} names a path of one machine`);
}

const findings = [...directionFindings(), ...cycleFindings(), ...sizeFindings(), ...machinePathFindings()];
for (const finding of findings) console.error(finding);
console.log(`structure: ${files.length} files, ${findings.length} findings`);
process.exitCode = findings.length > 0 ? 1 : 0;
