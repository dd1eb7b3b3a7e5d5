// `sohoa digitize . --out ket-qua` twice must not digitise its own results: what lies in the output folder or
// in the workspace is no scan, wherever these folders are. Unpacked zips lie in the workspace's work/ and are
// told by the name they came under.
import path from 'node:path';
import type { ExpandSources } from '../jobs/expand-job.ts';

type OwnFolders = { readonly inputs: readonly string[]; readonly outDir: string; readonly workspaceDir?: string };

/** Display names of our folders, as a listing of the inputs shows them: relative to the input they are in, "/" between. */
function ownNames({ inputs, outDir, workspaceDir }: OwnFolders): readonly string[] {
  const own = [outDir, ...(workspaceDir === undefined ? [] : [workspaceDir])].map((dir) => path.resolve(dir));
  return inputs.flatMap((input) => own.flatMap((dir) => {
    const relative = path.relative(path.resolve(input), dir);
    const isInside = relative !== '' && relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
    return isInside ? [`${relative.split(path.sep).join('/').normalize('NFC')}/`] : [];
  }));
}

export function withoutOwnFiles(expand: ExpandSources, folders: OwnFolders): ExpandSources {
  const names = ownNames(folders);
  if (names.length === 0) return expand;
  return async function* (inputs, options) {
    for await (const found of expand(inputs, options)) if (!names.some((name) => found.displayName.normalize('NFC').startsWith(name))) yield found;
  };
}
