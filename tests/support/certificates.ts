// Certificates of a private authority, made by openssl for one test.
import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export type Certificate = { readonly cert: string; readonly key: string };
export type Authority = { readonly ca: string; issue(name: string, subject: { readonly host: string; readonly expired?: boolean }): Promise<Certificate> };

const openssl = (dir: string, ...words: string[]): void => void execFileSync('openssl', words, { cwd: dir, stdio: 'ignore' });

export async function makeAuthority(dir: string): Promise<Authority> {
  openssl(dir, 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '30', '-subj', '/CN=Kho thu');
  return {
    ca: await readFile(join(dir, 'ca.pem'), 'utf8'),
    issue: async (name, { host, expired = false }) => {
      openssl(dir, 'req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${host}`);
      await writeFile(join(dir, `${name}.ext`), `subjectAltName=${/^[\d.]+$/.test(host) ? 'IP' : 'DNS'}:${host}\n`);
      const dates = expired ? ['-not_before', '20200101000000Z', '-not_after', '20210101000000Z'] : ['-days', '10'];
      try {
        openssl(dir, 'x509', '-req', '-in', `${name}.csr`, '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-out', `${name}.pem`, '-extfile', `${name}.ext`, ...dates);
      } catch {
        // OpenSSL before 3.4 takes no dates: a certificate of no day at all has expired by now.
        openssl(dir, 'x509', '-req', '-in', `${name}.csr`, '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-out', `${name}.pem`, '-extfile', `${name}.ext`, '-days', expired ? '-1' : '10');
      }
      return { cert: await readFile(join(dir, `${name}.pem`), 'utf8'), key: await readFile(join(dir, `${name}.key`), 'utf8') };
    },
  };
}
