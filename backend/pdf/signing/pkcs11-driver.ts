// The driver of a signing token (PKCS#11 2.40), called through koffi: whatever .so, .dll or .dylib the
// token's maker ships. Only what signing needs is here. Structures are laid out by hand, because PKCS#11
// packs them without gaps on Windows and with the platform's gaps elsewhere. 64-bit systems only.
import { createRequire } from 'node:module';
import type * as koffiModule from 'koffi';
import { AppError } from '../../../shared/errors.ts';

type Koffi = typeof koffiModule;
/** Loaded only where a token is used: nobody else needs the native library. */
const loadKoffi = (): Koffi => createRequire(import.meta.url)('koffi') as Koffi;

const IS_PACKED = process.platform === 'win32';
/** CK_ULONG is C's unsigned long. */
const ULONG_BYTES = IS_PACKED ? 4 : 8;
const NONE = Buffer.alloc(0);

export const CKR = { OK: 0x0, PIN_INCORRECT: 0xa0, PIN_INVALID: 0xa1, PIN_LEN_RANGE: 0xa2, PIN_LOCKED: 0xa4, BUFFER_TOO_SMALL: 0x150, ALREADY_LOGGED_IN: 0x100, TOKEN_NOT_PRESENT: 0xe0, CRYPTOKI_ALREADY_INITIALIZED: 0x191 } as const;
export const CKA = { CLASS: 0x0, LABEL: 0x3, VALUE: 0x11, KEY_TYPE: 0x100, ID: 0x102 } as const;
export const CKO = { CERTIFICATE: 1, PRIVATE_KEY: 3 } as const;
export const CKM = { RSA_PKCS: 0x1, ECDSA: 0x1041 } as const;

/** Its C functions by their place in CK_FUNCTION_LIST. */
const PLACE = { C_Initialize: 0, C_GetSlotList: 4, C_GetTokenInfo: 6, C_OpenSession: 12, C_CloseSession: 13, C_Login: 18, C_Logout: 19, C_GetAttributeValue: 24, C_FindObjectsInit: 26, C_FindObjects: 27, C_FindObjectsFinal: 28, C_SignInit: 42, C_Sign: 43 } as const;
type FunctionName = keyof typeof PLACE;
const ARGUMENTS: Readonly<Record<FunctionName, readonly string[]>> = {
  C_Initialize: ['void *'], C_GetSlotList: ['uint8', 'void *', 'void *'], C_GetTokenInfo: ['unsigned long', 'void *'], C_OpenSession: ['unsigned long', 'unsigned long', 'void *', 'void *', 'void *'],
  C_CloseSession: ['unsigned long'], C_Login: ['unsigned long', 'unsigned long', 'void *', 'unsigned long'], C_Logout: ['unsigned long'], C_GetAttributeValue: ['unsigned long', 'unsigned long', 'void *', 'unsigned long'],
  C_FindObjectsInit: ['unsigned long', 'void *', 'unsigned long'], C_FindObjects: ['unsigned long', 'void *', 'unsigned long', 'void *'], C_FindObjectsFinal: ['unsigned long'],
  C_SignInit: ['unsigned long', 'void *', 'unsigned long'], C_Sign: ['unsigned long', 'void *', 'unsigned long', 'void *', 'void *'],
};

export type TokenFacts = { readonly label: string; readonly model: string; readonly serial: string; readonly isPinLocked: boolean; readonly isPinLow: boolean; readonly isLastTry: boolean };

export type Pkcs11Driver = {
  /** Slots with a token in them. */
  slots(): readonly number[];
  token(slot: number): TokenFacts;
  open(slot: number): number;
  close(session: number): void;
  /** The code of the driver: what became of the PIN. */
  login(session: number, pin: string): number;
  logout(session: number): void;
  /** Handles of the objects with these attributes. */
  find(session: number, wanted: ReadonlyMap<number, Buffer>): readonly number[];
  /** undefined where the object has no such attribute. */
  attribute(session: number, object: number, type: number): Buffer | undefined;
  sign(session: number, key: number, mechanism: number, data: Uint8Array): Buffer;
};

export function ulong(value: number): Buffer {
  const bytes = Buffer.alloc(ULONG_BYTES);
  if (ULONG_BYTES === 4) bytes.writeUInt32LE(value);
  else bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}
const readUlong = (bytes: Buffer, at = 0): number => (ULONG_BYTES === 4 ? bytes.readUInt32LE(at) : Number(bytes.readBigUInt64LE(at)));

const opened = new Map<string, Pkcs11Driver>();
/** Held for good: a library that nobody holds is unloaded under its functions' feet. */
const loaded = new Set<koffiModule.LibraryHandle>();

/** AppErrors: token-missing when there is no such driver, or it is none. A driver stays loaded: most do not survive being loaded twice. */
export function openDriver(path: string): Pkcs11Driver {
  const known = opened.get(path) ?? createDriver(path);
  opened.set(path, known);
  return known;
}

const failed = (path: string, what: string, code: number): AppError => new AppError('token-missing', { library: path, reason: `${what} 0x${code.toString(16)}` }, 'again');

function functionsOf(koffi: Koffi, path: string): (name: FunctionName, ...values: unknown[]) => number {
  try {
    const library = koffi.load(path);
    loaded.add(library);
    const list = Buffer.alloc(8);
    const getList = library.func('C_GetFunctionList', 'unsigned long', ['void *']) as (list: Buffer) => number;
    if (Number(getList(list)) !== CKR.OK) throw new Error('no function list');
    const table = Buffer.from(koffi.view(list.readBigUInt64LE(), 8 + 8 * 50));
    const known = new Map<FunctionName, koffiModule.TypeObject>();
    return (name, ...values) => {
      const type = known.get(name) ?? koffi.proto('unsigned long', [...ARGUMENTS[name]]);
      known.set(name, type);
      // CK_VERSION stands first, then pointers in the order of the standard.
      return Number(koffi.call(table.readBigUInt64LE((IS_PACKED ? 2 : 8) + 8 * PLACE[name]), type, ...values));
    };
  } catch (error) {
    throw new AppError('token-missing', { library: path, reason: 'no-driver' }, 'again', { cause: error });
  }
}

function createDriver(path: string): Pkcs11Driver {
  const koffi = loadKoffi();
  const call = functionsOf(koffi, path);
  const must = (name: FunctionName, ...values: unknown[]): void => {
    const code = call(name, ...values);
    if (code !== CKR.OK) throw failed(path, name, code);
  };
  const initialised = call('C_Initialize', null);
  if (initialised !== CKR.OK && initialised !== CKR.CRYPTOKI_ALREADY_INITIALIZED) throw failed(path, 'C_Initialize', initialised);
  /** CK_ATTRIBUTE: type, pointer, length. */
  const attributeOf = (type: number, value: Buffer): Buffer => {
    const address = Buffer.alloc(8);
    address.writeBigUInt64LE(value.length === 0 ? 0n : koffi.address(value));
    return Buffer.concat([ulong(type), address, ulong(value.length)]);
  };
  return {
    slots: () => {
      const count = ulong(0);
      must('C_GetSlotList', 1, null, count);
      const list = Buffer.alloc(Math.max(1, readUlong(count)) * ULONG_BYTES);
      must('C_GetSlotList', 1, list, count);
      return Array.from({ length: readUlong(count) }, (_, index) => readUlong(list, index * ULONG_BYTES));
    },
    token: (slot) => {
      const info = Buffer.alloc(512);
      must('C_GetTokenInfo', slot, info);
      const text = (from: number, length: number): string => info.toString('utf8', from, from + length).replace(/[\0 ]+$/, '');
      const flags = readUlong(info, 96);
      return { label: text(0, 32), model: text(64, 16), serial: text(80, 16), isPinLow: (flags & 0x10000) !== 0, isLastTry: (flags & 0x20000) !== 0, isPinLocked: (flags & 0x40000) !== 0 };
    },
    open: (slot) => {
      const session = ulong(0);
      must('C_OpenSession', slot, 4, null, null, session);
      return readUlong(session);
    },
    close: (session) => void call('C_CloseSession', session),
    login: (session, pin) => {
      const bytes = Buffer.from(pin, 'utf8');
      const code = call('C_Login', session, 1, bytes, bytes.length);
      bytes.fill(0);
      return code;
    },
    logout: (session) => void call('C_Logout', session),
    find: (session, wanted) => {
      const template = Buffer.concat([...wanted].map(([type, value]) => attributeOf(type, value)));
      must('C_FindObjectsInit', session, template, wanted.size);
      const handles = Buffer.alloc(64 * ULONG_BYTES);
      const count = ulong(0);
      must('C_FindObjects', session, handles, 64, count);
      call('C_FindObjectsFinal', session);
      return Array.from({ length: readUlong(count) }, (_, index) => readUlong(handles, index * ULONG_BYTES));
    },
    attribute: (session, object, type) => {
      const question = attributeOf(type, NONE);
      if (call('C_GetAttributeValue', session, object, question, 1) !== CKR.OK) return undefined;
      const value = Buffer.alloc(readUlong(question, ULONG_BYTES + 8));
      return value.length === 0 || call('C_GetAttributeValue', session, object, attributeOf(type, value), 1) === CKR.OK ? value : undefined;
    },
    sign: (session, key, mechanism, data) => {
      must('C_SignInit', session, Buffer.concat([ulong(mechanism), Buffer.alloc(8), ulong(0)]), key);
      const signature = Buffer.alloc(1024);
      const length = ulong(signature.length);
      must('C_Sign', session, Buffer.from(data), data.length, signature, length);
      return signature.subarray(0, readUlong(length));
    },
  };
}
