// What makes a package out of uploaded files: a plan (which contents are missing here?), a commit that
// takes everything or nothing, receipts, listing and download. A package is known by the SHA-256 of its
// tagmanifest-sha256.txt, which covers every byte of it; sending it twice gives the same receipt.
import { createReadStream } from 'node:fs';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import type { Finding } from '../../shared/api/packages.ts';
import { parseManifestLine } from '../packaging/bag-manifest.ts';
import type { PackageSource } from '../packaging/package-source.ts';
import { byPath, readWhole } from '../packaging/package-source.ts';
import { pathProblem } from '../packaging/safe-path.ts';
import { verifySource } from '../packaging/verify-package.ts';
import type { Account, Accounts, RepositoryEnv } from './accounts.ts';
import type { ObjectStore, PackageFile, StoredPackage } from './object-store.ts';
import { packageFileSchema } from './object-store.ts';
import type { UploadStore } from './upload-store.ts';

const MAX_BODY_BYTES = 64 * 1024 * 1024;
const TAG_MANIFEST = 'tagmanifest-sha256.txt';

const offerSchema = z.object({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  name: z.string().min(1).max(300),
  files: z.array(packageFileSchema).min(1).max(200_000),
});
type Offer = z.infer<typeof offerSchema>;

export function createPackageRoutes(uploads: UploadStore, objects: ObjectStore, accounts: Accounts): Hono<RepositoryEnv> {
  const app = new Hono<RepositoryEnv>();
  const exceeds = async (account: Account | undefined, offer: Offer): Promise<boolean> =>
    account?.quotaBytes !== undefined && account.quotaBytes !== null && (await accounts.used(account.name)) + offer.files.reduce((sum, file) => sum + file.sizeBytes, 0) > account.quotaBytes;
  app.use('*', bodyLimit({ maxSize: MAX_BODY_BYTES, onError: (c) => c.json(problem(413, 'payload-too-large'), 413) }));

  /** What of this is not here yet? */
  app.post('/plan', async (c) => {
    const offer = offerSchema.safeParse(await c.req.json().catch(() => undefined));
    if (!offer.success) return c.json(problem(400, 'bad-request'), 400);
    const stored = await objects.find(offer.data.sha256);
    const lost = stored === undefined ? [] : await objects.missing(stored);
    if (stored !== undefined && lost.length === 0) return c.json({ state: 'stored', receipt: stored.receipt, missing: [] });
    if (stored === undefined && (await exceeds(c.get('account'), offer.data))) return c.json(problem(507, 'quota-exceeded'), 507);
    const contentOf = finderOf(uploads, objects, stored);
    return c.json({ state: 'wanted', receipt: null, missing: await missingContents(contentOf, offer.data.files) });
  });

  app.post('/commit', async (c) => {
    const offer = offerSchema.safeParse(await c.req.json().catch(() => undefined));
    if (!offer.success) return c.json(problem(400, 'bad-request'), 400);
    if (c.req.header('idempotency-key') !== offer.data.sha256) return c.json(problem(400, 'bad-request', { header: 'Idempotency-Key' }), 400);
    const before = await objects.find(offer.data.sha256);
    if (before !== undefined && (await objects.missing(before)).length === 0) return c.json({ receipt: before.receipt, duplicate: true });
    const account = c.get('account');
    if (before === undefined && (await exceeds(account, offer.data))) return c.json(problem(507, 'quota-exceeded'), 507);
    const contentOf = finderOf(uploads, objects, before);
    const missing = await missingContents(contentOf, offer.data.files);
    if (missing.length > 0) return c.json({ ...problem(409, 'package-incomplete'), missing }, 409);
    const { findings, objectId } = await judge(contentOf, offer.data);
    const rotten = await discardRotten(uploads, offer.data, findings);
    if (rotten.length > 0) return c.json({ ...problem(409, 'package-incomplete'), missing: rotten }, 409);
    if (findings.length > 0) return c.json({ ...problem(422, 'package-damaged'), findings: findings.slice(0, 50) }, 422);
    const contents = new Map<string, string>();
    for (const { sha256 } of offer.data.files) contents.set(sha256, (await contentOf(sha256))?.path ?? '');
    if (before !== undefined) {
      await objects.repair(before, (sha256) => contents.get(sha256) ?? '');
      return c.json({ receipt: before.receipt, duplicate: true });
    }
    const stored = await objects.store({ digest: offer.data.sha256, objectId, name: offer.data.name, files: offer.data.files, contentOf: (sha256) => contents.get(sha256) ?? '', ...(account === undefined ? {} : { account: account.name }) });
    return c.json({ receipt: stored.receipt, duplicate: false }, 201);
  });

  app.get('/', async (c) => c.json({ packages: (await objects.list()).filter((stored) => maySee(c.get('account'), stored)).map(({ receipt, name, bytes, files }) => ({ receipt, name, bytes, files: files.length })) }));

  app.get('/:sha256', async (c) => {
    const stored = await objects.find(c.req.param('sha256'));
    if (stored === undefined || !maySee(c.get('account'), stored)) return c.json(problem(404, 'not-found'), 404);
    const versions = await objects.versions(stored.objectId);
    // Whoever asks for proof gets what is truly there, read again.
    if (c.req.query('fixity') === '1') return c.json({ receipt: stored.receipt, name: stored.name, versions, files: await objects.checkFixity(stored) });
    return c.json({ receipt: stored.receipt, name: stored.name, versions, files: stored.files.map(({ path, sha256, sizeBytes }) => ({ path, sha256, sizeBytes })) });
  });

  app.get('/:sha256/contents/:content', async (c) => {
    const found = await objects.find(c.req.param('sha256'));
    const stored = found !== undefined && maySee(c.get('account'), found) ? found : undefined;
    const content = c.req.param('content');
    const file = stored?.files.find(({ sha256 }) => sha256 === content);
    const stream = stored === undefined || file === undefined ? undefined : objects.open(stored, content);
    if (stream === undefined || file === undefined) return c.json(problem(404, 'not-found'), 404);
    const headers = {
      ETag: `"${content}"`, 'Content-Length': String(file.sizeBytes), 'Content-Type': 'application/octet-stream', 'X-Content-Type-Options': 'nosniff', 'Content-Disposition': 'attachment',
    };
    if (c.req.header('if-none-match') === headers.ETag) {
      stream.destroy();
      return new Response(null, { status: 304, headers: { ETag: headers.ETag } });
    }
    return new Response(Readable.toWeb(stream) as ReadableStream<Uint8Array>, { headers });
  });
  return app;
}

/** Records of people: an account sees what it sent itself. The repository's own token, and one without accounts, see all. */
const maySee = (account: Account | undefined, stored: StoredPackage): boolean => account === undefined || stored.account === account.name;

const problem = (status: number, code: string, detail: Record<string, string> = {}): Record<string, unknown> => ({ type: 'about:blank', title: code, status, code, detail });

type FindContent = (sha256: string) => Promise<{ path: string; sizeBytes: number } | undefined>;

/** Just received, or still sound in the package that is there already. */
function finderOf(uploads: UploadStore, objects: ObjectStore, stored: StoredPackage | undefined): FindContent {
  return async (sha256) => {
    const received = await uploads.received(sha256);
    if (received !== undefined || stored === undefined) return received;
    const path = await objects.intact(stored, sha256);
    const sizeBytes = stored.files.find((file) => file.sha256 === sha256)?.sizeBytes;
    return path === undefined || sizeBytes === undefined ? undefined : { path, sizeBytes };
  };
}

async function missingContents(contentOf: FindContent, files: readonly PackageFile[]): Promise<readonly string[]> {
  const missing = new Set<string>();
  for (const { sha256, sizeBytes } of files) if ((await contentOf(sha256))?.sizeBytes !== sizeBytes) missing.add(sha256);
  return [...missing];
}

/** Everything `sohoa verify` checks, on the very bytes that were received. Empty findings: sound. */
async function judge(contentOf: FindContent, offer: Offer): Promise<{ findings: readonly Finding[]; objectId: string }> {
  const unsafe = offer.files.filter(({ path }) => pathProblem(path) !== null);
  if (unsafe.length > 0) return { findings: unsafe.map(({ path }) => ({ ok: false, code: 'unsafe-name', path })), objectId: '' };
  const contents = new Map<string, string>();
  for (const { path, sha256 } of offer.files) contents.set(path, (await contentOf(sha256))?.path ?? '');
  if (contents.size !== offer.files.length) return { findings: [{ ok: false, code: 'listed-twice' }], objectId: '' };
  const source: PackageSource = {
    entries: offer.files.map(({ path, sizeBytes }) => ({ path, sizeBytes, kind: 'file' as const })).sort(byPath),
    open: (path) => Promise.resolve(createReadStream(contents.get(path) ?? '')),
    close: () => Promise.resolve(),
  };
  const { findings } = await verifySource(source, new AbortController().signal);
  const wrong = [...findings.filter((finding) => !finding.ok), ...(await judgeTags(source, offer))];
  return { findings: wrong, objectId: await externalIdentifier(source, offer) };
}

/** A file that seems changed may be our own disk's doing; then it is asked for again rather than refused for ever. */
async function discardRotten(uploads: UploadStore, offer: Offer, findings: readonly Finding[]): Promise<readonly string[]> {
  const suspects = new Set(offer.files.filter(({ path }) => findings.some((finding) => finding.code === 'file-changed' && finding.path === path)).map(({ sha256 }) => sha256));
  const rotten: string[] = [];
  for (const sha256 of suspects) if (await uploads.discardIfRotten(sha256)) rotten.push(sha256);
  return rotten;
}

/** The digest that the sender calls the package by must cover all of it. */
async function judgeTags(source: PackageSource, offer: Offer): Promise<readonly Finding[]> {
  const tagManifest = offer.files.find(({ path }) => path === TAG_MANIFEST);
  if (tagManifest?.sha256 !== offer.sha256) return [{ ok: false, code: 'file-changed', path: TAG_MANIFEST }];
  const text = (await readWhole(source, TAG_MANIFEST, 1024 * 1024)).toString('utf8');
  const listed = new Set(text.split('\n').map((line) => parseManifestLine(line, 'sha256')?.path));
  const loose = offer.files.filter(({ path }) => !path.startsWith('data/') && !/^tagmanifest-[a-z0-9]+\.txt$/.test(path) && !listed.has(path));
  return loose.map(({ path }) => ({ ok: false, code: 'file-not-listed', path, detail: { manifest: TAG_MANIFEST } }));
}

async function externalIdentifier(source: PackageSource, offer: Offer): Promise<string> {
  const hasInfo = offer.files.some(({ path }) => path === 'bag-info.txt');
  const info = hasInfo ? (await readWhole(source, 'bag-info.txt', 1024 * 1024)).toString('utf8') : '';
  const identifier = /^External-Identifier:[ \t]*(\S.*?)\s*$/m.exec(info)?.[1]?.slice(0, 300);
  return identifier ?? `sha256:${createHash('sha256').update(offer.sha256).digest('hex')}`;
}
