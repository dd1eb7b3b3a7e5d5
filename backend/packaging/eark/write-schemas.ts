// The schemas folder of a SIP: the schemas of its METS and PREMIS documents, as published, from
// resources/packaging/eark/schemas. EAD3 and ALTO are named by their public addresses instead
// (documentation/README.txt): their licences do not sit well beside ours.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FileFact, SipFolder } from './file-fact.ts';
import { copyIn } from './file-fact.ts';

const SCHEMAS = fileURLToPath(new URL('../../../resources/packaging/eark/schemas/', import.meta.url));

export async function writeSchemas(sip: SipFolder, signal: AbortSignal): Promise<readonly FileFact[]> {
  const names = (await readdir(SCHEMAS)).filter((name) => name.endsWith('.xsd')).toSorted();
  const files: FileFact[] = [];
  for (const name of names) files.push(await copyIn(sip, `schemas/${name}`, { from: join(SCHEMAS, name), mediaType: 'application/xml' }, signal));
  return files;
}
