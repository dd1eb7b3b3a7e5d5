// A whole office for a browser story: the renderer built from its sources, the real back end with real reading
// on a free port, an empty workspace, and a folder of rendered pages. The first administrator is made (clerk,
// reviewer and admin at once); every window of office.browser is signed in as them unless it asks otherwise.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright';
import { build } from 'vite';
import { serve, type RunningServer } from '../../backend/serve.ts';
import { renderPage, type PageTruth, type RenderOptions } from '../../scripts/fixtures/render-page.ts';
import type { Role } from '../../shared/domain/roles.ts';
import { openBrowser, openWindow, type DeskPage, type WindowOptions } from './browser.ts';

export type Office = {
  readonly server: RunningServer;
  readonly browser: Browser;
  readonly dir: string;
  /** The first administrator's session. */
  readonly lead: Session;
  /** A person with these roles, made once; their session. Password: `${login}-mật-khẩu-thử`. */
  person(login: string, roles: readonly Role[]): Promise<Session>;
  /** A window of their own, signed in as somebody with that role alone, with the application open in it. */
  signedIn(role: Role, options?: WindowOptions & { login?: string }): Promise<DeskPage>;
  /** A window in which nobody is signed in. */
  stranger(options?: WindowOptions): Promise<DeskPage>;
  /** Renders a page and writes it as a JPEG; its path and what is printed on it. */
  paper(name: string, options: RenderOptions): Promise<{ path: string; truth: PageTruth }>;
  /** Any bytes as a file. */
  file(name: string, bytes: Uint8Array | string): Promise<string>;
  close(): Promise<void>;
};

const rendererDir = fileURLToPath(new URL('../../renderer/', import.meta.url));

export type Session = { readonly id: string; readonly login: string; readonly password: string; readonly token: string; /** For fetch: `{ cookie }`. */ readonly cookie: string };

const CHEAP = { n: 1024, r: 8, p: 1 };
const passwordOf = (login: string): string => `${login}-mật-khẩu-thử`;
const HERE = { token: undefined, from: '127.0.0.1' };

/** People of a running office, made through its own accounts. */
export function peopleOf(server: Pick<RunningServer, 'backend' | 'url' | 'token'>) {
  const { accounts } = server.backend.parts;
  const { sessions } = accounts;
  const session = async (login: string, token: string): Promise<Session> => {
    const state = await sessions.look({ ...HERE, token });
    if (state.state !== 'signed-in') throw new Error(`${login} is not signed in`);
    return { id: state.person.id, login, password: passwordOf(login), token, cookie: `sohoa_${new URL(server.url).port}=${token}` };
  };
  return {
    lead: async () => session('lanh.dao', await sessions.firstStart({ token: server.token, login: 'lanh.dao', name: 'Lê Thị Lãnh Đạo', password: passwordOf('lanh.dao') }, HERE)),
    signIn: async (login: string) => session(login, await sessions.signIn(login, passwordOf(login), HERE)),
    /** Made with all their roles, as by an administrator who is alone. */
    add: async (login: string, roles: readonly Role[], name = login) => {
      const { person, temporaryPassword, heldBack } = await accounts.people.add({ login, name, roles });
      if (heldBack.length > 0) await server.backend.parts.db.transaction().execute((trx) => accounts.people.changeIn(trx, person.id, { roles: [...roles], revision: person.revision }));
      const token = await sessions.signIn(login, temporaryPassword, HERE);
      await sessions.changePassword({ old: temporaryPassword, new: passwordOf(login) }, { ...HERE, token });
      return session(login, token);
    },
  };
}

const cookieFor = (session: Session, url: string) => {
  const [name = '', value = ''] = session.cookie.split('=');
  return { name, value, url, httpOnly: true, sameSite: 'Strict' as const };
};

/** Every new window of the browser brings this session along. */
function signInAlways(browser: Browser, url: string, session: Session): void {
  const open = browser.newContext.bind(browser);
  browser.newContext = async (options) => {
    const context = await open(options);
    await context.addCookies([cookieFor(session, url)]);
    return context;
  };
}

export async function openOffice(): Promise<Office> {
  const dir = await mkdtemp(path.join(tmpdir(), 'sohoa-office-'));
  const staticDir = path.join(dir, 'renderer');
  await build({ configFile: path.join(rendererDir, 'vite.config.ts'), logLevel: 'error', build: { outDir: staticDir, emptyOutDir: true } });
  const server = await serve({ dataDir: path.join(dir, 'data'), staticDir, workers: 1, port: 0, people: { cost: CHEAP } });
  const browser = await openBrowser();
  const people = peopleOf(server);
  const lead = await people.lead();
  signInAlways(browser, server.url, lead);
  const made = new Map<string, Session>();
  const person: Office['person'] = async (login, roles) => {
    const session = made.get(login) ?? (await people.add(login, roles));
    made.set(login, session);
    return session;
  };
  const file = async (name: string, bytes: Uint8Array | string): Promise<string> => {
    const target = path.join(dir, name);
    await writeFile(target, bytes);
    return target;
  };
  return {
    server,
    browser,
    dir,
    file,
    lead,
    person,
    signedIn: async (role, { login = role, ...options } = {}) => openWindow(browser, server.url, { ...options, cookies: [cookieFor(await person(login, [role]), server.url)] }),
    stranger: (options) => openWindow(browser, server.url, { ...options, cookies: [], ready: '.door' }),
    async paper(name, options) {
      const page = await renderPage(options);
      return { path: await file(name, await page.jpeg()), truth: page.truth };
    },
    async close() {
      await browser.close();
      await server.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
