// Builds what the desktop window runs: every .ts of backend/, shared/ and electron/ becomes a .js at the same place
// below dist/ (so that what is found beside a file stays beside it), the preload becomes one CommonJS file (a
// sandboxed preload cannot be a module), and resources/ is copied. Packages stay in node_modules.
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

const root = path.dirname(import.meta.dirname);
const out = path.join(root, 'dist');
const FOLDERS = ['backend', 'shared', 'electron'];

/** Another language in files of the same ending: it is compiled into bytes that are kept. */
const KERNEL_SOURCES = `${path.sep}assembly${path.sep}`;

const sources = FOLDERS.flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => path.join(folder, file)),
).filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts') && !file.includes(KERNEL_SOURCES) && file !== path.join('electron', 'preload.ts'));

/** Imports stay imports; only their ending changes. The same for files named by new URL('./x.ts', import.meta.url). */
const keepFilesApart = {
  name: 'keep-files-apart',
  setup(builder) {
    builder.onResolve({ filter: /.*/ }, ({ path: specifier, kind }) => {
      if (kind === 'entry-point') return undefined;
      return { path: specifier.startsWith('.') ? specifier.replace(/\.ts$/, '.js') : specifier, external: true };
    });
    builder.onEnd(async (result) => {
      for (const file of result.outputFiles ?? []) {
        const text = file.text.replace(/new URL\((["'])(\.[^"']*)\.ts\1, import\.meta\.url\)/g, 'new URL($1$2.js$1, import.meta.url)');
        mkdirSync(path.dirname(file.path), { recursive: true });
        writeFileSync(file.path, text);
      }
    });
  },
};

for (const folder of [...FOLDERS, 'resources']) rmSync(path.join(out, folder), { recursive: true, force: true });
await build({ entryPoints: sources.map((file) => path.join(root, file)), outdir: out, outbase: root, bundle: true, write: false, format: 'esm', platform: 'node', target: 'node24', plugins: [keepFilesApart], logLevel: 'warning' });
await build({ entryPoints: [path.join(root, 'electron/preload.ts')], outfile: path.join(out, 'electron/preload.cjs'), bundle: true, format: 'cjs', platform: 'node', target: 'node24', external: ['electron'], logLevel: 'warning' });
for (const json of FOLDERS.flatMap((folder) => readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json') && !file.endsWith('tsconfig.json')).map((file) => path.join(folder, file)))) {
  cpSync(path.join(root, json), path.join(out, json));
}
// Code reads its version from the package file one folder up.
cpSync(path.join(root, 'package.json'), path.join(out, 'package.json'));
cpSync(path.join(root, 'resources'), path.join(out, 'resources'), { recursive: true });
console.log(`built ${sources.length} files and the preload into dist/`);
