// Pictures of a page. Delivered and thumbnail are made when the page is read and may be lost at any time:
// then they are made again from original and transforms. 'screen' is the delivered picture in the size of screens,
// made when the page is read, or when first asked for where it is not there. 'original' shows the untouched scan: as it is
// where a browser can show it, else drawn once and kept in the cache.
import { sha256Of } from '../storage/blob-store.ts';
import { AppError, isAppError } from '../../shared/errors.ts';
import { screenShare } from '../../shared/domain/screen-image.ts';
import { transformsSchema, type Transform } from '../../shared/domain/transform.ts';
import { fromJson, fromJsonOrNull } from '../db/json.ts';
import type { Db } from '../db/schema.ts';
import { pageMasterSchema, type PageMaster } from '../pipeline/page-master.ts';
import type { Workspace } from '../storage/workspace.ts';
import type { WorkerPool } from '../worker/worker-pool.ts';
import { findPage, findReading, pendingTransforms, type PageRow } from './page-repository.ts';

export type ImageKind = 'delivered' | 'screen' | 'thumbnail' | 'original' | 'reading';
export type PageImage = { readonly sha256: string; readonly mediaType: string; readonly bytes: Uint8Array };

const SHOWN_BY_BROWSERS: readonly string[] = ['image/jpeg', 'image/png', 'image/webp', 'image/bmp'];
const RENDER_TIMEOUT_MS = 60_000;
const MOST_PENDING = 2000;

/** By the first bytes: the encoder decides which format a derivative has. */
export function imageMediaType(bytes: Uint8Array): string {
  if (bytes[0] === 0x89 && bytes[1] === 0x50) return 'image/png';
  if (bytes[0] === 0x52 && bytes[1] === 0x49) return 'image/webp';
  if (bytes[0] === 0x42 && bytes[1] === 0x4d) return 'image/bmp';
  return 'image/jpeg';
}

export type PageImages = {
  /** Errors: 'not-found' (no such page, or not read yet), 'original-damaged', what reading the page may throw. */
  fetch(pageId: string, kind: ImageKind): Promise<PageImage>;
  /** Address of the delivered image, which is made again when it is lost. */
  ensureDelivered(page: PageRow): Promise<string>;
};

export function createPageImages(parts: { db: Db; workspace: Workspace; pool: WorkerPool }): PageImages {
  const { db, workspace, pool } = parts;
  const underWay = new Map<string, Promise<string>>();
  const pendingShas = new Map<string, string>();

  const masterOf = (page: PageRow): PageMaster => {
    const master = fromJsonOrNull(pageMasterSchema, page.master);
    if (master === null) throw new AppError('not-found', { what: 'image', id: page.id });
    return master;
  };
  const render = async (master: PageMaster, transforms: readonly Transform[], want: Exclude<ImageKind, 'screen'>): Promise<string> => {
    const result = await pool.run({ kind: 'render-image', master, transforms, want }, { urgent: true, timeoutMs: RENDER_TIMEOUT_MS });
    return result.sha256;
  };
  const makeAgain = async (page: PageRow, want: 'delivered' | 'thumbnail'): Promise<string> => {
    const key = page.reading_key;
    const reading = key === null ? undefined : await findReading(db, key);
    if (reading === undefined || key === null) throw new AppError('not-found', { what: 'image', id: page.id });
    const sha256 = await render(masterOf(page), fromJson(transformsSchema, reading.transforms), want);
    const column = want === 'delivered' ? { delivered_sha256: sha256 } : { thumbnail_sha256: sha256 };
    await db.updateTable('page_readings').set(column).where('cache_key', '=', key).execute();
    return sha256;
  };
  /** The same picture asked for twice at once is made once. */
  const once = (key: string, make: () => Promise<string>): Promise<string> => {
    const known = underWay.get(key);
    if (known !== undefined) return known;
    const made = make().finally(() => underWay.delete(key));
    underWay.set(key, made);
    return made;
  };
  const remake = (page: PageRow, want: 'delivered' | 'thumbnail'): Promise<string> => once(`${page.id}:${want}`, () => makeAgain(page, want));

  const sound = async (sha256: string): Promise<Uint8Array | undefined> =>
    workspace.derivatives.get(sha256).catch((error: unknown) => {
      // Lost or damaged, a derivative is only made again.
      if (isAppError(error)) return undefined;
      throw error;
    });
  /** As it will be delivered, while it waits to be read that way; the picture is kept in the cache of derivatives. */
  const fetchPending = async (page: PageRow, transforms: readonly Transform[], want: 'delivered' | 'thumbnail'): Promise<PageImage> => {
    const key = `${page.master_key ?? page.id}:${page.fixed_transforms ?? ''}:${want}`;
    const known = pendingShas.get(key);
    const kept = known === undefined ? undefined : await sound(known);
    if (kept !== undefined && known !== undefined) return { sha256: known, mediaType: imageMediaType(kept), bytes: kept };
    const sha256 = await once(key, () => render(masterOf(page), transforms, want));
    if (pendingShas.size > MOST_PENDING) pendingShas.clear();
    pendingShas.set(key, sha256);
    const bytes = await workspace.derivatives.get(sha256);
    return { sha256, mediaType: imageMediaType(bytes), bytes };
  };
  const shaOf = async (page: PageRow, want: 'delivered' | 'thumbnail'): Promise<string> => {
    const reading = page.reading_key === null ? undefined : await findReading(db, page.reading_key);
    if (reading === undefined) throw new AppError('not-found', { what: 'image', id: page.id });
    return want === 'delivered' ? reading.delivered_sha256 : reading.thumbnail_sha256;
  };
  const fetchDerivative = async (page: PageRow, want: 'delivered' | 'thumbnail'): Promise<PageImage> => {
    const kept = await shaOf(page, want);
    const bytes = await sound(kept);
    if (bytes !== undefined) return { sha256: kept, mediaType: imageMediaType(bytes), bytes };
    const made = await workspace.derivatives.get(await remake(page, want));
    return { sha256: sha256Of(made), mediaType: imageMediaType(made), bytes: made };
  };
  const makeScreen = async (page: PageRow, key: string, share: number): Promise<string> => {
    const kept = await shaOf(page, 'delivered');
    const deliveredSha256 = (await sound(kept)) === undefined ? await remake(page, 'delivered') : kept;
    const { sha256 } = await pool.run({ kind: 'shrink-image', deliveredSha256, share }, { urgent: true, timeoutMs: RENDER_TIMEOUT_MS });
    await db.updateTable('page_readings').set({ screen_sha256: sha256 }).where('cache_key', '=', key).execute();
    return sha256;
  };
  const fetchScreen = async (page: PageRow): Promise<PageImage> => {
    const key = page.reading_key;
    const reading = key === null ? undefined : await findReading(db, key);
    if (reading === undefined || key === null) throw new AppError('not-found', { what: 'image', id: page.id });
    const share = screenShare({ widthPx: reading.width_px, heightPx: reading.height_px });
    if (share === 1) return fetchDerivative(page, 'delivered');
    const kept = reading.screen_sha256 === null ? undefined : await sound(reading.screen_sha256);
    if (kept !== undefined && reading.screen_sha256 !== null) return { sha256: reading.screen_sha256, mediaType: imageMediaType(kept), bytes: kept };
    const sha256 = await once(`${key}:screen`, () => makeScreen(page, key, share));
    const bytes = await workspace.derivatives.get(sha256);
    return { sha256, mediaType: imageMediaType(bytes), bytes };
  };
  const fetchOriginal = async (page: PageRow): Promise<PageImage> => {
    const master = masterOf(page);
    if (SHOWN_BY_BROWSERS.includes(master.mediaType)) return { sha256: master.sha256, mediaType: master.mediaType, bytes: await workspace.originals.get(master.sha256) };
    const drawn = await workspace.derivatives.get(await once(`${page.master_key ?? page.id}:original`, () => render(master, [], 'original')));
    return { sha256: sha256Of(drawn), mediaType: imageMediaType(drawn), bytes: drawn };
  };

  /** Looked at rarely, by whoever wonders why a word was misread: made when asked for, kept nowhere but in the cache. */
  const fetchReadingCopy = async (page: PageRow): Promise<PageImage> => {
    const reading = page.reading_key === null ? undefined : await findReading(db, page.reading_key);
    if (reading === undefined) throw new AppError('not-found', { what: 'image', id: page.id });
    const sha256 = await once(`${page.id}:reading`, () => render(masterOf(page), fromJson(transformsSchema, reading.transforms), 'reading'));
    const bytes = await workspace.derivatives.get(sha256);
    return { sha256, mediaType: imageMediaType(bytes), bytes };
  };

  return {
    fetch: async (pageId, kind) => {
      const page = await findPage(db, pageId);
      if (page === undefined) throw new AppError('not-found', { what: 'page', id: pageId });
      if (kind === 'original') return fetchOriginal(page);
      if (kind === 'reading') return fetchReadingCopy(page);
      const pending = pendingTransforms(page);
      if (pending !== null) return fetchPending(page, pending, kind === 'screen' ? 'delivered' : kind);
      return kind === 'screen' ? fetchScreen(page) : fetchDerivative(page, kind);
    },
    ensureDelivered: async (page) => {
      const kept = await shaOf(page, 'delivered');
      return (await sound(kept)) === undefined ? remake(page, 'delivered') : kept;
    },
  };
}
