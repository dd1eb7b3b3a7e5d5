// Zips written byte by byte, so that they can lie about names, sizes and encryption.
import { crc32, deflateRawSync } from 'node:zlib';

export type ZipMember = {
  readonly name: string | Uint8Array;
  readonly data?: Uint8Array | string;
  readonly flags?: number;
  readonly method?: 0 | 8 | 99;
  readonly crc?: number;
  readonly declaredBytes?: number;
  /** Points at this member's local header instead of its own. */
  readonly headerOf?: number;
  readonly extra?: Uint8Array;
};

export function zipBytes(members: readonly ZipMember[]): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  const offsets: number[] = [];
  let offset = 0;
  for (const member of members) {
    const name = Buffer.from(typeof member.name === 'string' ? Buffer.from(member.name) : member.name);
    const data = Buffer.from(member.data ?? '');
    const method = member.method ?? 8;
    const packed = method === 8 ? deflateRawSync(data) : data;
    const extra = Buffer.from(member.extra ?? []);
    offsets.push(offset);
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(member.flags ?? 0x800, 2);
    shared.writeUInt16LE(method, 4);
    shared.writeUInt32LE(member.crc ?? crc32(data), 10);
    shared.writeUInt32LE(packed.length, 14);
    shared.writeUInt32LE(member.declaredBytes ?? data.length, 18);
    shared.writeUInt16LE(name.length, 22);
    shared.writeUInt16LE(extra.length, 24);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), shared, name, extra, packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offsets[member.headerOf ?? offsets.length - 1] ?? 0, 10);
    central.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), shared, tail, name, extra]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}
