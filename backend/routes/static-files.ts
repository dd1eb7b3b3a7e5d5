// The renderer's build for browser mode: files below one folder, index.html for every other address,
// and a policy that lets the page load only what we serve. Nothing outside the folder can be named.
import { readFile, realpath } from 'node:fs/promises';
import path from 'node:path';

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.json': 'application/json', '.svg': 'image/svg+xml',
  '.png': 'image/png', '.ico': 'image/x-icon', '.woff2': 'font/woff2', '.woff': 'font/woff', '.webp': 'image/webp', '.jpg': 'image/jpeg', '.map': 'application/json', '.txt': 'text/plain; charset=utf-8',
};

export const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const HEADERS = { 'content-security-policy': CONTENT_SECURITY_POLICY, 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'x-frame-options': 'DENY' } as const;

async function readInside(root: string, relative: string): Promise<{ bytes: Buffer; file: string } | undefined> {
  if (relative.includes('\0')) return undefined;
  const file = path.join(root, relative);
  try {
    const real = await realpath(file);
    if (real !== root && !real.startsWith(root + path.sep)) return undefined;
    return { bytes: await readFile(real), file: real };
  } catch {
    return undefined;
  }
}

const NOT_BUILT = '<!doctype html><meta charset="utf-8"><title>Sổ Hoá</title><p>Giao diện chưa được dựng. Chạy <code>npm run build</code> rồi tải lại trang này.<p>The interface has not been built. Run <code>npm run build</code>, then reload.';

/** Serves GET requests; undefined for other methods. */
export function createStaticFiles(dir: string): (request: Request) => Promise<Response | undefined> {
  return async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return undefined;
    const root = await realpath(dir).catch(() => undefined);
    if (root === undefined) return new Response(NOT_BUILT, { status: 503, headers: { ...HEADERS, 'content-type': 'text/html; charset=utf-8' } });
    let relative = '/';
    try {
      relative = decodeURIComponent(new URL(request.url).pathname);
    } catch {
      return new Response(null, { status: 400 });
    }
    const found = (relative === '/' ? undefined : await readInside(root, relative)) ?? (path.extname(relative) === '' || relative === '/' ? await readInside(root, 'index.html') : undefined);
    if (found === undefined) return new Response(null, { status: 404, headers: HEADERS });
    // Vite puts a hash into the names below assets/.
    const isHashed = relative.startsWith('/assets/');
    return new Response(request.method === 'HEAD' ? null : new Uint8Array(found.bytes), {
      headers: { ...HEADERS, 'content-type': MEDIA_TYPES[path.extname(found.file)] ?? 'application/octet-stream', 'cache-control': isHashed ? 'public, max-age=31536000, immutable' : 'no-cache' },
    });
  };
}
