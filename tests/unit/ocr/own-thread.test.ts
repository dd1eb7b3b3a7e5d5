import net from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createOwnThreadReader, type StripsReader } from '../../../backend/ocr/own-thread.ts';
import { bars, languageData, many } from '../../support/bar-strips.ts';

const never = (): AbortSignal => new AbortController().signal;

let reader: StripsReader;
const open = (options: Partial<Parameters<typeof createOwnThreadReader>[0]> = {}): StripsReader => (reader = createOwnThreadReader({ timeoutMs: 60_000, languageData, ...options }));

afterEach(() => reader.close());

describe('reading on the own thread', () => {
  it('gives one list of words for each strip, and none for none', async () => {
    expect(await open().read([bars(120), bars(200)], '13', never())).toHaveLength(2);
    expect(await reader.read([], '13', never())).toEqual([]);
  });

  it('hears a cancel in the middle of a page, and reads the next', async () => {
    open();
    await reader.read([bars(100)], '13', never());
    const cancel = new AbortController();
    const long = reader.read(many(400), '13', cancel.signal);
    setTimeout(() => cancel.abort(), 30);
    await expect(long).rejects.toMatchObject({ code: 'cancelled' });
    expect(await reader.read([bars(150)], '13', never())).toHaveLength(1);
  });

  it('refuses what was cancelled before it came', async () => {
    await expect(open().read([bars(100)], '13', AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('ends a page that takes too long with a named error, and reads the next', async () => {
    await expect(open({ timeoutMs: 300 }).read(many(2000), '13', never())).rejects.toMatchObject({ code: 'page-timeout' });
    expect(await reader.read([bars(60)], '13', never())).toHaveLength(1);
  });

  it('says that the language cannot be opened, each time it is asked', async () => {
    open({ languageData: '/does/not/exist.gz' });
    for (let i = 0; i < 2; i++) await expect(reader.read([bars(100)], '13', never())).rejects.toMatchObject({ code: 'ocr-failed' });
  });

  it('ends what it reads when it is closed', async () => {
    const running = open().read(many(300), '13', never());
    const end = expect(running).rejects.toMatchObject({ code: 'interrupted' });
    setTimeout(() => void reader.close(), 20);
    await end;
    await expect(reader.read([bars(100)], '13', never())).rejects.toMatchObject({ code: 'interrupted' });
  });

  it('opens no connection', async () => {
    const connect = net.Socket.prototype.connect;
    let connections = 0;
    net.Socket.prototype.connect = function counted(this: net.Socket, ...args: Parameters<typeof connect>) {
      connections++;
      return connect.apply(this, args);
    } as typeof connect;
    try {
      await open().read([bars(100)], '13', never());
    } finally {
      net.Socket.prototype.connect = connect;
    }
    expect(connections).toBe(0);
  });

  it('reads two pages that are asked for at once, each to its end', async () => {
    open();
    const both = await Promise.all([reader.read(many(3), '13', never()), reader.read(many(4), '13', never())]);
    expect(both.map((words) => words.length)).toEqual([3, 4]);
  });
});
