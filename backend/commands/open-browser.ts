// Opens an address in the system browser. The secret in it goes to the browser's command line, which other
// users of the machine might see for a moment; the door takes it only once into a cookie, and it dies with the server.
import { spawn } from 'node:child_process';

function openerOf(platform: NodeJS.Platform): readonly string[] {
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  return platform === 'darwin' ? ['open'] : ['xdg-open'];
}

/** False when there is no such program or it fails at once. */
export function openBrowser(url: string, platform: NodeJS.Platform = process.platform): Promise<boolean> {
  const [program = '', ...words] = openerOf(platform);
  return new Promise((resolve) => {
    const child = spawn(program, [...words, url], { stdio: 'ignore', detached: true });
    // A browser that is still starting after two seconds has not failed.
    const timer = setTimeout(() => resolve(true), 2000);
    const settle = (opened: boolean): void => {
      clearTimeout(timer);
      resolve(opened);
    };
    child.on('error', () => settle(false));
    child.on('exit', (code) => settle(code === 0));
    child.unref();
  });
}
