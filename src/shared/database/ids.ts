import { parse, stringify, validate, v7 } from 'uuid';

/** A new UUIDv7 in canonical form. Ids made one after another sort in the order they were made. */
export function newId(): string {
  return v7();
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
