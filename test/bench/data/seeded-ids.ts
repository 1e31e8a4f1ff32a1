import { Random } from '../../../src/demo/content/random';

/** Where the first id's clock stands: before any id that a server makes during the run. */
const EPOCH_MS = Date.UTC(2026, 0, 1);

/** An id in both of its forms. */
export interface SeededId {
  bytes: Buffer;
  text: string;
}

/** UUIDv7s (RFC 9562) that are the same on every run and, like real ones, sort in the order they were made. */
export class SeededIds {
  private made = 0;
  private readonly random: Random;

  constructor(seed: string) {
    this.random = new Random(`ids ${seed}`);
  }

  next(): SeededId {
    const bytes = Buffer.alloc(16);
    bytes.writeUIntBE(EPOCH_MS + this.made, 0, 6);
    bytes.writeUInt32BE(this.random.integer(0, 0xffff_ffff), 6);
    bytes.writeUInt32BE(this.random.integer(0, 0xffff_ffff), 10);
    bytes.writeUInt16BE(this.random.integer(0, 0xffff), 14);
    bytes[6] = 0x70 | (bytes.readUInt8(6) & 0x0f);
    bytes[8] = 0x80 | (bytes.readUInt8(8) & 0x3f);
    this.made += 1;
    return { bytes, text: idText(bytes) };
  }
}

/** The canonical text of 16 bytes. */
export function idText(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
