import { randomFillSync } from 'node:crypto';
import { parse, stringify, validate, v7 } from 'uuid';

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

/** The 16 bytes a `BINARY(16)` column holds. Throws a TypeError when the text is not a UUID. */
export function toBinary(id: string): Buffer {
  return Buffer.from(parse(id));
}

/** The canonical, lower-case text of 16 stored bytes. */
export function fromBinary(bytes: Buffer): string {
  return stringify(bytes);
}

/** As `fromBinary`, for a column that may be NULL. */
export function fromNullableBinary(bytes: Buffer | null): string | null {
  return bytes === null ? null : stringify(bytes);
}

/** As `toBinary`, for a column that may be NULL. */
export function toNullableBinary(id: string | null | undefined): Buffer | null {
  return id === null || id === undefined ? null : toBinary(id);
}
