import { randomFillSync } from 'node:crypto';
import { validate, v7 } from 'uuid';

const RANDOM_BYTES = 16;
/** Drawn for many ids at once: asking the generator for each of them takes most of the time of making it. */
const randomness = Buffer.alloc(256 * RANDOM_BYTES);
let used = randomness.length;
/** Of the last id: the instant, and the counter that tells ids of one instant apart and keeps their order. */
const last = { msecs: 0, seq: 0 };

/** A new UUIDv7 in canonical form. Ids made one after another sort in the order they were made. */
export function newId(): string {
  if (used === randomness.length) {
    randomFillSync(randomness);
    used = 0;
  }
  const random = randomness.subarray(used, (used += RANDOM_BYTES));
  const now = Date.now();
  if (now > last.msecs) {
    last.msecs = now;
    // The upper half is left for counting up.
    last.seq = random.readUInt32BE(0) >>> 1;
  } else {
    last.seq += 1;
  }
  return v7({ random, ...last });
}

/** Whether the text is a UUID in canonical form (any version, any letter case). */
export function isId(text: unknown): text is string {
  return typeof text === 'string' && validate(text);
}

/** What an id takes in the database. */
export const ID_BYTES = 16;

/** Where the digits of the 16 bytes begin in the text. */
const PLACES = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34] as const;
const DASHES = [8, 13, 18, 23] as const;
const DASH = '-'.charCodeAt(0);
/** The values of hexadecimal digits, by their character codes. What is none has bits that no digit has. */
const NO_DIGIT = 0xf0;
const VALUES = new Uint8Array(128).fill(NO_DIGIT);
for (const [value, digit] of [...'0123456789abcdef'].entries())
  VALUES[digit.charCodeAt(0)] = VALUES[digit.toUpperCase().charCodeAt(0)] = value;

/**
 * The 16 bytes a `BINARY(16)` column holds. Throws a TypeError when the text is not a UUID. By hand, like `fromBinary`:
 * the library takes five times as long, and a page of a list has hundreds of ids.
 */
export function toBinary(id: string): Buffer {
  const bytes = Buffer.allocUnsafe(PLACES.length);
  let bits = 0;
  for (let index = 0; index < PLACES.length; index += 1) {
    const place = PLACES[index] as number;
    const [upper, lower] = [valueAt(id, place), valueAt(id, place + 1)];
    bits |= upper | lower;
    bytes[index] = (upper << 4) | lower;
  }
  // The library's pattern takes longer than all of this, and is asked only about what does not look like an id of ours.
  if (((bits & NO_DIGIT) !== 0 || !isPlain(id, bytes)) && !validate(id))
    throw new TypeError(`${id} is not a UUID`);
  return bytes;
}

function valueAt(id: string, place: number): number {
  return VALUES[id.charCodeAt(place)] ?? NO_DIGIT;
}

/** Whether 32 digits are written as those of a UUID, and are those of one as RFC 9562 lays them out. */
function isPlain(id: string, bytes: Buffer): boolean {
  const [version, variant] = [(bytes[6] as number) >> 4, (bytes[8] as number) >> 6];
  const hasDashes = DASHES.every((place) => id.charCodeAt(place) === DASH);
  return id.length === 36 && hasDashes && version >= 1 && version <= 8 && variant === 2;
}

/** The canonical, lower-case text of 16 stored bytes. */
export function fromBinary(bytes: Buffer): string {
  const digits = bytes.toString('hex');
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-${digits.slice(12, 16)}-${digits.slice(16, 20)}-${digits.slice(20)}`;
}

/** Ids in a column that holds several, one after another. */
export function packIds(ids: readonly string[]): Buffer {
  return Buffer.concat(ids.map(toBinary));
}

/** What `packIds` has packed. */
export function unpackIds(bytes: Buffer): string[] {
  return Array.from({ length: bytes.length / ID_BYTES }, (_, index) =>
    fromBinary(bytes.subarray(index * ID_BYTES, (index + 1) * ID_BYTES)),
  );
}

/** As `fromBinary`, for a column that may be NULL. */
export function fromNullableBinary(bytes: Buffer | null): string | null {
  return bytes === null ? null : fromBinary(bytes);
}

/** As `toBinary`, for a column that may be NULL. */
export function toNullableBinary(id: string | null | undefined): Buffer | null {
  return id === null || id === undefined ? null : toBinary(id);
}
