// What `digitize --out DIR` leaves behind: records.jsonl, pages/*.txt, package/, report.json. Each file is
// there whole or not at all; an earlier run's files of the same names are replaced, nothing else is touched.
// A page's text is <file name>.txt; files with several pages give <file name>.<page>.txt. Names that two
// folders share get a number.
import { constants } from 'node:fs';
import { cp, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';
import { pageReadingSchema, pageText } from '../../shared/domain/reading.ts';
import type { Backend } from '../backend.ts';
import { fromJson } from '../db/json.ts';
import { streamRecords } from '../packages/package-repository.ts';
import { recordLine } from '../packaging/record-text.ts';
import { codeOf } from '../packaging/package-folder.ts';
import { writeAtomically, writeFileAtomically } from '../storage/atomic-write.ts';
import { guardStorage, makeFolder } from '../storage/storage-error.ts';
import type { DigitizeReport } from './digitize-report.ts';

/** Makes the folder and proves that it can be written, before an hour of work is spent. */
export async function prepareOut(outDir: string, willPackage: boolean): Promise<void> {
  const target = path.join(outDir, 'package');
  if (willPackage && !(await isReplaceable(target))) throw new AppError('package-exists', { path: target });
  await makeFolder(path.join(outDir, 'pages'));
  await writeFileAtomically(path.join(outDir, '.sohoa-probe'), '');
  await guardStorage(outDir, () => rm(path.join(outDir, '.sohoa-probe'), { force: true }));
}

async function writeRecords(backend: Backend, batchId: string, outDir: string): Promise<void> {
  const { db } = backend.parts;
  await writeAtomically(path.join(outDir, 'records.jsonl'), async (file) => {
    for await (const record of streamRecords(db, { images: null }, batchId)) {
      const pages = record.pages.map((page) => ({ reading: page.readingJson === null ? null : pageReadingSchema.parse(JSON.parse(page.readingJson)) }));
      await file.write(`${JSON.stringify(recordLine({ ...record, pages }))}\n`);
    }
  });
}

export type NamedPage = { readonly pageId: string; readonly name: string };

/** Output names of all pages of a batch, in order; unique whatever case the file system keeps. */
export async function namePages(backend: Backend, batchId: string): Promise<readonly NamedPage[]> {
  const rows = await backend.parts.db.selectFrom('pages').innerJoin('sources', 'sources.id', 'pages.source_id')
    .select(['pages.id', 'pages.source_page', 'sources.display_name', 'sources.page_count']).where('pages.batch_id', '=', batchId).orderBy('pages.position').orderBy('pages.source_page').execute();
  const taken = new Set<string>();
  return rows.map((row) => {
    const base = row.display_name.split('/').at(-1) ?? row.display_name;
    const stem = row.page_count === 1 ? base : `${base}.${row.source_page}`;
    let name = stem;
    for (let n = 2; taken.has(name.toLowerCase()); n += 1) name = `${stem}-${n}`;
    taken.add(name.toLowerCase());
    return { pageId: row.id, name };
  });
}

/** Long names are cut so that the ending still fits into 255 bytes. */
export function fitName(name: string, ending: string): string {
  let stem = name;
  while (Buffer.byteLength(stem + ending) > 255) stem = [...stem].slice(0, -1).join('');
  return stem + ending;
}

async function writePageTexts(backend: Backend, pages: readonly NamedPage[], outDir: string): Promise<void> {
  for (const { pageId, name } of pages) {
    const row = await backend.parts.db.selectFrom('pages').innerJoin('page_readings', 'page_readings.cache_key', 'pages.reading_key').select('page_readings.reading').where('pages.id', '=', pageId).executeTakeFirst();
    if (row === undefined) continue;
    const text = pageText(fromJson(pageReadingSchema, row.reading)).normalize('NFC');
    await writeFileAtomically(path.join(outDir, 'pages', fitName(name, '.txt')), text === '' ? '' : `${text}\n`);
  }
}

/** --keep: the page as it came, as it is delivered, and as the reader saw it. */
async function writePageImages(backend: Backend, pages: readonly NamedPage[], outDir: string): Promise<void> {
  const kinds = [['original', '1-original'], ['delivered', '2-delivered'], ['reading', '3-reading']] as const;
  for (const { pageId, name } of pages) {
    for (const [kind, label] of kinds) {
      const image = await backend.parts.images.fetch(pageId, kind).catch((error: unknown) => {
        // A page that could not be read has no such picture.
        if (error instanceof AppError) return undefined;
        throw error;
      });
      if (image === undefined) continue;
      const ending = `.${label}.${image.mediaType.split('/')[1]?.replace('jpeg', 'jpg') ?? 'img'}`;
      await writeFileAtomically(path.join(outDir, 'pages', fitName(name, ending)), image.bytes);
    }
  }
}

async function isReplaceable(dir: string): Promise<boolean> {
  const names = await readdir(dir).catch(() => undefined);
  return names === undefined || names.length === 0 || names.includes('bagit.txt') || names.includes('METS.xml');
}

/** Where the file system can, a copy shares its blocks with the package in the workspace and costs nothing. */
const copyFolder = (from: string, to: string): Promise<void> => cp(from, to, { recursive: true, preserveTimestamps: true, mode: constants.COPYFILE_FICLONE });

/** False between two file systems. */
async function moveFolder(from: string, to: string): Promise<boolean> {
  return rename(from, to).then(() => true, (error: unknown) => {
    if (codeOf(error) === 'EXDEV') return false;
    throw error;
  });
}

/** Puts a built package at `target`; `isLastUse`: nobody wants it where it was. An earlier package there is replaced; anything else is 'package-exists'. */
export async function placePackage(from: string, target: string, isLastUse = false): Promise<void> {
  if (!(await isReplaceable(target))) throw new AppError('package-exists', { path: target });
  const temporary = `${target}.part`;
  await guardStorage(target, async () => {
    await rm(temporary, { recursive: true, force: true });
    try {
      if (!isLastUse || !(await moveFolder(from, temporary))) await copyFolder(from, temporary);
      await rm(target, { recursive: true, force: true });
      await rename(temporary, target);
    } catch (error) {
      await rm(temporary, { recursive: true, force: true });
      throw error;
    }
  });
}

export async function writeOutputs(backend: Backend, batchId: string, outDir: string, keepImages: boolean): Promise<void> {
  await writeRecords(backend, batchId, outDir);
  const pages = await namePages(backend, batchId);
  await writePageTexts(backend, pages, outDir);
  if (keepImages) await writePageImages(backend, pages, outDir);
}

export async function writeReport(outDir: string, report: DigitizeReport): Promise<void> {
  await writeFileAtomically(path.join(outDir, 'report.json'), `${JSON.stringify(report, null, 1)}\n`);
}
