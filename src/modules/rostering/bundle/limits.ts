const MEBIBYTE = 1024 * 1024;

/** What a bundle may ask of us. Every bound is inclusive. */
export interface BundleLimits {
  /** Entries in the archive, folders and unknown files included. */
  maxEntries: number;
  /** Uncompressed bytes of one entry. */
  maxEntryBytes: number;
  /** Uncompressed bytes of all entries together. */
  maxTotalBytes: number;
  /** Uncompressed over compressed bytes of one entry; entries up to `ratioFreeBytes` are let through. */
  maxCompressionRatio: number;
  /** Small files may compress as well as they like: they cannot hurt. */
  ratioFreeBytes: number;
  /** Bytes of one CSV record, its quoted line breaks included. */
  maxRecordBytes: number;
  /** Data rows, good and bad, in one batch: what one transaction of an import takes in. */
  batchRows: number;
}

/**
 * The specification allows at most 14 files (OneRoster 1.1 CSV Tables, table 2.1) and bounds
 * neither rows nor bytes. Roster CSV deflates about 10:1, the emptiest of tables (demographics) about 16:1,
 * while a zip bomb nears 1000:1. The sizes leave room for some ten million results.
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

/** manifest.csv has under twenty lines; it is the one file that is held in memory. */
export const MAX_MANIFEST_BYTES = 64 * 1024;

/** Characters of an offending value that an issue quotes. */
export const MAX_QUOTED_VALUE = 100;

/**
 * Characters of a short text: the width of the store's columns. The specification sets the same bound for
 * identifiers only (the GUID data type), and none for names and titles.
 */
export const SHORT_TEXT = 255;

/** Characters of a description or comment: what a TEXT column (65,535 bytes) holds at four bytes each. */
export const LONG_TEXT = 16_000;

/** Numbers stay below ten to this power: scores are stored as DECIMAL(12,4). */
export const MAX_INTEGER_DIGITS = 8;

/** Decimal places a number may be written with; the store rounds to its own scale. */
export const MAX_DECIMAL_PLACES = 20;
