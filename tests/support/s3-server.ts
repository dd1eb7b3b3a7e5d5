// An S3 server of others (moto, from PyPI), installed by .ci/judges/install-servers.sh.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import type { OutsideServer } from './outside-server.ts';
import { startOutside } from './outside-server.ts';

const home = process.env['SOHOA_JUDGES'] ?? fileURLToPath(new URL('../../.cache/judges', import.meta.url));
const program = join(home, 'servers', 'python', 'bin', 'moto_server');

export const S3_KEYS = { user: 'kho', password: 'khoa-bi-mat' } as const;

export async function startS3(bucket = 'kho'): Promise<OutsideServer & { url: string }> {
  if (!existsSync(program)) throw new Error(`the S3 server is missing: run .ci/judges/install-servers.sh (${program})`);
  const server = await startOutside(program, (port) => ['-H', '127.0.0.1', '-p', String(port)]);
  const client = new S3Client({ endpoint: `http://127.0.0.1:${server.port}`, region: 'us-east-1', forcePathStyle: true, credentials: { accessKeyId: S3_KEYS.user, secretAccessKey: S3_KEYS.password } });
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  client.destroy();
  return { ...server, url: `s3+http://127.0.0.1:${server.port}/${bucket}/xa-01` };
}
