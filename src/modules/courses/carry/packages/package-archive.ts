import { createHash } from 'node:crypto';
import type { Sentence } from '../../../../shared/sentences/sentence';
import { type Entry, getFileNameLowLevel, openPromise, validateFileName, type ZipFile } from 'yauzl';
import { PackageRefusedError } from '../carry.errors';
import { sentences } from '../carry.sentences';

const MEGABYTE = 1024 * 1024;
const STORED = 0;
const DEFLATED = 8;
const FILE_TYPE_MASK = 0o170000;
const SYMBOLIC_LINK = 0o120000;
/** Characters of a name that is told. */
const LONGEST_NAME = 200;

/** Limits for an archive. Each is inclusive. In bytes that are no longer compressed. */
export interface ArchiveLimits {
  maxEntries: number;
  maxEntryBytes: number;
  maxTotalBytes: number;
  /** Of an entry with more than `ratioFreeBytes`. Documents compress at 20:1 at most, and zip bombs at almost 1000:1. */
  maxRatio: number;
  ratioFreeBytes: number;
}

export const ARCHIVE_LIMITS: Readonly<Omit<ArchiveLimits, 'maxTotalBytes'>> = {
  maxEntries: 5000,
  maxEntryBytes: 1024 * MEGABYTE,
  maxRatio: 100,
  ratioFreeBytes: MEGABYTE,
};

/**
 * A zip archive whose directory was read and is safe. Nothing is written to a disk, and nothing that is an archive inside is opened. What is
 * declared bounds what is read: inflating stops at the first byte more (yauzl's `validateEntrySizes`).
 */
export class PackageArchive {
  private constructor(
    private readonly zip: ZipFile,
    private readonly entries: ReadonlyMap<string, Entry>,
  ) {}

  /** Throws PackageRefusedError. */
  static async open(path: string, limits: ArchiveLimits): Promise<PackageArchive> {
    const zip = await openZip(path);
    try {
      return new PackageArchive(zip, await readDirectory(zip, limits));
    } catch (error) {
      zip.close();
      throw error;
    }
  }

  /** The paths of all files. */
  get names(): string[] {
    return [...this.entries.keys()];
  }

  has(name: string): boolean {
    return this.entries.has(name);
  }

  /** The bytes of a file, piece by piece. Throws PackageRefusedError where there is none, or where it is not as long as it says. */
  async *read(name: string): AsyncGenerator<Buffer, void, undefined> {
    const entry = this.entries.get(name);
    if (!entry) throw refusal('missing_entry', name, sentences.noEntry({ entry: quoted(name) }));
    try {
      yield* (await this.zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>;
    } catch (error) {
      throw asDamage(error, name);
    }
  }

  /**
   * As `read`, of a file that must be what is said of it.
   *
   * @param sha256 in hexadecimal
   * @throws PackageRefusedError, also after the last piece
   */
  async *readChecked(
    name: string,
    { sha256, bytes }: { sha256: string; bytes: number },
  ): AsyncGenerator<Buffer, void, undefined> {
    if (this.entries.get(name)?.uncompressedSize !== bytes && this.has(name))
      throw refusal('wrong_length', name, sentences.otherLength({ entry: quoted(name) }));
    const digest = createHash('sha256');
    for await (const piece of this.read(name)) {
      digest.update(piece);
      yield piece;
    }
    if (digest.digest('hex') !== sha256)
      throw refusal('wrong_checksum', name, sentences.otherChecksum({ entry: quoted(name) }));
  }

  close(): void {
    this.zip.close();
  }
}

async function openZip(path: string): Promise<ZipFile> {
  try {
    // Names are decoded here, not by yauzl, so that a refused entry can be named.
    return await openPromise(path, { autoClose: false, decodeStrings: false, validateEntrySizes: true });
  } catch (error) {
    if (isSystemError(error)) throw error;
    throw refusal('not_a_zip', 'file', sentences.notAnArchive(), error);
  }
}

async function readDirectory(zip: ZipFile, limits: ArchiveLimits): Promise<Map<string, Entry>> {
  const { maxEntries: most, maxTotalBytes } = limits;
  if (zip.entryCount > most)
    throw refusal('too_many_entries', 'file', sentences.tooManyEntries({ count: zip.entryCount, most }));
  const entries = new Map<string, Entry>();
  let total = 0;
  try {
    for await (const entry of zip.eachEntry()) {
      const { generalPurposeBitFlag, fileNameRaw, extraFields } = entry;
      const name = getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, true);
      requireSafe(entry, name);
      requireSmall(entry, name, limits);
      if (entries.has(name))
        throw refusal('duplicate_entry', name, sentences.isTwice({ entry: quoted(name) }));
      total += entry.uncompressedSize;
      if (total > maxTotalBytes)
        throw refusal(
          'too_large',
          'file',
          sentences.tooLarge({ megabytes: Math.floor(maxTotalBytes / MEGABYTE) }),
        );
      if (!name.endsWith('/')) entries.set(name, entry);
    }
  } catch (error) {
    throw asDamage(error, 'file');
  }
  return entries;
}

function requireSafe(entry: Entry, name: string): void {
  const named = { entry: quoted(name) };
  if (name === '' || name.includes('\0') || validateFileName(name) !== null)
    throw refusal('unsafe_path', name, sentences.unsafePath(named));
  if (((entry.externalFileAttributes >>> 16) & FILE_TYPE_MASK) === SYMBOLIC_LINK)
    throw refusal('link', name, sentences.isLink(named));
  if (entry.isEncrypted()) throw refusal('encrypted', name, sentences.isEncrypted(named));
  if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED)
    throw refusal('unsupported_compression', name, sentences.isCompressed(named));
}

function requireSmall(entry: Entry, name: string, limits: ArchiveLimits): void {
  const { uncompressedSize: bytes, compressedSize } = entry;
  const named = { entry: quoted(name) };
  if (bytes > limits.maxEntryBytes) {
    const megabytes = Math.floor(limits.maxEntryBytes / MEGABYTE);
    throw refusal('entry_too_large', name, sentences.entryTooLarge({ ...named, megabytes }));
  }
  if (bytes > limits.ratioFreeBytes && bytes > compressedSize * limits.maxRatio)
    throw refusal('ratio', name, sentences.ratioTooHigh({ ...named, most: limits.maxRatio }));
}

/** yauzl and zlib report damage as plain errors, and wrong lengths by their text alone. */
function asDamage(error: unknown, name: string): unknown {
  if (error instanceof PackageRefusedError || isSystemError(error)) return error;
  const why = error instanceof Error ? error.message : String(error);
  if (/(too many|not enough) bytes in the stream/.test(why))
    return refusal('wrong_length', name, sentences.otherLength({ entry: quoted(name) }), error);
  if (/encrypt/.test(why))
    return refusal('encrypted', name, sentences.isEncrypted({ entry: quoted(name) }), error);
  return refusal('damaged', name, sentences.damaged({ why }), error);
}

/** True for errors of the disk, which say nothing about the archive. */
function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

/** @param field the entry, or where in it */
export function refusal(
  rule: string,
  field: string,
  message: Sentence,
  cause?: unknown,
): PackageRefusedError {
  return new PackageRefusedError([{ field: shortened(field), rule, message }], { cause });
}

/** A name from the archive, made safe and short enough for a message. */
export function quoted(name: string): string {
  return JSON.stringify(shortened(name));
}

function shortened(name: string): string {
  return name.slice(0, LONGEST_NAME).toWellFormed().replaceAll('\0', '');
}
