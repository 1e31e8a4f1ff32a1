import { crc32, deflateRawSync } from 'node:zlib';

/** One entry of a zip archive, down to the lies that it may tell. */
export interface RawEntry {
  name: string;
  data?: string | Buffer;
  /** General purpose bits; 1 marks an encrypted entry. */
  flags?: number;
  /** 0 stored, 8 deflated (default); others are only claimed, not applied. */
  method?: number;
  /** Unix mode in the upper half, as zip tools store it. */
  externalAttributes?: number;
  declaredBytes?: number;
  declaredCrc?: number;
}

/** Writes a zip archive byte by byte, for the archives that no decent library agrees to write. */
export function rawZip(entries: readonly RawEntry[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name);
    const data = Buffer.from(entry.data ?? '');
    const method = entry.method ?? 8;
    const body = method === 8 ? deflateRawSync(data) : data;
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE((entry.flags ?? 0) | 0x800, 2);
    common.writeUInt16LE(method, 4);
    common.writeUInt32LE(entry.declaredCrc ?? crc32(data), 10);
    common.writeUInt32LE(body.length, 14);
    common.writeUInt32LE(entry.declaredBytes ?? data.length, 18);
    common.writeUInt16LE(name.length, 22);
    bodies.push(Buffer.from('PK\x03\x04', 'latin1'), common, name, body);

    const rest = Buffer.alloc(14);
    rest.writeUInt32LE((entry.externalAttributes ?? 0) >>> 0, 6);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x03', 'latin1'), common, rest, name);
    offset += 4 + common.length + name.length + body.length;
  }
  const directoryBytes = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directoryBytes.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, directoryBytes, end]);
}
