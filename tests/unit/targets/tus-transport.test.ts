import { open, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createTransport, pieceReader } from '../../../backend/targets/tus-transport.ts';
import type { Transport } from '../../../backend/targets/tus-transport.ts';
import { makeTempFolder } from '../../support/temp-folder.ts';

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function transportTo(origin: string, silenceMs = 2_000): Transport {
  const transport = createTransport({ headers: { Authorization: 'Bearer abc' }, silenceMs, origin });
  onTestFinished(() => transport.close());
  return transport;
}

it('sends the standing headers, its own, the bytes and their length, and gives the answer back', async () => {
  const seen: Record<string, unknown> = {};
  const origin = await serve((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part)).on('end', () => {
      Object.assign(seen, { ...request.headers, method: request.method, body: Buffer.concat(parts).toString() });
      response.writeHead(204, { 'Upload-Offset': '8', 'X-Twice': ['a', 'b'] }).end();
    });
  });
  const request = transportTo(origin).createRequest('PATCH', `${origin}/files/1`);
  request.setHeader('Upload-Offset', '3');
  const response = await request.send(Buffer.from('xin chào') as never);
  expect([request.getMethod(), request.getURL(), request.getHeader('Upload-Offset')]).toEqual(['PATCH', `${origin}/files/1`, '3']);
  expect(seen).toMatchObject({ method: 'PATCH', 'upload-offset': '3', 'content-length': '9', body: 'xin chào' });
  expect(String(seen['authorization'])).toMatch(/^Bearer /);
  expect([response.getStatus(), response.getHeader('upload-offset'), response.getHeader('x-twice'), response.getHeader('missing')]).toEqual([204, '8', 'a, b', undefined]);
});
it('says how long nothing is, and does not follow where a server points', async () => {
  let asked = 0;
  const origin = await serve((request, response) => {
    asked += 1;
    response.writeHead(302, { Location: '/elsewhere', 'X-Length': request.headers['content-length'] ?? '' }).end();
  });
  const response = await transportTo(origin).createRequest('POST', `${origin}/files`).send(null as never);
  expect([response.getStatus(), response.getHeader('x-length'), asked]).toEqual([302, '0', 1]);
});
it('carries its token to no other host', async () => {
  let asked = 0;
  const other = await serve((_, response) => void ((asked += 1), response.end()));
  await expect(transportTo('http://127.0.0.1:9').createRequest('HEAD', `${other}/files/1`).send(null as never)).rejects.toMatchObject({ code: 'target-refused' });
  expect(asked).toBe(0);
});
it('gives up a line that goes silent, before an answer and in the middle of one', async () => {
  const silent = await serve(() => undefined);
  await expect(transportTo(silent, 100).createRequest('HEAD', silent).send(null as never)).rejects.toThrow(/silent/);
  const half = await serve((_, response) => void response.writeHead(200, { 'Content-Length': '100' }).write('nửa'));
  await expect(transportTo(half, 100).createRequest('GET', half).send(null as never)).rejects.toThrow();
});
it('ends when told to, and when the line is cut', async () => {
  const silent = await serve(() => undefined);
  const request = transportTo(silent).createRequest('HEAD', silent);
  const sent = request.send(null as never);
  await request.abort();
  await expect(sent).rejects.toThrow();
  const cutting = await serve((incoming) => incoming.socket.destroy());
  await expect(transportTo(cutting).createRequest('HEAD', cutting).send(null as never)).rejects.toThrow();
});
it('keeps no more of an answer than anybody could use', async () => {
  const origin = await serve((_, response) => response.end('x'.repeat(5_000_000)));
  const response = await transportTo(origin).createRequest('GET', origin).send(null as never);
  expect(response.getBody().length).toBeLessThan(1_000_000);
});
const isPiece = (value: unknown): value is { parts(): AsyncIterable<Uint8Array> } => typeof value === 'object' && value !== null && 'parts' in value;

it('reads a file piece by piece, the last one shorter, and names a file that became shorter', async () => {
  const path = join(await makeTempFolder(), 'a');
  await writeFile(path, 'không một hai');
  const file = await open(path);
  onTestFinished(() => file.close());
  const size = Buffer.byteLength('không một hai');
  const source = await pieceReader(file, size).openFile(null as never, 8);
  const bytesOf = async (start: number, end: number): Promise<Buffer> => {
    const { value } = await source.slice(start, end);
    const parts: Uint8Array[] = [];
    if (!isPiece(value)) throw new Error('no piece');
    for await (const part of value.parts()) parts.push(part);
    return Buffer.concat(parts);
  };
  const first = await source.slice(0, 8);
  const last = await source.slice(8, 100);
  expect(Buffer.concat([await bytesOf(0, 8), await bytesOf(8, 100)]).toString()).toBe('không một hai');
  expect([first.done, last.done]).toEqual([false, true]);
  await truncate(path, 4);
  await expect(bytesOf(0, 8)).rejects.toMatchObject({ code: 'package-damaged' });
});

it('sends a piece of many parts as one body, and ends it with the reason when the file became shorter on the way', async () => {
  const path = join(await makeTempFolder(), 'a');
  const bytes = Buffer.alloc(3_500_000, 'ngày');
  await writeFile(path, bytes);
  const file = await open(path);
  onTestFinished(() => file.close());
  const got: Buffer[] = [];
  const origin = await serve((request, response) => void request.on('data', (part: Buffer) => got.push(part)).on('end', () => response.end('ok')));
  const { value } = await (await pieceReader(file, bytes.length).openFile(null as never, 8)).slice(0, bytes.length);
  await transportTo(origin).createRequest('PATCH', origin).send(value as never);
  expect(Buffer.concat(got).equals(bytes)).toBe(true);
  await truncate(path, 2_000_000);
  await expect(transportTo(origin).createRequest('PATCH', origin).send(value as never)).rejects.toMatchObject({ code: 'package-damaged' });
});
