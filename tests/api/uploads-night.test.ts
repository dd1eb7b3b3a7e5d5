// The queue by a clock of its own: nights, machines that are off at night, and machines that sleep.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import path from 'node:path';
import { createUploadQueue, type UploadQueue } from '../../backend/uploads/upload-queue.ts';
import type { ProfileSettings } from '../../shared/api/uploads.ts';
import { makeReadyPackage } from '../support/ready-package.ts';
import { startRepository } from '../support/running-repository.ts';
import { createTempDir, openTestBackend, type TestBackend } from '../support/test-backend.ts';
import { until } from '../support/until.ts';

let temp: Awaited<ReturnType<typeof createTempDir>>;
let backend: TestBackend;
let queue: UploadQueue;
let clock: Date;
const bugs: unknown[] = [];

beforeEach(async () => {
  temp = await createTempDir();
  backend = await openTestBackend(temp.dir, { workers: 1 });
  const { db, runner, events, uploadQueue } = backend.parts;
  await uploadQueue.close();
  clock = new Date();
  queue = createUploadQueue({ db, runner, events, now: () => clock, onBug: (error) => void bugs.push(error), alsoLook: () => Promise.resolve() });
});
afterEach(async () => {
  await queue.close();
  await backend.close();
  await temp.remove();
  expect(bugs.splice(0)).toEqual([]);
});

/** So many days from now, at this time of the day. */
function dayAt(days: number, hours: number, minutes = 0): Date {
  const date = new Date();
  date.setDate(date.getDate() + days);
  date.setHours(hours, minutes, 0, 0);
  return date;
}

async function makeProfile(settings: ProfileSettings = {}): Promise<string> {
  const repository = await startRepository(path.join(temp.dir, 'kho'));
  return (await backend.parts.uploadProfiles.create({ name: 'Kho tỉnh', kind: 'repository', address: repository.url(), settings })).id;
}

async function enqueue(profileId: string, files?: Readonly<Record<string, number | string>>): Promise<string> {
  const [row] = await backend.parts.uploads.enqueue([await makeReadyPackage(backend, files)], profileId, 0);
  return row?.id ?? '';
}
const settled = (id: string) => backend.parts.uploads.settled(id, AbortSignal.timeout(30_000));
const checks = () => backend.parts.db.selectFrom('reconciliations').selectAll().orderBy('id').execute();
const checksAsked = async (): Promise<number> => (await backend.parts.db.selectFrom('jobs').select('id').where('kind', '=', 'reconcile').execute()).length;
const checkEnds = (count: number): Promise<void> => until(`check ${count} ends`, async () => (await checks()).filter(({ state }) => state === 'done').length === count);

describe('every night', () => {
  it('asks each place what it holds, once, and tells the trail', async () => {
    const id = await makeProfile();
    const upload = await enqueue(id);
    await queue.look();
    expect((await settled(upload)).state).toBe('acknowledged');
    await backend.parts.db.updateTable('uploads').set({ finished_at: dayAt(0, 12).toISOString() }).execute();
    clock = dayAt(1, 0, 55);
    await queue.look();
    expect(await checksAsked()).toBe(0);
    clock = dayAt(1, 1, 5);
    await queue.look();
    await queue.look();
    await checkEnds(1);
    expect(JSON.parse((await checks())[0]?.result ?? '{}')).toMatchObject({ checked: 1, same: 1, differences: [] });
    expect(await backend.parts.db.selectFrom('trail').select('kind').where('kind', '=', 'uploads-reconciled').execute()).toHaveLength(1);
    // What the machine's own clock wrote is put where this night is.
    await backend.parts.db.updateTable('reconciliations').set({ started_at: clock.toISOString() }).execute();
    clock = dayAt(1, 4);
    await queue.look();
    clock = dayAt(1, 23);
    await queue.look();
    expect(await checksAsked()).toBe(1);
  });

  it('comes in the morning on a machine that was off at night', async () => {
    const id = await makeProfile();
    const upload = await enqueue(id);
    await queue.look();
    await settled(upload);
    clock = dayAt(3, 7, 30);
    await queue.look();
    await checkEnds(1);
  });

  it('is left out where it was switched off, where nothing was ever acknowledged, and while the hours are closed', async () => {
    const open = { from: '00:00', until: '00:00' };
    const off = await makeProfile({ nightlyCheck: false });
    const upload = await enqueue(off);
    await queue.look();
    await settled(upload);
    const { id: unused } = await backend.parts.uploadProfiles.create({ name: 'Chưa dùng', kind: 'folder', address: `file://${temp.dir}/`, settings: { hours: open } });
    clock = dayAt(1, 2);
    await queue.look();
    expect(await checksAsked()).toBe(0);
    const { address } = (await backend.parts.uploadProfiles.list()).find(({ id }) => id === off) ?? { address: '' };
    await backend.parts.uploadProfiles.update(off, { name: 'Kho', kind: 'repository', address, settings: { hours: { from: '18:00', until: '22:00' } } });
    await queue.look();
    expect(await checksAsked()).toBe(0);
    clock = dayAt(1, 18, 5);
    await queue.look();
    await checkEnds(1);
    expect((await checks()).every(({ profile_id }) => profile_id !== unused)).toBe(true);
  });
});

describe('a machine that slept', () => {
  it('wakes by itself and goes on with what had to wait for a time that passed meanwhile', async () => {
    const id = await makeProfile();
    const upload = await enqueue(id);
    const inAnHour = new Date(clock.getTime() + 3_600_000).toISOString();
    await backend.parts.db.updateTable('uploads').set({ not_before: inAnHour, tries: 3 }).where('id', '=', upload).execute();
    queue.start();
    await until('it is told why', async () => (await backend.parts.uploads.get(upload)).waiting?.code === 'again-later');
    expect((await backend.parts.uploads.get(upload)).waiting).toEqual({ code: 'again-later', until: inAnHour });
    // The lid was closed for eight hours; nobody touches anything.
    clock = new Date(clock.getTime() + 8 * 3_600_000);
    expect((await settled(upload)).state).toBe('acknowledged');
  });

  it('stops what is on its way when it wakes outside its hours, and goes on with it when they open', async () => {
    const id = await makeProfile({ hours: { from: '08:00', until: '17:00' }, kilobytesPerSecond: 400 });
    clock = dayAt(0, 9);
    const upload = await enqueue(id, { 'lớn.bin': 1_500_000 });
    await queue.look();
    await until('it is on its way', async () => (await backend.parts.uploads.get(upload)).bytesSent > 50_000);
    clock = dayAt(0, 22);
    await queue.look();
    await until('it waits', async () => (await backend.parts.uploads.get(upload)).state === 'queued');
    const waiting = await backend.parts.uploads.get(upload);
    expect(waiting).toMatchObject({ waiting: { code: 'off-hours', until: dayAt(1, 8).toISOString() } });
    expect(waiting.bytesSent).toBeGreaterThan(0);
    clock = dayAt(1, 8, 1);
    await queue.look();
    expect((await settled(upload)).state).toBe('acknowledged');
  });

  it('loses nothing when its clock goes backwards', async () => {
    const id = await makeProfile();
    clock = new Date(clock.getTime() - 400 * 24 * 3_600_000);
    const upload = await enqueue(id);
    await queue.look();
    expect((await settled(upload)).state).toBe('acknowledged');
    expect(await checksAsked()).toBe(0);
  });
});
