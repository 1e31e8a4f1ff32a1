const MEBIBYTE = 1024 * 1024;

/** Limits for a bundle. Every limit is inclusive. */
export interface BundleLimits {
  /** Entries in the archive, including folders and unknown files. */
  maxEntries: number;
  /** Uncompressed bytes of one entry. */
  maxEntryBytes: number;
  /** Uncompressed bytes of all entries together. */
  maxTotalBytes: number;
  /** Uncompressed bytes divided by compressed bytes of an entry with more than `ratioFreeBytes`. */
  maxCompressionRatio: number;
  /** Entries up to this many uncompressed bytes may have any ratio: they are harmless. */
  ratioFreeBytes: number;
  /** Bytes of one CSV record, including quoted line breaks. */
  maxRecordBytes: number;
  /** Data rows, good and bad, in one batch. An import writes each batch in one transaction. */
  batchRows: number;
}

/**
 * The specifications allow at most 14 files (1.1) or 22 (1.2), and limit neither rows nor bytes.
 * Roster files compress at about 10:1, the emptiest one (demographics) at about 16:1, and a zip bomb at almost 1000:1. The
 * sizes allow about ten million results.
 */
export const DEFAULT_LIMITS: Readonly<BundleLimits> = {
  maxEntries: 100,
  maxEntryBytes: 768 * MEBIBYTE,
  maxTotalBytes: 1024 * MEBIBYTE,
  maxCompressionRatio: 100,
  ratioFreeBytes: MEBIBYTE,
  maxRecordBytes: 256 * 1024,
  batchRows: 1000,
};

/** manifest.csv has fewer than twenty lines. It is the only file that is kept in memory. */
export const MAX_MANIFEST_BYTES = 64 * 1024;

/** An issue quotes at most this many characters of an invalid value. */
export const MAX_QUOTED_VALUE = 100;

/** A value from a file, short enough for an issue. */
export function quotable(value: string): string {
  return value.length > MAX_QUOTED_VALUE ? `${value.slice(0, MAX_QUOTED_VALUE)}…` : value;
}

/**
 * Characters of a short text, which is the width of the database columns. The specification has this limit for
 * identifiers (the GUID data type), and none for names and titles.
 */
export const SHORT_TEXT = 255;

/** Characters of a description or comment: a TEXT column has 65,535 bytes, and a character has up to four. */
export const LONG_TEXT = 16_000;

/** Digits before the decimal point: scores are stored as DECIMAL(12,4). */
export const MAX_INTEGER_DIGITS = 8;

/** Digits after the decimal point in the file. The database rounds to its own scale. */
export const MAX_DECIMAL_PLACES = 20;
